"""All faults of a plan mended that have one right answer, round after round, until nothing more can be."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, groupby
from pathlib import Path

from pmsite.diagnostics import Diagnostic, Fix, Part, Report, Severity, printable
from pmsite.editing.moving import MOVES, fault_file, followed, moves_of, moves_to
from pmsite.messages import said
from pmsite.read.files import read_bytes
from pmsite.read.limits import TABLE_BYTES
from pmsite.read.workspace import Over
from pmsite.workspace import Workspace
from pmsite.writing.mending import edits_between, mended

ROUNDS = 100
"""After which even a plan in which each mend brings another fault to light is left; few need more than three."""
_TRIES = 8
"""Mends of one round that are taken back one after the other, before all of the round are."""
_Key = tuple[str, str, str]


@dataclass(slots=True)
class Mending:
    """What became of the files of a workspace, and of which faults."""

    over: dict[str, bytes | None] = field(default_factory=dict)
    came_from: dict[str, str] = field(default_factory=dict)
    """By the place of a file that moved, the one that it had."""
    done: list[Diagnostic] = field(default_factory=list)


@dataclass(slots=True)
class _Round:
    """What one round would do: by the place of a file, what it becomes, and for which faults."""

    over: dict[str, bytes | None] = field(default_factory=dict)
    moves: dict[str, str] = field(default_factory=dict)
    done: dict[str, list[Diagnostic]] = field(default_factory=dict)


def mend(look: Callable[[Over], Workspace]) -> tuple[Mending, Workspace]:
    """What mending would do to a workspace, and the workspace as it would be. `look` reads and checks it with other files."""
    found, left = Mending(), set[_Key]()
    now = look({})
    for _ in range(ROUNDS):
        wishes = [fault for fault in now.report if fault.mend is not None and _key(fault) not in left]
        then, step = _tried(now, wishes, found.over, look, left)
        if not step.over:
            break
        found.over |= step.over
        for before, after in step.moves.items():
            found.came_from[after] = found.came_from.pop(before, before)
        found.done += sorted(chain.from_iterable(step.done.values()), key=lambda fault: fault.span)
        now = then
    return found, now


def _key(fault: Diagnostic) -> _Key:
    return fault.code, fault.span.path, f"{fault.span.line} {fault.message}"


def _tried(
    now: Workspace,
    wishes: Iterable[Diagnostic],
    over: Mapping[str, bytes | None],
    look: Callable[[Over], Workspace],
    left: set[_Key],
) -> tuple[Workspace, _Round]:
    """One round without whatever would bring new faults; the faults that are not mended for that are noted as `left`."""
    wishes = list(wishes)
    for attempt in range(_TRIES):
        step = _round(now, wishes, over)
        if not step.over:
            break
        then = look({**over, **step.over})
        bad = list(_worse(now, then, step))
        if not bad:
            return then, step
        blamed = set(step.done) if attempt == _TRIES - 2 else _blamed(bad, step, now.prefix)
        gone = [fault for inside in blamed for fault in step.done[inside]]
        left.update(map(_key, gone))
        wishes = [fault for fault in wishes if _key(fault) not in left]
    return now, _Round()


def _round(now: Workspace, wishes: Iterable[Diagnostic], over: Mapping[str, bytes | None]) -> _Round:
    step, moving = _Round(), list[Diagnostic]()
    by_path = groupby(sorted(wishes, key=lambda fault: fault.span.path), key=lambda fault: fault.span.path)
    for path, faults in by_path:
        all_faults = list(faults)
        inside = fault_file(now, all_faults[0])
        content = _content(now.root, inside, over)
        if content is None:
            continue
        after, done = mended(content, all_faults, inside, path)
        if after != content:
            step.over[inside], step.done[inside] = after, done
        else:
            moving += [fault for fault in all_faults if fault.mend is not None and fault.mend.part in MOVES]
    for before, (target, fault) in moves_of(now, moving, over).items():
        step.over |= {target: _content(now.root, before, over), before: None}
        step.moves[before] = target
        step.done[fault_file(now, fault)] = [fault]
    for inside, text in followed(now, step.moves, lambda inside: _content(now.root, inside, {**over, **step.over})):
        step.over[inside] = text
        step.done.setdefault(inside, [])
    return step


def _content(root: Path, inside: str, over: Mapping[str, bytes | None]) -> bytes | None:
    return over[inside] if inside in over else content_of(root / inside)


def content_of(path: Path) -> bytes | None:
    """What a file holds; nothing where there is none that can be read, or only a link."""
    try:
        return read_bytes(str(path), TABLE_BYTES)
    except OSError:
        return None


def _worse(now: Workspace, then: Workspace, step: _Round) -> Iterator[Diagnostic]:
    """What is found after a round, was not before, and was not only hidden by what could not be read."""
    known = {(fault.code, fault.span.path, fault.message) for fault in now.report}
    hidden = {fault.span.path for fault in now.report if fault.severity is Severity.ERROR}
    hidden |= {f"{now.prefix}/{after}" for after in step.moves.values()}
    is_all_read = not hidden
    done = {_key(fault) for faults in step.done.values() for fault in faults}
    for fault in then.report:
        if _key(fault) in done:
            yield fault  # it is there still
        if (fault.code, fault.span.path, fault.message) in known:
            continue
        if fault.severity is Severity.ERROR:
            is_hidden = now.product is None or fault.span.path in hidden
            if not is_hidden or _comes_of_it(fault, now, step):
                yield fault
        elif is_all_read and fault.severity is not Severity.NOTICE:
            yield fault


def _comes_of_it(fault: Diagnostic, now: Workspace, step: _Round) -> bool:
    """Whether a fault of a file that could not be read comes of how it was mended: the line is read otherwise than it was meant."""
    done = step.done.get(fault.span.path.removeprefix(f"{now.prefix}/"), ())
    mends = [
        (other.code, other.mend) for other in done if other.mend and fault.span.line == (other.mend.line or other.span.line) > 0
    ]
    if fault.mend is not None:  # which is mended next, unless a colon was taken for the end of a name that nothing has
        return fault.code == "unknown-key" and any(code == "space-missing-after-colon" for code, _ in mends)
    return any(mend.part is Part.LINES or fault.code == "wrong-type-of-item" for _, mend in mends)


def _blamed(bad: Iterable[Diagnostic], step: _Round, prefix: str) -> set[str]:
    """The files whose mends bring new faults: those that have them, those that they name, else all."""
    blamed = {inside for fault in bad if (inside := fault.span.path.removeprefix(f"{prefix}/")) in step.done}
    by_name = {posixpath.basename(inside).partition(".")[0]: inside for inside in step.done}
    for fault in bad:
        blamed |= {by_name[word] for word in re.findall(r"[\w-]+", fault.message) if word in by_name}
    return blamed or set(step.done)


def with_fixes(report: Report, root: Path, prefix: str) -> Report:
    """A report whose findings carry what mends them, for programs: each by itself, as edits of its file."""
    found = Report()
    contents: dict[str, bytes | None] = {}
    for fault in report:
        found.add(replace(fault, fix=_fix(fault, root, prefix, contents)) if fault.mend is not None else fault)
    return found


def _fix(fault: Diagnostic, root: Path, prefix: str, contents: dict[str, bytes | None]) -> Fix | None:
    path, mend = fault.span.path, fault.mend
    assert mend is not None  # the others are left out
    inside = path.removeprefix(f"{prefix}/")
    if mend.part is Part.FOLDER:
        return Fix(f"{prefix}/{mend.old}", moves_to=f"{prefix}/{mend.new}")
    if mend.part is Part.FILE:
        return Fix(path, moves_to=f"{prefix}/{next(moves_to(mend, inside, ()))[1]}")
    if path not in contents:
        contents[path] = _content(root, inside, {})
    content = contents[path]
    if content is None or mend.part is Part.ENCODING:
        return None
    after, done = mended(content, [fault], inside, path)
    return Fix(path, tuple(edits_between(content.decode(), after.decode()))) if done else None


def told(fault: Diagnostic) -> tuple[str, str]:
    """What is written in place of what where a fault is mended, on one line, with what nobody sees in the two as numbers."""
    mend = fault.mend
    assert mend is not None  # the others are not mended
    old = mend.old or (posixpath.basename(fault.span.path) if mend.part is Part.FILE else said("empty lines"))
    return _on_a_line(old), _on_a_line(mend.new or "nothing")


def _on_a_line(value: str | tuple[str, ...]) -> str:
    text = value if isinstance(value, str) else f"[{', '.join(value)}]"
    return printable(text.strip(" \n").replace("\n", " ⏎ "))
