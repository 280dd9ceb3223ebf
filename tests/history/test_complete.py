"""Whatever a reader gets is compared: translations, values, wordings, texts of briefs, files, settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pmsite.comparison.compare import compare, newly_visible
from pmsite.diagnostics import Severity
from pmsite.history.diff import Diff
from pmsite.pipeline import load
from pmsite.wording.differences import Teller
from tests.history.repositories import Files, commit, plan, put
from tests.make import PICTURE, SETTINGS, TODAY
from tests.model.test_compare import SETTINGS as WITH_FIELDS

BEFORE: dict[str, str | None] = {
    "features/a.md": "---\ntitle: A\nstatus: planned\nvisibility: [customers]\nsupports: [g.kr1]\n---\nTold.\n\n![Plan](a.txt)\n",
    "features/a.txt": "one",
    "features/b.md": "title: B\nstatus: planned\nvisibility: [customers]\nfor: {customers: {title: Be}}",
    "features/b.zh.md": "---\ntitle: 乙\n---\n说过。\n\n<!-- internal -->\n秘密。\n<!-- /internal -->\n",
    "metrics/m.md": "title: M\nvisibility: [customers]",
    "metrics/m.csv": "date,value,note\n2026-09,1,\n2026-10,2,Fair\n",
    "objectives/g.md": "title: G\nkey_results: [{id: kr1, title: Crews, target: 9, checkins: [{date: 2026-10-02, value: 3}]}]",
    "briefs/q.md": "title: Q\naudience: customers\nvisibility: [customers]\nheadline: Soon.\n"
    "sections: [{view: text, title: Next, text: We go on.}, status]",
}
SERIES = f"{SETTINGS}".replace("customers: {}", "customers: {fields: {metric: [title, series]}}")
CASES: dict[str, tuple[Files, list[str]]] = {
    "a translation is new": (
        {"features/a.zh.md": "---\ntitle: 甲\n---\n正文。\n"},
        [
            "A (a): customers can now see Title in Chinese, Text in Chinese",
            "A (a): Title in Chinese: 甲, was not set; Text in Chinese: written",
        ],
    ),
    "a translation is rewritten, and its title stays hidden behind words of their own": (
        {"features/b.zh.md": "---\ntitle: 丙\n---\n改过。\n"},
        [
            "B (b): customers read what is new to them in Text in Chinese",
            "B (b): Title in Chinese: 丙, was 乙; Text in Chinese: rewritten",
        ],
    ),
    "a passage of a translation comes into sight": (
        {"features/b.zh.md": "---\ntitle: 乙\n---\n说过。\n\n秘密。秘密。\n"},
        ["B (b): customers read what is new to them in Text in Chinese", "B (b): Text in Chinese: rewritten"],
    ),
    "a translation is gone": (
        {"features/b.zh.md": None},
        ["B (b): Title in Chinese: no longer set, was 乙; Text in Chinese: taken out"],
    ),
    "a value is new": (
        {"metrics/m.csv": "date,value,note\n2026-09,1,\n2026-10,2,Fair\n2026-11,4,\n"},
        ["M (m): customers can now see Series", "M (m): Series › Last value: 4, was 2; Series: added Nov 2026: 4"],
    ),
    "a value of the past is corrected": (
        {"metrics/m.csv": "date,value,note\n2026-09,1.5,\n2026-10,2,Fair\n"},
        ["M (m): customers read what is new to them in Series", "M (m): Series: changed Sep 2026"],
    ),
    "the table is gone": (
        {"metrics/m.csv": None},
        ["M (m): Series › Last value: no longer set, was 2; Series: removed Sep 2026, Oct 2026"],
    ),
    "a file is replaced": (
        {"features/a.txt": "two"},
        ["A (a): customers read what is new to them in features/a.txt", "A (a): features/a.txt: the file is another one"],
    ),
    "a file is gone": ({"features/a.txt": None}, ["A (a): features/a.txt: its text no longer brings the file along"]),
    "a brief's own words": (
        {
            "briefs/q.md": "title: Q\naudience: customers\nvisibility: [customers]\nheadline: Later.\n"
            "sections: [{view: text, title: Next, text: We stop.}, status, {view: text, title: Thanks, text: To all.}]"
        },
        [
            "Q (q): customers can now see Sections › Thanks",
            "Q (q): customers read what is new to them in In short, Sections › Next › Text",
            "Q (q): In short: rewritten; Sections › Next › Text: rewritten; Sections › Thanks: added, Text: To all.",
        ],
    ),
    "words for one audience": (
        {"features/b.md": "title: B\nstatus: planned\nvisibility: [customers]\nfor: {customers: {title: Bee, summary: Buzz.}}"},
        [
            "B (b): customers can now see Summary",
            "B (b): customers read what is new to them in Title",
            "B (b): Words for audiences › customers › Title: Bee, was Be; Words for audiences › customers › Summary: written",
        ],
    ),
    "a check-in": (
        {
            "objectives/g.md": "title: G\nkey_results: [{id: kr1, title: Crews, target: 9, checkins: "
            "[{date: 2026-10-02, value: 3}, {date: 2026-11-06, value: 5, confidence: 60%, note: Onboarding is out.}]}]"
        },
        ["G (g): Crews › Check-ins › 2026-11-06: added, Value: 5, Confidence: 60%, Note: Onboarding is out."],
    ),
    "another place": (
        {"features/b.md": None, "features/b.zh.md": None, "features/x/b.md": BEFORE["features/b.md"], "features/x/b.zh.md": BEFORE["features/b.zh.md"]},
        ["B (b): File: roadmap/features/x/b.md, was roadmap/features/b.md"],
    ),
}  # fmt: skip


def told(folder: Path, head: str | None = "HEAD", audience: str = "team") -> list[str]:
    """What differs: what readers newly get, then each item's differences, then those of product.yml, then files that say nothing."""
    found = compare(folder / "roadmap", "roadmap", TODAY, "HEAD~1" if head else "HEAD", head, audience)
    teller = Teller("en", found.after.settings, found.titles)
    return [*_exposed(found.diff, teller), *_changed(found.diff, teller), *_settings(found.diff, teller), *found.unread]


