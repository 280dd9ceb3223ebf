"""One fault as a value: where it is, what is wrong, what to write instead. Standard library only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

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


def _escaped(character: str) -> str:
    number = ord(character)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file. Lines and columns count from 1; 0 means the whole file, or the whole line."""

    path: str
    line: int = 0
    column: int = 0

    def __reduce__(self) -> tuple[type[Span], tuple[object, ...]]:
        """As pickled: by position, since thousands of findings travel between processes."""
        return Span, (self.path, self.line, self.column)

    def __str__(self) -> str:
        parts = [self.path, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault. `message` says what is wrong, `hint` what to write instead, `related` names other places that matter.

    Whatever words of an author its texts quote, each is one line in which nothing is unseen.
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

    def __post_init__(self) -> None:
        if not (self.message.isprintable() and self.hint.isprintable()):
            object.__setattr__(self, "message", printable(self.message))
            object.__setattr__(self, "hint", printable(self.hint))

    def __reduce__(self) -> tuple[type[Diagnostic], tuple[object, ...]]:
        """As pickled: by position, and of most only what they need."""
        told = (self.code, self.severity, self.span, self.message, self.hint)
        more = (self.related, self.is_cause, self.follows, self.was_there, self.weight)
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


_NO_MORE = ((), False, (), None, 0)


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
