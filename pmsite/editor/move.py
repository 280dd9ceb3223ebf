"""What it takes to have a feature somewhere else on the roadmap: in another column, lane or place, as operations and in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pmsite.diagnostics import Span
from pmsite.editor.ranks import ranked
from pmsite.messages import reason, said
from pmsite.model.feature import HORIZONS, Feature
from pmsite.model.period import FORMS, Period, day_of, neighbour, parse
from pmsite.model.product import Product
from pmsite.model.requirements import missing
from pmsite.model.settings import Settings
from pmsite.model.status import ENDS, Status
from pmsite.read.record import Record, Value
from pmsite.views.groupings import OF_ITEMS
from pmsite.wording import labels
from pmsite.wording.dates import period_words
from pmsite.wording.words import gettext
from pmsite.workspace import Workspace
from pmsite.writing.refused import refused

Json = dict[str, Any]
_STAGES = {"now": "building", "next": "planned", "later": "idea"}
"""The stage that work has which begins again in a column."""


@dataclass(frozen=True, slots=True)
class Instead:
    """Another way to the same column."""

    label: str
    said: str
    operations: Sequence[Json]


@dataclass(frozen=True, slots=True)
class Move:
    """What is to be done, what is told then, and what would do instead. With `asks` nothing is done before that is answered."""

    operations: Sequence[Json] = ()
    said: str = ""
    note: str = ""
    asks: str = ""
    choices: Sequence[Json] = ()
    """Where a reason is asked for, the statuses among which to choose."""
    facts: Sequence[str] = ()
    """Where facts are asked for, the fields that the status requires."""
    instead: Sequence[Instead] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """Where a feature is to be: by kind of group, the key of the group that it goes to and of the one that it comes from."""

    to: Mapping[str, str]
    came_from: Mapping[str, str] = field(default_factory=dict)
    reason: str | None = None
    above: Sequence[str] | None = None
    """The features that are to stand above it, where its place in a list is what changes."""
    below: str = ""
    facts: Mapping[str, Value] = field(default_factory=dict)
    """What its new status requires, as an author would write it."""


def plan(workspace: Workspace, item: str, wish: Wish) -> Move:
    """What a wish takes. Raises Refused where the item is no feature, or the place is none."""
    return _Mover(workspace, item).plan(wish)


def known(workspace: Workspace, item: str) -> tuple[Product, Feature, Record]:
    """A feature and its file. Raises Refused where there is none."""
    found = workspace.product.items.get(item) if workspace.product else None
    if workspace.product is None or not isinstance(found, Feature):
        raise refused(
            "unknown-item", Span(workspace.prefix), said("there is no feature {item}", item=item), said("show the page anew")
        )
    return workspace.product, found, workspace.records[item]


def period_of(workspace: Workspace, text: str) -> Period:
    """A period as an author writes it; raises Refused where it is none."""
    starts = workspace.settings.fiscal_year_starts if workspace.settings else 1
    try:
        return parse(text, starts)
    except ValueError as fault:
        hint = said("write {forms}", forms=FORMS)
        raise refused("bad-period", Span(workspace.prefix), reason(fault), hint) from None


def status_words(status: Status, translate: Callable[[str], str]) -> str:
    """What a status is called on pages."""
    return status.label or translate(labels.VALUES.get(status.id, status.id))


def of_stage(settings: Settings, stage: str) -> list[Status]:
    """The statuses of a stage, a workspace's own before the one that everybody has."""
    own = [status for status in settings.known_statuses.values() if status.stage == stage and status.id != stage]
    return [*own, settings.known_statuses[stage]] if settings.known_statuses[stage].stage == stage else own


