"""A plain reading of what a team did to its plan: from git's objects alone, by the numbers that its items have. It knows nothing of pmsite."""

from __future__ import annotations

import os
import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

OPEN = frozenset({"idea", "discovery", "planned", "building"})
KNOWN = frozenset({*OPEN, "shipped", "dropped", "parked"})


@dataclass(frozen=True)
class Seen:
    """One item in one commit."""

    uid: int
    id: str
    is_feature: bool
    stage: str
    planned: str
    is_read: bool
    text: str = ""
    said: str = ""
    """The translation, whole."""
    values: str = ""
    """The table, whole."""


Tree = Mapping[int, Seen]


@dataclass(frozen=True)
class Change:
    """What became of one item: it was `added`, `dropped`, `renamed` from `was`, `rewritten`, `translated`, `measured`, or its date `moved`."""

    uid: int
    what: str
    was: str = ""


def trees(repository: Path) -> Iterator[tuple[str, Tree]]:
    """Every commit of the main line, the oldest first, and the items in it by number."""
    log = _git(repository, "log", "--first-parent", "-m", "--reverse", "--raw", "--no-renames", "--no-abbrev", "--format=commit %H")
    blobs = sorted(set(re.findall(r"^:\d+ \d+ \w+ (\w+) [AM]", log, re.MULTILINE)))
    texts = _texts(repository, blobs)
    files: dict[str, str] = {}
    for part in re.split(r"^commit ", log, flags=re.MULTILINE)[1:]:
        commit, *lines = part.strip().split("\n")
        for blob, status, path in re.findall(r"^:\d+ \d+ \w+ (\w+) ([AMD])\t(.+)$", "\n".join(lines), re.MULTILINE):
            if status == "D":
                del files[path]
            else:
                files[path] = texts[blob]
        yield commit, _tree(files)


def between(before: Tree, after: Tree) -> set[Change]:
    """What became of items from one commit to another, of those that can be read in both."""
    found = set()
    for uid in before.keys() | after.keys():
        old, new = before.get(uid), after.get(uid)
        if old is None and new is not None:
            found |= {Change(uid, "added")} if new.is_read else set()
        elif new is None and old is not None:
            found |= {Change(uid, "dropped")} if old.is_read else set()
        elif old is not None and new is not None and old.is_read and new.is_read:
            found |= set(_became(old, new))
    return found


def history(repository: Path) -> Iterator[tuple[str, set[Change]]]:
    """What became of items at each commit; one that cannot be read is as it was when it could be read last."""
    known: dict[int, Seen] = {}
    for commit, tree in trees(repository):
        now = {uid: one if one.is_read else known.get(uid) for uid, one in tree.items()}
        after = {uid: one for uid, one in now.items() if one is not None}
        yield commit, between(known, after)
        known = after


def moves(repository: Path, last: str = "") -> dict[str, int]:
    """By id of the end, how often an item's date moved, up to a commit or in all."""
    found: Counter[int] = Counter()
    ids: dict[int, str] = {}
    for (commit, changes), (_, tree) in zip(history(repository), trees(repository), strict=True):
        found.update(change.uid for change in changes if change.what == "moved")
        ids = {uid: one.id for uid, one in tree.items() if one.is_read}
        if commit == last:
            break
    return {ids[uid]: count for uid, count in found.items() if uid in ids}


def _became(old: Seen, new: Seen) -> Iterator[Change]:
    if old.id != new.id:
        yield Change(old.uid, "renamed", old.id)
    if old.is_feature and old.stage in OPEN and old.planned and new.planned and old.planned != new.planned:
        yield Change(old.uid, "moved")
    for what, before, after in (
        ("rewritten", old.text, new.text), ("translated", old.said, new.said), ("measured", old.values, new.values),
    ):  # fmt: skip
        if before != after:
            yield Change(old.uid, what)


def _tree(files: Mapping[str, str]) -> Tree:
    parked = re.search(r"stage: (\w+)", files["roadmap/product.yml"])
    assert parked is not None
    found: dict[int, tuple[str, dict[str, str]]] = {}
    besides: dict[int, tuple[str, str, str]] = {}
    for path, text in sorted(files.items()):
        number = re.search(r"^Number (\d+)\.$", text, re.MULTILINE)
        if number is not None:
            facts = dict(line.split(": ", 1) for line in text.split("---\n")[1].strip().split("\n"))
            if int(number[1]) not in found:
                stem = path.removesuffix(".md")
                besides[int(number[1])] = text.split("---\n", 2)[2], files.get(f"{stem}.zh.md", ""), files.get(f"{stem}.csv", "")
            found.setdefault(int(number[1]), (path, facts))
    names = {facts.get("id") or Path(path).stem: uid for uid, (path, facts) in found.items()}
    return {uid: _seen(uid, path, facts, names, parked[1], besides[uid]) for uid, (path, facts) in found.items()}


def _seen(
    uid: int, path: str, facts: Mapping[str, str], names: Mapping[str, int], parked: str, besides: tuple[str, str, str]
) -> Seen:
    status = facts.get("status", "idea")
    release = names.get(facts.get("release", ""))
    planned = facts.get("target") or (f"release {release}" if release else "")
    stage = parked if status == "parked" else status
    return Seen(uid, facts.get("id") or Path(path).stem, "/features/" in path, stage, planned, status in KNOWN, *besides)


def _texts(repository: Path, blobs: list[str]) -> dict[str, str]:
    data = subprocess.run(
        ["git", "-C", os.fspath(repository), "cat-file", "--batch"],
        input="\n".join(blobs).encode(),
        capture_output=True,
        check=True,
    ).stdout
    found, at = {}, 0
    for blob in blobs:
        end = data.index(b"\n", at)
        size = int(data[at:end].split()[2])
        found[blob] = data[end + 1 : end + 1 + size].decode()
        at = end + size + 2
    return found


def _git(repository: Path, *words: str) -> str:
    return subprocess.run(["git", "-C", os.fspath(repository), *words], capture_output=True, text=True, check=True).stdout
