"""History tells what stands beside facts, too, and in the words of a comparison: values, translations, texts, settings; each once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pmsite.audience import TEAM, Projection
from pmsite.comparison.compare import compare
from pmsite.diagnostics import Report
from pmsite.exports import atom
from pmsite.exports.feed import FEEDS
from pmsite.exports.site_address import SiteAddress
from pmsite.history import store
from pmsite.history.contents import Tables
from pmsite.history.read import read
from pmsite.history.site_history import SiteHistory
from pmsite.model.past import Event
from pmsite.model.product import titles
from pmsite.pipeline import load
from pmsite.views import item_past, what_changed
from pmsite.wording.differences import Teller
from pmsite.workspace import in_language
from tests.history.repositories import Files, commit, git, plan, put
from tests.history.test_complete import BEFORE, CASES, SERIES
from tests.make import SETTINGS, TODAY

ROWS = "date,value,note\n2026-09,1,\n2026-10,2,Fair\n"
LEFT_TO_COMPARISONS = ("a file is replaced", "a file is gone", "another place")


def seen_in(folder: Path, audience: str = TEAM, language: str | None = None) -> Projection:
    found = load(folder / "roadmap", "roadmap", TODAY)
    assert found.product is not None
    shown = in_language(found, found.product, audience, language)
    return SiteHistory().add_to(found.root, found.prefix, found.product, shown, Report())


def lines(seen: Projection, language: str = "en") -> list[str]:
    """Everything that changed since the beginning, as pages say it."""
    assert seen.past is not None
    told = Teller(language, seen.settings, titles(seen))
    return [_line(event, told) for event in seen.past.events if event.kind != "began"]


def _line(event: Event, told: Teller) -> str:
    name = told.setting if event.kind == "settings" else lambda found: told.label(found, event.type, event.id)
    each = "; ".join(f"{name(found)}: {told.sentence(found, event.move)}" for found in event.differences)
    was = f" (was {event.was})" if event.was else ""
    return f"{event.day:%m-%d}{'' if event.committed else '*'} {event.id or event.title}{was} {each or event.kind}"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("case", [case for case in CASES if case not in LEFT_TO_COMPARISONS])
def test_a_history_says_what_a_comparison_says(tmp_path: Path, case: str, language: str) -> None:
    plan(tmp_path, ("2026-11-02", BEFORE), settings=SERIES)
    put(tmp_path / "roadmap", CASES[case][0])
    now = lines(seen_in(tmp_path), language)
    commit(tmp_path, {}, "2026-11-03")
    found = compare(tmp_path / "roadmap", "roadmap", TODAY, "HEAD~1", "HEAD")
    told = Teller(language, found.after.settings, found.titles)
    each = [
        "; ".join(f"{told.label(d, c.item.type, c.item.id)}: {told.sentence(d)}" for d in c.differences) for c in found.diff.changed
    ]
    expected = [f"{c.item.id} {line}" for c, line in zip(found.diff.changed, each, strict=True)]
    assert lines(seen_in(tmp_path), language) == [f"11-03 {line}" for line in expected] != []
    assert now == [f"11-23* {line}" for line in expected]


M: dict[str, str | None] = {"metrics/m.md": "title: M", "metrics/m.csv": ROWS}
A: dict[str, str | None] = {
    "features/a.md": "---\ntitle: Alpha works\nsummary: Long enough to be known again.\nowner: ada\n---\nTold.\n",
    "features/a.zh.md": "---\ntitle: 甲\nsummary: 好\n---\n正文。\n",
}
GONE: dict[str, str | None] = {"features/a.md": None, "features/a.zh.md": None}
SIBLINGS: dict[str, tuple[Files, Files, list[str]]] = {
    "a table is replaced by another one": (
        M,
        {"metrics/m.csv": "date,value\n2025-09,7\n2025-10,8\n"},
        ["m Series › Last value: 8, was 2; Series: added Sep 2025: 7, Oct 2025: 8; removed Sep 2026, Oct 2026"],
    ),
    "a value is removed": (M, {"metrics/m.csv": "date,value,note\n2026-10,2,Fair\n"}, ["m Series: removed Sep 2026"]),
    "a note is written": (M, {"metrics/m.csv": ROWS.replace("1,", "1,Wet")}, ["m Series: changed Sep 2026"]),
    "a value is put in between": (
        M,
        {"metrics/m.csv": "date,value,note\n2026-09,1,\n2026-09-30,1.5,\n2026-10,2,Fair\n"},
        ["m Series: added Sep 30, 2026: 1.5"],
    ),
    "the same values in another dress": (M, {"metrics/m.csv": "Date;Value;Note\r\n2026-09;1;\r\n2026-10;2;Fair\r\n"}, []),
    "facts and values at once": (
        M,
        {"metrics/m.md": "title: M\nowner: ada", "metrics/m.csv": f"{ROWS}2026-11,3,\n"},
        ["m Owner: ada, was not set; Series › Last value: 3, was 2; Series: added Nov 2026: 3"],
    ),
    "a metric that is renamed with its table": (
        M,
        {"metrics/m.md": None, "metrics/m.csv": None, "metrics/n.md": "title: M", "metrics/n.csv": ROWS},
        ["n (was m) changed"],
    ),
    "a table that belongs to no metric": (A, {"features/a.csv": "date,value\n2026-09,1\n"}, []),
    "a table with a fault": (M, {"metrics/m.csv": "date,value\nsoon,1\n"}, []),
    "an item is renamed with its translation": (
        A,
        {**GONE, "features/b.md": A["features/a.md"], "features/b.zh.md": A["features/a.zh.md"]},
        ["b (was a) changed"],
    ),
    "an item is renamed, and its translation stays behind as one of nothing": (
        A,
        {"features/a.md": None, "features/b.md": A["features/a.md"]},
        ["b (was a) changed"],
    ),
    "an item is renamed, and its translation says something else": (
        A,
        {**GONE, "features/b.md": A["features/a.md"], "features/b.zh.md": "---\ntitle: 乙\nsummary: 好\n---\n正文。\n"},
        ["b (was a) Title in Chinese: 乙, was 甲"],
    ),
    "an item goes with its translation": (A, GONE, ["a dropped"]),
    "a translation with a fault": (A, {"features/a.zh.md": "---\nowner: x\n---\n"}, []),
    "a translation in another dress": (A, {"features/a.zh.md": '---\r\nsummary: "好"\r\ntitle: 甲\r\n---\r\n正文。\r\n'}, []),
    "words of the interface's own language": (
        A,
        {"features/a.en.md": "---\ntitle: Alpha\n---\n"},
        ["a Title in English: Alpha, was not set"],
    ),
    "a text is taken out": (A, {"features/a.md": "title: Alpha works\nsummary: Long enough to be known again.\nowner: ada"}, ["a Text: taken out"]),
    "comments of facts alone": (A, {"features/a.md": str(A["features/a.md"]).replace("owner", "# who\nowner")}, []),
    "a language is added": (
        A,
        {"product.yml": f"{SETTINGS}languages: [en, zh]\n"},
        ["product.yml languages: added en, zh"],
    ),
    "another fiscal year": (
        {**M, "metrics/m.csv": "date,value\n2026-Q1,1\n2026-Q2,2\n"},
        {"product.yml": f"{SETTINGS}fiscal_year_starts: 4\n", "metrics/m.csv": "date,value\n2026-Q1,1\n2026-Q2,2\n2026-Q3,3\n"},
        ["m Series › Last value: 3, was 2; Series: added FY2026 Q3: 3", "product.yml fiscal_year_starts: 4, was 1"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SIBLINGS)
def test_each_change_is_told_once_on_its_day(tmp_path: Path, case: str) -> None:
    before, change, expected = SIBLINGS[case]
    plan(tmp_path, ("2026-11-02", before), ("2026-11-09", change))
    seen = seen_in(tmp_path)
    assert sorted(lines(seen)) == sorted(f"11-09 {line}" for line in expected)
    assert seen.past is not None
    page: Any = what_changed.build(seen, seen.past)
    assert len([one for week in page.weeks for one in week.changes]) == len(expected)
    for id, item in seen.items.items():
        past = item_past.build(seen, item)
        told = [event for event in past.events if event.kind == "changed"] if past else []
        assert len(told) == sum(line.startswith(f"{id} ") for line in expected)


@pytest.mark.parametrize(
    ("name", "faulty", "expected"),
    [
        ("metrics/m.csv", "date,value\nsoon,1\n", "m Series › Last value: 3, was 2; Series: added Nov 2026: 3"),
        ("features/a.zh.md", "---\nowner: x\n---\n", "a Title in Chinese: 乙, was 甲; Summary in Chinese: taken out; Text in Chinese: taken out"),
        ("features/a.md", "title: Alpha works\nstatus: x", "a Text: rewritten"),
    ],
)  # fmt: skip
def test_what_could_not_be_read_for_a_while_is_compared_with_what_it_was(
    tmp_path: Path, name: str, faulty: str, expected: str
) -> None:
    mended = {
        "metrics/m.csv": f"{ROWS}2026-11,3,\n",
        "features/a.zh.md": "---\ntitle: 乙\n---\n",
        "features/a.md": str(A["features/a.md"]).replace("Told.", "Told again."),
    }
    plan(tmp_path, ("2026-11-02", {**A, **M}), ("2026-11-09", {name: faulty}), ("2026-11-16", {name: mended[name]}))
    assert lines(seen_in(tmp_path)) == [f"11-16 {expected}"]
    put(tmp_path / "roadmap", {name: faulty})
    assert lines(seen_in(tmp_path)) == [f"11-16 {expected}"]


# Readers outside the team

OUT: dict[str, str | None] = {
    "metrics/m.md": "title: M\nvisibility: [customers]",
    "metrics/m.csv": ROWS,
    "features/a.md": "---\ntitle: A\nvisibility: [customers]\n---\nTold.\n\n<!-- internal -->\nSecret.\n<!-- /internal -->\n",
    "features/a.zh.md": "---\ntitle: 甲\n---\n正文。\n",
}
OPENED = SETTINGS.replace("customers: {}", "customers: {fields: {metric: [title, series]}}")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"metrics/m.csv": f"{ROWS}2026-11,4,Quiet\n"}, ["m Series › Last value: 4, was 2; Series: added Nov 2026: 4"]),
        ({"metrics/m.csv": ROWS.replace("Fair", "Foul")}, []),
        ({"features/a.zh.md": "---\ntitle: 乙\n---\n别的。\n"}, []),
        ({"features/a.md": str(OUT["features/a.md"]).replace("Secret", "Other")}, []),
        ({"product.yml": f"{OPENED}currency: EUR\n"}, []),
    ],
)
def test_outsiders_are_told_of_values_that_they_see_and_never_of_words(tmp_path: Path, change: Files, expected: list[str]) -> None:
    plan(tmp_path, ("2026-11-02", OUT), ("2026-11-09", change), settings=OPENED)
    assert lines(seen_in(tmp_path, "customers")) == [f"11-09 {line}" for line in expected]
    assert lines(seen_in(tmp_path)) != []


def test_outsiders_who_do_not_get_values_learn_nothing_of_them(tmp_path: Path) -> None:
    later = {"metrics/m.csv": f"{ROWS}2026-11,4,\n"}
    plan(tmp_path, ("2026-11-02", OUT), ("2026-11-09", later), ("2026-11-16", {"product.yml": OPENED}))
    assert lines(seen_in(tmp_path, "public")) == []
    assert lines(seen_in(tmp_path, "customers")) == [
        "11-16 m Series › Last value: 4, was not set; Series: added Sep 2026: 1, Oct 2026: 2, Nov 2026: 4"
    ]


def test_a_feed_in_a_language_is_to_be_looked_at_again_when_its_translation_changes(tmp_path: Path) -> None:
    release: dict[str, str | None] = {
        "releases/1.md": "title: One\ndate: 2026-11-01\nvisibility: [customers]",
        "releases/1.zh.md": "---\ntitle: 一\n---\n正文。\n",
    }
    plan(tmp_path, ("2026-11-02", release), ("2026-11-09", {"releases/1.zh.md": "---\ntitle: 壹\n---\n正文。\n"}))

    def updated() -> list[str]:
        every = [seen_in(tmp_path, audience, language) for audience in (TEAM, "customers") for language in ("en", "zh")]
        return [FEEDS["changelog"](seen, SiteAddress("https://example.org/")).entries[0].updated[:10] for seen in every]

    assert updated() == ["2026-11-01", "2026-11-09", "2026-11-01", "2026-11-09"]
    commit(tmp_path, {"releases/1.zh.md": "---\ntitle: 壹\n---\n别的。\n"}, "2026-11-16")
    assert updated() == ["2026-11-01", "2026-11-09", "2026-11-01", "2026-11-09"]
    chinese = atom.write(FEEDS["changelog"](seen_in(tmp_path, "customers", "zh"), SiteAddress("https://example.org/")))
    assert "壹" in chinese
    assert "一" not in chinese


# Reading


def test_the_second_run_knows_tables_and_texts_without_reading_them_again(tmp_path: Path) -> None:
    plan(tmp_path, ("2026-11-02", {**A, **M}))
    for month in range(1, 10):
        more = "".join(f"2027-0{n},{n},Dry\n" for n in range(1, month + 1))
        commit(tmp_path, {"metrics/m.csv": ROWS + more}, "2026-11-03")
    first = read(tmp_path / "roadmap")
    kept = store.load(store.file_for(first.repository.store, first.repository.prefix))
    assert (kept.texts, kept.tables) == (first.texts, first.tables)
    assert len(first.tables) == 10
    assert read(tmp_path / "roadmap") == first
    git(tmp_path, "rm", "-qr", "roadmap/metrics")
    commit(tmp_path, {}, "2026-11-04")
    assert read(tmp_path / "roadmap").tables == first.tables


@pytest.mark.parametrize(
    "versions",
    [
        ["date,value\n2026-01,1\n", "date,value\n2026-01,1\n2026-02,2\n", "date,value\n2026-01,1\n2026-02,2\n\n2026-03,3"],
        ["date,value\n2026-01,1\n", "date,value\n2026-01,1\n2026-01,2\n", "date,value\n2026-01,1\n2026-02,2\n"],
        ["date,value\n2026-02,1\n", "date,value\n2026-02,1\n2026-01,2\n"],
        ["date,value\n2026-01,1", "date,value\n2026-01,12\n2026-02,2\n"],
        ["date,value,note\n2026-01,1,A\n", 'date,value,note\n2026-01,1,A\n2026-02,2,"B\nC"\n', "date,value,note\n2026-01,1,A\n"],
        ["\ndate,value\n2026-01,1\n", "\ndate,value\n2026-01,1\n2026-02,2\n"],
        ["date;value\r\n2026-01;1\r\n", "date;value\r\n2026-01;1\r\n2026-02;1.234\r\n"],
        ["date,value\n", "date,value\n2026-02,2\n"],
    ],
)
def test_a_table_that_became_longer_is_read_as_if_it_were_new(versions: list[str]) -> None:
    tables = Tables()
    for text in versions:
        assert tables.read(text.encode(), "m.csv") == Tables().read(text.encode(), "m.csv")
