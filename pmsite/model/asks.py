"""What teams ask of each other for their features, and where each of these asks stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from pmsite.model.feature import Ask, Feature
from pmsite.model.indexes import index
from pmsite.model.period import Period
from pmsite.model.product import Product

STATES = ("unanswered", "other_date", "promised", "declined", "done")
"""Where an ask stands, in the order of reading: what somebody has to answer comes first."""
ANSWERED_WITHIN = timedelta(days=10)
"""A team has so long to answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One ask, of the feature that needs it. `nth` counts the feature's asks from 0."""

    feature: Feature
    ask: Ask
    nth: int
    state: str
    """One of STATES; `other_date` waits for whoever asked to agree."""
    due: Period | None
    """By when it is to be done: the time that both agreed on, else the one that is needed."""
    is_overdue: bool
    """Whether an answer, or what was promised, is late."""
    clash: Period | None = None
    """When it comes, where that is surely after the feature's own date."""

    @property
    def team(self) -> str:
        """The team that is asked."""
        return self.ask.asked

    @property
    def order(self) -> tuple[object, ...]:
        """Where it stands among others: by its state, what was asked first before the rest."""
        since = self.ask.since or self.ask.needed
        return STATES.index(self.state), since is None, since.first.toordinal() if since else 0, self.feature.key, self.nth


@index
def asks(product: Product) -> Mapping[str, tuple[Asked, ...]]:
    """By feature that is open, what it needs from other teams."""
    found = ((feature.id, tuple(_asked(product, feature))) for feature in product.open_work if feature.asks)
    return {id: told for id, told in found if told}


@index
def asked_of(product: Product) -> Mapping[str, tuple[Asked, ...]]:
    """By team, what others ask of it, in the order of reading."""
    return grouped((one for told in asks(product).values() for one in told), lambda one: one.team)


@index
def asked_by(product: Product) -> Mapping[str, tuple[Asked, ...]]:
    """By team, what it asks of others, in the order of reading."""
    return grouped((one for told in asks(product).values() for one in told), lambda one: one.feature.team or "")


def grouped(asks: Iterable[Asked], team: Callable[[Asked], str]) -> Mapping[str, tuple[Asked, ...]]:
    """Asks by one of their teams, in the order of reading."""
    found: dict[str, list[Asked]] = {}
    for one in sorted(asks, key=lambda one: one.order):
        found.setdefault(team(one), []).append(one)
    return {id: tuple(group) for id, group in found.items()}


def _asked(product: Product, feature: Feature) -> Iterator[Asked]:
    for nth, ask in enumerate(feature.asks):
        work = product.items.get(ask.work or "")
        doing = work if isinstance(work, Feature) else None
        state = _state(ask, doing)
        promised = ask.date if ask.answer == "other_date" else None
        due = promised if promised and ask.agreed else ask.needed
        after = product.target(doing) if doing is not None else promised
        target = product.target(feature) if promised and ask.agreed else ask.needed or product.target(feature)
        is_late = after is not None and target is not None and after.first > target.last and state != "done"
        yield Asked(feature, ask, nth, state, due, _is_overdue(product, ask, state, due), after if is_late else None)


def _state(ask: Ask, doing: Feature | None) -> str:
    if ask.done or (doing is not None and doing.status.stage == "shipped"):
        return "done"
    if ask.answer == "other_date":
        return "promised" if ask.agreed else "other_date"
    if ask.answer is None:
        return "unanswered" if doing is None else "promised"
    return "promised" if ask.answer == "accepted" else "declined"


def _is_overdue(product: Product, ask: Ask, state: str, due: Period | None) -> bool:
    if state in ("declined", "done"):
        return False
    waits = state == "unanswered" and ask.since is not None and product.today - ask.since.last > ANSWERED_WITHIN
    return waits or (due is not None and due.last < product.today)
