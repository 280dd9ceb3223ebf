"""A page of goals and teams is there where it has something to show."""

from __future__ import annotations

import pytest

from tests.properties.site import outputs

TEAMS = {f"teams/{name}.md": f"---\ntitle: {name}\n---\n" for name in ("app", "box")}
WORK = {
    "features/a.md": "---\ntitle: A\nteam: app\nsupports: [one]\n---\n",
    "features/b.md": "---\ntitle: B\nteam: box\nsupports: [two]\n---\n",
}


@pytest.mark.parametrize(("period", "is_there"), [("2099-Q1", True), ("2020-Q1", False)])
def test_goals_that_are_over_make_no_page(period: str, *, is_there: bool) -> None:
    goals = {f"objectives/{id}.md": f"---\ntitle: {id}\nperiod: {period}\n---\n" for id in ("one", "two")}
    pages = outputs({**TEAMS, **WORK, **goals}, "name: P\n", "team")
    assert any("roadmap/alignment" in path for path in pages) == is_there
