"""A broken line of front matter is answered with its place and what to write instead."""

from __future__ import annotations

import pytest

from pmsite.model.folder_names import FOLDERS
from pmsite.model.types import TYPES
from tests.make import load


@pytest.mark.parametrize(
    ("line", "code", "says", "hint"),
    [
        ("titel: x", "unknown-key", "titel", "`title`"),
        ("status: buildng", "unknown-status", "buildng", "building"),
        ("status: on", "unknown-status", "on", "idea, discovery"),
        ("target: 2026-13", "not-a-date", "month 13", "01 to 12"),
        ("target: 2026-1-5", "not-a-date", "2026-1-5", "2026-01-05"),
        ("target: q4 2026", "not-a-date", "q4 2026", "write 2026-Q4"),
        ("target: 2026年第4季度", "not-a-date", "季度", "write 2026-Q4"),
        ("target: 2026年下半年", "not-a-date", "半年", "write 2026-H2"),
        ("target: 2026年12月5日", "not-a-date", "12月", "write 2026-12-05"),
        ("target: 31.12.2026", "not-a-date", "31.12.2026", "write 2026-12-31"),
        ("target: 12/31/2026", "not-a-date", "12/31/2026", "write 2026-12-31"),
        ("target: 5 Dec 2026", "not-a-date", "5 Dec 2026", "write 2026-12-05"),
        ("target: December 5th, 2026", "not-a-date", "December", "write 2026-12-05"),
        ("target: 03/04/2026", "not-a-date", "03/04/2026", "write 2026-03-04 or 2026-04-03"),
        ("target: 2026-02-30", "not-a-date", "no day 30", "ends on 2026-02-28"),
        ("horizon: soon", "unknown-choice", "soon", "now, next, later"),
        ("supports: kr1", "not-a-list", "kr1", "[kr1]"),
        ("team: The mobile team", "not-an-id", "The mobile team", "file name"),
        ("visibility: yes", "bad-visibility", "yes", "customers"),
        ("visibility: [custmers]", "unknown-audience", "custmers", "customers"),
        ("visibility:", "bad-visibility", "list of audiences", "[]"),
        ("score: {reach: 10, impact: 1, confidence: 50%}", "missing-effort", "effort", "effort"),
        ("score: {reach: 10, impact: 1, confidence: 50%, effort: 0}", "not-positive", "above zero", "above 0"),
        ("score: {reach: 1_000, impact: 1, confidence: 50%, effort: 1}", "not-a-number", "1_000", "1000"),
        ("score: {reach: 1, impcat: 1, confidence: 50%, effort: 1}", "unknown-key", "impcat", "`impact`"),
        ("score: high", "wrong-shape", "high", "{reach: …, impact: …"),
        ("tracks: high", "wrong-shape", "high", "{name: {state: …"),
        ("for: {customers: high}", "wrong-shape", "customers: named values", "{title: …"),
        ("supports: [bad id]", "not-an-id", "supports, entry 1", "file name"),
        ("tags: [a, [b]]", "wrong-type", "tags, entry 2", "one line of text"),
        ("tags: ［甲，乙］", "not-a-list", "甲", "[甲, 乙]"),  # a Chinese keyboard's
        ("depends_on: – sync", "not-a-list", "– sync", "[sync]"),  # a dash for a hyphen
        ("depends_on: -sync-engine", "not-a-list", "-sync-engine", "[sync-engine]"),
        ("type: featrue", "unknown-type", "featrue", "feature?"),
        ("horzon: now", "unknown-key", "horzon", "`horizon`"),
        ("budget: 3", "unknown-key", "budget", "product.yml"),
        ("acceptance: [{text: a, done: maybe}]", "not-true-or-false", "maybe", "true or false"),
        ("tracks: {build: busy}", "unknown-choice", "build: busy", "active"),
        ('title: "a\\nb"', "control-character", "line break", "one line"),
        ("title: '   '", "missing-title", "missing", "title: Offline mode"),
        ("maturity: gold", "unknown-choice", "Maturity", "alpha"),
    ],
)
def test_one_wrong_line(line: str, code: str, says: str, hint: str) -> None:
    settings = (
        "name: P\naudiences: {customers: {}}\nfields: {feature: {maturity: {kind: choice, values: [alpha], label: Maturity}}}\n"
    )
    facts = ["title: A"] if not line.startswith("title") else []
    _, report = load({"features/a.md": "\n".join([*facts, line])}, settings)
    faults = [fault for fault in report if fault.code == code]
    assert faults, [f"{fault.code}: {fault.message}" for fault in report]
    assert says in faults[0].message
    assert hint in faults[0].hint
    assert (faults[0].span.path, faults[0].span.line) == ("roadmap/features/a.md", 2 + len(facts))


@pytest.mark.parametrize(
    ("head", "place"), [("Title: A", (2, 1)), ("title: A\nacceptance: [{txt: a}]", (3, 15)), ("title: A\nscroe: {}", (3, 1))]
)
def test_a_misspelt_key_is_one_fault_and_not_also_a_missing_one(head: str, place: tuple[int, int]) -> None:
    _, report = load({"features/a.md": head})
    assert [(d.code, d.span.line, d.span.column) for d in report] == [("unknown-key", *place)]


def test_one_bad_file_never_hides_the_faults_of_another() -> None:
    loaded, report = load(
        {"features/a.md": "title: A\nstatus: x\ntarget: y", "features/b.md": "status: shipped", "features/c.md": "title: C"}
    )
    assert [(d.span.path, d.code) for d in report] == [
        ("roadmap/features/a.md", "unknown-status"),
        ("roadmap/features/a.md", "not-a-date"),
        ("roadmap/features/b.md", "missing-title"),
    ]
    assert set(loaded.items) == {"c"}


