"""What a change does to the plan, as sections of lines: the part that all formats for people share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pmsite.comparison.compare import Comparison
from pmsite.comparison.effects import late, moving_with
from pmsite.comparison.goals import Standing, standings
from pmsite.comparison.phrases import Phrases
from pmsite.comparison.readers import Reading
from pmsite.history.diff import DATES, Broken, Changed, Diff, Named, named
from pmsite.model.compare import Difference
from pmsite.model.release import Release
from pmsite.read.workspace import SETTINGS
from pmsite.render import labels
from pmsite.render.differences import Teller
from pmsite.render.words import N_
from pmsite.reporting.text import and_more


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that changed: what it is about, and a sentence."""

    subject: str
    told: str
    id: str = ""
    path: str = ""
    """Its file as messages show it; nothing where there is none any more."""
    line: int = 0
    type: str = ""
    """Of an item that is there after the change."""
    group: str = ""
    """What kind of thing it is, and whose, by which many lines are sorted."""
    points: tuple[str, ...] = ()
    """What follows from it, each a sentence."""
    is_grave: bool = False
    """Whether it cannot be taken back."""


@dataclass(frozen=True, slots=True)
class Section:
    """Things of one kind. `first` is what a reviewer must not miss."""

    heading: str
    lines: tuple[Line, ...]
    first: bool = False
    readers: tuple[str, ...] = ()
    """Who will read it, where it is about what readers outside the team do."""


def sections(found: Comparison, teller: Teller) -> tuple[Section, ...]:
    """Everything that changed: what cannot be read, then what readers will notice, what breaks, goals, dates, faults, and the rest."""
    return _Sections(found, Phrases(teller, found.moves)).all()


def summary(found: Iterable[Section], teller: Teller) -> str:
    """How much changed, in one line."""
    found, by_reader = tuple(found), Counter[str]()
    for section in found:
        by_reader.update(dict.fromkeys(section.readers, len(section.lines)))
    for_readers = iter([teller.translate(N_("for %(who)s: %(num)s")) % {"who": who, "num": num} for who, num in by_reader.items()])
    counts: list[str] = []
    for section in found:
        counts += (
            for_readers
            if section.readers
            else [teller.translate("%(label)s: %(told)s") % {"label": section.heading, "told": len(section.lines)}]
        )
    return teller.translate(N_(" · ")).join(counts) if counts else teller.translate(N_("Nothing in the plan changes."))


