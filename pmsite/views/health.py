"""How healthy the plan itself is: what the checks found, by who answers for it, and which facts are due for another look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import sentence
from pmsite.model.item import Item, review_is_over
from pmsite.model.period import Period
from pmsite.model.person import Person
from pmsite.views.parts import Ref, ref

MOST, DUE = 20, 50
WHOLE = 40
"""How many findings are shown without folding any."""
_BESIDE = re.compile(r"(?:\.(?:en|zh)\.md|\.csv)\Z")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found, in sentences. Parts of them in back-ticks are what somebody has to write."""

    severity: str
    code: str
    message: str
    hint: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Found:
    """All that was found of one item; of another file where there is none."""

    ref: Ref | None
    path: str
    findings: tuple[Finding, ...]

    @property
    def listed(self) -> int:
        """How many findings are listed."""
        return len(self.findings)


@dataclass(frozen=True, slots=True)
class Share:
    """What one person, role or team answers for; nobody's where there is neither. Only the first are listed."""

    owner: str
    count: int
    findings: tuple[Found, ...]
    is_folded: bool
    """Whether there is so much that only the first share is in sight."""


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
    """What is wrong, what is due, and the facts that age by the date of their next review; each owner's share, nobody's last."""

    wrong: tuple[Share, ...]
    reminders: tuple[Share, ...]
    due: tuple[Due, ...]
    explained: tuple[tuple[str, str], ...]
    """What each check on the page is about."""
    total: int


def build(product: Projection, diagnostics: Iterable[Diagnostic], explained: Mapping[str, str]) -> Health:
    """The health of a projection, given what the checks found, and by code what each check is about."""
    found = sorted(set(diagnostics), key=lambda one: one.order)
    wrong = [one for one in found if one.severity.is_fault]
    reminders = [one for one in found if one.severity is Severity.REMINDER]
    shares = _shares(product, wrong), _shares(product, reminders)
    shown = {finding.code for part in shares for share in part for of in share.findings for finding in of.findings}
    about = tuple((code, explained[code]) for code in sorted(shown & explained.keys()))
    return Health(*shares, tuple(_due(product)), about, len(product.items))


def _shares(product: Projection, found: Iterable[Diagnostic]) -> tuple[Share, ...]:
    by_path = {item.path: item for item in product.items.values()}
    by_name = {person.title: person.id for person in product.of(Person)}
    owned: dict[str, dict[str, list[Diagnostic]]] = {}
    for one in found:
        path = _BESIDE.sub(".md", one.span.path)
        item = by_path.get(path)
        owner = (item.owner or getattr(item, "team", None) or "") if item else ""
        owned.setdefault(by_name.get(owner, owner), {}).setdefault(path, []).append(one)
    total = sum(len(found) for of in owned.values() for found in of.values())
    return tuple(
        Share(owner, sum(map(len, of.values())), _listed(of, by_path), total > WHOLE and nth > 0)
        for nth, (owner, of) in enumerate(sorted(owned.items(), key=lambda entry: (not entry[0], entry[0].casefold(), entry[0])))
    )


def _listed(found: Mapping[str, list[Diagnostic]], by_path: Mapping[str, Item]) -> tuple[Found, ...]:
    listed, left = [], MOST
    for path, of in found.items():
        if left > 0:
            item = by_path.get(path)
            listed.append(Found(ref(item) if item else None, path, tuple(map(_finding, of[:left]))))
        left -= len(of)
    return tuple(listed)


def _finding(one: Diagnostic) -> Finding:
    return Finding(one.severity.value, one.code, sentence(one.message), sentence(one.hint), one.span.path, one.span.line)


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
