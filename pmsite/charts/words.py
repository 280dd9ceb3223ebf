"""What pictures say besides what they show: translated words, and dates as the page writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from pmsite.model.period import Period, day_of, parse


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words and dates."""

    translate: Callable[[str], str] = str
    period: Callable[[Period], str] = str

    def listed(self, parts: Iterable[str]) -> str:
        """Things beside each other, as in a sentence."""
        return self.translate(", ").join(parts)

    def told(self, parts: Iterable[str]) -> str:
        """Statements one after the other."""
        return self.translate("; ").join(parts)

    def named(self, name: str, value: str) -> str:
        """What something is called, and then it."""
        return f"{name}{self.translate(': ')}{value}"

    def day(self, day: date) -> str:
        """A day in full."""
        return self.period(day_of(day))

    def month(self, day: date) -> str:
        """The month of a day, with its year."""
        return self.period(parse(f"{day.year:04d}-{day.month:02d}"))

    def year(self, day: date) -> str:
        """The year of a day."""
        return self.period(parse(f"{day.year:04d}"))
