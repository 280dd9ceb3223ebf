"""The opportunity map of a large plan: what serves a goal stands below it, and what does not fit is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.audience import TEAM, project
from pmsite.pipeline import load
from pmsite.views import opportunities
from pmsite.workspace import words
from tests.make import TODAY


def map_of(folder: Path, files: dict[str, str]) -> list[tuple[str, list[tuple[str, list[str], int]], int]]:
    for name, facts in {"product.yml": "name: Field Notes\n", **files}.items():
        path = folder / "roadmap" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(facts if name.endswith(".yml") else f"---\n{facts}---\n", encoding="utf-8")
    workspace = load(folder / "roadmap", "roadmap", TODAY)
    assert workspace.product is not None
    found = opportunities.build(project(workspace.product, TEAM, words(workspace)))
    return [
        (
            branch.goal.id if branch.goal else "",
            [(opening.ref.id, [s.card.id for s in opening.solutions], opening.more) for opening in branch.openings],
            branch.more,
        )
        for branch in found.branches
    ]


def test_below_a_goal_stand_the_features_that_serve_it(tmp_path: Path) -> None:
    assert map_of(
        tmp_path,
        {
            "objectives/adopt.md": "title: Adopt\n",
            "objectives/keep.md": "title: Keep\n",
            "insights/slow.md": "title: Slow\n",
            "features/cache.md": "title: Cache\nstatus: idea\nsupports: [keep]\naddresses: [slow]\n",
            "features/tour.md": "title: Tour\nstatus: idea\nsupports: [adopt]\naddresses: [slow]\n",
            "features/wish.md": "title: Wish\nstatus: idea\naddresses: [slow]\n",
        },
    ) == [
        ("adopt", [("slow", ["tour"], 0)], 0),
        ("keep", [("slow", ["cache"], 0)], 0),
        ("", [("slow", ["wish"], 0)], 0),
    ]


def test_what_does_not_fit_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opportunities, "LINES", 5)
    found = map_of(
        tmp_path,
        {
            **{f"insights/i{n}.md": f"title: Insight {n}\n" for n in range(4)},
            **{f"features/f{n}.md": f"title: Feature {n}\nstatus: idea\naddresses: [i1]\n" for n in range(6)},
        },
    )
    assert found == [("", [("i0", [], 0), ("i1", ["f0", "f1", "f2"], 3)], 2)]
