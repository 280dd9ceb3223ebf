"""The files of a plan as they would be, one operation after the other; nothing is written."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, groupby

from pmsite.diagnostics import Diagnostic, Severity, Span
from pmsite.editing.plan import FileChange, Plan, digest
from pmsite.messages import said
from pmsite.read.files import read_bytes, system_reason
from pmsite.read.limits import TABLE_BYTES
from pmsite.read.names import fold
from pmsite.read.record import Record
from pmsite.read.workspace import SETTINGS
from pmsite.workspace import Workspace
from pmsite.writing.change import changed
from pmsite.writing.held import Held, in_language
from pmsite.writing.items import Effect, created, dropped, links_to, moved, renamed
from pmsite.writing.links import rebased
from pmsite.writing.operation import Attach, Create, Drop, InFile, Measure, Move, OfFiles, Operation, Rename, language_of
from pmsite.writing.refused import Refused, refused
from pmsite.writing.table import with_row

_EMPTY = b"---\n---\n"


def held(workspace: Workspace) -> Held:
    """What a workspace holds. It must have settings."""
    assert workspace.product is not None  # as it has settings
    return Held(
        workspace.product,
        workspace.records,
        workspace.unsound,
        workspace.translations,
        workspace.files,
        workspace.prefix,
        tuple(fault for fault in workspace.report if fault.severity is Severity.ERROR),
        workspace.absent,
    )


class Draft:
    """What operations make of the files of a workspace. What refuses one is collected, and the others are tried all the same."""

    def __init__(self, workspace: Workspace, again: Callable[[Mapping[str, bytes | None]], Workspace]) -> None:
        """`again` reads the workspace as it would be with other files."""
        self._root, self._again = workspace.root, again
        self._held = held(workspace)
        self._is_old = False
        """Whether files have changed since what is held was read."""
        self._made: dict[str, tuple[str, str]] = {}
        """By the ids of new items, their files and types."""
        self._before: dict[str, bytes | None] = {}
        self._now: dict[str, bytes | None] = {}
        self._came_from: dict[str, str] = {}
        self.renamed: dict[str, str] = {}
        """By the ids that items had, their new ones."""
        self.faults: list[Diagnostic] = []

    @property
    def over(self) -> dict[str, bytes | None]:
        """The files that are others than before."""
        return {inside: now for inside, now in sorted(self._now.items()) if now != self._before[inside]}

    @property
    def files(self) -> tuple[FileChange, ...]:
        """The same, each with what it was."""
        return tuple(FileChange(at, self._before[at], now, self._came_from.get(at, "")) for at, now in self.over.items())

    @property
    def moves(self) -> Mapping[str, str]:
        """By the places that files had, their new ones."""
        return {before: inside for inside, before in self._came_from.items()}

    def carry_out(self, plan: Plan) -> None:
        """Make all changes that can be made."""
        for inside, seen in plan.seen.items():
            with self._collected():
                is_known = inside == SETTINGS or self._held.places.get(fold(inside)) == inside  # never what lies elsewhere
                if digest(self._content(inside) if is_known else None) != seen:
                    raise self._changed_meanwhile(inside)
        for is_of_files, wishes in groupby(plan.operations, lambda wish: isinstance(wish, OfFiles)):
            if is_of_files:
                for wish in wishes:
                    with self._collected():
                        assert isinstance(wish, OfFiles)  # these come apart
                        self._files(wish)
            else:
                self._facts(wishes)
        for inside, content in plan.files.items():
            with self._collected():
                self._put(inside, content)

    @contextmanager
    def _collected(self) -> Iterator[None]:
        try:
            yield
        except Refused as fault:
            self.faults.append(fault.diagnostic)

    def _facts(self, wishes: Iterable[Operation]) -> None:
        by_file: dict[str, list[InFile]] = {}
        for wish in wishes:
            assert not isinstance(wish, OfFiles)  # these come apart
            with self._collected():
                by_file.setdefault(self._file_of(wish), []).append(wish)
        for inside, mine in by_file.items():
            with self._collected():
                self._change(inside, mine)
        self._is_old = True

    def _file_of(self, wish: InFile) -> str:
        language = language_of(wish)
        if wish.item in self._made:
            inside = self._made[wish.item][0]
            return in_language(inside, language, self._path(inside)) if language else inside
        self._look_again()
        return self._held.translation(wish.item, language) if language else self._held.record(wish.item).inside

    def _look_again(self) -> None:
        if self._is_old:
            self._held = held(self._again(self.over))
            self._is_old = False

    def _change(self, inside: str, wishes: Sequence[InFile]) -> None:
        content, item = self._content(inside), wishes[0].item
        if content is None and language_of(wishes[0]):
            content = _EMPTY
        if content is None:
            raise self._changed_meanwhile(inside)
        type_name = self._made[item][1] if item in self._made else self._held.type_name(item)
        try:
            text = content.decode()
        except UnicodeDecodeError:
            raise self._changed_meanwhile(inside) from None
        self._put(inside, changed(text, wishes, type_name, inside, self._path(inside)).encode())

    def _files(self, wish: OfFiles) -> None:
        if not isinstance(wish, Create) or self._is_old:
            self._is_old = self._is_old or bool(self._made)
            self._look_again()
        if isinstance(wish, Create):
            if fold(wish.item) in map(fold, self._made):
                raise refused(
                    "duplicate-id", Span(self._held.prefix), said("{item} is made twice", item=wish.item), said("choose another id")
                )
            effect = created(self._held, wish)
            self._take(effect)
            self._made[wish.item] = next(iter(effect.made)), wish.type
            return
        if isinstance(wish, Rename):
            self._take(renamed(self._held, wish))
            self.renamed[wish.item] = wish.id
        elif isinstance(wish, Move):
            self._take(moved(self._held, wish))
        elif isinstance(wish, Measure):
            self._measure(wish)
        elif isinstance(wish, Attach):
            self._attach(wish)
        elif isinstance(wish, Drop):
            self._take(dropped(self._held, wish))
        self._is_old, self._made = True, {}

    def _measure(self, wish: Measure) -> None:
        inside = self._held.record(wish.item).inside.removesuffix(".md") + ".csv"
        cells = {"date": wish.date, "value": wish.value, "note": wish.note}
        self._put(inside, with_row(self._content(inside), cells, self._path(inside)))

    def _attach(self, wish: Attach) -> None:
        inside = posixpath.join(posixpath.dirname(self._held.record(wish.item).inside), wish.name)
        self._held.must_be_new(inside)
        if self._content(inside) is not None:  # as one whose name begins with a point, which no plan knows
            raise refused(
                "place-taken", Span(self._path(inside)), said("there is a file of this name already"), said("choose another name")
            )
        self._put(inside, wish.content)

    def _take(self, effect: Effect) -> None:
        for inside, wishes in effect.changes.items():
            self._change(inside, wishes)
        for record in list(links_to(effect.moves, self._records())) if effect.moves else ():
            self._follow_links(record.inside, effect.moves)
        for before, after in effect.moves.items():
            content = self._content(before)
            self._put(before, None)
            self._put(after, self._in_its_folder(content, before, after))
            self._came_from[after] = self._came_from.pop(before, before)
        for inside in effect.gone:
            self._content(inside)
            self._put(inside, None)
        for inside, text in effect.made.items():
            if self._content(inside) is not None:
                raise refused(
                    "place-taken", Span(self._path(inside)), said("there is a file of this name already"), said("choose another id")
                )
            self._put(inside, text.encode())

    def _records(self) -> Iterator[Record]:
        told = (translation.record for translation in self._held.translations.values())
        return chain(self._held.records.values(), self._held.unsound.values(), told)

    def _follow_links(self, inside: str, moves: Mapping[str, str]) -> None:
        folder = inside.rpartition("/")[0]
        text = (self._content(inside) or b"").decode()
        found = rebased(text, folder, folder, moves)
        if found != text:
            self._put(inside, found.encode())

    def _in_its_folder(self, content: bytes | None, before: str, after: str) -> bytes | None:
        """A text that stood in one folder as it must be in another, so that what it links to stays the same."""
        old, new = before.rpartition("/")[0], after.rpartition("/")[0]
        if old == new or content is None or not before.endswith(".md"):
            return content
        return rebased(content.decode(), old, new).encode()

    def _content(self, inside: str) -> bytes | None:
        """A file as it is by now; nothing where there is none. Raises Refused where it cannot be read."""
        if inside not in self._now:
            try:
                found = read_bytes(str(self._root / inside), TABLE_BYTES)
            except FileNotFoundError:
                found = None
            except OSError as fault:
                why = system_reason(fault)
                raise refused(
                    "not-readable",
                    Span(self._path(inside)),
                    said("the file cannot be read: {why}", why=why),
                    said("check who may read it"),
                ) from None
            self._before[inside] = self._now[inside] = found
        return self._now[inside]

    def _put(self, inside: str, content: bytes | None) -> None:
        self._content(inside)
        self._now[inside] = content

    def _path(self, inside: str) -> str:
        return f"{self._held.prefix}/{inside}"

    def _changed_meanwhile(self, inside: str) -> Refused:
        message = said("the file is not as it was when this change was made")
        return refused("changed-meanwhile", Span(self._path(inside)), message, said("look at it again, and decide again"))
