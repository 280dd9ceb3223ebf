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
from pmsite.model.compare import Difference
from pmsite.model.feature import Feature
from pmsite.model.item import Item
from pmsite.model.judgement import Judgement
from pmsite.model.objective import CheckIn, KeyResult
from pmsite.model.period import Period
from pmsite.model.product import Product
from pmsite.render import dates, labels
from pmsite.render.differences import Teller
from pmsite.render.reasons import reason_words, share_words, state_words
from pmsite.render.words import N_, Gettext

SHORT_TEXT = 160
"""Characters of a text that is told as it reads."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Says what differs. `moves` counts earlier moves of dates, where they are known."""

    teller: Teller
    moves: Mapping[str, int] | None = None

    @property
    def translate(self) -> Gettext:
        """The interface's words in the language."""
        return self.teller.translate

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
        return self._labelled(item, difference, self._told(difference, nth))

    def _labelled(self, item: Named, difference: Difference, told: str) -> str:
        label = self.teller.label(difference, item.type, item.id)
        return self.translate(N_("%(label)s: %(told)s")) % {"label": label, "told": told}

    def _told(self, difference: Difference, nth: int = 0) -> str:
        """The same as the teller says, but for texts: those that are short are told as they read, of others how much is another."""
        before, after = difference.before, difference.after
        if difference.shape != "text" or not isinstance(before or after, str):
            return self.teller.sentence(difference, nth)
        quote = self.translate(N_("“%(text)s”"))
        one, other = (quote % {"text": " ".join(text.split())} if text else None for text in (before, after))
        if difference.field != "body" and max(len(one or ""), len(other or "")) <= SHORT_TEXT:
            if one and other:
                return self.translate("%(now)s, was %(before)s") % {"now": other, "before": one}
            return other or self.translate(N_("taken out"))
        return self._lines(str(before), str(after)) if before and after else self.teller.sentence(difference)

    def _lines(self, before: str, after: str) -> str:
        old, new = ([line for line in text.splitlines() if line.strip()] for text in (before, after))
        come = gone = 0
        for what, a, b, c, d in (
            SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if len(old) * len(new) < 250_000 else ()
        ):
            gone, come = (gone + b - a, come + d - c) if what != "equal" else (gone, come)
        return self.translate(N_("rewritten (lines: +%(come)s −%(gone)s)")) % {"come": come, "gone": gone}

    # What readers will read

    def readers(self, labels: Sequence[str]) -> str:
        """Several audiences, as a heading names them."""
        _ = self.translate
        *some, last = labels
        return _(N_("%(some)s and %(last)s")) % {"some": _(N_(", ")).join(some), "last": last} if some else last

    def reading(self, reading: Reading) -> str:
        """What one audience will read of one item that it did not before."""
        _ = self.translate
        if reading.what != "changed":
            told = _(_READ[reading.what])
            when = reading.date
            if isinstance(when, Period):
                told = _(N_("%(told)s; they read %(date)s")) % {
                    "told": told,
                    "date": dates.period_words(when, self.teller.language),
                }
            return told
        names = [self.teller.place(name, reading.item.type, reading.item.id) for name in reading.shown]
        shown = _(N_("they can now see %(fields)s")) % {"fields": _(N_(", ")).join(names)} if names else ""
        ordered = sorted(reading.differences, key=lambda one: one.shape != "date")
        told = _(N_("; ")).join(self._labelled(reading.item, one, self._told(one)) for one in ordered)
        return _(N_("; ")).join(filter(None, (shown, told)))

    def new(self, after: Product, item: Named) -> str:
        """A new item: that it is, in which state, and when it comes."""
        _, there = self.translate, after.items[item.id]
        status = getattr(there, "status", None)
        told = [_(N_("new"))]
        if isinstance(there, Feature) and status is not None and status.id:
            told.append(status.label or _(labels.VALUES.get(status.id, status.id)))
        planned = (
            after.target(there) if isinstance(there, Feature) else getattr(there, "date", None) or getattr(there, "period", None)
        )
        told += [dates.period_words(planned, self.teller.language)] if isinstance(planned, Period) else []
        return _(N_(", ")).join(told)

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


_SEVERITIES = {
    Severity.ERROR: N_("error"),
    Severity.WARNING: N_("warning"),
    Severity.REMINDER: N_("reminder"),
    Severity.NOTICE: N_("notice"),
}
_READ = {
    "new": N_("new"),
    "shown": N_("was hidden from them until now"),
    "hidden": N_("they can no longer see it; what was published cannot be called back"),
    "gone": N_("is gone from the plan; what was published cannot be called back"),
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