@dataclass(frozen=True, slots=True)
class _Sections:
    found: Comparison
    say: Phrases
    olds: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "olds", self.found.olds)

    def all(self) -> tuple[Section, ...]:
        _, diff = self.say.translate, self.found.diff
        goals = standings(self.found.before, self.found.after, self.olds)
        told = (
            Section(_("Cannot be read"), tuple(self._unread()), first=True),
            *self._readers(),
            Section(_("Breaks"), tuple(self._broken(diff.broken)), first=True),
            Section(_("Goals"), tuple(self._goals(goals)), first=True),
            Section(_("Dates"), tuple(self._dates()), first=True),
            Section(_("New faults"), tuple(self._faults()), first=any(one.severity.is_fault for one in self.found.faults)),
            Section(_("Everything else"), tuple(self._rest(diff))),
        )
        return tuple(section for section in told if section.lines)

    def _line(self, item: Named, told: str, *points: str) -> Line:
        is_there = item.id in self.found.after.items or not item.id
        path, type_name = (item.path, item.type) if is_there else ("", "")
        return Line(item.title, told, item.id, path, 0, type_name, self._group(item), points)

    def _group(self, item: Named) -> str:
        _ = self.say.translate
        there = self.found.after.items.get(item.id) or self.found.before.items.get(item.id)
        team = getattr(there, "team", None)
        many = _(labels.TYPES[item.type][1]) if item.type else SETTINGS
        return _(N_(" · ")).join([many, self.found.titles.get(team, team)]) if team else many

    def _unread(self) -> Iterator[Line]:
        _ = self.say.translate
        for path, fault in self.found.unread.items():
            if fault is None:
                yield Line(path, _(N_("could not be read before; it is not known what changes in it")), path=path)
            else:
                more = (and_more(fault),) if fault.follows else ()
                yield Line(str(fault.span), f"{fault.message}. {fault.hint}", "", path, fault.span.line, points=more)

    def _readers(self) -> Iterator[Section]:
        """A section for each set of audiences that read the same, those that most read first."""
        _ = self.say.translate
        lines: dict[Line, list[Reading]] = defaultdict(list)
        for reading in self.found.readings:
            line = self._line(reading.item, self.say.reading(reading))
            lines[replace(line, is_grave=reading.what == "shown" or bool(reading.shown))].append(reading)
        groups: dict[tuple[str, ...], list[tuple[int, Line]]] = defaultdict(list)
        for line, readings in lines.items():
            groups[tuple(one.label for one in readings)].append((_weight(readings[0]), line))
        for readers, weighed in sorted(groups.items(), key=lambda one: -len(one[0])):
            ordered = tuple(line for _weight, line in sorted(weighed, key=lambda one: one[0]))
            heading = _(N_("What %(who)s will read")) % {"who": self.say.readers(readers)}
            yield Section(heading, ordered, first=True, readers=readers)

    def _broken(self, found: Iterable[Broken]) -> Iterator[Line]:
        for broken in found:
            lost = self.say.translate(_BROKEN[broken.kind]) % {"lost": self.say.name(broken.lost.title, broken.lost.id)}
            yield self._line(broken.item, lost)

    def _goals(self, found: Iterable[Standing]) -> Iterator[Line]:
        changed = {one.item.id: one for one in self.found.diff.changed}
        told: set[str] = set()
        for standing in found:
            told.add(standing.goal.id)
            yield self._goal(changed.get(standing.goal.id), standing)
        for one in self.found.diff.changed:
            if one.item.type == "objective" and one.item.id not in told and any(map(_is_of_goals, one.differences)):
                yield self._goal(one, None)

    def _goal(self, changed: Changed | None, standing: Standing | None) -> Line:
        item = changed.item if changed is not None else None
        points: list[str] = []
        if standing is not None:
            item = named(standing.goal)
            points += self.say.values(standing) + self.say.checkins(standing)
        assert item is not None  # one of the two is there
        if changed is not None:
            points += [self.say.sentence(changed, one) for one in changed.differences if _is_told_with_goal(one, standing)]
        return self._line(item, self.say.standing(standing), *points)

    def _dates(self) -> Iterator[Line]:
        after = self.found.after
        moved = {
            one.item.id: one for one in self.found.diff.changed if any(_kind(d, one.item.type) == "dates" for d in one.differences)
        }
        points: dict[str, list[str]] = defaultdict(list)
        for one in late(self.found.before, after, self.olds):
            is_others = one.feature.id not in moved and one.other.id in moved
            points[one.other.id if is_others else one.feature.id].append(self.say.late(after, one, from_other=is_others))
        for id, changed in moved.items():
            item = after.items[id]
            come = moving_with(after, item) if isinstance(item, Release) else ()
            found = [d for d in changed.differences if _kind(d, changed.item.type) == "dates"]
            yield self._line(changed.item, self.say.sentences(changed, found), *self.say.come(come), *points.pop(id, ()))
        for id, effects in points.items():
            yield self._line(named(after.items[id]), self.say.planned(after, after.items[id]), *effects)

    def _faults(self) -> Iterator[Line]:
        for one in self.found.faults:
            told = f"{self.say.severity(one.severity)}, {one.message}. {one.hint}".removesuffix(". ")
            yield Line(str(one.span), told, "", one.span.path, one.span.line, group=one.code)

    def _rest(self, diff: Diff) -> Iterator[Line]:
        """All that no other section tells, in one line for each item, by type and team."""
        _ = self.say.translate
        lines = [self._line(item, self.say.new(self.found.after, item)) for item in diff.added]
        lines += [self._line(item, _(N_("removed"))) for item in diff.dropped]
        read = {reading.item.id for reading in self.found.readings}
        for changed in diff.changed:
            found = [one for one in changed.differences if _is_rest(one, changed.item.type)]
            if changed.item.id in read:  # by what they see
                found = [one for one in found if one.field != "visibility"]
            told = [self.say.sentences(changed, found)] if found else []
            told += [_(N_("its id was %(id)s")) % {"id": changed.was}] if changed.was else []
            if told:
                lines.append(self._line(changed.item, _(N_("; ")).join(told)))
        order = {name: at for at, name in enumerate(labels.TYPES)}
        lines.sort(key=lambda one: (order.get(self._type(one), 0), one.group))
        yield from lines
        for one in diff.settings:
            said = _(N_("%(label)s: %(told)s")) % {"label": self.say.teller.setting(one), "told": self.say.teller.sentence(one)}
            yield Line(SETTINGS, said, "", self.found.settings)

    def _type(self, line: Line) -> str:
        there = self.found.after.items.get(line.id) or self.found.before.items.get(line.id)
        return there.type if there is not None else ""


def _weight(reading: Reading) -> int:
    """In which order readings are told: what cannot be taken back first, then moved dates, then what is new, then other words."""
    if reading.what == "changed":
        is_shown, is_moved = bool(reading.shown), any(one.shape == "date" for one in reading.differences)
        return 0 if is_shown else 2 if is_moved else 4
    return {"shown": 0, "hidden": 1, "gone": 1, "new": 3}[reading.what]


_BROKEN = {
    "release": N_("has no feature left; the last was %(lost)s"),
    "goal": N_("has no feature left that serves it; the last was %(lost)s"),
    "dependency": N_("waits for %(lost)s, which is dropped"),
}


def _kind(difference: Difference, type_name: str) -> str:
    """Which section tells a difference: `dates`, or none of its own."""
    if difference.part:
        return ""
    if difference.field in DATES and (difference.shape == "date" or (difference.field, type_name) == ("release", "feature")):
        return "dates"
    return ""


def _is_of_goals(difference: Difference) -> bool:
    return difference.field == "key_results"


def _is_told_with_goal(difference: Difference, standing: Standing | None) -> bool:
    """Whether a fact of a key result is not told already, as its value or as a check-in."""
    return _is_of_goals(difference) and "checkins" not in difference.part and not (standing and "current" in difference.part)


def _is_rest(difference: Difference, type_name: str) -> bool:
    return _kind(difference, type_name) != "dates" and not (type_name == "objective" and _is_of_goals(difference))


__all__ = ["Line", "Section", "sections", "summary"]
