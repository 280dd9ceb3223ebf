"""The example product: sound on any day, in both languages, with every type of item."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pmsite import starter
from pmsite.diagnostics import Severity
from pmsite.model.feature import Feature
from pmsite.model.types import TYPES
from pmsite.pipeline import load
from pmsite.starter.example_dates import moved, quarters_since

DAYS = [date(2026, 10, 1), date(2026, 12, 31), date(2027, 1, 1), date(2028, 2, 29), date(2031, 8, 15)]

LOOSE_ENDS = ("old-answer", "shipped-without-result", "asked-and-not-told")
"""Reminders that belong to the story: a plan that is alive has some, and its pages show where."""


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("language", starter.LANGUAGES)
def test_the_example_has_no_fault_on_any_day(tmp_path: Path, language: str, today: date) -> None:
    for path, text in starter.example(language, today):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8", newline="\n")
    found = load(tmp_path / "roadmap", "roadmap", today)
    assert [f"{d.span} {d.code} {d.message}" for d in found.report if d.code not in LOOSE_ENDS] == []
    assert {d.severity for d in found.report} <= {Severity.REMINDER}
    assert found.product is not None
    assert set(found.product.by_type) == {model.type for model in TYPES}


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize(("language", "file"), [("en", "sample-project.md"), ("zh", "示例项目.md")])
def test_the_small_plan_has_no_fault_on_any_day_and_a_card_that_moves(
    tmp_path: Path, language: str, file: str, today: date
) -> None:
    for path, text in starter.files(language, "Field Notes", today):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8", newline="\n")
    card = tmp_path / "roadmap/features" / file

    def column() -> str:
        found = load(tmp_path / "roadmap", "roadmap", today)
        assert [f"{d.span} {d.code} {d.message}" for d in found.report] == []
        assert found.product is not None
        return found.product.horizon(next(f for f in found.product.of(Feature) if f.id == card.stem))

    assert column() == "next"
    card.write_text(card.read_text(encoding="utf-8").replace("status: planned", "status: building"), encoding="utf-8")
    assert column() == "now"


@pytest.mark.parametrize(
    ("text", "quarters", "later"),
    [
        ("2026-Q4", 1, "2027-Q1"),
        ("2026-q4-trust", 2, "2027-q2-trust"),
        ("2026-11-30", 1, "2027-02-28"),
        ("2026-10", -4, "2025-10"),
        ("2026", 4, "2026"),
        ("v1.2026-10", 1, "v1.2026-10"),
    ],
)
def test_dates_move_by_quarters(text: str, quarters: int, later: str) -> None:
    assert moved(text, quarters) == later


def test_the_quarter_of_writing_is_where_moving_begins() -> None:
    days = (date(2026, 9, 29), date(2026, 9, 30), date(2026, 12, 30), date(2026, 12, 31))
    assert [quarters_since(day) for day in days] == [-1, 0, 0, 1]
