"""Dates and numbers as readers of each language write them."""

from __future__ import annotations

from datetime import date

import pytest

from pmsite.model.period import parse
from pmsite.wording import dates, words


@pytest.mark.parametrize(
    ("written", "fiscal", "en", "zh"),
    [
        ("2026-09-05", 1, "Sep 5, 2026", "2026年9月5日"),
        ("2026-09", 1, "Sep 2026", "2026年9月"),
        ("2026-Q3", 1, "Q3 2026", "2026年第3季度"),
        ("2026-H2", 1, "H2 2026", "2026年下半年"),
        ("2026-H1", 1, "H1 2026", "2026年上半年"),
        ("2026", 1, "2026", "2026年"),
        ("2027-Q1", 4, "FY2027 Q1", "2027财年第1季度"),
        ("2027-H1", 4, "FY2027 H1", "2027财年上半年"),
        ("2027", 4, "FY2027", "2027财年"),
    ],
)
def test_a_period_is_as_precise_as_it_was_written(written: str, fiscal: int, en: str, zh: str) -> None:
    period = parse(written, fiscal)
    assert (dates.period_words(period, "en"), dates.period_words(period, "zh")) == (en, zh)


def test_a_day_and_numbers() -> None:
    assert [dates.day_words(date(2026, 9, 5), language) for language in ("en", "zh")] == ["Sep 5, 2026", "2026年9月5日"]
    assert [dates.number_words(1234567.891, language) for language in ("en", "zh")] == ["1,234,567.89", "1,234,567.89"]
    assert [dates.percent_words(0.125, language, "#,##0.0%") for language in ("en", "zh")] == ["12.5%", "12.5%"]
    assert [dates.points_words(0.007, language) for language in ("en", "zh")] == ["+0.70 pp", "+0.70 个百分点"]


@pytest.mark.parametrize(
    ("count", "en", "zh"), [(0, "0 features", "0 个功能"), (1, "1 feature", "1 个功能"), (7, "7 features", "7 个功能")]
)
def test_plural(count: int, en: str, zh: str) -> None:
    one, many = "%(num)s feature", "%(num)s features"
    found = [words.gettext(language)(one if count == 1 else many) % {"num": count} for language in ("en", "zh")]
    assert found == [en, zh]
