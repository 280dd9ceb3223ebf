"""What each row of a hub answers: by type, the few facts that its readers look for, and what comes first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pmsite.audience import Projection
from pmsite.model.decision import STATUSES
from pmsite.model.insight import Insight
from pmsite.model.item import Item, by_rank
from pmsite.model.period import Period
from pmsite.views import answering, component, customer, demand, metric
from pmsite.views.groupings import in_tree
from pmsite.views.parts import Ref, cards, ref_to

Find = Callable[[Projection, Any], Any]
Order = Callable[[Projection, Any], tuple[Any, ...]]
Heading = Ref | Period | str
"""What a group of rows is called: an item, a month, or a word; nothing for the only one."""
Place = Callable[[Projection, Any], tuple[int, Heading]]
NUMBERS = frozenset({"number", "score", "value", "change", "tally", "amount"})
"""The kinds of facts that stand at the end of their column."""
DATES = ("period", "date", "detected", "as_of")
CYCLES: Mapping[str, tuple[int, Heading]] = {
    "running": (0, "Running"),
    "coming": (1, "Not begun"),
    "over": (2, "Over"),
    "": (3, "Without days"),
}
SEVERITIES = ("critical", "high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Column:
    """One fact of each row. `kind` is the macro of `_answers.html` that shows it; a bare one says what it is without a head above it."""

    name: str
    kind: str
    find: Find
    bare: bool = False


def newest(*names: str) -> Order:
    """Sort key of what is over or has no end: by rank where it has one, then by the first date that it has, then by title."""

    def key(product: Projection, item: Item) -> tuple[Any, ...]:
        date = _date(item, names)
        return (*by_rank(getattr(item, "rank", None)), date is None, -date.last.toordinal() if date else 0, item.key)

    return key


def soonest(name: str) -> Order:
    """Sort key of what is to come."""

    def key(product: Projection, item: Item) -> tuple[Any, ...]:
        date = _date(item, (name,))
        return (date is None, date.last.toordinal() if date else 0, item.key)

    return key


def _date(item: Item, names: tuple[str, ...]) -> Period | None:
    return next((value for name in names if isinstance(value := getattr(item, name, None), Period)), None)


_LATEST = newest(*DATES)


@dataclass(frozen=True, slots=True)
class Answers:
    """The columns of one type, in which groups its items stand, and in which order within them."""

    columns: tuple[Column, ...]
    place: Place = lambda product, item: (0, "")
    order: Order = _LATEST

    def key(self, product: Projection, item: Item) -> tuple[Any, ...]:
        """Where an item stands among its kind."""
        return self.place(product, item)[0], self.order(product, item)


def _among(*groups: tuple[str, tuple[str, ...]]) -> Place:
    """Groups by status, in their order. A status that readers do not get puts an item before all of them, without a heading."""
    places = {status: (nth, words) for nth, (words, statuses) in enumerate(groups) for status in statuses}
    return lambda product, item: places.get(item.status, (-1, ""))


def _until(over: tuple[str, ...], going: Order, gone: Order) -> Order:
    """One order for what goes on, another for what is over."""
    return lambda product, item: gone(product, item) if item.status in over else going(product, item)


def _monthly(product: Projection, item: Any) -> tuple[int, Heading]:
    if item.date is None:
        return 0, ""
    found = answering.month(item.date)
    return -found.first.toordinal(), found


def _by_release(product: Projection, item: Any) -> tuple[int, Heading]:
    release = ref_to(product, item.release)
    return (answering.places(product)[release.id], release) if release else (-1, "Unreleased")


def _severity(product: Projection, item: Any) -> tuple[Any, ...]:
    place = SEVERITIES.index(item.severity) if item.severity else len(SEVERITIES)
    return (place, *newest("detected")(product, item))


def _fact(name: str, kind: str = "text", *, bare: bool = False) -> Column:
    return Column(name, kind, lambda product, item: getattr(item, name), bare)


def _word(name: str, kind: str = "word") -> Column:
    return _fact(name, kind, bare=True)


def _link(name: str) -> Column:
    return Column(name, "link", lambda product, item: ref_to(product, getattr(item, name)))


def _links(name: str) -> Column:
    return Column(name, "links", lambda product, item: answering.several(product.named(item.id, name)))


def _number(name: str, find: Find) -> Column:
    return Column(name, "number", lambda product, item: find(product, item) or None)


def _work(*fields: str, name: str = "stages") -> Column:
    return Column(name, "work", lambda product, item: answering.work(product, item, fields), bare=True)


def _when(name: str, *statuses: str) -> Column:
    """A date, and how long it is until then while the item has one of the statuses."""
    return Column(name, "when", lambda p, item: answering.when(p, getattr(item, name), is_open=item.status in statuses), bare=True)


_STATUS, _OWNER = _word("status", "state"), _fact("owner", "who")
_JUDGED = Column("health", "judged", answering.judged, bare=True)
_DAY = _fact("date", "period", bare=True)

ANSWERS: Mapping[str, Answers] = MappingProxyType(
    {
        "vision": Answers((_fact("horizon_year", "period"), _link("north_star"))),
        "objective": Answers((_JUDGED, _fact("period", "period", bare=True), _OWNER, _work("supports"))),
        "persona": Answers(
            (
                _word("role", "text"),
                _number("Insights", lambda p, item: answering.naming(p, item, Insight, "personas")),
                _work("personas"),
                _fact("as_of", "period"),
            )
        ),
        "study": Answers(
            (
                _word("method"),
                _fact("participants", "number"),
                _number("Insights", lambda p, item: answering.naming(p, item, Insight, "evidence")),
                _links("personas"),
                _fact("period", "period", bare=True),
            ),
            _among(("Running", ("running",)), ("Planned", ("planned",)), ("Done", ("done",))),
        ),
        "insight": Answers(
            (
                _word("strength", "state"),
                Column("evidence", "weight", answering.evidence, bare=True),
                _links("personas"),
                _work("addresses", name="Solutions"),
            )
        ),
        "feedback": Answers(
            (
                _number("Voices", lambda p, item: item.count),
                _number("value", lambda p, item: item.value),
                Column("Answer", "answer", demand.request, bare=True),
                _fact("segment"),
                _DAY,
            )
        ),
        "customer": Answers(
            (
                _fact("segment"),
                _fact("tier"),
                Column("revenue", "amount", lambda p, item: (item.revenue, p.settings.currency) if item.revenue else None),
                _number("Requests", customer.asked),
                _number("Open", customer.unanswered),
                Column("Last told", "period", customer.last_told),
                _OWNER,
            ),
            _among(("Customers", ("active",)), ("Prospects", ("prospect",)), ("Have left", ("churned",))),
            lambda p, item: (-item.revenue, item.key),
        ),
        "experiment": Answers(
            (
                Column("Result", "outcome", answering.outcome, bare=True),
                Column("decision", "ruling", answering.ruling, bare=True),
                _link("metric"),
                Column("ends", "when", lambda p, item: answering.when(p, item.ends, is_open=item.status == "running"), bare=True),
            ),
            _among(("Running", ("running",)), ("Planned", ("planned",)), ("Over", ("done", "stopped"))),
            _until(("done", "stopped"), soonest("ends"), newest("ends", "starts")),
        ),
        "team": Answers(
            (
                _fact("lead", "who"),
                _number("People", answering.people),
                _number("Now", answering.now),
                _work("team"),
                Column("Load", "load", answering.load),
                _number("Goals served", answering.goals),
            ),
            order=lambda p, item: (not answering.work(p, item, ("team",)), item.key),
        ),
        "launch": Answers(
            (
                _when("date", "planned", "ready"),
                _word("tier"),
                Column("checklist", "tally", answering.readiness),
                Column("go_no_go", "state", lambda p, item: item.go_no_go and item.go_no_go.decision),
                _JUDGED,
            ),
            _among(("To come", ("planned", "ready")), ("Launched", ("launched",)), ("Cancelled", ("cancelled",))),
            _until(("launched", "cancelled"), soonest("date"), newest("date")),
        ),
        "metric": Answers(
            (
                Column("latest", "value", answering.measured, bare=True),
                Column("Change", "change", answering.changed, bare=True),
                Column("target", "goal", answering.aimed, bare=True),
            ),
            order=lambda p, item: (item.id not in metric.north_stars(p), item.key),
        ),
        "decision": Answers(
            (
                Column("Choice", "choice", answering.choice, bare=True),
                Column("date", "when", answering.decided, bare=True),
                Column("Who decides", "who", lambda p, item: item.approver),
                _STATUS,
            ),
            _among(
                ("To decide", ("proposed",)),
                ("Decided", ("accepted", "rejected", "partly_superseded")),
                ("Superseded", ("superseded",)),
                ("Deprecated", ("deprecated",)),
            ),
            _until(tuple(status for status in STATUSES if status != "proposed"), soonest("due"), newest("date")),
        ),
        "competitor": Answers((_word("kind"), _fact("segment"), _fact("as_of", "period"))),
        "trend": Answers(
            (
                _word("ring"),
                Column("movement", "movement", lambda p, item: item.moved, bare=True),
                Column("category", "text", lambda p, item: p.settings.trend_categories.get(item.category, item.category)),
                _links("affects"),
            )
        ),
        "component": Answers(
            (
                _link("parent"),
                Column("stages", "work", component.work, bare=True),
                _number("Open problems", lambda p, item: len(component.problems(p, item))),
                Column("Last release", "link", component.release),
                _link("team"),
                _OWNER,
            ),
            order=lambda p, item: (in_tree(p)[item.id],),
        ),
        "cycle": Answers(
            (
                _link("team"),
                _fact("starts", "period"),
                Column("ends", "when", lambda p, item: answering.when(p, item.ends, is_open=item.state(p.today) == "running")),
                Column("Finished", "tally", answering.finished),
                _fact("goal"),
            ),
            lambda p, item: CYCLES[item.state(p.today)],
            lambda p, item: item.turn(p.today),
        ),
        "theme": Answers((_work("theme"), _links("supports"), _OWNER)),
        "feature": Answers(
            (
                _STATUS,
                Column("target", "period", lambda p, item: cards(p)[item.id].target, bare=True),
                _link("release"),
                _link("team"),
                _fact("confidence", "word"),
            )
        ),
        "release": Answers(
            (
                Column("date", "when", answering.released, bare=True),
                Column("status", "state", answering.withdrawn, bare=True),
                _work("release"),
            ),
            lambda p, item: (1, "Out") if p.is_out(item) else (0, "To come"),
            lambda p, item: (p.turn(item), answering.places(p)[item.id]),
        ),
        "change": Answers((_word("kind"), _links("features"), _DAY), _by_release),
        "stakeholder": Answers(
            (
                _fact("influence", "word"),
                _fact("interest", "word"),
                _word("stance", "state"),
                _fact("cadence"),
                _fact("last_contact", "period"),
                _OWNER,
            )
        ),
        "brief": Answers(
            (
                _word("kind", "brief_kind"),
                Column("audience", "word", answering.audience),
                _fact("period", "period"),
                _fact("as_of", "period"),
            ),
            order=newest("as_of", "period"),
        ),
        "update": Answers(
            (_word("health", "health"), _links("about"), _link("team"), Column("audience", "who", answering.shared_with), _DAY),
            _monthly,
            newest("date"),
        ),
        "problem": Answers(
            (
                _word("severity", "grade"),
                _STATUS,
                Column("Days", "days", answering.days, bare=True),
                Column("actions", "tally", answering.actions),
                _OWNER,
            ),
            _among(("Open", ("open", "investigating", "acting", "monitoring")), ("Resolved", ("resolved",))),
            _until(("resolved",), _severity, newest("resolved", "detected")),
        ),
        "risk": Answers(
            (
                Column("Score", "score", answering.score, bare=True),
                _word("response"),
                Column("residual", "score", answering.residual),
                Column("actions", "tally", answering.actions),
                _OWNER,
            ),
            _among(("Open", ("open",)), ("Over", ("happened", "closed"))),
            lambda p, item: (-item.score, item.key),
        ),
        "person": Answers(
            (
                _word("role", "text"),
                _link("team"),
                Column("Working on", "links", answering.owned),
            )
        ),
        "recognition": Answers((_fact("to", "who"), _fact("by", "who"), _DAY), _monthly, newest("date")),
        "learning": Answers(
            (_word("kind"), _fact("topic"), _fact("people", "who"), _links("changed"), _DAY), _monthly, newest("date")
        ),
    }
)
"""By type, what its hub tells of each item."""
