"""Sprints and iterations that rows name, as cycles with their days: stretches of a team's time, not releases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from pmsite.diagnostics import Report
from pmsite.importers.draft import Draft, Sprint
from pmsite.importers.identity import identify
from pmsite.importers.known import Known
from pmsite.importers.ranks import Ladder
from pmsite.importers.rules import Rules
from pmsite.model.types import BY_NAME, keys
from pmsite.read.names import fold

_WEEK = 7


def make_cycles(drafts: list[Draft], rules: Rules, known: Known, ladder: Ladder, report: Report) -> list[Draft]:
    """Drafts of the cycles that rows name and the workspace lacks; rows get the ids of theirs, but groups, which span many."""
    rows = [
        draft for draft in drafts if (draft.sprint.name or draft.sprint.number) and not draft.bad and _has_one(draft, known, ladder)
    ]
    made: dict[str, Draft] = {}
    there: dict[str, str] = {}
    teams: dict[str, set[str]] = {}
    for draft in rows:
        team = draft.named.get("team", "")
        key = draft.sprint.key(team)
        own = known.by_source.get((fold(rules.source), key), "")
        id = own or _there(draft.sprint, rules, known)
        if id:
            there[key] = id
        if own or not id:
            found = made.setdefault(key, Draft(draft.span, "cycle", key, fields={"title": draft.sprint.title[:300]}, is_made=True))
            _tell(found, draft.sprint)
        if id or key in made:
            teams.setdefault(key, set()).add(team)
    for key, found in made.items():
        if len(teams[key]) == 1 and (team := next(iter(teams[key]))):
            found.named["team"] = team
    identify([made[key] for key in sorted(made)], rules, known, report)
    for draft in rows:
        key = draft.sprint.key(draft.named.get("team", ""))
        draft.fields["cycle"] = made[key].id if key in made else there[key]
        draft.went(draft.sprint.column, "cycle")
    return list(made.values())


def _has_one(draft: Draft, known: Known, ladder: Ladder) -> bool:
    """Whether a row can be in a cycle: what cannot, and what an earlier import did not put into one, keeps what its columns say."""
    last = known.last(draft.id)
    is_old = bool(last) and "cycle" not in last and draft.sprint.column in known.kept(draft.id)
    has_field = "cycle" in keys(BY_NAME[draft.type]) and not (draft.type == "feature" and ladder.role(draft.level) == "group")
    if has_field and not is_old:
        return True
    if draft.sprint.name:
        draft.keep(draft.sprint.column, [draft.sprint.name])
    return False


def _there(sprint: Sprint, rules: Rules, known: Known) -> str:
    """A cycle that somebody made by hand, or of the release that an earlier import made."""
    once = known.by_source.get((fold(rules.source), f"release: {sprint.name}"), "")
    if known.types.get(once) == "cycle":
        return once
    return "" if sprint.number else known.by_title.get(("cycle", fold(sprint.title)), "")


def _tell(found: Draft, sprint: Sprint) -> None:
    """Its days. A last day that is whole weeks after the first is the first of the next one."""
    if sprint.starts:
        found.fields.setdefault("starts", sprint.starts)
    if sprint.ends:
        found.fields.setdefault("ends", _last_day(sprint.starts, sprint.ends))


def _last_day(starts: str, ends: str) -> str:
    try:
        first, last = date.fromisoformat(starts), date.fromisoformat(ends)
    except ValueError:
        return ends
    weeks, rest = divmod((last - first).days, _WEEK)
    return (last - timedelta(days=1)).isoformat() if weeks > 0 and not rest else ends


def without_days(made: Iterable[Draft]) -> list[str]:
    """The cycles that an export gives no days."""
    return [str(draft.fields["title"]) for draft in made if draft.type == "cycle" and not {"starts", "ends"} <= draft.fields.keys()]
