"""Goals and teams as a grid: a number where a team serves a goal, filled where some of that is still to come."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pmsite.charts import svg
from pmsite.charts.words import Words

if TYPE_CHECKING:
    from pmsite.views.alignment import Matrix

STEP, LEFT, HEAD, TELLING = 30.0, 330.0, 165.0, 30
"""The side of a field, the most room for what goals and teams are called, and how many fields the words beside the picture tell."""
NO_TEAM = "Without a team"


def draw(view: Matrix, words: Words) -> str:
    """The grid; names of teams stand aslant above it."""
    names = {team.id: svg.clipped(team.title or words.translate(NO_TEAM), HEAD) for team in view.teams}
    titles = {goal.id: svg.clipped(goal.title, LEFT) for goal in view.goals}
    left = 12 + max(map(svg.width_of, titles.values()), default=0.0)
    head = 14 + max(map(svg.width_of, names.values()), default=0.0) * math.sqrt(0.5)
    right, height = left + STEP * len(view.teams), head + STEP * len(view.goals)
    drawn = svg.picture(right + head, height, _told(view, words), "matrix")
    drawn.set("style", f"max-width:{right + head:.0f}px")
    across = {team.id: left + STEP * (at + 0.5) for at, team in enumerate(view.teams)}
    down = {goal.id: head + STEP * (at + 0.5) for at, goal in enumerate(view.goals)}
    for id, x in across.items():
        svg.line(drawn, (x, head), (x, height), "pm-grid")
        svg.words(drawn, x + 2, head - 6, names[id]).set("transform", f"rotate(-45 {svg.at(x + 2)} {svg.at(head - 6)})")
    for id, y in down.items():
        svg.line(drawn, (left, y), (right, y), "pm-grid")
        svg.words(drawn, left - 8, y + 4, titles[id], "end")
    for cell in view.cells:
        x, y = across[cell.team], down[cell.goal]
        svg.circle(drawn, x, y, 11, f"pm-blip pm-blip--{'new' if cell.open else 'none'}")
        svg.words(drawn, x, y + 4, str(cell.count), "middle", "pm-words pm-words--number")
    return svg.text(drawn)


def _told(view: Matrix, words: Words) -> str:
    goals = {goal.id: goal.title for goal in view.goals}
    teams: dict[str, str] = {team.id: team.title or words.translate(NO_TEAM) for team in view.teams}
    told = [f"{goals[cell.goal]} – {teams[cell.team]} {cell.count}" for cell in view.cells]
    more = len(told) - TELLING
    rest = [words.translate("and {count} more").format(count=more)] if more > 0 else []
    return words.told([*told[:TELLING], *rest])
