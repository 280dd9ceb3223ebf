"""The periods that are offered to choose from, in calendar and fiscal years."""

from __future__ import annotations

from datetime import date

import pytest

from pmsite.editor.choosing import choosing

TODAY = date(2026, 11, 30)


def found(precision: str, around: str = "", starts: int = 1, language: str = "en") -> tuple[str, list[str]]:
    told = choosing(precision, around, TODAY, starts, language)
    return told["value"], [one["value"] for one in told["periods"]]


@pytest.mark.parametrize(
    ("precision", "around", "starts", "value"),
    [
        ("day", "", 1, "2026-11-30"),
        ("month", "", 1, "2026-11"),
        ("quarter", "", 1, "2026-Q4"),
        ("half", "", 1, "2026-H2"),
        ("year", "", 4, "2027"),
        ("half", "2027-Q3", 4, "2027-H2"),
        ("quarter", "2026-12-15", 4, "2027-Q3"),
        ("day", "2026-Q4", 1, "2026-12-31"),
        ("month", "2026-H1", 1, "2026-06"),
        ("quarter", "3.2", 1, "2026-Q4"),
        ("year", "9999-12", 4, ""),
    ],
)
def test_another_precision_is_that_of_the_same_last_day(precision: str, around: str, starts: int, value: str) -> None:
    assert found(precision, around, starts)[0] == value


def test_what_is_offered_lies_near_to_today_and_to_the_value() -> None:
    assert found("half", "2021-01-05")[1] == [
        "2019-H2", "2020-H1", "2020-H2", "2021-H1", "2021-H2", "2022-H1", "2022-H2", "2023-H1", "2023-H2",
        "2025-H1", "2025-H2", "2026-H1", "2026-H2", "2027-H1", "2027-H2", "2028-H1", "2028-H2", "2029-H1",
    ]  # fmt: skip
    assert found("half", "2025-01-05")[1][0] == "2023-H2"
    assert found("day")[1] == ["2026-11-30"]
    assert found("year", "9999")[1][-1] == "9999"
    assert found("year", "0001")[1][0] == "0001"


@pytest.mark.parametrize(
    ("starts", "language", "label"),
    [(1, "en", "Q4 2026"), (1, "zh", "2026年第4季度"), (4, "en", "FY2027 Q3"), (4, "zh", "2027财年第3季度")],
)
def test_they_are_called_as_pages_call_them(starts: int, language: str, label: str) -> None:
    assert choosing("quarter", "", TODAY, starts, language)["label"] == label


def test_what_is_no_precision_is_a_quarter() -> None:
    assert found("week")[0] == "2026-Q4"
