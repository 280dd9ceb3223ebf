"""One fault as a value: where it is, what is wrong, what to write instead. Standard library only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, NamedTuple

from pmsite.messages import Message, joined

NEWLY_VISIBLE = "newly-visible"
"""What a change shows to readers, which cannot be taken back: it stands before every other finding."""


class Severity(StrEnum):
    """How much a finding matters, the gravest first.

    An error cannot be trusted, and stops a build. A warning is wrong in the plan, and stops a strict build. A reminder is what
    time alone, or the team's housekeeping, brings: it stops nothing unless somebody asks. A notice is no finding at all, but
    good to know for whoever asked.
    """

    ERROR = "error"
    WARNING = "warning"
    REMINDER = "reminder"
    NOTICE = "notice"

    @property
    def is_fault(self) -> bool:
        """Whether something is wrong, and not only due or good to know."""
        return self in (Severity.ERROR, Severity.WARNING)


_RANK = {severity: rank for rank, severity in enumerate(Severity)}


def printable(text: str, limit: int = 0) -> str:
    """A text as a message can show it: on one line, with every character that nobody sees written as its number."""
    if limit and len(text) > limit:
        return printable(text[: limit - 1]) + "…"
    return text if text.isprintable() else "".join(c if c.isprintable() else _escaped(c) for c in text)


def _printable(message: str) -> str:
    return message.each(printable) if isinstance(message, Message) else printable(message)


def _escaped(character: str) -> str:
    number = ord(character)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


class Span(NamedTuple):
    """A place in a file. Lines and columns count from 1; 0 means the whole file, or the whole line."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.path, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


class Part(StrEnum):
    """What of a file, or of its name, is written anew where a fault is mended."""

    VALUE = "value"
    """A fact, or an entry of a list, at its place."""
    KEY = "key"
    """The name of a fact."""
    LINES = "lines"
    """Whole lines, from that of the fault on."""
    WORDS = "words"
    """A few words in the line of the fault."""
    FILE = "file"
    """The name of the file, or its place in the workspace where it has a `/`."""
    FOLDER = "folder"
    """The name of a folder: its files move into another one."""
    ENCODING = "encoding"
    """How the file's characters are written as bytes."""


@dataclass(frozen=True, slots=True)
class Mend:
    """What is written in place of what, where a fault has one right answer."""

    part: Part
    new: str | tuple[str, ...]
    old: str | tuple[str, ...] = ""
    """What must stand there."""
    place: tuple[str | int, ...] = ()
    """Of a value or a key, where it stands in the facts."""
    line: int = 0
    """Of lines, the first, where that is not the one of the fault."""
    lines: int = 1
    """How many lines are written anew; with no text for them they go."""


class Answer(Message):
    """A hint that names the one right answer, which is kept as what mends the fault; whoever only tells it needs nothing of that."""

    __slots__ = ("mend",)
    mend: Mend

    def __new__(cls, hint: str, mend: Mend) -> Answer:
        """The two together."""
        told = hint if isinstance(hint, Message) else Message("{hint}", {"hint": hint})
        made = str.__new__(cls, told)
        made.words, made.arguments, made.mend = told.words, told.arguments, mend
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """As pickled: what it was made of."""
        return Answer, (only_told(self), self.mend)


def answer(
    words: str,
    new: str | tuple[str, ...],
    *,
    part: Part = Part.VALUE,
    old: str | tuple[str, ...] = "",
    place: tuple[str | int, ...] = (),
    **arguments: Any,
) -> Answer:
    """The one right answer to a fault, which is `{answer}` in the words of the hint; other arguments are as those of `said`."""
    told = new.strip() if isinstance(new, str) else f"[{', '.join(new)}]"
    return Answer(Message(words, {"answer": printable(told), **arguments}), Mend(part, new, old, place))


def only_told(hint: str) -> str:
    """A hint in words alone, which mends nothing."""
    return Message(hint.words, hint.arguments) if isinstance(hint, Message) else hint


def and_then(hint: str, words: str) -> str:
    """A hint with more words behind it, after a semicolon."""
    whole = joined(hint, words)
    return Answer(whole, hint.mend) if isinstance(hint, Answer) else whole


