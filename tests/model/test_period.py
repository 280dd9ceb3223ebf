"""A period keeps the precision of its author, and orders by the day that it promises."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsite.model.period import parse, quarter_of
from pmsite.wording.dates import period_words


@pytest.mark.parametrize(
    ("text", "starts", "first", "last"),
    [
        ("2026-12-15", 1, date(2026, 12, 15), date(2026, 12, 15)),
        ("2024-02", 1, date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-Q4", 1, date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-H2", 1, date(2026, 7, 1), date(2026, 12, 31)),
        ("2026", 1, date(2026, 1, 1), date(2026, 12, 31)),
        ("2027-Q1", 4, date(2026, 4, 1), date(2026, 6, 30)),
        ("2027-Q4", 4, date(2027, 1, 1), date(2027, 3, 31)),
        ("2027-H2", 4, date(2026, 10, 1), date(2027, 3, 31)),
        ("2027", 4, date(2026, 4, 1), date(2027, 3, 31)),
        ("9999-12-31", 1, date(9999, 12, 31), date(9999, 12, 31)),
        ("9999-Q4", 1, date(9999, 10, 1), date(9999, 12, 31)),
        ("0001-01-01", 1, date(1, 1, 1), date(1, 1, 1)),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text: str, starts: int, first: date, last: date) -> None:
    period = parse(text, starts)
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["2026-13", "2026-02-30", "2026-Q5", "2026-H3", "0000", "26-Q1", "2026-1-5", "2026-W05", "２０２６", "2026-Q4 ", "", "10000"],
)
def test_anything_else_is_not_a_period(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(text)


def test_a_fiscal_year_cannot_begin_before_the_calendar_does() -> None:
    with pytest.raises(ValueError, match="year 0"):
        parse("0001", 4)


@pytest.mark.parametrize(
    ("text", "starts", "english", "chinese"),
    [
        ("2026-12-15", 1, "Dec 15, 2026", "2026年12月15日"),
        ("2026-12", 1, "Dec 2026", "2026年12月"),
        ("2026-Q3", 1, "Q3 2026", "2026年第3季度"),
        ("2026-H2", 1, "H2 2026", "2026年下半年"),
        ("2026-H1", 1, "H1 2026", "2026年上半年"),
        ("2026", 1, "2026", "2026年"),
        ("2027-Q1", 4, "FY2027 Q1", "2027财年第1季度"),
        ("2027", 4, "FY2027", "2027财年"),
        ("2026-12", 4, "Dec 2026", "2026年12月"),
    ],
)
def test_a_period_is_shown_as_precisely_as_it_was_written(text: str, starts: int, english: str, chinese: str) -> None:
    period = parse(text, starts)
    assert (period_words(period, "en"), period_words(period, "zh")) == (english, chinese)


def test_of_two_periods_that_end_together_the_shorter_comes_first() -> None:
    texts = ["2026", "2026-H2", "2026-Q4", "2026-12", "2026-12-31", "2026-11", "2027-01"]
    assert [str(p) for p in sorted(map(parse, texts))] == [
        "2026-11",
        "2026-12-31",
        "2026-12",
        "2026-Q4",
        "2026-H2",
        "2026",
        "2027-01",
    ]


@given(st.dates(min_value=date(2, 1, 1), max_value=date(9990, 1, 1)), st.integers(1, 12))
def test_every_day_lies_in_its_quarter(day: date, starts: int) -> None:
    quarter = quarter_of(day, starts)
    assert quarter.first <= day <= quarter.last
    assert parse(str(quarter), starts) == quarter
