"""Periods and numbers in words, never finer than their author wrote them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.numbers import format_decimal, format_percent

from pmsite.model.period import Period

_LOCALES = {"en": "en_US", "zh": "zh_Hans_CN"}


@lru_cache
def locale(language: str) -> Locale:
    """The locale of an interface language."""
    return Locale.parse(_LOCALES[language])


@lru_cache(maxsize=8192)
def period_words(period: Period, language: str) -> str:
    """A period as readers say it: `Dec 15, 2026`, `Q4 2026`, `2026年第4季度`; with the fiscal year where there is one."""
    at = locale(language)
    if period.precision == "day":
        return format_date(period.first, "medium", locale=at)
    if period.precision == "month":
        return format_skeleton("yMMM", period.first, locale=at)
    if period.months:
        return format_interval(period.first, period.last, "yMMM", locale=at)
    if period.fiscal:
        return _fiscal(period, language)
    if period.precision == "quarter":
        return format_skeleton("yQQQ", period.first, locale=at)
    if period.precision == "half":
        return f"{period.year}年{'上' if period.part == 1 else '下'}半年" if language == "zh" else f"H{period.part} {period.year}"
    return f"{period.year}年" if language == "zh" else f"{period.year}"


def _fiscal(period: Period, language: str) -> str:
    if language == "zh":
        part = {"quarter": f"第{period.part}季度", "half": "上半年" if period.part == 1 else "下半年"}.get(period.precision, "")
        return f"{period.year}财年{part}"
    part = {"quarter": f" Q{period.part}", "half": f" H{period.part}"}.get(period.precision, "")
    return f"FY{period.year}{part}"


def month_name(period: Period, language: str) -> str:
    """A month without its year."""
    return format_skeleton("MMM", period.first, locale=locale(language))


def day_words(day: date, language: str) -> str:
    """A day in words."""
    return format_date(day, "medium", locale=locale(language))


def month_words(day: date, language: str) -> str:
    """The month of a day in words."""
    return format_skeleton("yMMM", day, locale=locale(language))


@lru_cache(maxsize=4096)
def number_words(value: float, language: str) -> str:
    """A number with the locale's separators, without decimals that say nothing."""
    return format_decimal(value, format="#,##0.##", locale=locale(language))


@lru_cache(maxsize=512)
def percent_words(share: float, language: str, pattern: str = "#,##0%") -> str:
    """A share of one as a percentage, whole unless a pattern says otherwise."""
    return format_percent(share, format=pattern, locale=locale(language))


def points_words(difference: float, language: str) -> str:
    """A difference of two shares in percentage points, with its sign."""
    number = format_decimal(difference * 100, format="+#,##0.00;-#,##0.00", locale=locale(language))
    return f"{number} 个百分点" if language == "zh" else f"{number} pp"