def _exposed(diff: Diff, teller: Teller) -> Iterator[str]:
    for one in diff.exposed:
        for names, verb in ((one.fields, "can now see"), (one.words, "read what is new to them in")):
            if names:
                yield f"{one.title} ({one.id}): {one.label} {verb} {', '.join(teller.path_label(n, one.type, one.id) for n in names)}"


def _changed(diff: Diff, teller: Teller) -> Iterator[str]:
    for one in diff.changed:
        each = (f"{teller.label(d, one.item.type, one.item.id)}: {teller.sentence(d, 0)}" for d in one.differences)
        yield f"{one.item.title} ({one.item.id}): {'; '.join(each)}"


def _settings(diff: Diff, teller: Teller) -> Iterator[str]:
    yield from (f"product.yml: {teller.setting(one)}: {teller.sentence(one)}" for one in diff.settings)


@pytest.mark.parametrize("case", CASES)
def test_what_readers_get_is_told_of_commits_and_of_files_alike(tmp_path: Path, case: str) -> None:
    change, expected = CASES[case]
    plan(tmp_path, ("2026-11-02", BEFORE), settings=SERIES)
    put(tmp_path / "roadmap", change)
    assert told(tmp_path, None) == expected
    commit(tmp_path, {}, "2026-11-03")
    assert told(tmp_path) == expected


@pytest.mark.parametrize("case", CASES)
def test_an_audience_that_gets_it_is_told_too(tmp_path: Path, case: str) -> None:
    plan(tmp_path, ("2026-11-02", BEFORE), ("2026-11-03", CASES[case][0]), settings=SERIES)
    assert bool(told(tmp_path, audience="customers")) is (case != "a check-in")


@pytest.mark.parametrize("case", CASES)
def test_what_is_newly_visible_is_noticed_where_it_stands(tmp_path: Path, case: str) -> None:
    change, expected = CASES[case]
    plan(tmp_path, ("2026-11-02", BEFORE), settings=SERIES)
    put(tmp_path / "roadmap", change)
    notices = list(newly_visible(load(tmp_path / "roadmap", "roadmap", TODAY), "HEAD"))
    assert bool(notices) is any(
        "customers" in line.partition(":")[2] for line in expected[:1] if "can now" in line or "read what" in line
    )
    assert {found.severity for found in notices} <= {Severity.NOTICE}
    assert all(("zh" in found.span.path) is (" in zh" in found.message) for found in notices)


