"""The revisions of a workspace as its main line shows them: one walk over git's log, oldest first."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from pmsite.history.git import Repository
from pmsite.read.names import is_readme
from pmsite.read.workspace import SETTINGS

UNDATED = date.min
NOTHING = ""
"""The blob of a file that is not there."""

_FORMAT = "--format=%H %cs"
_FILE = ("100644", "100755")


class Edit(NamedTuple):
    """One file of one revision: its place in the workspace, its blob, and the place it had before where git saw it move."""

    inside: str
    blob: str
    was: str = ""
    likeness: int = 0
    """How much of a moved file stayed as it was, in hundredths."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One commit of the main line that touched the workspace. `day` is its committer's own, never before that of an older one."""

    commit: str
    day: date
    edits: tuple[Edit, ...]


def walk(repository: Repository, head: str, since: str = "") -> list[Revision]:
    """The revisions from after `since` up to `head`, the oldest first; a merge is one change, as the main line saw it.

    Raises NoHistory.
    """
    span = f"{since}..{head}" if since else head
    out = repository.run(
        "log", "--first-parent", "-m", "--raw", "-z", "--no-abbrev", "-M", "--no-color", "--no-ext-diff", "--no-textconv",
        "--no-show-signature", "--no-decorate", _FORMAT, "--end-of-options", span, "--", repository.prefix or ".",
    )  # fmt: skip
    found = list(_revisions(out.split(b"\0"), repository.prefix))
    found.reverse()
    return found


def straight(repository: Repository, before: str, after: str) -> Revision:
    """Everything between two commits as one change, as a branch that is merged shows itself; raises NoHistory."""
    out = repository.run(
        "diff-tree", "-r", "--raw", "-z", "--no-abbrev", "-M", "--no-color", "--no-ext-diff", "--no-textconv",
        "--end-of-options", before, after, "--", repository.prefix or ".",
    )  # fmt: skip
    return next(_revisions([f"{after} ".encode(), *out.split(b"\0")], repository.prefix))


def in_order(revisions: list[Revision], newest: date | None = None) -> list[Revision]:
    """The same with days that never go back, whatever the clocks of their committers said: no later than the newest, no earlier than the one before."""
    known = [revision.day for revision in revisions if revision.day != UNDATED]
    last = newest or (known[-1] if known else UNDATED)
    before = known[0] if known else last
    found: list[Revision] = []
    for revision in revisions:
        before = max(min(revision.day, last), min(before, last))
        found.append(revision if before == revision.day else replace(revision, day=before))
    return found


def continues(repository: Repository, since: str, head: str) -> bool:
    """Whether the main line of `head` goes through `since`, so that what came before is known already."""
    if since == head:
        return True
    lines = repository.run("rev-list", "--first-parent", "--parents", "--end-of-options", f"{since}..{head}").split(b"\n")
    oldest = lines[-2].split() if len(lines) > 1 else []
    return len(oldest) > 1 and oldest[1].decode() == since


def is_read(inside: str) -> bool:
    """Whether a file can be an item or the settings: hidden names, a README and other kinds of files are not."""
    if is_hidden(inside) or is_readme(inside.rpartition("/")[2]):
        return False
    return inside == SETTINGS or inside.endswith(".md")


def is_relevant(inside: str) -> bool:
    """Whether a history tells of a file: of items, of their words in other languages, of tables and of the settings."""
    return is_read(inside) or is_table(inside)


def is_table(inside: str) -> bool:
    """Whether a file can hold the values of a metric."""
    return inside.endswith(".csv") and not is_hidden(inside)


def is_hidden(inside: str) -> bool:
    """Whether a file, or a folder that it is in, has a hidden name, as no part of a workspace has."""
    return inside.startswith(".") or "/." in inside


def _revisions(tokens: list[bytes], prefix: str) -> Iterator[Revision]:
    head: bytes = b""
    edits: list[Edit] = []
    at = 0
    while at < len(tokens):
        token = tokens[at].removeprefix(b"\n")
        at += 1
        if token.startswith(b":"):
            _, mode, _, blob, status = token[1:].decode().split(" ")
            moved = status[0] in "RC"
            names = [os.fsdecode(name).removeprefix(prefix) for name in tokens[at : at + 1 + moved]]
            at += 1 + moved
            is_file = mode in _FILE and status[0] != "D"
            if status[0] == "R" and is_file:
                edits.append(Edit(names[1], blob, names[0], int(status[1:] or 0)))
            else:
                edits.append(Edit(names[-1], blob if is_file else NOTHING))
        elif token:
            if head:
                yield _revision(head, edits)
            head, edits = token, []
    if head:
        yield _revision(head, edits)


def _revision(head: bytes, edits: list[Edit]) -> Revision:
    commit, _, day = head.decode("ascii", "replace").partition(" ")
    return Revision(commit, _day(day), tuple(edits))


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return UNDATED  # the order puts it right
