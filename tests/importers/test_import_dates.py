"""Dates of other systems: as precise as they were, and never guessed."""

from __future__ import annotations

import pytest

from pmsite.importers.dates import NotADate, nearest_day, period_of


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("2026-05-13", "2026-05-13"),
        ("2026-05-13T11:00:00.123+08:00", "2026-05-13"),
        ("2026/5/3 12:33", "2026-05-03"),
        ("2026.5.3", "2026-05-03"),
        ("Wed May 13 2026 11:21:41 GMT+0000 (Coordinated Universal Time)", "2026-05-13"),
        ("11/May/24 03:26 PM", "2024-05-11"),
        ("27/Sep/26 9:00 AM", "2026-09-27"),
        ("November 23, 2026", "2026-11-23"),
        ("Nov 23rd, 2026", "2026-11-23"),
        ("3. März 2026", "2026-03-03"),
        ("2 févr. 2026", "2026-02-02"),
        ("2026年4月3日", "2026-04-03"),
        ("2026年4月", "2026-04"),
        ("2026年第4季度", "2026-Q4"),
        ("2026年四季度", "2026-Q4"),
        ("2026年下半年", "2026-H2"),
        ("2026年", "2026"),
        ("Q4 2026", "2026-Q4"),
        ("2026 H1", "2026-H1"),
        ("Dec 2026", "2026-12"),
        ("2026-12", "2026-12"),
        ("2026", "2026"),
        ("24/abr/25 9:12 AM", "2025-04-24"),
        ("21/kwi/26 11:37 PM", "2026-04-21"),
        ("21 апр. 2026 г., 11:37", "2026-04-21"),
        ("21/四月/26 11:37 下午", "2026-04-21"),
        ("2026年4月21日 下午 11:37", "2026-04-21"),
        ("2026. 4. 21. 오후 11:37", "2026-04-21"),
        ("Mon, 21 Apr 2025 10:17:06 UTC+0000", "2025-04-21"),
        ("2026-03-01 10:22 GMT+5:30", "2026-03-01"),
    ],
)
def test_a_date_is_read_as_precisely_as_it_was_written(written: str, means: str) -> None:
    assert period_of(written) == means


@pytest.mark.parametrize(
    ("written", "order", "means"),
    [
        ("13/01/26", "day-first", "2026-01-13"),
        ("1/13/2026 16:14", "month-first", "2026-01-13"),
        ("26/01/13", "year-first", "2026-01-13"),
    ],
)
def test_numbers_mean_what_they_are_told_to(written: str, order: str, means: str) -> None:
    assert period_of(written, order) == means


@pytest.mark.parametrize("written", ["13/01/26", "6/21/2025 16:14", "01.02.2026", "3-4-2026"])
def test_numbers_that_nobody_ordered_are_a_fault(written: str) -> None:
    with pytest.raises(NotADate) as raised:
        period_of(written)
    assert "--dates day-first" in raised.value.hint


@pytest.mark.parametrize("written", ["2023-14-05", "2026-02-30", "31 Foo 2026", "soon", "", "2026-13", "9" * 500, "二〇二六年"])
def test_what_is_no_date_is_a_fault(written: str) -> None:
    with pytest.raises(NotADate):
        period_of(written)


def test_a_month_that_means_two_things_in_two_languages_is_none() -> None:
    assert period_of("1 mar 2026") == "2026-03-01"
    with pytest.raises(NotADate):
        period_of("1 smarch 2026")


def test_midnight_elsewhere_is_the_day_that_was_meant() -> None:
    assert nearest_day("Thu Jun 25 2026 23:00:00 GMT+0000 (GMT+00:00)") == "2026-06-26"
    assert nearest_day("Thu Jun 25 2026 04:00:00 GMT+0000 (GMT+00:00)") == "2026-06-25"
    assert nearest_day("2026-06-25") == "2026-06-25"
