"""The revision that a digest begins after: a name of git's, or the last one before a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pmsite.history.git import NoHistory, Repository
from pmsite.history.read import read
from pmsite.messages import said

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day_of(since: str) -> date | None:
    """The day that is named; nothing where it is a revision. Raises NoHistory where it looks like a day and is none."""
    if not _DAY.fullmatch(since):
        return None
    try:
        return date.fromisoformat(since)
    except ValueError:
        raise NoHistory(
            said("{since} is no day of the calendar", since=since),
            said("write a day as 2026-11-24, or a branch, a tag or a commit"),
        ) from None


@dataclass(frozen=True, slots=True)
class Begin:
    """The commit to compare with, and the day from which on things are news."""

    commit: str
    day: date


def begin(repository: Repository, root: Path, since: str) -> Begin:
    """Where a digest begins. Raises NoHistory, with what to write instead."""
    day = _day_of(since)
    if day is not None:
        return Begin(_before(repository, root, day), day)
    commit = repository.commit(since)
    told = repository.run("show", "--no-patch", "--no-show-signature", "--format=%cs", "--end-of-options", commit)
    return Begin(commit, date.fromisoformat(told.decode().strip()))


def _before(repository: Repository, root: Path, day: date) -> str:
    revisions = read(root).revisions
    before = [revision for revision in revisions if revision.day < day]
    if before:
        return before[-1].commit
    if not revisions:
        raise NoHistory(said("nothing of the plan is committed"), said("commit it"))
    if repository.is_shallow:
        raise NoHistory(
            said("this clone is shallow, and its history does not reach back to {day}", day=day),
            said("fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` in a workflow"),
        )
    raise NoHistory(
        said("the plan's history begins on {day}, not before {wanted}", day=revisions[0].day, wanted=day), said("name a later day")
    )