PRODUCT = [
    ("name: P", "name: Q", "name: Q, was P"),
    ("label: In the works", "label: At work", "statuses › wip › label: At work, was In the works"),
    ("values: [alpha, beta]", "values: [alpha, beta, stable]", "fields › feature › maturity › values: added stable"),
    ("customers: {label: Customers}", "customers: {label: Clients}", "audiences › customers › label: Clients, was Customers"),
    ("name: P", "name: P\ncurrency: USD", "currency: USD, was not set"),
    ("name: P", "name: P\ncapabilities: [Offline]", "capabilities: added Offline"),
    ("audiences: {", "audiences: {press: {dates: quarter}, ", "audiences › press: added, dates: quarter"),
    ("name: P", "name: P\nfiscal_year_starts: 4", "fiscal_year_starts: 4, was 1"),
    ("name: P", "name: P\nchangelog_head: '# News'", "changelog_head: written"),
]


@pytest.mark.parametrize(("old", "new", "expected"), PRODUCT)
def test_a_setting_is_told_with_what_it_was(tmp_path: Path, old: str, new: str, expected: str) -> None:
    plan(tmp_path, ("2026-11-02", {}), ("2026-11-03", {"product.yml": WITH_FIELDS.replace(old, new)}), settings=WITH_FIELDS)
    assert f"product.yml: {expected}" in told(tmp_path)


def test_another_fiscal_year_makes_no_other_values(tmp_path: Path) -> None:
    first = {"metrics/m.md": "title: M", "metrics/m.csv": "date,value\n2026-Q1,1\n2026-Q2,2\n"}
    plan(tmp_path, ("2026-11-02", first), ("2026-11-03", {"product.yml": f"{SETTINGS}fiscal_year_starts: 4\n"}))
    assert told(tmp_path) == ["product.yml: fiscal_year_starts: 4, was 1"]


def test_another_order_of_settings_is_told(tmp_path: Path) -> None:
    kinds = "{calm: {}, speed: {}}", "{speed: {}, calm: {}}"
    one, other = (f"{SETTINGS}change_kinds: {written}\n" for written in kinds)
    plan(tmp_path, ("2026-11-02", {}), ("2026-11-03", {"product.yml": other}), settings=one)
    assert told(tmp_path) == ["product.yml: change_kinds: in another order"]


@pytest.mark.parametrize("name", ["metrics/m.csv", "features/b.zh.md", "features/a.md"])
def test_what_cannot_be_read_says_nothing_of_what_it_held(tmp_path: Path, name: str) -> None:
    faulty = {
        "metrics/m.csv": "date,value\nsoon,1\n",
        "features/b.zh.md": "---\nowner: x\n---\n",
        "features/a.md": "title: A\nstatus: x",
    }
    plan(tmp_path, ("2026-11-02", BEFORE), settings=SERIES)
    put(tmp_path / "roadmap", {name: faulty[name]})
    now = told(tmp_path, None)
    commit(tmp_path, {}, "2026-11-03")
    assert now == told(tmp_path) == [f"roadmap/{name}"]


def test_the_same_file_in_large_file_storage_or_with_other_ends_of_lines_is_no_other(tmp_path: Path) -> None:
    pointer = (
        "version https://git-lfs.github.com/spec/v1\n"
        "oid sha256:5994471abb01112afcc18159f6cc74b4f511b99806da59b3caf5a9c173cacfc5\nsize 5\n"
    )
    body = "---\ntitle: A\n---\n[Large](large.zip), [plain](plain.txt)\n"
    plan(tmp_path, ("2026-11-02", {"features/a.md": body, "features/large.zip": pointer, "features/plain.txt": "a\nb\n"}))
    (tmp_path / "roadmap/features/large.zip").write_bytes(b"12345")
    (tmp_path / "roadmap/features/plain.txt").write_bytes(b"a\r\nb\r\n")
    assert told(tmp_path, None) == []
    (tmp_path / "roadmap/features/large.zip").write_bytes(b"12346")
    assert told(tmp_path, None) == ["A (a): features/large.zip: the file is another one"]


def test_a_picture_in_a_passage_for_the_team_is_not_told_outside(tmp_path: Path) -> None:
    body = "---\ntitle: A\nvisibility: [customers]\n---\nTold.\n\n<!-- internal -->\n![Plan](a.png)\n<!-- /internal -->\n"
    plan(tmp_path, ("2026-11-02", {"features/a.md": body}))
    (tmp_path / "roadmap/features/a.png").write_bytes(PICTURE)
    assert told(tmp_path, None) == ["A (a): features/a.png: a file that its text brings along"]
    assert told(tmp_path, None, "customers") == []
    opened = body.replace("<!-- internal -->\n", "").replace("<!-- /internal -->\n", "")
    (tmp_path / "roadmap/features/a.md").write_text(opened, encoding="utf-8")
    assert told(tmp_path, None)[0] == "A (a): customers can now see its text, features/a.png"
