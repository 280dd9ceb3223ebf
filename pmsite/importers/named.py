"""Items that rows name and no row is: themes, releases, teams, epics and initiatives; each is made once, and known again by its name."""

from __future__ import annotations

from pmsite.diagnostics import Report
from pmsite.importers.draft import Draft
from pmsite.importers.identity import identify
from pmsite.importers.known import Known
from pmsite.importers.ranks import Ladder
from pmsite.importers.rules import Rules
from pmsite.messages import said
from pmsite.read.names import fold

GROUPS = ("epic", "initiative")
"""What rows name that is work of a higher level."""
_TYPES = {"theme": "theme", "release": "release", "team": "team", "epic": "feature", "initiative": "feature"}
MADE = tuple(_TYPES)


def key_of(what: str, title: str) -> str:
    """By what a later import finds an item that was made since rows name it."""
    return f"{what}: {title}"


_FORMERLY = {
    "epic": ("theme", said("epics are themes")),
    "initiative": ("theme", said("initiatives are themes")),
    "milestone": ("release", said("milestones are releases")),
    "cycle": ("release", said("sprints are releases")),
}


def stands_as(what: str, title: str, rules: Rules, known: Known) -> tuple[str, str]:
    """What an earlier import made of what a row names, or somebody by hand, and how that is told; two empty texts where nobody did."""
    formerly, words = _FORMERLY.get(what, ("", ""))
    made = known.by_source.get((fold(rules.source), key_of(formerly, title)), "")
    there = formerly and ((formerly, fold(title)) in known.by_title or known.types.get(made) == formerly)
    return (formerly, words) if there else ("", "")


def make_named(drafts: list[Draft], rules: Rules, known: Known, ladder: Ladder, report: Report) -> list[Draft]:
    """Drafts of what rows name and nothing else is."""
    made: dict[tuple[str, str], Draft] = {}
    rows = {name for draft in drafts for name in _names(draft, ladder)}
    groups = groups_of(known, ladder)
    for draft in drafts:
        for what, title in draft.named.items() if not draft.bad else ():
            name = (what, fold(title))
            if what not in _TYPES:
                continue
            if name in rows or name in made:
                _add(made.get(name), draft, what, known)
                continue
            key = key_of(what, title)
            id = groups.get(fold(title)) if what in GROUPS else known.by_title.get(name)
            if id is None or known.by_source.get((fold(rules.source), key)) == id:
                level = ladder.level(what) if what in GROUPS else ""
                made[name] = Draft(draft.span, _TYPES[what], key, fields=_first_fields(what, title), level=level, is_made=True)
                _add(made[name], draft, what, known)
    found = list(made.values())
    identify(sorted(found, key=lambda draft: draft.key), rules, known, report)  # in whatever order rows stand
    _put_milestones(drafts, made, rules, known)
    return found


def groups_of(known: Known, ladder: Ladder) -> dict[str, str]:
    """The ids of work of higher levels that is there already, by title."""
    found: dict[str, str] = {}
    for id, type_name in known.types.items():
        if type_name == "feature" and ladder.role(known.fact(id, "level")) == "group":
            found.setdefault(fold(known.fact(id, "title")), id)
    return found


def _names(draft: Draft, ladder: Ladder) -> list[tuple[str, str]]:
    """What a row is, by each of its names, as rows name what has to be made."""
    names = (str(draft.fields.get("title", "")), *draft.aliases)
    if draft.type == "feature":
        return [(what, fold(name)) for what in GROUPS for name in names] if ladder.role(draft.level) == "group" else []
    return [(draft.type, fold(name)) for name in names] if draft.type in _TYPES else []


def _first_fields(what: str, title: str) -> dict[str, str]:
    return {"title": title[:300], **({"version": title} if what == "release" and title[:1].lstrip("v").isdigit() else {})}


def _add(made: Draft | None, draft: Draft, what: str, known: Known) -> None:
    """What a row tells of what it names: the date of its release, the initiative of its epic."""
    if made is None:
        return
    if date := draft.dates.get(what):
        made.fields.setdefault("date", date)
    if what == "epic" and (initiative := draft.named.get("initiative")):
        made.named.setdefault("initiative", initiative)


def _put_milestones(drafts: list[Draft], made: dict[tuple[str, str], Draft], rules: Rules, known: Known) -> None:
    """Milestones of what rows are parts of; each keeps its name in the row, too. Rows that are not in this export still have theirs."""
    for draft in sorted(drafts, key=lambda draft: draft.named.get("milestone", "")):
        title = draft.named.pop("milestone", "")
        if not title:
            continue
        draft.unmapped.setdefault("milestone", []).append(title)
        whole = made.get(("epic", fold(draft.named.get("epic", ""))))
        if whole is not None:
            before = known.last(whole.id).get("milestones")
            there = whole.fields.setdefault("milestones", [*before] if isinstance(before, list) else [])
            if title not in there:
                there.append(title)
