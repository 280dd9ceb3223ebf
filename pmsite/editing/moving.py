"""Files and folders that are called otherwise to mend a fault, and the links that follow them."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from pmsite.diagnostics import Diagnostic, Mend, Part, Report
from pmsite.read.files import walk
from pmsite.read.names import fold
from pmsite.workspace import Workspace
from pmsite.writing.items import links_to
from pmsite.writing.links import rebased

MOVES = (Part.FILE, Part.FOLDER)


def moves_of(now: Workspace, faults: Iterable[Diagnostic], over: Mapping[str, bytes | None]) -> dict[str, tuple[str, Diagnostic]]:
    """By the files that get another place, the place and the fault; none that would take the place of another file, or of another that moves."""
    faults = list(faults)
    if not faults:
        return {}
    there = {file.inside for file in walk(str(now.root), now.prefix, Report())} | {fault_file(now, fault) for fault in faults}
    there = (there | over.keys()) - {gone for gone, content in over.items() if content is None}
    by_fault = [(fault, dict(moves_to(fault.mend, fault_file(now, fault), there))) for fault in faults if fault.mend is not None]
    by_fault = [(fault, moves) for at, (fault, moves) in enumerate(by_fault) if moves not in (other for _, other in by_fault[:at])]
    moving = {before for _, moves in by_fault for before in moves}
    wanted = Counter(fold(after) for _, moves in by_fault for after in moves.values())
    taken = {fold(other) for other in there if other not in moving} | {place for place, count in wanted.items() if count > 1}
    return {
        before: (after, fault)
        for fault, moves in by_fault
        if not any(fold(target) in taken for target in moves.values())
        for before, after in moves.items()
    }


def fault_file(now: Workspace, fault: Diagnostic) -> str:
    """The place in the workspace of the file that a fault is in."""
    return fault.span.path.removeprefix(f"{now.prefix}/")


def moves_to(mend: Mend, inside: str, there: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each file that a mend moves, and where to."""
    new = str(mend.new)
    if mend.part is Part.FILE:
        yield inside, new if "/" in new else posixpath.join(posixpath.dirname(inside), new)
        return
    for other in there:
        if other.startswith(f"{mend.old}/"):
            yield other, f"{new}{other[len(str(mend.old)) :]}"


def followed(now: Workspace, moves: Mapping[str, str], read: Callable[[str], bytes | None]) -> Iterator[tuple[str, bytes]]:
    """The files whose links lead to files that move, as they are to be."""
    told = (translation.record for translation in now.translations.values())
    for record in links_to(moves, chain(now.records.values(), now.unsound.values(), told)) if moves else ():
        text = (read(record.inside) or b"").decode()
        folder = posixpath.dirname(record.inside)
        found = rebased(text, folder, folder, moves)
        if found != text and record.inside not in moves:
            yield record.inside, found.encode()
