"""Texts that occur nowhere else, and notice what is done with them besides showing them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from jinja2.filters import do_striptags, do_urlencode
from markupsafe import escape

_AWKWARD = '<h1 id="x">&amp;&lt;B&gt;  é中%20\''
"""What stands inside of each text, so that whatever escapes, unescapes, strips or folds it is seen to have done so."""


def unlike_any() -> str:
    """A text that is in nothing else."""
    return f"{secrets.token_hex(8)}{_AWKWARD}{secrets.token_hex(8)}"


def remains(text: str, html: str) -> bool:
    """Whether anything of such a text is in a page."""
    return text[:16] in html or text[-16:] in html


CHANGES: Mapping[str, Callable[..., str]] = {
    "e": lambda text: str(escape(text)),
    "escape": lambda text: str(escape(text)),
    "striptags": do_striptags,
    "urlencode": do_urlencode,
    "replace": str.replace,
}
"""What templates may do to a text that can be done again to any other."""
FILTERS = tuple(name for name in CHANGES if name != "replace")
"""Those that are filters, and take nothing but the text."""


class Slot(NamedTuple):
    """What is shown of a page: one of its texts, by name, and what is done to it before, one after the other."""

    name: str
    changes: tuple[tuple[str, ...], ...] = ()

    def of(self, text: str) -> str:
        """What is shown where the text is this one."""
        for change, *arguments in self.changes:
            text = CHANGES[change](text, *arguments)
        return text


class Question(NamedTuple):
    """Something that was asked of a text: whether it is another one, or else has it in it."""

    name: str
    other: str
    is_whole: bool

    def of(self, text: str) -> bool:
        """The answer for a text."""
        return text == self.other if self.is_whole else self.other in text


@dataclass(eq=False, slots=True)
class Notes:
    """What was done with the texts of one page."""

    shown: dict[Slot, str] = field(default_factory=dict)
    """What stands in a page for each slot."""
    questions: dict[Question, bool] = field(default_factory=dict)
    looked_into: set[str] = field(default_factory=set)
    """The texts that were taken apart, by name: what was made of them is not known."""

    def text(self, slot: Slot) -> Traced:
        """A text that stands for a slot."""
        found = Traced(self.shown.setdefault(slot, unlike_any()))
        found.slot, found.notes = slot, self
        return found

    def ask(self, text: Traced, other: str, *, is_whole: bool) -> bool:
        """Note a question, and answer it."""
        question = Question(text.slot.name, str.__str__(other), is_whole)
        if text.slot.changes:
            self.looked_into.add(text.slot.name)
        self.questions[question] = question.of(str.__str__(text))
        return self.questions[question]


class Traced(str):
    """A text that notices what is done with it, where that could not be seen in what comes out."""

    slot: Slot
    notes: Notes

    def __str__(self) -> str:
        return self

    def __bool__(self) -> bool:
        return True

    def __contains__(self, part: object) -> bool:
        return isinstance(part, str) and self.notes.ask(self, part, is_whole=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and self.notes.ask(self, other, is_whole=True)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__

    def replace(self, old: str, new: str, count: Any = -1, /) -> str:
        """The text with words replaced, which is a slot of its own."""
        if count not in (-1, None):
            self.notes.looked_into.add(self.slot.name)
        return self.changed("replace", old, new)

    def changed(self, *change: str) -> str:
        """The text after a change, which is a slot of its own."""
        return self.notes.text(Slot(self.slot.name, (*self.slot.changes, change)))


def _noticed(name: str) -> Callable[..., Any]:
    plain = getattr(str, name)

    def method(self: Traced, *arguments: Any) -> Any:
        self.notes.looked_into.add(self.slot.name)
        return plain(self, *arguments)

    return method


_COMPARED = {"__lt__", "__le__", "__gt__", "__ge__"}
_SHOWN = {"__add__", "__mod__", "__getnewargs__"}
"""What shows a text among others, as it is."""

for _name in (set(dir(str)) - set(dir(object)) | _COMPARED) - _SHOWN - set(vars(Traced)):
    setattr(Traced, _name, _noticed(_name))
