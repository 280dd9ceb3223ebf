"""How healthy the plan itself is: what the checks found, and which facts are due for another look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.model.item import review_is_over
from pmsite.model.period import Period
from pmsite.views.parts import Ref, ref

MOST, DUE = 50, 100


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found, with the item it is about where that is known."""

    ref: Ref | None
    path: str
    line: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Family:
    """All findings of one rule."""

    code: str
    severity: str
    count: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A fact that ages, and when to look at it again."""

    ref: Ref
    review_by: Period
    as_of: Period | None
    source: str
    over: bool
    owner: str


@dataclass(frozen=True, slots=True)
class Health:
    """Findings by rule, the gravest first; and facts by the date of their next review."""

    families: tuple[Family, ...]
    due: tuple[Due, ...]
    total: int


def build(product: Projection, diagnostics: Iterable[Diagnostic]) -> Health:
    """The health of a projection, given what the checks found."""
    by_path = {item.path: item for item in product.items.values()}
    groups: dict[tuple[int, str, str], list[Finding]] = {}
    for found in diagnostics:
        item = by_path.get(found.span.path)
        key = (list(Severity).index(found.severity), found.severity.value, found.code)
        groups.setdefault(key, []).append(
            Finding(ref(item) if item else None, found.span.path, found.span.line, found.message, found.hint)
        )
    families = tuple(
        Family(code, severity, len(found), tuple(found[:MOST]))
        for (_, severity, code), found in sorted(groups.items(), key=lambda e: e[0])
    )
    return Health(families, tuple(_due(product)), len(product.items))


def _due(product: Projection) -> list[Due]:
    found = [
        Due(
            ref(item),
            review,
            getattr(item, "as_of", None),
            getattr(item, "source", None) or "",
            review_is_over(item, product.today),
            item.owner or "",
        )
        for item in product.items.values()
        if isinstance(review := getattr(item, "review_by", None), Period)
    ]
    return sorted(found, key=lambda due: (due.review_by, due.ref.id))[:DUE]
