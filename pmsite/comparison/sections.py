"""What a change does to the plan, as sections of lines: the part that all formats for people share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pmsite.history.diff import DATES, Broken, Changed, Diff
from pmsite.history.exposure import Exposure
from pmsite.model.compare import Difference
from pmsite.model.values import Status
from pmsite.render import words
from pmsite.render.differences import Teller
from pmsite.render.words import N_

STATES = ("status", "horizon", "state", "decision", "ring", "confidence")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that changed: what it is about, and a sentence."""

    subject: str
    told: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Things of one kind. `first` is what a reviewer must not miss."""

    heading: str
    lines: tuple[Line, ...]
    first: bool = False


def sections(diff: Diff, teller: Teller, moves: Mapping[str, int] | None) -> tuple[Section, ...]:
    """Everything that changed, what outsiders get to see before all else. `moves` counts earlier moves of dates, where they are known."""
    _ = teller.translate
    found = (
        Section(_("Not read"), tuple(Line(path, _(_UNREAD)) for path in diff.unread), first=True),
        Section(_("Newly visible"), tuple(_exposed(diff.exposed, teller)), first=True),
        Section(_("Breaks"), tuple(_broken(diff.broken, teller)), first=True),
        Section(_("No longer visible"), tuple(_exposed(diff.concealed, teller, gone=True))),
        Section(_("Dates"), tuple(_changed(diff, teller, "dates", moves))),
        Section(_("New"), tuple(Line(i.title, _(words.TYPES[i.type][0]), i.id) for i in diff.added)),
        Section(_("Dropped"), (*_changed(diff, teller, "dropped", None), *_removed(diff, teller))),
        Section(_("Status and confidence"), tuple(_changed(diff, teller, "states", None))),
        Section(_("Everything else"), (*_changed(diff, teller, "", None), *_renamed(diff, teller), *_settings(diff, teller))),
    )
    return tuple(section for section in found if section.lines)


_UNREAD = N_("has faults, so nothing is said of what is in it")


def summary(found: Iterable[Section], teller: Teller) -> str:
    """How much changed, in one line."""
    counts = [f"{section.heading}: {len(section.lines)}" for section in found]
    return teller.translate(N_(" · ")).join(counts) if counts else teller.translate(N_("Nothing in the plan changes."))


def _exposed(exposures: Iterable[Exposure], teller: Teller, gone: bool = False) -> Iterator[Line]:
    _ = teller.translate
    grouped: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[Exposure]] = {}
    for found in exposures:
        grouped.setdefault((found.id, found.fields, found.words), []).append(found)
    for (id, fields, words_in), members in grouped.items():
        who = _(", ").join(member.label for member in members)
        first = members[0]
        told = []
        for names, sentence in ((fields, _FIELDS_GONE if gone else _FIELDS_SEEN), (words_in, _WORDS_READ)):
            if names:
                listed = _(", ").join(teller.place(name, first.type, id) for name in names)
                told.append(_(sentence) % {"who": who, "fields": listed})
        if not told:
            told = [_(_GONE if gone else _NEW if first.is_new else _SEEN) % {"who": who}]
        yield Line(first.title, _("; ").join(told), id)


_SEEN = N_("%(who)s can now see it; it was hidden")
_NEW = N_("%(who)s can see it; it is new")
_GONE = N_("%(who)s can no longer see it; what was published cannot be called back")
_FIELDS_SEEN = N_("%(who)s can now see %(fields)s")
_WORDS_READ = N_("%(who)s read what is new to them in %(fields)s")
_FIELDS_GONE = N_("%(who)s can no longer see %(fields)s")


def _broken(found: Iterable[Broken], teller: Teller) -> Iterator[Line]:
    _ = teller.translate
    for broken in found:
        yield Line(broken.item.title, _(_BROKEN[broken.kind]) % {"lost": broken.lost.title}, broken.item.id)


_BROKEN = {
    "release": N_("has no feature left; the last was %(lost)s"),
    "goal": N_("has no feature left that serves it; the last was %(lost)s"),
    "dependency": N_("waits for %(lost)s, which is dropped"),
}


def _changed(diff: Diff, teller: Teller, kind: str, moves: Mapping[str, int] | None) -> Iterator[Line]:
    for changed in diff.changed:
        found = [d for d in changed.differences if kind_of(d, changed.item.type) == kind]
        if found:
            yield Line(
                changed.item.title, teller.translate(N_("; ")).join(_sentences(changed, found, teller, moves)), changed.item.id
            )


def _sentences(changed: Changed, found: list[Difference], teller: Teller, moves: Mapping[str, int] | None) -> Iterator[str]:
    for difference in found:
        nth = 0
        if moves is not None and changed.item.type == "feature" and difference.field in ("target", "release"):
            nth = moves.get(changed.was or changed.item.id, 0) + 1 if changed.moved else 0
        label = teller.label(difference, changed.item.type, changed.item.id)
        yield teller.translate(N_("%(label)s: %(told)s")) % {"label": label, "told": teller.sentence(difference, nth)}


def kind_of(difference: Difference, type_name: str) -> str:
    """Which section tells a difference: `dates`, `dropped`, `states`, or none of them."""
    if difference.part:
        return ""
    if isinstance(difference.after, Status) and difference.after.stage == "dropped":
        return "dropped"
    if difference.field in DATES and (difference.shape == "date" or (difference.field, type_name) == ("release", "feature")):
        return "dates"
    return "states" if difference.field in STATES else ""


def _removed(diff: Diff, teller: Teller) -> Iterator[Line]:
    for item in diff.dropped:
        yield Line(
            item.title, teller.translate(N_("%(type)s, removed")) % {"type": teller.translate(words.TYPES[item.type][0])}, item.id
        )


def _renamed(diff: Diff, teller: Teller) -> Iterator[Line]:
    for changed in diff.changed:
        if changed.was:
            yield Line(changed.item.title, teller.translate(N_("its id was %(id)s")) % {"id": changed.was}, changed.item.id)


def _settings(diff: Diff, teller: Teller) -> Iterator[Line]:
    for found in diff.settings:
        label = teller.setting(found)
        yield Line("product.yml", teller.translate(N_("%(label)s: %(told)s")) % {"label": label, "told": teller.sentence(found)})
