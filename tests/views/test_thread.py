"""The thread: from any item up to the vision, and down to what was delivered and measured."""

from __future__ import annotations

import pytest

from pmsite.views.thread import build, reasons
from tests.make import projection


def test_the_chain_of_reasons_leads_up_to_the_vision_and_ends_even_in_a_circle() -> None:
    found = projection(
        {
            "vision.md": "title: V",
            "objectives/year.md": "title: Year\nparent: vision",
            "objectives/quarter.md": "title: Quarter\nparent: year\nkey_results:\n  - {id: k, title: K}",
            "features/f.md": "title: F\nsupports: [quarter.k]",
            "objectives/x.md": "title: X\nparent: y",
            "objectives/y.md": "title: Y\nparent: x",
        }
    )
    assert [item.id for item in reasons(found, found.items["f"])] == ["quarter", "year", "vision"]
    assert [item.id for item in reasons(found, found.items["x"])] == ["y"]


PLAN = {
    "vision.md": "title: V\nnorth_star: star",
    "objectives/goal.md": "title: Goal\nkey_results: [{id: k, title: K, metric: lost}]",
    "metrics/star.md": "title: Star",
    "metrics/lost.md": "title: Lost\ndrives: star",
    "metrics/alone.md": "title: Alone",
    "personas/p.md": "title: P",
    "studies/s.md": "title: S\nmethod: interview",
    "feedback/said.md": "title: Said\nfeatures: [f]",
    "insights/i.md": "title: I\npersonas: [p]\nevidence: [s]",
    "experiments/e.md": "title: E\nfeatures: [f]\ninsights: [i]",
    "features/f.md": "title: F\nsupports: [goal.k]\naddresses: [i]\nrelease: r\nmetrics: [lost]\ntheme: t",
    "features/dropped.md": "title: Dropped\nstatus: dropped\nsupports: [goal]",
    "releases/r.md": "title: R",
    "changes/c.md": "title: C\nkind: added\nfeatures: [f]",
    "launches/l.md": "title: L\nfeatures: [f]",
    "themes/t.md": "title: T",
    "decisions/d.md": "title: D\naffects: [f]\nevidence: [s]",
    "risks/k.md": "title: K\naffects: [f]",
    "trends/n.md": "title: N\nring: hold\naffects: [f]",
    "updates/u.md": "title: U\nabout: [f]",
    "teams/w.md": "title: W",
}


@pytest.mark.parametrize(
    ("item", "up"),
    [
        ("f", "goal vision"),
        ("c", "f goal vision"),
        ("l", "f goal vision"),
        ("d", "f goal vision"),
        ("k", "f goal vision"),
        ("n", "f goal vision"),
        ("e", "f goal vision"),
        ("said", "f goal vision"),
        ("i", "f goal vision"),
        ("s", "i f goal vision"),
        ("lost", "star vision"),
        ("star", "vision"),
        ("goal", "vision"),
        ("alone", ""),
        ("vision", ""),
        ("w", ""),
    ],
)
def test_up_from_any_item(item: str, up: str) -> None:
    found = projection(PLAN)
    assert " ".join(above.id for above in reasons(found, found.items[item])) == up


@pytest.mark.parametrize(
    "item", ["f", "goal", "i", "s", "said", "e", "r", "c", "l", "t", "d", "k", "n", "u", "p", "lost", "vision"]
)
def test_down_from_any_item(item: str) -> None:
    found = projection(PLAN)
    assert {step.name: " ".join(ref.id for ref in step.refs) for step in build(found, found.items[item])} == {
        "evidence": "e said i s",
        "goals": "goal",
        "work": "f",
        "delivered": "c l r",
        "measured": "lost",
    }


def test_what_hangs_on_nothing_has_no_thread() -> None:
    found = projection(PLAN)
    assert [build(found, found.items[id]) for id in ("alone", "w", "dropped")] == [(), (), ()]
