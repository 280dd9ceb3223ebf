"""A realistic export of each source comes in whole: nothing lost, nothing that pmsite refuses, and nothing new the second time."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from pmsite.diagnostics import Report
from pmsite.importers.bookkeeping import BOOKKEEPING
from pmsite.importers.draft import LEFT_OUT
from pmsite.importers.export import Export
from pmsite.importers.sources import SOURCES
from pmsite.importers.withheld import withhold
from pmsite.model.types import BY_NAME
from pmsite.pipeline import Build, build, load
from tests.importers.exports import TITLES, Sample, table, workbook
from tests.importers.make import bring_in, files
from tests.importers.newer_exports import SAMPLES
from tests.make import TODAY

_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile(
    r"<script>.*?</script>|<!--.*?-->|</?[a-z]+[^>]*>|\{code[^}]*\}|```pmsite|\[~accountid:|^h[1-6]\. |[*_`\\]",
    re.DOTALL | re.MULTILINE,
)
"""What in a cell is markup, and says nothing by itself."""


_NOT_IN_THE_FILE = frozenset({"type", "former key", "order"})
"""Columns of a changelog that follow from where a line stands."""


def words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(html.unescape(text))}


def wanted(cell: str) -> set[str]:
    return words(_MARKS.sub(" ", cell))


@pytest.mark.parametrize("make", SAMPLES, ids=lambda make: make.__name__)
def test_an_export_comes_in_whole(tmp_path: Path, make: object) -> None:
    sample: Sample = make()  # type: ignore[operator]
    root = tmp_path / "roadmap"
    outcome = bring_in(root, sample.source, sample.data, sample.name, rules={"statuses": {"Awaiting sign-off": "building"}})
    assert outcome.sound, [f"{d.span} {d.message} ({d.hint})" for d in outcome.report][:10]
    checked = load(root, "roadmap", TODAY)
    wrong = [f"{d.span} {d.message}" for d in checked.report if d.severity.value == "error"]
    assert not wrong, wrong[:10]

    written = files(root)
    everything = words("\n".join(written.values()))
    told = SOURCES[sample.source].table(Export(sample.name, sample.data), Report())
    withhold(told)
    left_out = {note.column for change in outcome.changes for note in change.draft.notes if note.guess == BOOKKEEPING}
    assert len(told.rows) >= 200
    own = {
        change.draft.span: written[change.inside]
        for change in outcome.changes
        if change.inside in written and not change.draft.key.startswith(("release: ", "theme: ", "team: "))
    }
    named = {
        (change.draft.span, note.column) for change in outcome.changes for note in change.draft.notes if note.field == LEFT_OUT
    }
    cells = lost = 0
    for row in told.rows:
        found = words(own[row.span])
        for column, cell in row.cells:
            if (sample.source in ("changelog", "github-releases") and column in _NOT_IN_THE_FILE) or (
                column == "type" and cell in BY_NAME
            ):
                continue
            if column in left_out:
                continue
            cells += 1
            missing = wanted(cell) - (everything if column in sample.linking else found)
            if missing and (row.span, column) not in named:
                lost += 1
                print(row.span, column, sorted(missing)[:8], cell[:60])
    assert cells > 1000
    assert lost == 0

    again = bring_in(root, sample.source, sample.data, sample.name, rules={"statuses": {"Awaiting sign-off": "building"}})
    assert {change.did for change in again.changes} == {"unchanged"}
    assert files(root) == written


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_a_table_of_our_own_fields_comes_in_whole(tmp_path: Path, form: str) -> None:
    columns = [
        "id",
        "title",
        "summary",
        "tags",
        "target",
        "score.reach",
        "score.impact",
        "score.confidence",
        "score.effort",
        "owner",
        "body",
    ]
    rows = [
        [f"item-{n}", f"Item {n}: {TITLES[n % 6]}", f"Summary {n}, 摘要", f"red{n}, blue {n}", f"2027-{n % 12 + 1:02}", f"{n + 1}", "2", "80%", "1.5",
         f"Ada {n}", f"Text {n}\n\n- and *more*"]
        for n in range(220)
    ]  # fmt: skip
    data = {
        "csv": table(columns, rows),
        "xlsx": workbook(columns, rows),
        "json": json.dumps([dict(zip(columns, row, strict=True)) for row in rows]).encode(),
    }
    outcome = bring_in(tmp_path, form, data[form], f"a.{form}")
    assert [f"{d.span} {d.message}" for d in outcome.report] == []
    written = files(tmp_path)
    lost = [(row[0], cell) for row in rows for cell in row[1:] if wanted(cell) - words(written[f"features/{row[0]}.md"])]
    assert (len(written), lost) == (220, [])
    assert not load(tmp_path, "roadmap", TODAY).report.failed


def test_every_source_has_a_sample_and_is_documented() -> None:
    built_in = {name for name, source in SOURCES.items() if not source.rules.exact}
    assert {make().source for make in SAMPLES} == built_in
    told = (Path(__file__).parents[2] / "docs/reference/commands.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in told for name in SOURCES)


@pytest.mark.parametrize("make", SAMPLES[:2], ids=lambda make: make.__name__)
def test_the_site_shows_what_came_in(tmp_path: Path, make: object) -> None:
    sample: Sample = make()  # type: ignore[operator]
    root = tmp_path / "roadmap"
    bring_in(root, sample.source, sample.data, sample.name, rules={"statuses": {"Awaiting sign-off": "building"}})
    for cycle in root.glob("cycles/*.md"):  # what the check asks for, since exports of Jira do not have it
        text = cycle.read_text(encoding="utf-8")
        if "\nstarts:" not in text:
            cycle.write_text(text.replace("\nimported:", "\nstarts: 2026-11-02\nends: 2026-11-13\nimported:", 1), encoding="utf-8")
    built = build(root, "roadmap", "team", TODAY)
    assert isinstance(built, Build)
    assert len(built.product.items) >= 200
    outside = build(root, "roadmap", "public", TODAY)
    assert isinstance(outside, Build)
    assert not outside.product.items
