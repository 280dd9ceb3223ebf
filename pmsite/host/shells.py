"""The theme's part of pages that are not in the navigation: the same around many of them, so it is made once for all of those.

A shell is a page of the theme with gaps. It is found by letting the theme make a page that does not exist, of texts that occur nowhere else:
where they come out is what is a page's own. They notice what the theme asks of them, which decides what pages a shell is for; where it takes them
apart, or shows them otherwise than as they are, there is no shell. Before a shell is used, it is filled in with a page that the theme has made
whole, and both are compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from pmsite.host.traced import Notes, Question, Slot, remains

P = TypeVar("P")
Shown_contra = TypeVar("Shown_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class Sample:
    """A page that does not exist, as the theme makes it."""

    html: str
    parts: Mapping[str, str]
    """Parts of it that are wholly a page's own, by name."""
    inside: tuple[str, ...]
    """Texts that show in those parts alone."""
    targets: frozenset[str]
    """The addresses in the site that it links to."""


class Theme(Protocol[Shown_contra]):
    """What makes pages, and knows what is a page's own."""

    unseen: frozenset[str]
    """The texts of a page, by name, that have no place in a shell."""
    is_strange: bool
    """Whether it has templates of the site's own, which may look at a page in ways that no text notices."""

    def html(self, page: Shown_contra) -> str:
        """The whole page."""

    def own(self, page: Shown_contra) -> Mapping[str, str]:
        """A page's own texts, by name; empty those that it lacks."""

    def kind(self, page: Shown_contra) -> object:
        """What is the same for pages that differ in nothing but texts of their own."""

    def part(self, name: str, page: Shown_contra) -> str:
        """A part of a page that is wholly its own."""

    def sample(self, page: Shown_contra, own: Mapping[str, str]) -> Sample:
        """A page of the same kind with other texts."""

    def url(self, page: Shown_contra) -> str:
        """The address of a page in the site."""


@dataclass(frozen=True, slots=True)
class Shell:
    """A page with gaps."""

    texts: tuple[str, ...]
    gaps: tuple[Slot, ...]
    """What stands between the texts, so one fewer."""
    answers: tuple[tuple[Question, bool], ...]
    """What the theme asked of a page's texts, and was answered."""
    folders: frozenset[str]
    """What holds the pages that it links to. Links are relative, so a page that is itself one of those has others."""


class Shells(Generic[P]):
    """The shells of one site."""

    def __init__(self, theme: Theme[P]) -> None:
        self._theme = theme
        self._shells: dict[object, Shell | None] = {}
        self._proven: set[object] = set()
        self._uses: Counter[object] = Counter()
        self.hindrance = ""
        """What keeps pages from being filled in, if anything does."""
        self.differs = ""
        """A page, by its address, of which the theme makes something else than it was filled in: then no shell is to be trusted."""

    def html(self, page: P) -> str:
        """A page as the theme makes it."""
        own = self._theme.own(page)
        kind = (self._theme.kind(page), tuple(name for name, text in own.items() if text))
        self._uses[kind] += 1
        if self._uses[kind] == 1:  # it may be the only one of its kind
            return self._theme.html(page)
        if kind not in self._shells:
            self._shells[kind] = self._made(page, own)
        shell = self._shells[kind]
        filled = None if shell is None else self._filled(shell, page, own)
        if filled is not None and not self._must_prove(kind):
            return filled
        whole = self._theme.html(page)
        if filled is not None:
            self._proven.add(kind)
            if filled != whole:
                self.differs = self.differs or self._theme.url(page)
        return whole

    def _must_prove(self, kind: object) -> bool:
        """Whether a page is compared with what the theme makes of it: the first one; of a theme of which less is known also later ones."""
        uses = self._uses[kind]
        return kind not in self._proven or (self._theme.is_strange and uses & (uses - 1) == 0)

    def _filled(self, shell: Shell, page: P, own: Mapping[str, str]) -> str | None:
        """A page in a shell; nothing where it is one that the shell is not for."""
        if self._theme.url(page) in shell.folders or any(asked.of(own[asked.name]) is not told for asked, told in shell.answers):
            return None
        found = [shell.texts[0]]
        for gap, text in zip(shell.gaps, shell.texts[1:], strict=True):
            found.append(gap.of(own[gap.name]) if gap.name in own else self._theme.part(gap.name, page))
            found.append(text)
        return "".join(found)

    def _made(self, page: P, own: Mapping[str, str]) -> Shell | None:
        notes = Notes()
        sample = self._theme.sample(page, {name: notes.text(Slot(name)) for name, text in own.items() if text})
        shown = {text: slot for slot, text in notes.shown.items()}
        shown |= {text: Slot(name) for name, text in sample.parts.items()}
        pieces = re.split("(" + "|".join(map(re.escape, sorted(shown, key=len, reverse=True))) + ")", sample.html)
        texts, gaps = tuple(pieces[::2]), tuple(shown[piece] for piece in pieces[1::2])
        rest = "\0".join(texts)
        altered = {slot.name for slot, text in notes.shown.items() if remains(text, rest)}
        altered |= {"headings or tags" for text in sample.inside if remains(text, rest)}
        asked = {question.name for question in notes.questions} | {gap.name for gap in gaps}
        if found := notes.looked_into | altered | (asked & self._theme.unseen):
            self.hindrance = ", ".join(sorted(found))
            return None
        return Shell(texts, gaps, tuple(notes.questions.items()), _folders(sample.targets))


def _folders(targets: Iterable[str]) -> frozenset[str]:
    found = set()
    for target in targets:
        parts = target.strip("/").split("/")
        found |= {"/".join(parts[:end]) + "/" for end in range(1, len(parts) + 1)}
    return frozenset(found)
