"""A quarter of a team's work: after every merge, history, diffs and a plain reading of git say the same of every item.

`python -m tests.history.test_simulation FIRST LAST` runs more seeds.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from pmsite.audience import TEAM, project
from pmsite.comparison.compare import known_between
from pmsite.diagnostics import Report
from pmsite.history import git
from pmsite.history.diff import compare
from pmsite.history.moves import counts
from pmsite.history.read import read
from pmsite.history.revision import product_at
from pmsite.history.site_history import SiteHistory
from pmsite.history.steps import Steps
from pmsite.pipeline import load
from tests.history import reading
from tests.history.team import Team, write
from tests.make import TODAY

REQUESTS = 110


@pytest.mark.parametrize("seed", [1, 2])
def test_everybody_tells_the_same_of_a_quarter(tmp_path: Path, seed: int) -> None:
    check(tmp_path, seed)


def check(folder: Path, seed: int) -> None:
    """Everything that must agree, for one seed."""
    team = Team(seed)
    team.work(REQUESTS)
    commits = write(folder, team)
    trees = dict(reading.trees(folder))
    main = [commits[name] for name in team.main]
    days = {commits[name]: day.isoformat() for name, day in team.days.items()}
    assert list(trees) == main
    _check_diffs(folder, main, trees, Random(seed))
    _check_events(folder, trees, days)
    _check_moves(folder, main[len(main) // 2])


def _check_diffs(folder: Path, main: list[str], trees: Mapping[str, reading.Tree], random: Random) -> None:
    repository = git.find(folder / "roadmap")
    kept = {commit: product_at(repository, commit, "roadmap", TODAY) for commit in main}
    spans = [*pairwise(main), *(sorted(random.sample(main, 2), key=main.index) for _ in range(20))]
    for old, new in spans:
        known, before, after = known_between(repository, (old, kept[old]), (new, kept[new]), "roadmap")
        diff = compare(project(before, TEAM), project(after, TEAM), known=known)
        numbers = {one.id: one.uid for one in trees[new].values()}
        gone = {one.id: one.uid for one in trees[old].values()}
        told = {reading.Change(numbers[item.id], "added") for item in diff.added}
        told |= {reading.Change(gone[item.id], "dropped") for item in diff.dropped}
        told |= {reading.Change(numbers[c.item.id], "renamed", c.was) for c in diff.changed if c.was}
        told |= {reading.Change(numbers[c.item.id], "moved") for c in diff.changed if c.moved}
        plain = reading.between(trees[old], trees[new])
        assert told == plain, (old, new, told - plain, plain - told)


def _check_events(folder: Path, trees: Mapping[str, reading.Tree], days: Mapping[str, str]) -> None:
    workspace = load(folder / "roadmap", "roadmap", TODAY)
    assert workspace.product is not None
    found = SiteHistory().add_to(folder / "roadmap", "roadmap", workspace.product, project(workspace.product, TEAM), Report())
    assert found.past is not None
    told: Counter[tuple[str, str, str, str]] = Counter()
    for event in found.past.events:
        assert event.committed, event
        day = event.day.isoformat()
        if event.kind in ("began", "added", "dropped"):
            told[day, "dropped" if event.kind == "dropped" else "added", event.id, ""] += 1
        if event.was:
            told[day, "renamed", event.id, event.was] += 1
        if event.move:
            told[day, "moved", event.id, ""] += 1
    last = {uid: one.id for tree in trees.values() for uid, one in tree.items() if one.is_read}
    plain = Counter(
        (days[commit], change.what, last[change.uid], change.was)
        for commit, changes in reading.history(folder)
        for change in changes
    )
    assert told == plain, (told - plain, plain - told)


def _check_moves(folder: Path, middle: str) -> None:
    repository = git.find(folder / "roadmap")
    then = product_at(repository, middle, "roadmap", TODAY).product
    plain = reading.moves(folder, middle)
    assert dict(counts(Steps(read(folder / "roadmap", middle), then, "roadmap"))) == {
        id: count for id, count in plain.items() if id in then.items
    }


if __name__ == "__main__":
    for number in range(int(sys.argv[1]), int(sys.argv[2])):
        with TemporaryDirectory() as place:
            print("seed", number, flush=True)
            check(Path(place), number)
        print(number, "holds", flush=True)
