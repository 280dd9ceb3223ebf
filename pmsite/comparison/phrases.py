"""What a comparison says, in sentences of the plan's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pmsite.comparison.effects import Late
from pmsite.comparison.goals import Standing
from pmsite.comparison.readers import Reading
from pmsite.diagnostics import Severity
from pmsite.history.diff import Changed, Named
from pmsite.messages import Say
from pmsite.model.compare import Difference
from pmsite.model.feature import Feature
from pmsite.model.item import Item
from pmsite.model.judgement import Judgement
from pmsite.model.objective import CheckIn, KeyResult
from pmsite.model.period import Period
from pmsite.model.product import Product
from pmsite.model.status import Status
from pmsite.wording import dates, labels
from pmsite.wording.differences import Teller
from pmsite.wording.messages import in_language
from pmsite.wording.reasons import reason_words, share_words, state_words
from pmsite.wording.words import N_, Gettext

SHORT_TEXT = 160
"""Characters of a text that is told as it reads."""
MOST_COMPARED = 250_000
"""Pairs of lines up to which it is found out which lines of a text moved."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Says what differs. `moves` counts earlier moves of dates, where they are known."""

    teller: Teller
    moves: Mapping[str, int] | None = None

    @property
    def translate(self) -> Gettext:
        """The interface's words in the language."""
        return self.teller.translate

    @property
    def told(self) -> Say:
        """Tells a message in the language."""
        return in_language(self.teller.language)

    def name(self, title: str, id: str) -> str:
        """An item inside a sentence, told apart from others of its title."""
        return self.translate(N_("%(title)s (%(id)s)")) % {"title": title, "id": id}

    def severity(self, severity: Severity) -> str:
        """What kind of finding something is."""
        return self.translate(_SEVERITIES[severity])

    def sentences(self, changed: Changed, found: Iterable[Difference]) -> str:
        """Several differences of one item."""
        return self.translate(N_("; ")).join(self.sentence(changed, one) for one in found)

    def sentence(self, changed: Changed, difference: Difference) -> str:
        """One difference, with how often a date has moved by now."""
        nth, item = 0, changed.item
        if self.moves is not None and item.type == "feature" and difference.field in ("target", "release"):
            nth = self.moves.get(changed.was or item.id, 0) + 1 if changed.moved else 0
        return self._labelled(item, difference, self._told(difference, nth, item.type))

    def _labelled(self, item: Named, difference: Difference, told: str) -> str:
        if difference.field == "title" and difference.before and not difference.part:
            return self.translate(N_("was called “%(title)s”")) % {"title": difference.before}
        label = self.teller.label(difference, item.type, item.id) if item.type else self.teller.setting(difference)
        return self.translate(N_("%(label)s: %(told)s")) % {"label": label, "told": told}

    def _told(self, difference: Difference, nth: int = 0, type_name: str = "") -> str:
        """The same as the teller says, but for texts, which are told as they read: of long ones, the lines that are others."""
        before, after = difference.before, difference.after
        if difference.shape != "text" or not isinstance(before or after, str):
            return self.teller.sentence(difference, nth, type_name)
        one, other = (self._quoted(text.splitlines()) if text else None for text in (before, after))
        if "body" not in (difference.field, *difference.part) and one and other and max(len(before), len(after)) <= SHORT_TEXT:
            return self.translate("%(now)s, was %(before)s") % {"now": other, "before": one}
        if one and other:
            return self._rewritten(before, after)
        return other or self.translate(N_("taken out"))

    def _rewritten(self, before: str, after: str) -> str:
        """Which lines of a text are new, and which are gone."""
        _ = self.translate
        old, new = ([line.strip() for line in text.splitlines() if line.strip()] for text in (before, after))
        come, gone = _other_lines(old, new)
        told = [_("added %(what)s") % {"what": self._quoted(come)}] if come else []
        told += [_("removed %(what)s") % {"what": self._quoted(gone)}] if gone else []
        return _(N_(", ")).join(told) or _(N_("rewritten"))

    def _quoted(self, lines: Sequence[str]) -> str:
        """Lines of a text as they read; of many, how they begin and how many they are."""
        text = " ".join(" ".join(lines).split())
        if len(text) <= SHORT_TEXT:
            return self.translate(N_("“%(text)s”")) % {"text": text}
        return self.translate(N_("“%(text)s…” (lines: %(num)s)")) % {"text": text[:SHORT_TEXT].rstrip(), "num": len(lines)}

    # What readers will read

    def readers(self, labels: Sequence[str]) -> str:
        """Several audiences, as a heading names them."""
        _ = self.translate
        *some, last = labels
        return _(N_("%(some)s and %(last)s")) % {"some": _(N_(", ")).join(some), "last": last} if some else last

    def reading(self, reading: Reading) -> tuple[str, str]:
        """What one audience will read of one item that it did not before: what was kept from it until now, and all else."""
        _ = self.translate
        if reading.what != "changed":
            told = self._standing(_(_READ[reading.what]), reading.status, reading.date)
            return (told, "") if reading.is_grave else ("", told)
        opened: dict[str, list[Difference]] = {name: [] for name in reading.revealed}
        others: list[Difference] = []
        for one in reading.differences:
            opened.get(next((name for name in opened if _is_at(one, name)), ""), others).append(one)
        shown = _(N_("; ")).join(self._opened(reading.item, name, found) for name, found in opened.items())
        others.sort(key=lambda one: ("status", "date").index(one.shape) if one.shape in ("status", "date") else 2)
        told = _(N_("; ")).join(self._labelled(reading.item, one, self._told(one)) for one in others)
        return (_(N_("they can now see %(what)s")) % {"what": shown} if shown else "", told)

    def _opened(self, item: Named, name: str, found: Sequence[Difference]) -> str:
        """A field that was hidden, with what stands in it now."""
        if len(found) > 1 or not found:
            return self.teller.path_label(name, item.type, item.id)
        told = self.teller.now(found[0]) if found[0].before is None and found[0].shape != "text" else self._told(found[0])
        return self.translate(N_("%(label)s: %(told)s")) % {"label": self.teller.path_label(name, item.type, item.id), "told": told}

    def _standing(self, told: str, status: Status | None, date: object) -> str:
        """What happened to an item, with its status and when it comes."""
        parts = [status.label or self.translate(labels.VALUES.get(status.id, status.id))] if status is not None else []
        parts += [dates.period_words(date, self.teller.language)] if isinstance(date, Period) else []
        if not parts:
            return told
        return self.translate(N_("%(label)s: %(told)s")) % {"label": told, "told": self.translate(N_(", ")).join(parts)}

    def new(self, after: Product, item: Named) -> str:
        """A new item: that it is, in which state, and when it comes."""
        there = after.items[item.id]
        feature = there if isinstance(there, Feature) else None
        status = feature.status if feature and feature.status.id else None
        planned = after.target(feature) if feature else getattr(there, "date", None) or getattr(there, "period", None)
        return self._standing(self.translate(N_("new")), status, planned)

    # Dates

    def late(self, after: Product, late: Late, *, from_other: bool) -> str:
        """What comes too late since a date moved, told of the feature or of what it comes too late for."""
        other, sentences = (late.feature, _LATE_OF_OTHER) if from_other else (late.other, _LATE)
        what = {"title": other.title, "id": other.id, "date": self._when(after, other)}
        return self.translate(sentences[late.kind]) % {"what": self.translate(N_("%(title)s (%(id)s, %(date)s)")) % what}

    def planned(self, after: Product, item: Item) -> str:
        """When a feature comes whose own date did not move."""
        planned = after.target(item) if isinstance(item, Feature) else None
        return (
            self.translate(N_("planned for %(date)s")) % {"date": dates.period_words(planned, self.teller.language)}
            if planned
            else ""
        )

    def come(self, features: Sequence[Feature]) -> tuple[str, ...]:
        """Which features come with a release, since they have no date of their own."""
        if not features:
            return ()
        names = [self.name(one.title, one.id) for one in features]
        return (self.translate(N_("with it comes %(names)s")) % {"names": self.translate(N_(", ")).join(names)},)

    def _when(self, after: Product, item: Item) -> str:
        known = after.target(item) if isinstance(item, Feature) else getattr(item, "date", None) or getattr(item, "period", None)
        found = known if isinstance(known, Period) else None
        return dates.period_words(found, self.teller.language) if found is not None else self.translate(N_("no date"))

    # Goals

    def standing(self, standing: Standing | None) -> str:
        """How a goal stands, and how it stood where that was otherwise."""
        _ = self.translate
        if standing is None or not (standing.after.is_told or standing.before.is_told):
            return _(N_("its key results are changed"))
        now, was = standing.after, standing.before
        state = self._or_was(self._state(now), self._state(was))
        reason = reason_words(now, self.teller.language, _)
        told = [_(N_("%(state)s (%(reason)s)")) % {"state": state, "reason": reason} if reason else state]
        for words_, value, before in (
            (N_("score %(score)s"), now.score, was.score),
            (N_("forecast %(score)s"), now.forecast, was.forecast),
        ):
            if value is not None:
                told.append(
                    _(words_) % {"score": self._or_was(share_words(value), share_words(before) if before is not None else "")}
                )
        return _(N_("; ")).join(told)

    def _state(self, found: Judgement) -> str:
        return state_words(found, self.translate) or self.translate(N_("Not judged"))

    def _or_was(self, now: str, before: str) -> str:
        return self.translate("%(now)s, was %(before)s") % {"now": now, "before": before} if before and before != now else now

    def values(self, standing: Standing) -> list[str]:
        """The values of key results that are others now."""
        _ = self.translate
        told = []
        for result, before, after in standing.values:
            now = self._number(after, result)
            words = (
                _("%(now)s, was %(before)s") % {"now": now, "before": self._number(before, result)} if before is not None else now
            )
            told.append(_(N_("%(label)s: %(told)s")) % {"label": result.title, "told": words})
        return told

    def checkins(self, standing: Standing) -> list[str]:
        """What was checked in."""
        return [self._checkin(result, one) for result, one in standing.checkins]

    def _checkin(self, result: KeyResult, found: CheckIn) -> str:
        _ = self.translate
        told = [self._number(found.value, result)] if found.value is not None else []
        if found.confidence is not None:
            told.append(_(N_("%(share)s confident")) % {"share": dates.percent_words(found.confidence, self.teller.language)})
        told += [_(N_("“%(text)s”")) % {"text": " ".join(found.note.split())[:SHORT_TEXT]}] if found.note else []
        on = _(N_("%(title)s, check-in of %(date)s")) % {
            "title": result.title,
            "date": dates.period_words(found.date, self.teller.language),
        }
        return _(N_("%(label)s: %(told)s")) % {"label": on, "told": _(N_(", ")).join(told)}

    def _number(self, value: float | None, result: KeyResult) -> str:
        if value is None:
            return self.translate(N_("no value"))
        return f"{dates.number_words(value, self.teller.language)} {result.unit}".strip()


