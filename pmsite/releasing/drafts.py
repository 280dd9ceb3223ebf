"""Fragments drafted from the commits of a range, for a person to edit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import Any

from pmsite.diagnostics import Report
from pmsite.history.git import NoHistory, Repository
from pmsite.model.change import Change
from pmsite.model.load import load_item
from pmsite.model.product import Product
from pmsite.model.scaffold import id_from
from pmsite.model.values import TITLE_LIMIT
from pmsite.read.misspelt import defused
from pmsite.read.workspace import read_item
from pmsite.releasing import conventional
from pmsite.releasing.conventional import Commit
from pmsite.writing.front import new_text

MOST = 10_000
SHORT, LETTERS = 12, 60

_RANGE = re.compile(r"(?P<after>[^\s.].*?|)\.\.(?P<to>(?!\.).*)")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


@dataclass(slots=True)
class Drafts:
    """New files by name, and what became of the other commits."""

    files: dict[str, str] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)


def commits(repository: Repository, written: str) -> list[Commit]:
    """The commits of a range A..B, the oldest first; raises NoHistory."""
    found = _RANGE.fullmatch(written)
    if found is None:
        raise NoHistory(f"{written[:100]!r} is not a range", "write v1.0..HEAD, or ..HEAD for all there is")
    words = [repository.commit(found["to"] or "HEAD")]
    if found["after"]:
        words.append(f"^{repository.commit(found['after'])}")
    out = repository.run(
        "log", "-z", "--no-merges", "--no-color", "--no-notes", "--no-mailmap", "--encoding=UTF-8", "--reverse",
        f"--max-count={MOST}", "--format=%H%n%cs%n%B", "--end-of-options", *words, "--",
    )  # fmt: skip
    return [_commit(part) for part in out.decode("utf-8", "replace").split("\0") if part.strip()]


def _commit(part: str) -> Commit:
    name, _, rest = part.lstrip("\n").partition("\n")
    date, _, message = rest.partition("\n")
    return conventional.read(name, date, _UNSEEN.sub("", message.replace("\r\n", "\n")).replace("\t", "  "))


def draft(product: Product, found: Iterable[Commit]) -> Drafts:
    """A fragment for each commit that has none and tells readers something."""
    listed = list(found)
    known = {name[:7]: name for change in product.of(Change) for name in change.commits}
    undone = _undone(listed)
    drafts = Drafts()
    taken = {id.casefold() for id in product.items}
    for commit in listed:
        if commit.name in undone:
            drafts.left["undone within the range"] += 1
        elif commit.name.startswith(known.get(commit.name[:7], "-")):
            drafts.left["noted already"] += 1
        elif not commit.type:
            drafts.left["not in the form of Conventional Commits"] += 1
        elif not commit.kind:
            drafts.left["of no concern to readers"] += 1
        else:
            stem = _stem(commit, taken)
            text = _text(commit)
            if _is_sound(stem, text, product):
                taken.add(stem.casefold())
                drafts.files[f"{stem}.md"] = text
            else:
                drafts.left["with texts that no item may hold"] += 1
    return drafts


def _undone(listed: list[Commit]) -> frozenset[str]:
    """Commits that a later one of the range reverts, with those that do so."""
    found: set[str] = set()
    for commit in listed:
        for other in listed if commit.reverts else ():
            if other.name.startswith(commit.reverts):
                found |= {commit.name, other.name}
    return frozenset(found)


def _stem(commit: Commit, taken: Container[str]) -> str:
    stem = id_from(commit.title)[:LETTERS].strip("-") or "change"
    return stem if stem.casefold() not in taken else f"{stem}-{commit.name[:7]}"


def _text(commit: Commit) -> str:
    facts: dict[str, Any] = {"title": _sentence(commit.title)[:TITLE_LIMIT], "kind": commit.kind}
    if commit.type in conventional.FOR_DEVELOPERS:
        facts["concerns"] = "developers"
    if commit.breaking:
        facts["breaking"] = "true"
    if commit.migration:
        facts["migration"] = _sentence(commit.migration)
    facts |= {"date": commit.date, "references": tuple(map(defused, commit.references)), "tags": (defused(commit.scope),)}
    kept = {key: value for key, value in facts.items() if value and value != ("",)}
    return new_text(Change.type, {**kept, "commits": (commit.name[:SHORT],)}, commit.text)


def _sentence(text: str) -> str:
    return defused(text[:1].upper() + text[1:])


def _is_sound(stem: str, text: str, product: Product) -> bool:
    report, inside = Report(), f"{Change.folder}/{stem}.md"
    record = read_item(text, inside, inside, report)
    return record is not None and load_item(record, product.settings, report) is not None and not report.failed
