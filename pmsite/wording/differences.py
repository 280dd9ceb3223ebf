"""Differences in words: `Target: Q3 2026, was Q2 2026, third move`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pmsite.model.compare import Difference
from pmsite.model.period import Period
from pmsite.model.settings import Settings
from pmsite.model.status import Status
from pmsite.wording import dates, labels, words
from pmsite.wording.words import N_

MOVES = (
    "", N_("first move"), N_("second move"), N_("third move"), N_("fourth move"), N_("fifth move"),
    N_("sixth move"), N_("seventh move"), N_("eighth move"), N_("ninth move"), N_("tenth move"),
)  # fmt: skip
_LONG = 120
"""Characters of one value that a sentence holds."""
_ROWS = 5
"""Rows of a table that a sentence names."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Says what differs, in one language. `titles` are the names of items, and of key results, by id."""

    language: str
    settings: Settings
    titles: Mapping[str, str]

    @property
    def translate(self) -> words.Gettext:
        """The interface's words in the language."""
        return words.gettext(self.language)

    def label(self, difference: Difference, type_name: str, id: str = "") -> str:
        """What the field is called, with the part of it that is meant."""
        _ = self.translate
        name = self.field(difference.field, type_name)
        if not difference.part:
            return name
        if difference.field == "files":
            return difference.part[0]
        if difference.field == "translations":
            return self._translated(*difference.part)
        if difference.field == "key_results":
            result, *inner = difference.part
            name, parts = self.titles.get(f"{id}.{result}", result), inner
        else:
            parts = list(difference.part)
            if len(parts) == 1 and parts[0] in ("rice", "ice", "wsjf", "opportunity"):
                return _(labels.VALUES[parts[0]])
        own = _IN_RESULTS if difference.field == "key_results" else {}
        shown = [self._part(part, own) for part in parts]
        return _(" › ").join([name, *shown])

    def _part(self, name: str, own: Mapping[str, str]) -> str:
        return _short(self.translate(own.get(name) or labels.FIELDS.get(name, labels.VALUES.get(name, name))))

    def _translated(self, language: str, name: str) -> str:
        _ = self.translate
        return _("%(field)s in %(language)s") % {"field": self.field(name, ""), "language": _(_LANGUAGES.get(language, language))}

    def setting(self, difference: Difference) -> str:
        """A part of product.yml, in the words that stand there."""
        return self.translate(" › ").join([difference.field, *(_short(part) for part in difference.part)])

    def path_label(self, name: str, type_name: str, id: str = "") -> str:
        """A field, a fact inside of it, a translation or a file, from its name in an exposure."""
        _ = self.translate
        if name == "body":
            return _(N_("its text"))
        kind, _dot, rest = name.partition(".")
        if not type_name:
            return name.replace(".", _(" › "))
        if kind == "files":
            return rest
        if kind == "translations":
            return self._translated(*rest.split(".", 1))
        parts = tuple(rest.split(".")) if rest else ()
        return self.label(Difference(kind, parts, None, None, "fact"), type_name, id)

    def field(self, name: str, type_name: str) -> str:
        """What a field is called."""
        declared = self.settings.custom_fields(type_name).get(name)
        if declared is not None:
            return declared.label or name
        return self.translate(labels.field(name, type_name) if name in labels.FIELDS else name.replace("_", " ").capitalize())

    def sentence(self, difference: Difference, nth: int = 0, type_name: str = "") -> str:
        """What is now, and what was. `nth` counts the moves of a date, this one included; 0 where they are not known."""
        _ = self.translate
        if difference.shape == "entry":
            return self._entry(difference)
        if difference.shape == "file":
            return _(_CARRIED[difference.before is not None, difference.after is not None])
        if difference.shape == "rows":
            return self._rows(difference)
        if difference.shape == "text":
            return _(_WRITTEN[difference.before is not None, difference.after is not None])
        if isinstance(difference.before, tuple) or isinstance(difference.after, tuple):
            return self._lists(difference)
        before, after = (self.value(value, difference, type_name) for value in (difference.before, difference.after))
        if isinstance(difference.before, Status) and isinstance(difference.after, Status) and before == after:
            before, after = self._with_stage(difference.before, before), self._with_stage(difference.after, after)
        if difference.before is None:
            return _("%(now)s, was not set") % {"now": after}
        if difference.after is None:
            return _("no longer set, was %(before)s") % {"before": before}
        told = _("%(now)s, was %(before)s") % {"now": after, "before": before}
        return _("%(told)s, %(move)s") % {"told": told, "move": self.move(nth)} if nth else told

    def under(self, difference: Difference) -> str:
        """That something is a part of something else now."""
        _ = self.translate
        before, after = (self.value(value, difference) if value else "" for value in (difference.before, difference.after))
        if not after:
            return _("no longer under %(before)s") % {"before": before}
        if not before:
            return _("moved under %(now)s") % {"now": after}
        return _("moved under %(now)s, was under %(before)s") % {"now": after, "before": before}

    def now(self, difference: Difference) -> str:
        """What is now, of something that holds one value or a list of them."""
        if difference.shape in ("entry", "file", "rows", "text"):
            return self.sentence(difference)
        values = difference.after if isinstance(difference.after, tuple) else (difference.after,)
        return self.translate(", ").join(self.value(value, difference) for value in values)

    def move(self, nth: int) -> str:
        """Which move of a date this is."""
        return self.translate(MOVES[nth]) if nth < len(MOVES) else self.translate(N_("move %(nth)s")) % {"nth": nth}

    def planned(self, planned: object) -> str:
        """What a plan said about when: a period, or what a release is called."""
        return (
            dates.period_words(planned, self.language) if isinstance(planned, Period) else str(getattr(planned, "title", planned))
        )

    def distance(self, days: int) -> str:
        """How much later or earlier, in the largest unit that is still honest."""
        _ = self.translate
        if days == 0:
            return _("no change")
        size = abs(days)
        count, unit = (size, _DAYS) if size < 21 else (round(size / 7), _WEEKS) if size < 120 else (round(size / 30.44), _MONTHS)
        words = _(unit[days > 0][count != 1])
        return words % {"num": dates.number_words(count, self.language)}

    def value(self, value: Any, difference: Difference, type_name: str = "") -> str:
        """One value."""
        _ = self.translate
        if isinstance(value, Period):
            return dates.period_words(value, self.language)
        if isinstance(value, Status):
            return value.label or _(labels.VALUES.get(value.id, value.id))
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, (int, float)):
            return (
                dates.percent_words(value, self.language)
                if difference.shape == "share"
                else dates.number_words(value, self.language)
            )
        text = str(value)
        if difference.shape == "choice":
            return _(labels.value(text, type_name))
        if difference.shape == "refs" or difference.is_custom:
            text = self.titles.get(text, text)
        return _short(text, _LONG)

    def _entry(self, difference: Difference) -> str:
        _ = self.translate
        if difference.before is not None:
            return _(N_("removed"))
        inner = [found for found in difference.inner if found.after is not None and found.part[-1] != "title"]
        told = [self._fact(found) for found in inner]
        return _("added, %(what)s") % {"what": _(", ").join(told)} if told else _(N_("added"))

    def _fact(self, found: Difference) -> str:
        """What a new entry holds: a field of it, or an entry inside of it."""
        _ = self.translate
        own = _IN_RESULTS if found.field == "key_results" else {}
        parts = [self._part(part, own) for part in found.part]
        name = _(" › ").join(parts)
        if found.shape == "entry":
            return name
        values = found.after if isinstance(found.after, tuple) else (found.after,)
        return _("%(label)s: %(told)s") % {"label": name, "told": _(", ").join(self.value(value, found) for value in values)}

    def _rows(self, difference: Difference) -> str:
        """Rows of a table: the new ones and the others that are not the same."""
        _ = self.translate
        before, after = ({point.date: point for point in side or ()} for side in (difference.before, difference.after))
        new = [point for day, point in after.items() if day not in before]
        told = []
        if new:
            shown = new[-_ROWS:]
            values = [
                _("%(label)s: %(told)s")
                % {"label": self.value(point.date, difference), "told": self.value(point.value, difference)}
                for point in shown
            ]
            more = [_(N_("and %(num)s more")) % {"num": len(new) - len(shown)}] if len(new) > len(shown) else []
            told.append(_("added %(what)s") % {"what": _(", ").join([*values, *more])})
        changed = [day for day in after if day in before]
        gone = [day for day in before if day not in after]
        for word, days in (("changed %(what)s", changed), ("removed %(what)s", gone)):
            if days:
                shown_days = [self.value(day, difference) for day in days[-_ROWS:]]
                more = [_(N_("and %(num)s more")) % {"num": len(days) - _ROWS}] if len(days) > _ROWS else []
                told.append(_(word) % {"what": _(", ").join([*shown_days, *more])})
        return _("; ").join(told)

    def _with_stage(self, status: Status, told: str) -> str:
        """A status of which only the meaning changed."""
        _ = self.translate
        return _(N_("%(status)s (%(stage)s)")) % {"status": told, "stage": _(labels.VALUES.get(status.stage, status.stage))}

    def _lists(self, difference: Difference) -> str:
        _ = self.translate
        before, after = (tuple(side or ()) for side in (difference.before, difference.after))
        parts = []
        for word, entries in (
            ("added %(what)s", [e for e in after if e not in before]),
            ("removed %(what)s", [e for e in before if e not in after]),
        ):
            if entries:
                parts.append(_(word) % {"what": _(", ").join(self.value(entry, difference) for entry in entries)})
        return _("; ").join(parts) or _("in another order")


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


_IN_RESULTS = {"target": N_("Target value"), "value": N_("Value")}
_DAYS = (
    (N_("%(num)s day earlier"), N_("%(num)s days earlier")),
    (N_("%(num)s day later"), N_("%(num)s days later")),
)
_WEEKS = (
    (N_("%(num)s week earlier"), N_("%(num)s weeks earlier")),
    (N_("%(num)s week later"), N_("%(num)s weeks later")),
)
_MONTHS = (
    (N_("%(num)s month earlier"), N_("%(num)s months earlier")),
    (N_("%(num)s month later"), N_("%(num)s months later")),
)
_WRITTEN = {
    (True, True): N_("rewritten"),
    (False, True): N_("written"),
    (True, False): N_("taken out"),
    (False, False): N_("rewritten"),
}
_CARRIED = {
    (True, True): N_("the file is another one"),
    (False, True): N_("a file that its text brings along"),
    (True, False): N_("its text no longer brings the file along"),
}
_LANGUAGES = {"en": N_("English"), "zh": N_("Chinese")}
LISTS: tuple[str, ...] = (N_("added %(what)s"), N_("removed %(what)s"), N_("changed %(what)s"))
"""Sentences that are chosen by what happened to a list."""