def _other_lines(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """The lines that come, and those that go."""
    if len(old) * len(new) >= MOST_COMPARED:
        before, after = set(old), set(new)
        return [line for line in new if line not in before], [line for line in old if line not in after]
    come: list[str] = []
    gone: list[str] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            gone += old[a:b]
            come += new[c:d]
    return come, gone


def _is_at(found: Difference, name: str) -> bool:
    """Whether a difference is in the field that an exposure names."""
    top, *inner = name.split(".")
    return found.field == top and (not inner or found.part == tuple(inner) or found.part[-1:] == (inner[-1],))


_SEVERITIES = {
    Severity.ERROR: N_("error"),
    Severity.WARNING: N_("warning"),
    Severity.REMINDER: N_("reminder"),
    Severity.NOTICE: N_("notice"),
}
_READ = {
    "new": N_("new"),
    "shown": N_("was hidden from them until now"),
    "hidden": N_("they can no longer see it"),
    "gone": N_("is gone from the plan"),
}
_LATE = {
    "needs": N_("now comes after what needs it: %(what)s"),
    "release": N_("now comes after its release: %(what)s"),
    "launch": N_("now comes after the launch that brings it: %(what)s"),
    "goal": N_("now comes after the goal that it serves ends: %(what)s"),
}
"""What a feature now comes too late for."""
_LATE_OF_OTHER = {
    "needs": N_("now comes before what it needs: %(what)s"),
    "release": N_("now comes before a feature that it is to bring: %(what)s"),
    "launch": N_("now comes before a feature that it brings: %(what)s"),
    "goal": N_("now ends before a feature that serves it comes: %(what)s"),
}
"""The same, told of what the feature comes too late for."""
