"""A workspace's history: its revisions and the facts of every version of every file, each read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pmsite.history import contents, git, store
from pmsite.history.git import NoHistory, Repository
from pmsite.history.log import NOTHING, Revision, continues, in_order, is_kept, is_read, is_table, straight, walk
from pmsite.history.store import Head, Kept, Table
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
    path = store.place(repository.store, repository.prefix)
    kept = store.load(path)
    if repository.is_shallow or not kept.tip or not _goes_on(repository, kept.tip, head):
        kept.tip, kept.revisions = "", []
    is_new = kept.tip != head
    if is_new:
        kept = _goes_up_to(head, kept, [*kept.revisions, *map(_wanted, walk(repository, head, kept.tip))])
    if (_learn(repository, kept.revisions, kept) or is_new) and ref == "HEAD":
        store.save(path, kept)
    return History(repository, head, tuple(in_order(kept.revisions)), kept.heads, kept.texts, kept.tables)


def between(repository: Repository, before: str, after: str) -> History:
    """What happened between two commits: step by step where the main line of one leads through the other, else at once; raises NoHistory."""
    steps = walk(repository, after, before) if continues(repository, before, after) else [straight(repository, before, after)]
    revisions = tuple(_wanted(revision) for revision in steps)
    found = Kept()
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
        raise NoHistory("the repository has no commit yet", "commit the plan") from None


def _goes_on(repository: Repository, tip: str, head: str) -> bool:
    try:
        return continues(repository, tip, head)
    except NoHistory:  # the commit is gone, as after a rebase
        return False


def _wanted(revision: Revision) -> Revision:
    edits = tuple(edit for edit in revision.edits if is_kept(edit.inside) or is_kept(edit.was))
    return Revision(revision.commit, revision.day, edits)


def _goes_up_to(head: str, kept: Kept, revisions: list[Revision]) -> Kept:
    """What is kept, with other revisions and nothing of blobs that none of them names."""
    names = {edit.blob for revision in revisions for edit in revision.edits}
    heads = {name: found for name, found in kept.heads.items() if name in names}
    texts = {name: found for name, found in kept.texts.items() if name in names}
    return Kept(head, revisions, heads, texts, {name: found for name, found in kept.tables.items() if name in names})


def _learn(repository: Repository, revisions: Iterable[Revision], kept: Kept) -> bool:
    """Read what is not known yet; gives whether there was any."""
    has_heads = _learn_heads(repository, revisions, kept)
    return _learn_tables(repository, revisions, kept) or has_heads


def _learn_heads(repository: Repository, revisions: Iterable[Revision], kept: Kept) -> bool:
    missing = {e.blob: e.inside for r in revisions for e in r.edits if e.blob and e.blob not in kept.heads and is_read(e.inside)}
    for name, data in repository.blobs(missing, MARKDOWN_BYTES) if missing else ():
        if data is not None:
            kept.heads[name], text = contents.of_item(data, missing[name])
            if text:
                kept.texts[name] = text
    return bool(missing)


def _learn_tables(repository: Repository, revisions: Iterable[Revision], kept: Kept) -> bool:
    metrics = {e.inside for r in revisions for e in r.edits if contents.is_metric(e.inside, kept.heads.get(e.blob))}
    missing = {
        edit.blob: edit.inside
        for revision in revisions
        for edit in revision.edits
        if edit.blob != NOTHING and edit.blob not in kept.tables and is_table(edit.inside) and contents.original(edit.inside) in metrics
    }  # fmt: skip
    tables = contents.Tables()
    for name, data in repository.blobs(missing, TABLE_BYTES) if missing else ():
        kept.tables[name] = tables.read(data, missing[name]) if data is not None else None
    return bool(missing)
