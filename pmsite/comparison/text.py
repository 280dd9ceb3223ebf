"""A difference for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pmsite.comparison.sections import Section, summary
from pmsite.wording.differences import Teller


def lines(found: Iterable[Section], teller: Teller) -> Iterator[str]:
    """Every line; none of them is safe to print before `reporting.safe` has seen it. No text of a plan begins one."""
    found = tuple(found)
    for section in found:
        yield section.heading
        for line in section.lines:
            name = f" ({line.id})" if line.id else ""
            told = teller.translate("; ").join(filter(None, (line.grave, line.sentence)))
            yield f"- {line.subject}{name}: {told}"
            yield from (f"  - {point}" for point in line.points)
        yield ""
    yield summary(found, teller)