def test_the_folder_gives_the_type_and_the_file_the_id_unless_the_item_says_otherwise() -> None:
    loaded, report = load(
        {
            "features/mobile/deep.md": "title: Deep",
            "notes/kept.md": "title: K\ntype: decision\nid: why",
            "vision.md": "title: V",
            "README.md": "---\nno item here\n",
            "notes/plain.md": "Just text",
        }
    )
    assert {id: item.type for id, item in loaded.items.items()} == {"deep": "feature", "why": "decision", "vision": "vision"}
    assert not len(report)


def test_every_type_has_a_folder_by_a_chinese_name() -> None:
    assert {model.type for model in TYPES} == set(FOLDERS.values())


def test_what_yaml_would_turn_into_something_else_stays_what_the_author_wrote() -> None:
    loaded, _ = load({"releases/r.md": "title: No\nversion: 1.10\nsummary: 10:20\ntags: [on, NO, 0x10, 1_0]"})
    release = loaded.items["r"]
    assert (release.title, release.version, release.summary, release.tags) == ("No", "1.10", "10:20", ("on", "NO", "0x10", "1_0"))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [("a", "a", "duplicate-id"), ("Plan", "plan", "colliding-ids"), ("IST", "ıst", "colliding-ids")],
)
def test_ids_are_unique_also_where_case_does_not_count(first: str, second: str, code: str) -> None:
    _, report = load({"features/1.md": f"title: A\nid: {first}", "features/2.md": f"title: B\nid: {second}"})
    (fault,) = report
    assert (fault.code, fault.span.path, fault.related[0][0].path) == (code, "roadmap/features/2.md", "roadmap/features/1.md")


def test_a_file_that_is_named_like_a_translation_is_told() -> None:
    names = ("features/a.zh-CN.md", "features/a.de.md")
    _, report = load({"features/a.md": "title: A", "features/1.0.md": "title: One", **dict.fromkeys(names, "title: A")})
    assert [(d.span.path, d.code, d.hint) for d in report] == [
        (
            "roadmap/features/a.de.md",
            "unknown-language",
            "translations are in en or zh; give an item of its own another name",
        ),
        ("roadmap/features/a.zh-CN.md", "unknown-language", "call it a.zh.md"),
    ]


def test_a_translation_has_words_only_and_belongs_to_an_item() -> None:
    loaded, report = load(
        {
            "features/a.md": "title: A",
            "features/a.zh.md": "title: 甲",
            "features/b.zh.md": "title: 乙",
            "features/c.md": "title: C",
            "features/c.zh.md": "title: 丙\nstatus: shipped",
        }
    )
    assert [(d.span.path, d.span.line, d.code) for d in report] == [
        ("roadmap/features/b.zh.md", 0, "translation-of-nothing"),
        ("roadmap/features/c.zh.md", 3, "not-translatable"),
    ]
    assert loaded.translations["a", "zh"].title == "甲"


@pytest.mark.parametrize(
    ("settings", "code", "line"),
    [
        ("name: P\nraw_html: true", "unknown-key", 2),
        ("name: P\naudiences: {../x: {}}", "bad-audience-name", 2),
        ("name: P\nstatuses: {x: {stage: doing}}", "unknown-choice", 2),
        ("name: P\nfields: {feature: {status: {kind: text}}}", "field-name-taken", 2),
        ("name: P\nfields: {feature: {f: {kind: choice}}}", "choice-without-values", 2),
        ("name: P\nfields: {faeture: {f: {kind: text}}}", "unknown-key", 2),
        ("name: P\ntrackers: {A: 'javascript:x({n})'}", "not-an-address", 2),
        ("name: P\ntrackers: {'APP-{n}': 'https://tracker.example/APP-{n}'}", "not-a-prefix", 2),
        ("name: P\ntrackers: {APP-1: 'https://tracker.example/APP-{n}'}", "not-a-prefix", 2),
        ("name: P\nfiscal_year_starts: 13", "not-a-month", 2),
        ("name: P\naudiences: {a: {}}\nintake: {form: 'http://host.example/new', audiences: [a]}", "not-an-address", 3),
        ("name: P\naudiences: {a: {}}\nintake: {form: 'https://a@host.example/new', audiences: [a]}", "not-an-address", 3),
        ("name: P\naudiences: {a: {}}\nintake: {form: 'https://{id}.example/new', audiences: [a]}", "not-an-address", 3),
        ("name: P\naudiences: {a: {}}\nintake: {form: 'javascript:x({id})', audiences: [a]}", "not-an-address", 3),
        ("name: P\naudiences: {a: {}}\nintake: {form: 'https://host.example/{owner}', audiences: [a]}", "unknown-placeholder", 3),
        ("name: P\naudiences: {a: {}}\nintake: {form: 'https://host.example/{id', audiences: [a]}", "unknown-placeholder", 3),
        ("name: P\naudiences: {a: {}}\nintake: {form: 'https://host.example/', audiences: [b]}", "unknown-audience", 3),
        ("name: P\naudiences: {a: {}}\nintake: {form: 'https://host.example/', audiences: [team]}", "unknown-audience", 3),
        ("name: P\naudiences: {a: {}}\nintake: {form: 'https://host.example/'}", "missing-audiences", 3),
        ("name: P\naudiences: {a: {}}\nintake: {from: 'https://host.example/', audiences: [a]}", "unknown-key", 3),
        ("language: en", "missing-name", 1),
        ("", "missing-name", 1),
    ],
)
def test_settings_are_checked_like_items(settings: str, code: str, line: int) -> None:
    _, report = load({}, settings)
    assert [(d.code, d.span.line) for d in report if d.span.path == "roadmap/product.yml"] == [(code, line)]
