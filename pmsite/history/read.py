"""A workspace's history: its revisions and the facts of every version of every file, each read once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pmsite.diagnostics import Report
from pmsite.history import git, store
from pmsite.history.git import NoHistory, Repository
from pmsite.history.log import NOTHING, Revision, continues, in_order, is_read, straight, walk
from pmsite.history.store import Head
from pmsite.read.limits import MARKDOWN_BYTES
from pmsite.read.workspace import read_file

_END = re.compile(rb"^(?:---|\.\.\.)[ \t]*$\n?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class History:
    """Every revision that touched a workspace, the oldest first, and the facts of each blob that they name."""

    repository: Repository
    head: str
    revisions: tuple[Revision, ...]
    heads: Mapping[str, Head]

    @property
    def is_whole(self) -> bool:
        """Whether it reaches back to the beginning; a shallow clone holds its end only."""
        return not self.repository.is_shallow


def read(root: Path, ref: str = "HEAD", known: History | None = None) -> History:
    """The history of the workspace in a folder; raises NoHistory. `known` is given back where nothing was committed since."""
    repository = git.find(root)
    head = _head(repository, ref)
    if known is not None and known.head == head and known.repository == repository:
        return known
    path = store.place(repository.store, repository.prefix)
    kept = store.load(path)
    if repository.is_shallow or not kept.tip or not _goes_on(repository, kept.tip, head):
        kept.tip, kept.revisions = "", []
    if kept.tip == head:
        revisions = kept.revisions
    else:
        revisions = kept.revisions + [_wanted(revision) for revision in walk(repository, head, kept.tip)]
    names = {edit.blob for revision in revisions for edit in revision.edits} - {NOTHING}
    heads = {name: kept.heads[name] for name in names if name in kept.heads}
    missing = {edit.blob: edit.inside for revision in revisions for edit in revision.edits if edit.blob and edit.blob not in heads}
    heads.update(_read(repository, missing))
    if (missing or kept.tip != head) and ref == "HEAD":
        store.save(path, head, revisions, heads)
    return History(repository, head, tuple(in_order(revisions)), heads)


def between(repository: Repository, before: str, after: str) -> History:
    """What happened between two commits: step by step where the main line of one leads through the other, else at once; raises NoHistory."""
    steps = walk(repository, after, before) if continues(repository, before, after) else [straight(repository, before, after)]
    revisions = tuple(_wanted(revision) for revision in steps)
    missing = {edit.blob: edit.inside for revision in revisions for edit in revision.edits if edit.blob}
    return History(repository, after, revisions, dict(_read(repository, missing)))


def last_touching(repository: Repository, commit: str) -> str:
    """The revision whose plan a commit has: itself, or the last one before it that touched the workspace; raises NoHistory."""
    words = ("log", "-1", "--first-parent", "--no-show-signature", "--format=%H", "--end-of-options", commit, "--")
    return repository.run(*words, repository.prefix or ".").decode().strip() or commit


def _facts(data: bytes) -> bytes:
    """A file as far as its front matter goes; the body takes no part in a history."""
    end = _END.search(data, 4) if data.startswith(b"---") else None
    return data[: end.end()] if end else data


def _head(repository: Repository, ref: str) -> str:
    try:
        return repository.commit(ref)
    except NoHistory:
        if ref != "HEAD":
            raise
        raise NoHistory("the repository has no commit yet", "commit the plan") from None


def _goes_on(repository: Repository, tip: str, head: str) -> bool:
    try:
        return continues(repository, tip, head)
    except NoHistory:  # the commit is gone, as after a rebase
        return False


def _wanted(revision: Revision) -> Revision:
    edits = tuple(edit for edit in revision.edits if is_read(edit.inside) or is_read(edit.was))
    return Revision(revision.commit, revision.day, edits)


def _read(repository: Repository, missing: Mapping[str, str]) -> Iterator[tuple[str, Head]]:
    if not missing:
        return
    for name, data in repository.blobs(missing, MARKDOWN_BYTES):
        if data is not None:
            inside = missing[name]
            record = read_file(_facts(data), inside, inside, Report(), whole=False)
            yield name, dict(record.data) if record is not None else None
