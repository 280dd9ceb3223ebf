"""Blocks with options that cannot be used: each is answered with its place and what to write instead."""

from __future__ import annotations

import pytest

from pmsite.diagnostics import Report
from pmsite.render.blocks import MOST, check, extract
from tests.make import projection

CASES = {
    "view: kpi": ("unknown-view", 1, "did you mean kpis?"),
    "view: kpis\nmots: 3": ("unknown-option", 2, "did you mean most?"),
    "view: kpis\nitems: [a]": ("unknown-option", 2, "write one of view, where, most, since"),
    "view: kpis\nmost: many": ("number-out-of-range", 2, "how many"),
    "view: kpis\nmost: 0": ("number-out-of-range", 2, "how many"),
    "view: kpis\nsince: yesterday": ("not-a-date", 2, "2026-12-15"),
    "view: kpis\nwhere: unti == 'crews'": ("bad-where", 2, "did you mean unit?"),
    "view: kpis\nwhere: [unit]": ("bad-where", 2, "single quotes"),
    "view: roadmap\ngroup_by: colour": ("unknown-choice", 2, "horizon"),
    "view: table\nlevel: epik": ("unknown-choice", 2, "did you mean epic?"),
    "view: kpis\n\u2028most: &a 3": ("control-character", 2, "remove it"),
    "view: items": ("missing-type", 1, "add `type:`"),
}


@pytest.mark.parametrize("block", CASES)
def test_a_faulty_block_is_explained(block: str) -> None:
    report = Report()
    _, found = extract(f"```pmsite\n{block}\n```\n", "page.md", 1, projection({}), report)
    code, line, hint = CASES[block]
    assert [(d.code, d.span.line) for d in report] == [(code, line + 1)]
    assert hint in next(iter(report)).hint
    assert not found


@pytest.mark.parametrize("block", CASES)
def test_checking_finds_what_building_finds(block: str) -> None:
    text = f"Words.\n\n~~~~ pmsite\n{block}\n~~~~\n"
    checked, built = Report(), Report()
    check(text, "page.md", 5, projection({}), checked)
    extract(text, "page.md", 5, projection({}), built)
    assert list(checked) == list(built) != []


def test_a_text_has_so_many_views_and_no_more() -> None:
    report = Report()
    text, found = extract("```pmsite\nview: kpis\n```\n\n" * (MOST + 1), "page.md", 1, projection({}), report)
    assert [(d.code, d.span.line) for d in report] == [("too-many-blocks", MOST * 4 + 1)]
    assert len(found) == MOST
    assert all(text.count(block.mark) == 1 for block in found)