class _Mover:
    def __init__(self, workspace: Workspace, item: str) -> None:
        self._product, self._feature, self._record = known(workspace, item)
        self._workspace, self._id = workspace, item
        self.say = gettext(self._product.settings.language)

    def plan(self, wish: Wish) -> Move:
        if wish.above is not None:
            return self._placed(wish.above, wish.below)
        operations: list[Json] = []
        places: list[str] = []
        found = Move()
        for kind, key in wish.to.items():
            found = self._one(kind, key, wish) if kind in ("horizon", "status", "target", "starts", "started") else Move()
            found = self._with_facts(found, wish)
            if found.asks:
                return found
            operations += found.operations if found.said else self._grouped(kind, key, wish.came_from.get(kind, ""))
            places.append(found.said or self._group_words(kind, key))
        title, what = self._feature.title, " · ".join(places)
        told = [one for one in (found.note,) if one]
        return Move(operations, f"{title} → {what}", " ".join(told), instead=found.instead if len(wish.to) == 1 else ())

    def _with_facts(self, found: Move, wish: Wish) -> Move:
        """The same with what its new status requires, or what is asked for before; raises Refused where that is still not told."""
        settings = self._product.settings
        status = next((settings.known_statuses[str(one["value"])] for one in found.operations if _is_status(one)), None)
        if status is None or found.asks:
            return found
        told = {str(one["place"][0]) for one in found.operations if one["do"] == "set"}
        lacking = [one for one in missing(self._product, self._feature, status) if one.field not in told]
        if lacking and not wish.facts:
            return Move(asks="facts", said=self._feature.title, facts=[one.field for one in lacking], note=lacking[0].message)
        for one in lacking:
            if wish.facts.get(one.field) in (None, "", [], {}):
                raise refused("status-requires", Span(self._record.path), one.message, one.hint)
        return replace(found, operations=[*found.operations, *(self._set(one.field, wish.facts[one.field]) for one in lacking)])

    def _one(self, kind: str, key: str, wish: Wish) -> Move:
        if kind == "horizon":
            return self._to_end(key, "", wish.reason) if key in ENDS else self._to_horizon(key)
        if kind == "status":
            return self._to_status(key, wish.reason)
        return self._to_period(kind, key)

    def _to_horizon(self, key: str) -> Move:
        if key not in HORIZONS:
            raise self._nowhere(key)
        said, wanted = self.say(labels.VALUES[key]), self._feature
        if not self._feature.is_open:
            status = of_stage(self._product.settings, _STAGES[key])[0]
            wanted = wanted.model_copy(update={"status": status})
            operations = self._with_status(status)
            if self._product.horizon(wanted) != key:
                operations.append(self._set("horizon", key))
            note = self.say("It is %(status)s again.") % {"status": status_words(status, self.say)}
            return Move(operations, said, note)
        if self._product.horizon(self._plain(wanted)) == key:
            return Move([self._unset("horizon")] if wanted.horizon else [], said, self._follows(wanted, now=True))
        note = self.say("Its column is now set by hand.") if wanted.horizon else self._follows(wanted, now=False)
        return Move([self._set("horizon", key)], said, note, instead=tuple(self._instead(key)))

    def _plain(self, wanted: Feature) -> Feature:
        return wanted.model_copy(update={"horizon": None})

    def _follows(self, wanted: Feature, *, now: bool) -> str:
        """What the column follows from, or followed from until it is set."""
        product = self._product
        by_date = wanted.status.stage != "building" and product.target(wanted) is not None
        by_release = wanted.status.stage != "building" and product.release(wanted) is not None and not wanted.target
        _ = self.say
        if by_release:
            return (
                _("Its column follows from its release.")
                if now
                else _("Its column followed from its release; now it is set by hand.")
            )
        if by_date:
            return (
                _("Its column follows from its target.")
                if now
                else _("Its column followed from its target; now it is set by hand.")
            )
        return _("Its column follows from its status.") if now else _("Its column followed from its status; now it is set by hand.")

    def _instead(self, key: str) -> Iterator[Instead]:
        """Ways to a column by what it follows from: at most one by the status, and one by the target."""
        product, plain, words = self._product, self._plain(self._feature), self.say(labels.VALUES[key])
        taken_back = [self._unset("horizon")] if self._feature.horizon else []
        for status in (found for stage in _STAGES.values() for found in of_stage(product.settings, stage)[:1]):
            if product.horizon(plain.model_copy(update={"status": status})) == key and status != plain.status:
                label = self.say("Make it %(status)s instead") % {"status": status_words(status, self.say)}
                said = f"{plain.title} → {status_words(status, self.say)} · {words}"
                yield Instead(label, said, [*self._with_status(status), *taken_back])
                break
        for period in self._quarters():
            if product.horizon(plain.model_copy(update={"target": period})) == key and period != plain.target:
                label = self.say("Set its target to %(period)s instead") % {"period": self._period(period)}
                yield Instead(
                    label, f"{plain.title} → {self._period(period)} · {words}", [self._set("target", period.text), *taken_back]
                )
                break

    def _quarters(self) -> Iterator[Period]:
        at: Period | None = self._product.quarter
        for _ in range(4):
            if at is not None:
                yield at
                at = neighbour(at, 1, self._product.settings.fiscal_year_starts)

    def _to_status(self, key: str, reason: str | None) -> Move:
        status = self._product.settings.known_statuses.get(key)
        if status is None:
            raise self._nowhere(key)
        if status.stage in ENDS:
            return self._to_end(status.stage, key, reason)
        return Move(self._with_status(status), status_words(status, self.say))

    def _to_end(self, stage: str, key: str, reason: str | None) -> Move:
        _, settings = self.say, self._product.settings
        found = of_stage(settings, stage)
        status = settings.known_statuses[key] if key else found[0]
        if stage == "dropped":
            if reason is None:
                own = [status] if key else found
                choices = [{"value": one.id, "label": status_words(one, _)} for one in own]
                return Move(asks="reason", said=self._feature.title, choices=choices)
            operations = [self._set("status", status.id)]
            operations += [self._set("reason", reason)] if reason.strip() and reason != self._feature.reason else []
            return Move(operations, status_words(status, _))
        operations, note = self._with_status(status), ""
        release = self._product.release(self._feature)
        if not self._feature.shipped and (release is None or release.date is None):
            operations.append(self._set("shipped", self._product.today.isoformat()))
            note = _("Its date is today, %(day)s.") % {"day": self._period(day_of(self._product.today))}
        return Move(operations, status_words(status, _), note)

    def _with_status(self, status: Status) -> list[Json]:
        """The status, and nothing left that only another stage has."""
        operations = [self._set("status", status.id)]
        if status.stage != "dropped" and self._feature.status.stage == "dropped" and "reason" in self._record.data:
            operations.append(self._unset("reason"))
        if status.is_open and "shipped" in self._record.data:
            operations.append(self._unset("shipped"))
        return operations

    def _to_period(self, kind: str, text: str) -> Move:
        period = period_of(self._workspace, text)
        note = ""
        if kind == "target" and self._feature.target is None and self._product.target(self._feature) is not None:
            note = self.say("Its target followed from its release; now it has its own.")
        return Move([self._set(kind, text)], f"{self.say(labels.field(kind))} {self._period(period)}", note)

    def _grouped(self, kind: str, key: str, came_from: str) -> list[Json]:
        if kind not in OF_ITEMS or (key and key not in self._product.items):
            raise self._nowhere(key or kind)
        if kind != "objective":
            return [self._set(kind, key) if key else self._unset(kind)]
        return self._served(key, came_from)

    def _served(self, key: str, came_from: str) -> list[Json]:
        """From one goal to another: the place in the list stays, what else is served stays."""
        served = [link for link in self._product.outgoing.get(self._id, ()) if link.field == "supports"]
        old = [link for link in served if came_from and link.target == came_from]
        is_there = any(link.target == key for link in served)
        if not old:
            return [] if is_there or not key else [self._do("add", ("supports",), value=key)]
        first, gone = (old[0], old[1:]) if key and not is_there else (None, old)
        if not first and len(gone) == len(self._record.data["supports"] or ()):
            return [self._unset("supports")]
        taken = [self._do("remove", ("supports",), value=link.written) for link in gone]
        return [*taken, self._do("set", first.place, value=key)] if first else taken

    def _group_words(self, kind: str, key: str) -> str:
        if key:
            return self._product.items[key].title
        _ = self.say
        return {
            "team": _("Without a team"),
            "release": _("Without a release"),
            "theme": _("Without a theme"),
            "objective": _("Without a goal"),
            "component": _("Without a component"),
            "cycle": _("In no cycle"),
            "parent": _("Part of nothing"),
        }[kind]

    def _placed(self, above: Sequence[str], below: str) -> Move:
        features = self._product.items
        found = [one for id in above if isinstance(one := features.get(id), Feature)]
        next_one = features.get(below)
        numbers = ranked([one.rank for one in found], next_one.rank if isinstance(next_one, Feature) else None)
        if numbers is None:
            message = self.say("Too many features above it have no place of their own.")
            raise refused("too-far-down", Span(self._record.path), message, self.say("Move those that come first to the top."))
        others = [(one, rank) for one, rank in zip(found, numbers[:-1], strict=True) if rank != one.rank]
        operations = [self._do("set", ("rank",), one.id, value=_text(rank), was=None) for one, rank in others]
        operations.append(self._set("rank", _text(numbers[-1])))
        _ = self.say
        said = _("%(item)s is after %(other)s") % {"item": self._feature.title, "other": found[-1].title} if found else ""
        note = _("Those above it have got their place, too.") if others else ""
        return Move(operations, said or _("%(item)s is the first") % {"item": self._feature.title}, note)

    def _period(self, period: Period) -> str:
        return period_words(period, self._product.settings.language)

    def _set(self, name: str, value: Value) -> Json:
        return self._do("set", (name,), value=value, was=self._was(name))

    def _unset(self, name: str) -> Json:
        return self._do("unset", (name,), was=self._was(name))

    def _was(self, name: str) -> Value:
        return self._record.data.get(name)

    def _do(self, what: str, place: Sequence[str | int], item: str = "", **more: Any) -> Json:
        return {"do": what, "item": item or self._id, "place": list(place), **more}

    def _nowhere(self, key: str) -> Exception:
        return refused(
            "unknown-place",
            Span(self._record.path),
            said("there is no place {key} on the roadmap", key=key),
            said("show the page anew"),
        )


def _is_status(operation: Json) -> bool:
    return bool(operation["do"] == "set" and operation["place"] == ["status"])


def _text(rank: float) -> str:
    return f"{rank:g}"
