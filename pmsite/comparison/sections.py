"""What a change does to the plan, as sections of lines: the part that all formats for people share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pmsite.comparison.compare import Comparison
from pmsite.comparison.effects import Late, late, moving_with
from pmsite.comparison.goals import Standing, standings
from pmsite.comparison.phrases import Phrases
from pmsite.comparison.readers import Reading
from pmsite.diagnostics import Diagnostic
from pmsite.history.diff import DATES, Broken, Changed, Diff, Named, named
from pmsite.model.compare import Difference
from pmsite.model.release import Release
from pmsite.read.workspace import SETTINGS
from pmsite.reporting.text import and_more, sentences
from pmsite.wording import labels
from pmsite.wording.differences import Teller
from pmsite.wording.words import N_


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that changed: what it is about, and a sentence."""

    subject: str
    sentence: str
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
    grave: str = ""
    """What cannot be taken back, which is said before all else of it."""


@dataclass(frozen=True, slots=True)
class Section:
    """Things of one kind. `first` is what a reviewer must not miss."""

    heading: str
    lines: tuple[Line, ...]
    first: bool = False
    readers: tuple[str, ...] = ()
    """Who will read it, where it is about what readers outside the team do."""
    counts: str = ""
    """How many of its lines are of which kind, where lines differ in kind."""
    must_be_told: bool = False
    """Whether nothing else can be trusted without it."""


def sections(found: Comparison, teller: Teller) -> tuple[Section, ...]:
    """Everything that changed: what cannot be read, then what readers will notice, what breaks, goals, dates, faults, and the rest."""
    return _Sections(found, Phrases(teller, found.moves)).all()


