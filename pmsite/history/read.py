"""A workspace's history: its revisions and the facts of every version of every file, each read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pmsite.history import contents, git, store
from pmsite.history.git import NoHistory, Repository
from pmsite.history.log import NOTHING, Revision, continues, in_order, is_read, is_relevant, is_table, straight, walk
from pmsite.history.store import Head, Stored, Table
from pmsite.messages import said
from pmsite.read.limits import MARKDOWN_BYTES, TABLE_BYTES


@dataclass(frozen=True, slots=True)
class History:
    """Every revision that touched a workspace, the oldest first, and what is in each blob that they name."""

    repository: Repository
    head: str
    revisions: tuple[Revision, ...]
    heads: Mapping[str, Head]
    texts: Mapping[str, str] = field(default_factory=dict)
    """By blob, what names the text below its facts, where it has one."""
    tables: Mapping[str, Table] = field(default_factory=dict)
    """By blob, the values of a metric."""

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
    path = store.file_for(repository.store, repository.prefix)
    stored = store.load(path)
    if repository.is_shallow or not stored.tip or not _goes_on(repository, stored.tip, head):
        stored.tip, stored.revisions = "", []
    is_new = stored.tip != head
    if is_new:
        stored = _goes_up_to(head, stored, [*stored.revisions, *map(_wanted, walk(repository, head, stored.tip))])
    if (_learn(repository, stored.revisions, stored) or is_new) and ref == "HEAD":
        store.save(path, stored)
    return History(repository, head, tuple(in_order(stored.revisions)), stored.heads, stored.texts, stored.tables)


def between(repository: Repository, before: str, after: str) -> History:
    """What happened between two commits: step by step where the main line of one leads through the other, else at once; raises NoHistory."""
    steps = walk(repository, after, before) if continues(repository, before, after) else [straight(repository, before, after)]
    revisions = tuple(_wanted(revision) for revision in steps)
    found = Stored()
    _learn_heads(repository, revisions, found)
    return History(repository, after, revisions, found.heads, found.texts)


def last_touching(repository: Repository, commit: str) -> str:
    """The revision whose plan a commit has: itself, or the last one before it that touched the workspace; raises NoHistory."""
    words = ("log", "-1", "--first-parent", "--no-show-signature", "--format=%H", "--end-of-options", commit, "--")
    return repository.run(*words, repository.prefix or ".").decode().strip() or commit


def _head(repository: Repository, ref: str) -> str:
    try:
        return repository.commit(ref)
    except NoHistory:
        if ref != "HEAD":
            raise
        raise NoHistory(said("the repository has no commit yet"), said("commit the plan")) from None


def _goes_on(repository: Repository, tip: str, head: str) -> bool:
    try:
        return continues(repository, tip, head)
    except NoHistory:  # the commit is gone, as after a rebase
        return False


def _wanted(revision: Revision) -> Revision:
    edits = tuple(edit for edit in revision.edits if is_relevant(edit.inside) or is_relevant(edit.was))
    return Revision(revision.commit, revision.day, edits)


def _goes_up_to(head: str, stored: Stored, revisions: list[Revision]) -> Stored:
    """What is stored, with other revisions and nothing of blobs that none of them names."""
    names = {edit.blob for revision in revisions for edit in revision.edits}
    heads = {name: found for name, found in stored.heads.items() if name in names}
    texts = {name: found for name, found in stored.texts.items() if name in names}
    return Stored(head, revisions, heads, texts, {name: found for name, found in stored.tables.items() if name in names})


def _learn(repository: Repository, revisions: Iterable[Revision], stored: Stored) -> bool:
    """Read what is not known yet; gives whether there was any."""
    has_heads = _learn_heads(repository, revisions, stored)
    return _learn_tables(repository, revisions, stored) or has_heads


def _learn_heads(repository: Repository, revisions: Iterable[Revision], stored: Stored) -> bool:
    missing = {e.blob: e.inside for r in revisions for e in r.edits if e.blob and e.blob not in stored.heads and is_read(e.inside)}
    for name, data in repository.blobs(missing, MARKDOWN_BYTES) if missing else ():
        if data is not None:
            stored.heads[name], text = contents.of_item(data, missing[name])
            if text:
                stored.texts[name] = text
    return bool(missing)


def _learn_tables(repository: Repository, revisions: Iterable[Revision], stored: Stored) -> bool:
    metrics = {e.inside for r in revisions for e in r.edits if contents.is_metric(e.inside, stored.heads.get(e.blob))}
    missing = {
        edit.blob: edit.inside
        for revision in revisions
        for edit in revision.edits
        if edit.blob != NOTHING and edit.blob not in stored.tables and is_table(edit.inside) and contents.original(edit.inside) in metrics
    }  # fmt: skip
    tables = contents.Tables()
    for name, data in repository.blobs(missing, TABLE_BYTES) if missing else ():
        stored.tables[name] = tables.read(data, missing[name]) if data is not None else None
    return bool(missing)
