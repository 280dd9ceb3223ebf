"""Fragments drafted from the commits of a range, for a person to edit."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from pmsite.diagnostics import Report
from pmsite.history.git import NoHistory, Repository
from pmsite.messages import said
from pmsite.model.change import Change
from pmsite.model.component import Component
from pmsite.model.load import load_item
from pmsite.model.parsing import TITLE_LIMIT
from pmsite.model.product import Product
from pmsite.model.scaffold import id_from
from pmsite.read.misspelt import defused
from pmsite.read.workspace import read_item
from pmsite.releasing import conventional
from pmsite.releasing.conventional import Commit
from pmsite.writing.front import new_text

MOST = 10_000
SHORT, SHORTEST, LETTERS = 12, 7, 60
SOURCE = "Git"
"""What a draft says that it came from; its id there is what a commit keeps through a rebase."""
SITES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml")

_RANGE = re.compile(r"(?P<after>[^\s.].*?|)\.\.(?P<to>(?!\.).*)")
_NAME = re.compile(r"[0-9a-f]{7,64}")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


@dataclass(slots=True)
class Drafts:
    """New files by name, and what became of the other commits."""

    files: dict[str, str] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)


def commits(repository: Repository, written: str, paths: Sequence[str] = ()) -> list[Commit]:
    """The commits of a range A..B, the oldest first, or those of them that touch some paths of the repository; raises NoHistory."""
    words = _range(repository, written)
    whole = ("--full-history",) if paths else ()
    return _log(repository, "--no-merges", "--reverse", f"--max-count={MOST}", *whole, "--end-of-options", *words, "--", *paths)


def home(repository: Repository) -> str:
    """The folder of what the workspace is about, from the repository's top: the nearest with a site's configuration, or else the one around it.

    Nothing where that is the whole repository.
    """
    around = PurePosixPath(repository.prefix).parents
    with_site = (at for at in around if any((repository.top / at / name).is_file() for name in SITES))
    found = next(with_site, around[0] if around else PurePosixPath())
    return "" if found == PurePosixPath() else found.as_posix()


def count(repository: Repository, written: str) -> int:
    """How many commits a range has; raises NoHistory."""
    options = ("rev-list", "--count", "--no-merges", f"--max-count={MOST}", "--end-of-options")
    return int(repository.run(*options, *_range(repository, written), "--"))


def _range(repository: Repository, written: str) -> list[str]:
    found = _RANGE.fullmatch(written)
    if found is None:
        raise NoHistory(
            said("{written} is not a range", written=f"{written[:100]!r}"), said("write v1.0..HEAD, or ..HEAD for all there is")
        )
    words = [repository.commit(found["to"] or "HEAD")]
    if found["after"]:
        words.append(f"^{repository.commit(found['after'])}")
    return words


def _log(repository: Repository, *words: str) -> list[Commit]:
    options = ("-z", "--no-color", "--no-notes", "--no-mailmap", "--encoding=UTF-8", "--format=%H%n%as%n%at%n%B")
    out = repository.run("log", *options, *words)
    return [_commit(part) for part in out.decode("utf-8", "replace").split("\0") if part.strip()]


def _commit(part: str) -> Commit:
    name, date, authored, message = (*part.lstrip("\n").split("\n", 3), "", "", "")[:4]
    text = _UNSEEN.sub("", message.replace("\r\n", "\n")).replace("\t", "  ")
    origin = sha256(f"{authored}\n{text.strip().partition(chr(10))[0]}".encode()).hexdigest()[:SHORT]
    return replace(conventional.read(name, date, text), origin=origin)


def _origins(repository: Repository, product: Product, listed: Iterable[Commit]) -> set[str]:
    """What the commits of changes are known by after a rebase: as drafts say, and as git does where it still has what was made anew."""
    changes = product.of(Change)
    there = {commit.name[:7] for commit in listed}
    named = (name for change in changes for name in change.commits)
    lost = sorted({name for name in named if _NAME.fullmatch(name) and name[:7] not in there})[:MOST]
    found = _log(repository, "--no-walk", "--ignore-missing", "--end-of-options", *lost, "--") if lost else []
    drafted = {change.imported.id for change in changes if change.imported and change.imported.source == SOURCE}
    return drafted | {commit.origin for commit in found}


def draft(repository: Repository, product: Product, listed: Sequence[Commit]) -> Drafts:
    """A fragment for each commit that has none and tells readers something."""
    origins = _origins(repository, product, listed)
    known = {name[:7]: name for change in product.of(Change) for name in change.commits}
    undone = _undone(listed)
    drafts, parts = Drafts(), _parts(product)
    taken = {id.casefold() for id in product.items}
    for commit in listed:
        if commit.name in undone:
            drafts.left[said("undone within the range")] += 1
        elif commit.name.startswith(known.get(commit.name[:7], "-")):
            drafts.left[said("noted already")] += 1
        elif commit.origin in origins:
            drafts.left[said("noted already under another name")] += 1
        elif not commit.type:
            drafts.left[said("not in the form of Conventional Commits")] += 1
        elif not commit.kind:
            drafts.left[said("of no concern to readers")] += 1
        else:
            stem = _stem(commit, taken)
            text = _text(commit, parts)
            if _is_sound(stem, text, product):
                taken.add(stem.casefold())
                origins.add(commit.origin)
                drafts.files[f"{stem}.md"] = text
            else:
                drafts.left[said("with texts that no item may hold")] += 1
    return drafts


def _undone(listed: Sequence[Commit]) -> frozenset[str]:
    """Commits that a later one of the range reverts, with those that do so; what reverts a revert leaves the first one as it was."""
    names: dict[str, list[int]] = defaultdict(list)
    subjects: dict[str, list[int]] = defaultdict(list)
    for at, commit in enumerate(listed):
        names[commit.name[:SHORTEST]].append(at)
        subjects[commit.subject].append(at)
    found: set[int] = set()
    for at in range(len(listed) - 1, -1, -1):
        commit = listed[at]
        if at in found or not (commit.reverts or commit.undoes):
            continue
        named = [n for n in names[commit.reverts[:SHORTEST]] if listed[n].name.startswith(commit.reverts)] if commit.reverts else []
        alike = named or subjects[commit.undoes]
        while alike and (alike[-1] >= at or alike[-1] in found):  # no earlier revert can mean one of these
            alike.pop()
        if alike:
            found |= {at, alike.pop()}
    return frozenset(listed[at].name for at in found)


def _stem(commit: Commit, taken: Container[str]) -> str:
    stem = id_from(commit.title)[:LETTERS].strip("-") or "change"
    return stem if stem.casefold() not in taken else f"{stem}-{commit.name[:7]}"


def _parts(product: Product) -> Mapping[str, str]:
    """The ids of components by what the scope of a commit may call them: themselves, their titles and what else they are called."""
    found: dict[str, str] = {}
    for component in product.of(Component):
        for name in (component.id, component.title, *component.aliases):
            found.setdefault(name.casefold(), component.id)
    return found


def _text(commit: Commit, parts: Mapping[str, str]) -> str:
    facts: dict[str, Any] = {"title": _sentence(commit.title)[:TITLE_LIMIT], "kind": commit.kind}
    if commit.type in conventional.FOR_DEVELOPERS:
        facts["concerns"] = "developers"
    if commit.breaking:
        facts["breaking"] = "true"
    if commit.migration:
        facts["migration"] = _sentence(commit.migration)
    part = parts.get(commit.scope.casefold(), "")
    facts |= {"date": commit.date, "component": part, "references": tuple(map(defused, commit.references))}
    facts["tags"] = () if part else (defused(commit.scope),)
    kept = {key: value for key, value in facts.items() if value and value != ("",)}
    kept |= {"commits": (commit.name[:SHORT],), "imported": {"source": SOURCE, "id": commit.origin}}
    return new_text(Change.type, kept, commit.text)


def _sentence(text: str) -> str:
    return defused(text[:1].upper() + text[1:])


def _is_sound(stem: str, text: str, product: Product) -> bool:
    report, inside = Report(), f"{Change.folder}/{stem}.md"
    record = read_item(text, inside, inside, report)
    return record is not None and load_item(record, product.settings, report) is not None and not report.failed