def summary(found: Iterable[Section], teller: Teller) -> str:
    """How much changed, in one line."""
    _ = teller.translate
    found, by_reader, grave = tuple(found), Counter[str](), Counter[str]()
    for section in found:
        by_reader.update(dict.fromkeys(section.readers, len(section.lines)))
        grave.update(dict.fromkeys(section.readers, sum(bool(line.grave) for line in section.lines)))
    for_readers = iter(
        [
            (_(N_("for %(who)s: %(num)s, %(shown)s of them hidden until now")) if grave[who] else _(N_("for %(who)s: %(num)s")))
            % {"who": who, "num": num, "shown": grave[who]}
            for who, num in by_reader.items()
        ]
    )
    counts: list[str] = []
    for section in found:
        counts += (
            for_readers if section.readers else [_("%(label)s: %(told)s") % {"label": section.heading, "told": len(section.lines)}]
        )
    return _(N_(" · ")).join(counts) if counts else _(N_("Nothing in the plan changes."))


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
        effects = late(self.found.before, self.found.after, self.olds)
        faults = self._not_told(effects)
        told = (
            Section(_("Cannot be read"), tuple(self._unread()), first=True, must_be_told=True),
            *self._readers(),
            Section(_("Breaks"), tuple(self._broken(diff.broken)), first=True),
            Section(_("Goals"), tuple(self._goals(goals)), first=True),
            Section(_("Dates"), tuple(self._dates(effects)), first=True),
            Section(_("New faults"), tuple(self._faults(faults)), first=any(one.severity.is_fault for one in faults)),
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
                more = (self.say.told(and_more(fault)),) if fault.follows else ()
                yield Line(
                    str(fault.span), sentences(replace(fault, follows=()), self.say.told), "", path, fault.span.line, points=more
                )

    def _readers(self) -> Iterator[Section]:
        """A section for each set of audiences that read the same, those that most read first."""
        _ = self.say.translate
        lines: dict[Line, list[Reading]] = defaultdict(list)
        for reading in self.found.readings:
            grave, told = self.say.reading(reading)
            lines[replace(self._line(reading.item, told), grave=grave)].append(reading)
        groups: dict[tuple[str, ...], list[tuple[int, Line]]] = defaultdict(list)
        for line, readings in lines.items():
            groups[tuple(one.label for one in readings)].append((_weight(readings[0]), line))
        for readers, weighed in sorted(groups.items(), key=lambda one: -len(one[0])):
            weighed.sort(key=lambda one: one[0])
            often = Counter(weight for weight, _line in weighed)
            counts = [_("%(label)s: %(told)s") % {"label": _(_KINDS[weight]), "told": num} for weight, num in often.items()]
            heading = _(N_("What %(who)s will read")) % {"who": self.say.readers(readers)}
            ordered = tuple(line for _weight, line in weighed)
            yield Section(heading, ordered, first=True, readers=readers, counts=_(N_(" · ")).join(counts))

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

    def _dates(self, effects: Iterable[Late]) -> Iterator[Line]:
        after = self.found.after
        moved = {
            one.item.id: one for one in self.found.diff.changed if any(_kind(d, one.item.type) == "dates" for d in one.differences)
        }
        points: dict[str, list[str]] = defaultdict(list)
        for one in effects:
            is_others = one.feature.id not in moved and one.other.id in moved
            points[one.other.id if is_others else one.feature.id].append(self.say.late(after, one, from_other=is_others))
        for id, changed in moved.items():
            item = after.items[id]
            come = moving_with(after, item) if isinstance(item, Release) else ()
            found = [d for d in changed.differences if _kind(d, changed.item.type) == "dates"]
            yield self._line(changed.item, self.say.sentences(changed, found), *self.say.come(come), *points.pop(id, ()))
        for id, others in points.items():
            yield self._line(named(after.items[id]), self.say.planned(after, after.items[id]), *others)

    def _not_told(self, effects: Iterable[Late]) -> tuple[Diagnostic, ...]:
        """The new faults, without those that dates tell as what follows from them."""
        told: dict[tuple[str, str], list[str]] = defaultdict(list)
        for one in effects:
            is_needed = one.kind == "needs"
            place, named_there = (one.other.path, one.feature.id) if is_needed else (one.feature.path, one.other.id)
            told[_CLASHES.get(one.kind, ""), place].append("" if one.kind == "release" else f" {named_there},")
        return tuple(
            one for one in self.found.faults if not any(words in one.message for words in told.get((one.code, one.span.path), ()))
        )

    def _faults(self, faults: Iterable[Diagnostic]) -> Iterator[Line]:
        for one in faults:
            said = sentences(replace(one, follows=()), self.say.told)
            told = self.say.translate("%(label)s: %(told)s") % {"label": self.say.severity(one.severity), "told": said}
            yield Line(str(one.span), told, "", one.span.path, one.span.line, group=one.code)

    def _rest(self, diff: Diff) -> Iterator[Line]:
        """All that no other section tells, in one line for each item, by type and team."""
        _ = self.say.translate
        read: dict[str, list[Reading]] = defaultdict(list)
        for reading in self.found.readings:
            read[reading.item.id].append(reading)
        added = [(item, self.say.new(self.found.after, item)) for item in diff.added]
        lines = [self._line(item, told) for item, told in added if told not in map(self._told, read.get(item.id, ()))]
        lines += [self._line(item, _(N_("removed"))) for item in diff.dropped if item.id not in read]
        for changed in diff.changed:
            found = [one for one in changed.differences if _is_rest(one, changed.item.type)]
            if readings := read.get(changed.item.id):
                known = [one for reading in readings for one in reading.differences]
                alike = {(one.field, self.say.teller.sentence(one)) for one in known}  # of a text readers may have other passages
                told_there = [one for one in found if one in known or (one.field, self.say.teller.sentence(one)) in alike]
                found = [one for one in found if one.field != "visibility" and one not in told_there]  # by what they see
            told = [self.say.sentences(changed, found)] if found else []
            told += [_(N_("its id was %(id)s")) % {"id": changed.was}] if changed.was else []
            if told:
                lines.append(self._line(changed.item, _(N_("; ")).join(told)))
        order = {name: at for at, name in enumerate(labels.TYPES)}
        lines.sort(key=lambda one: (order.get(self._type(one), 0), one.group))
        yield from lines
        known = [one for reading in read.get("", ()) for one in reading.differences]
        for one in (found for found in diff.settings if found not in known):
            said = _(N_("%(label)s: %(told)s")) % {"label": self.say.teller.setting(one), "told": self.say.teller.sentence(one)}
            yield Line(SETTINGS, said, "", self.found.settings)

    def _told(self, reading: Reading) -> str:
        return self.say.reading(reading)[1]

    def _type(self, line: Line) -> str:
        there = self.found.after.items.get(line.id) or self.found.before.items.get(line.id)
        return there.type if there is not None else ""


def _weight(reading: Reading) -> int:
    """In which order readings are told: what cannot be taken back first, then what goes, then moved dates, then what is new."""
    if reading.is_grave:
        return 0
    if reading.what == "changed":
        return 3 if any(one.shape == "date" for one in reading.differences) else 5
    return {"hidden": 1, "gone": 2, "new": 4}[reading.what]


_KINDS = (
    N_("hidden until now"), N_("no longer visible"), N_("gone from the plan"), N_("dates"), N_("new"), N_("other words"),
)  # fmt: skip
"""What readings of each weight are called where they are counted."""
_CLASHES = {"release": "target-after-release", "goal": "target-after-goal", "needs": "needed-too-late"}
"""By the kind of a clash, the code of the finding that says the same."""


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
