"""The pages of one site from one build to the next: what each was made from, and what of it need not be made again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Generic, NamedTuple, TypeVar

from pmsite.audience import Projection
from pmsite.model.changed import between, changed
from pmsite.model.indexes import INDEXES, TEXTS, Reads, answer, worked_out
from pmsite.model.product import titles
from pmsite.pages import Page
from pmsite.pages.stale import NEW, Changes, MadeFrom
from pmsite.views.modules import load

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """All that pages of a site are made from besides their items."""

    product: Projection
    fixed: object
    """What any page may read at any time."""
    around: Mapping[str, Mapping[str, object]]
    """By what its reads are recorded as, what else may be read."""

    def work_out(self) -> None:
        """Have all indexes that pages may read, here rather than in each process that makes pages."""
        load()  # those of views that nobody has needed yet, too
        for name in INDEXES:
            answer(name, self.product)

    def readable(self) -> frozenset[str]:
        """The indexes that can be compared with those of another day."""
        return frozenset(
            {field.name for field in fields(self.product)} | worked_out(self.product).keys() | self.around.keys() | {TEXTS}
        )


class Remembered(NamedTuple, Generic[T]):
    """A page, and what was made of it."""

    made_from: MadeFrom
    made: T


class RememberedPages(Generic[T]):
    """The pages of one site, by their addresses. Whatever one build does not make or find, the next one does not have."""

    def __init__(
        self,
        surroundings: Surroundings | None = None,
        now: dict[str, Remembered[T]] | None = None,
        files: dict[str, tuple[bytes, T]] | None = None,
    ) -> None:
        self.surroundings = surroundings
        self.now = now or {}
        """The pages of this build, as far as it has come."""
        self.files = files or {}
        """What else was made of the plan, by path, and what of it that was made from."""
        self.changes = Changes()
        """What is not as it was in the build before."""
        self.follows = False
        """Whether there is a build before this one that it can be compared with."""
        self._before: dict[str, Remembered[T]] = {}
        self._files_before: dict[str, tuple[bytes, T]] = {}
        self._readable: frozenset[str] = frozenset()

    def begin(self, now: Surroundings) -> None:
        """Begin a build."""
        before, self.surroundings = self.surroundings, now
        self.follows = before is not None and before.fixed == now.fixed and before.around.keys() == now.around.keys()
        self._before, self.now = self.now if self.follows else {}, {}
        self._files_before, self.files = self.files if self.follows else {}, {}
        if before is not None and self.follows:
            self.changes = Changes.of(_changed(before, now))
        else:
            self.changes = Changes()
            now.work_out()
        self._readable = now.readable()

    def forget_plan(self) -> None:
        """Keep no more than what pages were made from."""
        self.surroundings, self._before, self._files_before = None, {}, {}

    def knows(self, reads: Reads) -> bool:
        """Whether the next build can tell if any of some reads is answered otherwise."""
        return {index for index, _ in reads} <= self._readable

    def find(self, page: Page) -> Remembered[T] | None:
        """What the build before made of a page, if nothing that it was made from has changed."""
        known = self._before.get(page.address)
        return known if known is not None and not known.made_from.is_stale(page, self.changes) else None

    def same(self, page: Page, view: bytes) -> Remembered[T] | None:
        """What the build before made of a page whose view was made again, if that is the same."""
        known = self._before.get(page.address)
        return known if known is not None and known.made_from.would_be_same(page, view, self.changes) else None

    def before(self, page: Page) -> T | None:
        """What the build before made of a page, even if it has to be made again."""
        known = self._before.get(page.address)
        return known.made if known else None

    def why(self, page: Page) -> str:
        """Why a page is made that `find` did not find."""
        known = self._before.get(page.address)
        return known.made_from.why(page, self.changes) if known is not None else NEW

    def stay(self, page: Page) -> None:
        """Keep what the build before made of a page."""
        self.now[page.address] = self._before[page.address]

    def keep(self, page: Page, made_from: MadeFrom, made: T) -> None:
        """Keep what was made of a page."""
        self.now[page.address] = Remembered(made_from, made)

    def find_file(self, path: str) -> T | None:
        """What the build before made of a file, if nothing that it was made from has changed."""
        reads, made = self._files_before.get(path, (b"", None))
        return None if made is None or self.changes.touch(reads) else made

    def stay_file(self, path: str) -> None:
        """Keep a file as the build before wrote it."""
        self.files[path] = self._files_before[path]


def _changed(before: Surroundings, now: Surroundings) -> Reads:
    found = set(changed(before.product, now.product))
    for name, known in now.around.items():
        found.update(between(name, before.around[name], known))
    found.update(between("titles", titles(before.product), titles(now.product)))
    return frozenset(found)
