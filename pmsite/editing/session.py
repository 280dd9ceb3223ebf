"""One workspace that is being changed: the only way in which commands, editors and assistants change facts of a plan."""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from pmsite import transaction
from pmsite.diagnostics import Diagnostic, Report, Severity, Span
from pmsite.editing.by_hand import rewritten
from pmsite.editing.draft import Draft
from pmsite.editing.journal import Entry, Journal, are_as, changed_since, so_already
from pmsite.editing.mending import Mending, content_of, mend
from pmsite.editing.mentions import mentions
from pmsite.editing.plan import FileChange, Plan, Verdict, Wanted
from pmsite.judged import Judged
from pmsite.lock import Lock
from pmsite.memory import Memory
from pmsite.messages import said
from pmsite.pipeline import check_all, load, read
from pmsite.read.files import system_reason
from pmsite.read.workspace import Over
from pmsite.workspace import Workspace
from pmsite.writing.operation import Raw
from pmsite.writing.refused import Refused, refused

_PATIENCE = 5.0
"""Seconds that one command waits for another to have written."""


class Session:
    """A workspace to look at and to change. Each look reads what changed since the last one, and no more."""

    def __init__(self, root: Path, prefix: str, today: date, memory: Memory | None = None) -> None:
        self.root, self.prefix, self.today = root, prefix, today
        memory = memory or Memory()
        self._memory = memory if memory.judged else replace(memory, judged=Judged())

    def look(self) -> Workspace:
        """The workspace as it is, checked."""
        return load(self.root, self.prefix, self.today, self._memory)

    def preview(self, plan: Wanted) -> Verdict:
        """What a plan would do; nothing is written."""
        try:
            return self._judged(plan)
        except Refused as fault:
            return Verdict(faults=(fault.diagnostic,))

    def apply(self, plan: Wanted, *, seen: str = "", title: str = "") -> Verdict:
        """Do what a plan says, all of it or nothing. `seen` is the digest of the verdict that somebody agreed to.

        Where the verdict has faults nothing was written.
        """
        try:
            with self.alone():
                verdict = self._judged(plan)
                self._must_be_seen(verdict, seen)
                if verdict.ok and verdict.files:
                    told = (*verdict.told, *self._written(verdict, title))
                    verdict = replace(verdict, told=told, entry=self._last_done())
                return verdict
        except Refused as fault:
            return Verdict(faults=(fault.diagnostic,))

    def _last_done(self) -> str:
        with suppress(OSError):
            entry = Journal(self.root).last_done()
            return entry.name if entry else ""
        return ""

    def mend(self, *, write: bool = True, seen: str = "") -> tuple[Verdict, Mending, Workspace]:
        """Mend all faults that have one right answer, or without `write` say what that would change; and the workspace after it.

        `seen` is the digest of the verdict that somebody agreed to.

        Where the verdict has faults nothing was written.
        """
        if not write:
            return self._mended()
        try:
            with self.alone():
                verdict, found, after = self._mended()
                self._must_be_seen(verdict, seen)
                if verdict.files:
                    verdict = replace(verdict, told=self._written(verdict, "check --fix"))
                    after = self.look() if found.came_from else after  # without the folders that are empty now
                return verdict, found, after
        except Refused as fault:
            return Verdict(faults=(fault.diagnostic,)), Mending(), self.look()

    def _must_be_seen(self, verdict: Verdict, seen: str) -> None:
        if seen and seen != verdict.digest:
            message = said("this is not what was looked at any more")
            raise refused("changed-meanwhile", Span(self.prefix), message, said("look at it again, and decide again"))

    def _mended(self) -> tuple[Verdict, Mending, Workspace]:
        found, after = mend(lambda over: load(self.root, self.prefix, self.today, self._aside() if over else self._memory, over))
        return Verdict(tuple(self._changes(found))), found, after

    def _changes(self, found: Mending) -> Iterator[FileChange]:
        for change in self._files(found.over):
            yield replace(change, came_from=found.came_from.get(change.inside, ""))

    def _files(self, over: Over) -> Iterator[FileChange]:
        """Files that are not yet as they are to be."""
        for inside, now in sorted(over.items()):
            before = content_of(self.root / inside)
            if before != now:
                yield FileChange(inside, before, now)

    def undo(self, entry: str = "") -> Verdict:
        """Put back what was there before the last change, if it is the one that is meant."""
        return self._back(Journal.last_done, "undone", said("there is nothing to undo"), entry)

    def redo(self, entry: str = "") -> Verdict:
        """Do again what was undone last, if it is what is meant."""
        return self._back(Journal.first_undone, "done", said("there is nothing to do again"), entry)

    def done(self) -> tuple[Entry, ...]:
        """What can be undone, the last change first."""
        try:
            return tuple(Journal(self.root).done())
        except OSError:  # nothing can be kept, so nothing is
            return ()

    def _judged(self, wanted: Wanted) -> Verdict:
        if isinstance(wanted, Raw):
            return rewritten(self.look(), wanted, lambda over: load(self.root, self.prefix, self.today, self._aside(), over))
        before = read(self.root, self.prefix, self.today, self._memory)
        if before.product is None:
            if isinstance(wanted, Plan) and wanted.files and not wanted.operations:
                return Verdict(tuple(self._files(wanted.files)))
            return Verdict(faults=tuple(fault for fault in before.report if fault.severity is Severity.ERROR))
        plan = wanted if isinstance(wanted, Plan) else wanted(before)
        draft = Draft(before, lambda over: read(self.root, self.prefix, self.today, self._aside(), over))
        draft.carry_out(plan)
        if draft.faults or not draft.over:
            return Verdict(faults=tuple(dict.fromkeys(draft.faults)), told=plan.told)
        after = load(self.root, self.prefix, self.today, self._aside(), draft.over)
        self._judge(before, after)
        new = _new((*before.report, *plan.known), after.report, self.prefix, draft)
        faults = tuple(found for found in new if found.severity is Severity.ERROR)
        told = [*plan.told, *(found for found in new if found.severity is not Severity.ERROR)]
        gone = before.product.items.keys() - after.product.items.keys() if after.product is not None else set()
        return Verdict(
            draft.files, faults, (*told, *mentions(after, sorted(gone | draft.renamed.keys()))) if not faults else tuple(told)
        )

    def _judge(self, before: Workspace, after: Workspace) -> None:
        """Report what rules find in a plan before changes, as far as they find something after them: nothing else can be new then."""
        known = self._memory.judged.of(before) if self._memory.judged and not before.report.failed else None
        if known is None:
            check_all(before, {found.code for found in after.report})
        else:
            before.report.extend(known)

    def _aside(self) -> Memory:
        """What is known, for a look at what may never be."""
        return replace(
            self._memory, files=dict(self._memory.files), last=replace(self._memory.last), series=dict(self._memory.series)
        )

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let no other command of this user write meanwhile, and undo first what one of them left half done. Raises Refused."""
        lock = None
        with suppress(OSError):  # without a folder of the user's own there is no lock
            lock = Lock(Journal(self.root).folder / "lock")
            end = time.monotonic() + _PATIENCE
            while not lock.take():
                if time.monotonic() > end:
                    raise refused(
                        "busy", Span(self.prefix), said("another command is writing here"), said("try again when it has ended")
                    )
                time.sleep(0.02)
        try:
            with self._telling_faults():
                transaction.recover(self.root)
            with suppress(OSError):
                Journal(self.root).settle()
            yield
        finally:
            if lock is not None:
                lock.release()

    def _written(self, verdict: Verdict, title: str) -> tuple[Diagnostic, ...]:
        """Write the files of a verdict; gives what is to be told of that. Raises Refused, and then nothing is written."""
        for change in verdict.files:
            self._must_be_writable(change)
        with self.noted(verdict.files, title) as told:
            self._replace({one.inside: one.before for one in verdict.files}, {one.inside: one.after for one in verdict.files})
        return told

    @contextmanager
    def noted(self, changes: tuple[FileChange, ...], title: str) -> Iterator[tuple[Diagnostic, ...]]:
        """Keep what is needed to undo changes that are made meanwhile; gives what is to be told where that cannot be.

        What is raised meanwhile means that they were not made.
        """
        undo: tuple[Journal, Entry] | None = None
        told: tuple[Diagnostic, ...] = ()
        try:
            journal = Journal(self.root)
            undo = journal, journal.note(changes, title)
        except OSError:
            message = said("this cannot be undone, since what was there before cannot be kept")
            hint = said("see that your cache folder can be written to")
            told = (Diagnostic("no-undo", Severity.NOTICE, Span(self.prefix), message, hint),)
        try:
            yield told
        except BaseException:
            if undo is not None:
                undo[0].forget(undo[1])
            raise
        if undo is not None:
            with suppress(OSError):  # the next command finds out that it was done
                undo[0].mark(undo[1], "done")

    def _must_be_writable(self, change: FileChange) -> None:
        """Raise Refused where somebody has marked a file as one that nobody writes to: to replace it would take no heed of that."""
        place = self.root / change.inside
        if change.before is not None and os.path.lexists(place) and not os.access(place, os.W_OK):
            path = f"{self.prefix}/{change.inside}"
            raise refused("not-writable", Span(path), said("the file is read-only"), said("let it be written to, if that is meant"))

    def _replace(self, before: Over, after: Over) -> None:
        edits, was = ({self.root / inside: content for inside, content in files.items()} for files in (after, before))
        with self._telling_faults():
            transaction.apply(self.root, edits, was=was)
        for inside in (inside for inside, content in after.items() if content is None):
            self._leave_no_empty_folder(Path(inside).parent)

    def _leave_no_empty_folder(self, folder: Path) -> None:
        with suppress(OSError):  # something else is in it
            for inside in (folder, *folder.parents):
                if inside != Path():
                    (self.root / inside).rmdir()

    @contextmanager
    def _telling_faults(self) -> Iterator[None]:
        try:
            yield
        except transaction.ChangedMeanwhile as fault:
            message = said("the file was changed by somebody else at this very moment")
            raise refused("changed-meanwhile", self._span(fault), message, said("look at it again, and decide again")) from None
        except transaction.NotUndone as fault:
            message = said("not all was written, and what was cannot be undone")
            raise refused("not-written", self._span(fault), message, said("the next command that writes undoes it first")) from None
        except OSError as fault:
            why = system_reason(fault)
            raise refused(
                "not-written",
                self._span(fault),
                said("nothing was written: {why}", why=why),
                said("check who may write here, and whether there is room"),
            ) from None

    def _span(self, fault: OSError) -> Span:
        path = Path(str(fault.filename2 or fault.filename or self.root))
        inside = path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else ""
        return Span(f"{self.prefix}/{inside}".rstrip("/.")) if inside else Span(self.prefix)

    def _back(self, find: Callable[[Journal], Entry | None], state: str, otherwise: str, meant: str) -> Verdict:
        try:
            with self.alone():
                try:
                    journal = Journal(self.root)
                    entry = find(journal)
                except OSError:
                    entry = None
                if entry is None:
                    raise refused("nothing-to-undo", Span(self.prefix), otherwise, said("change it by hand, or with git"))
                if meant and entry.name != meant:
                    message = (
                        said("something else was changed since: {title}", title=entry.title)
                        if entry.title
                        else said("something else was changed since")
                    )
                    raise refused("undo-another", Span(self.prefix), message, said("take that back first, or change this by hand"))
                before, after = (entry.after, entry.before) if state == "undone" else (entry.before, entry.after)
                if before != after and are_as(self.root, after):
                    journal.mark(entry, state)
                    raise so_already(self.prefix, entry.title, state)
                try:
                    self._replace(before, after)
                except Refused as fault:
                    raise changed_since(fault) from None
                journal.mark(entry, state)
        except Refused as fault:
            return Verdict(faults=(fault.diagnostic,))
        back = {one.came_from: one.inside for one in entry.changes if one.came_from} if state == "undone" else None
        changes = (
            FileChange(
                one.inside, before[one.inside], after[one.inside], one.came_from if back is None else back.get(one.inside, "")
            )
            for one in entry.changes
        )
        return Verdict(tuple(changes), title=entry.title, entry=entry.name)


def _new(before: Iterable[Diagnostic], after: Report, prefix: str, draft: Draft) -> list[Diagnostic]:
    """What is found after some changes and was not before. What moved, or is called otherwise, is the same."""
    moves = {f"{prefix}/{old}": f"{prefix}/{new}" for old, new in draft.moves.items()}
    names = [(re.compile(rf"(?<![\w.-]){re.escape(old)}(?![\w-])"), new) for old, new in draft.renamed.items()]

    def renamed(found: Diagnostic) -> tuple[str, str, str]:
        message = found.message
        for old, name in names:
            message = old.sub(name, message)
        return found.code, moves.get(found.span.path, found.span.path), message

    known = Counter(map(renamed, before))
    new = []
    for found in after:
        told = found.code, found.span.path, found.message
        known[told] -= 1
        if known[told] < 0:
            new.append(found)
    return new