class Edit(NamedTuple):
    """Characters of a file that are written anew. Lines and columns count from 1; the end is behind the last of them."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """What mends one fault: edits of its file, or another place for a file or a folder."""

    path: str
    edits: tuple[Edit, ...] = ()
    moves_to: str = ""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault. `message` says what is wrong, `hint` what to write instead, `related` names other places that matter.

    Whatever words of an author its texts quote, each is one line in which nothing is unseen. Where the hint is the one right
    answer, what mends the fault is kept beside it.
    """

    code: str
    severity: Severity
    span: Span
    message: str
    hint: str = ""
    related: tuple[tuple[Span, str], ...] = ()
    is_cause: bool = False
    """Whether its file cannot be read for it, so that other findings may only follow from this one."""
    follows: tuple[tuple[Span, str], ...] = ()
    """What follows from it and is therefore no finding of its own: each place, and what would be said there."""
    was_there: bool | None = None
    """Whether the revision that the plan is compared with had it already; nothing where it is compared with none."""
    weight: int = 0
    """Among findings of its kind, what is told first: the least."""
    mend: Mend | None = None
    """What mends it, where there is one right answer."""
    fix: Fix | None = None
    """The same as edits, for those who asked for them."""

    def __post_init__(self) -> None:
        if isinstance(self.hint, Answer):
            object.__setattr__(self, "mend", self.hint.mend)
            object.__setattr__(self, "hint", only_told(self.hint))
        if not (self.message.isprintable() and self.hint.isprintable()):
            object.__setattr__(self, "message", _printable(self.message))
            object.__setattr__(self, "hint", _printable(self.hint))

    def __reduce__(self) -> tuple[type[Diagnostic], tuple[object, ...]]:
        """As pickled: by position, and of most only what they need."""
        told = (self.code, self.severity, self.span, self.message, self.hint)
        more = (self.related, self.is_cause, self.follows, self.was_there, self.weight, self.mend, self.fix)
        return Diagnostic, told if more == _NO_MORE else (*told, *more)

    def __hash__(self) -> int:
        """By what nearly always tells two apart, since thousands are put into sets."""
        return hash((self.message, self.span.path, self.span.line, self.code))

    @property
    def order(self) -> tuple[bool, int, int, str, int, int, int, str, str]:
        """Sort key: what a change brings before what was there; what it shows to readers before all; causes first, those of the
        settings above all; then what is wrong, what is due, what is only told; each by place.
        """
        at = self.span
        rank = _RANK[self.severity]
        cause = 0 if at.path.endswith("/product.yml") else 1
        part = cause if self.is_cause else 2 if self.severity.is_fault else 1 + rank
        part = -1 if self.code == NEWLY_VISIBLE else part
        return (self.was_there is True, part, self.weight, at.path, at.line, at.column, rank, self.code, self.message)


_NO_MORE = ((), False, (), None, 0, None, None)


@dataclass(slots=True)
class Report:
    """Collects every fault of a run; nothing is raised, so that one bad file never hides the faults of another."""

    _found: list[Diagnostic] = field(default_factory=list)

    def add(self, diagnostic: Diagnostic) -> None:
        """Note one fault."""
        self._found.append(diagnostic)

    def error(self, code: str, span: Span, message: str, hint: str = "", related: Iterable[tuple[Span, str]] = ()) -> None:
        """Note one fault of severity error."""
        self.add(Diagnostic(code, Severity.ERROR, span, message, hint, tuple(related)))

    def warning(self, code: str, span: Span, message: str, hint: str = "") -> None:
        """Note one fault of severity warning."""
        self.add(Diagnostic(code, Severity.WARNING, span, message, hint))

    def reminder(self, code: str, span: Span, message: str, hint: str = "") -> None:
        """Note something that is due, and wrong in nothing."""
        self.add(Diagnostic(code, Severity.REMINDER, span, message, hint))

    def notice(self, code: str, span: Span, message: str, hint: str = "") -> None:
        """Note something that is no fault, but good to know."""
        self.add(Diagnostic(code, Severity.NOTICE, span, message, hint))

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Note several faults."""
        self._found.extend(diagnostics)

    def fold(self, unread: Iterable[str], following: Mapping[str, Sequence[tuple[Span, str]]]) -> None:
        """Mark the errors of files that cannot be read as causes; the first of each gets, by path, what follows from it."""
        paths, waiting = set(unread), dict(following)
        causes = [found for found in self if found.severity is Severity.ERROR and found.span.path in paths]
        others = set(self._found).difference(causes)
        told = [replace(one, is_cause=True, follows=tuple(sorted(waiting.pop(one.span.path, ())))) for one in causes]
        self._found = [*told, *others]

    def beyond(self, told: Iterable[Diagnostic]) -> Report:
        """What it holds that was not told already of the same file, in the same words."""
        known = {(d.code, d.span.path, d.message) for d in told}
        return Report([d for d in self._found if (d.code, d.span.path, d.message) not in known])

    def count(self, severity: Severity) -> int:
        """How many faults of one severity there are."""
        return self.counts()[severity]

    def counts(self) -> Counter[Severity]:
        """How many faults of each severity there are."""
        return Counter(d.severity for d in set(self._found))

    def holds(self, least: Severity) -> bool:
        """Whether anything found is as grave as that, or graver."""
        return any(_RANK[d.severity] <= _RANK[least] for d in self._found)

    @property
    def failed(self) -> bool:
        """Whether anything found stops a build."""
        return any(d.severity is Severity.ERROR for d in self._found)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(sorted(set(self._found), key=lambda d: d.order))

    def __len__(self) -> int:
        return len(set(self._found))
