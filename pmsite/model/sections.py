"""The vocabulary of briefs and blocks: what can be shown, and which sections each kind of brief has."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Section(NamedTuple):
    """One thing that a brief, or a block in any page, can show."""

    about: str
    options: tuple[str, ...] = ("where",)
    """What else its author may write to choose what it shows."""
    needs: tuple[str, ...] = ()
    """Types of items of which the plan has any where a ready format shows it."""
    own_words: bool = False
    """Whether it holds nothing but what its author writes; such a section is for briefs alone."""
    lines: bool = False
    """Whether it is a list of lines that the author's own points take the place of."""
    besides: tuple[str, ...] = ()
    """What blocks may write to choose what it shows, and briefs may not."""

    @property
    def in_blocks(self) -> tuple[str, ...]:
        """What a block may write; it names no items."""
        return tuple(option for option in (*self.options, *self.besides) if option != "items")


GROUPINGS = ("horizon", "objective", "team", "release", "theme", "component", "cycle", "parent", "status")
"""What a roadmap can be grouped by."""
COLUMNS = ("title", "status", "horizon", "target", "release", "team", "theme", "component", "cycle", "owner", "confidence", "rice")
"""What a table of features can have as columns."""
SORTS = (*COLUMNS, *(f"-{name}" for name in COLUMNS))
"""What it can be sorted by, from the start or from the end."""

HOME_PARTS = ("numbers", "changes", "now", "goals", "shipped")
"""The parts of the home page that can be shown alone."""

_CHOSEN = ("where", "items", "most")

VIEWS: Mapping[str, Section] = MappingProxyType(
    {
        "roadmap": Section(
            "What comes now, next and later.", ("where", "group_by", "items"), ("feature",), besides=("lanes", "level")
        ),
        "timeline": Section("Features with bars over the quarters of the plan.", besides=("lanes", "level")),
        "table": Section("Features as a table.", besides=("columns", "sort", "level")),
        "goals": Section("Objectives as a tree, with every key result.", needs=("objective",)),
        "changelog": Section("Releases that are out, with their changes."),
        "items": Section("All items of one type.", ("where", "type")),
        "priorities": Section("Open features in the order of their scores.", besides=("level",)),
        "dependencies": Section("What waits for what."),
        "alignment": Section("Which teams work on which goals, and which goals nobody works on."),
        "team_asks": Section("What teams ask of each other, and what they answer."),
        "responsibilities": Section("Who is responsible, accountable, consulted and informed."),
        "demand": Section("Requests by how many asked."),
        "wanted": Section("Features by what they mean to the customers who ask for them.", needs=("customer",)),
        "account": Section(
            "What one customer asked for, what came of it and what it was told: of the `customer` of a brief.",
            ("where", "most"),
            needs=("customer",),
        ),
        "opportunities": Section("From goals over insights to features."),
        "dashboard": Section("Metrics as the tree that leads to the North Star."),
        "market": Section("Competitors by what they can do."),
        "radar": Section("Trends by how near they are."),
        "stakeholders": Section("Stakeholder groups by influence and interest."),
        "risks": Section("Open risks, the worst first; a brief shows the top three.", ("where", "most"), ("risk",)),
        "people": Section("Skills and work, by team."),
        "digest": Section("What was learned, month by month."),
        "calendar": Section(
            "Dates ahead: releases, launches, ends of goals and experiments, decisions, what users have to do.",
            ("most",),
            ("release", "launch"),
        ),
        "capacity": Section("What teams can give against what is planned.", ()),
        "not_doing": Section("What will not be done, and why.", ()),
        "coverage": Section("Where the thread from goal to result is broken.", ()),
        "readers": Section("Which items leave the team, to whom, and in whose words; for the team alone.", ()),
        "home": Section("The home page of the product, or one part of it.", ("show",)),
        "at_risk": Section("What is late, off track, undecided, overloaded, at risk or out of date, by owner.", ()),
        "status": Section("Each objective on one line: on track, at risk or off track, and how far.", _CHOSEN, ("objective",)),
        "changed": Section("What changed since the last brief: shipped, started, decided, moved.", ("since", "most")),
        "kpis": Section("Metrics as a table: now, last time, the change, the run.", (*_CHOSEN, "since"), ("metric",)),
        "trend": Section("One metric over time; the North Star where none is chosen.", ("where", "items"), ("metric",)),
        "highlights": Section(
            "What went well: finished work with its result, goals reached.", ("since", "most"), ("feature", "objective"), lines=True
        ),
        "lowlights": Section(
            "What did not: goals, results and work off track, moved dates, worse numbers, high risks.",
            ("since", "most"),
            ("feature", "objective", "metric"),
            lines=True,
        ),
        "decisions": Section("Decisions that somebody has to make: options, recommendation, date.", _CHOSEN, ("decision",)),
        "decided": Section("What was decided lately.", ("since", "most"), ("decision",)),
        "shipped": Section("What reached users lately.", (*_CHOSEN, "since"), ("feature",)),
        "releases": Section("Releases with their dates: to come, then out.", _CHOSEN, ("release",)),
        "actions": Section("Breaking changes and things that go: what to do, by when.", (*_CHOSEN, "since"), ("change",)),
        "pitch": Section("What it is, for whom, and what they have of it.", ("items",), ("vision", "launch")),
        "talk_track": Section("What to say, line by line.", ("items",), ("launch",), lines=True),
        "objections": Section("What customers say against us, and the answer.", _CHOSEN, ("competitor",)),
        "battlecards": Section("Competitors: why we win, why we lose, what to ask.", _CHOSEN, ("competitor",)),
        "not_promised": Section("What must not be promised: no date yet, unsure, or not to be done.", _CHOSEN, ("feature",)),
        "done": Section("What got done, from the updates.", ("since", "where"), ("update",), lines=True),
        "next": Section("What comes next, from the updates.", ("since", "where"), ("update",), lines=True),
        "blocked": Section("What is in the way, from the updates.", ("since", "where"), ("update",), lines=True),
        "asks": Section(
            "What is needed, and from whom; from the updates where the brief has no points.",
            ("since", "where"),
            ("update",),
            lines=True,
        ),
        "learned": Section("What was learned, from the updates.", ("since", "where"), ("update",), lines=True),
        "thanks": Section("Thanks to people.", ("since", "most"), ("recognition",)),
        "checkpoint": Section("When readers hear from us again, and the next dates.", ("most",)),
    }
)
"""Everything that can be shown, by the name that authors write."""

WORDS: Mapping[str, Section] = MappingProxyType(
    {
        "text": Section("Your own words.", (), own_words=True),
        "hiring": Section("Whom you look for.", (), own_words=True),
        "contact": Section("How to answer: where feedback goes, and what becomes of it.", (), own_words=True),
        "together": Section("What you do together: joint marketing, joint customers.", (), own_words=True),
        "price": Section("Price and packaging.", (), own_words=True),
        "demo": Section("Where to see it.", (), own_words=True),
    }
)
"""Sections that hold their author's own words."""

SECTIONS: Mapping[str, Section] = MappingProxyType({**VIEWS, **WORDS})
IN_BRIEFS = tuple(name for name in SECTIONS if name not in ("items", "home", "at_risk", "table", "readers"))
"""What a brief can show: all but what makes sense only in a site."""


class Kind(NamedTuple):
    """A ready format of a brief."""

    about: str
    sections: tuple[str, ...]
    pages: int
    """How many printed pages its readers expect."""
    disclaimer: bool = False
    """Whether it tells plans to people outside, who must be told not to rely on them."""


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "executive": Kind(
            "For those who decide: the conclusion, what changed, what they have to decide.",
            ("changed", "status", "decisions", "risks", "checkpoint"),
            1,
        ),
        "investor": Kind(
            "For those who give money: good news, bad news, the same numbers each time, two requests.",
            ("highlights", "lowlights", "kpis", "roadmap", "risks", "hiring", "asks"),
            1,
            disclaimer=True,
        ),
        "customer": Kind(
            "For those who use it: what comes now, next and later, what is new, how to answer. Dates are quarters at most, unless product.yml says how finely its readers are told.",
            ("roadmap", "shipped", "contact"),
            2,
            disclaimer=True,
        ),
        "partner": Kind(
            "For those who build on it: what to do by when, the dates, what goes.",
            ("actions", "calendar", "together", "contact"),
            1,
            disclaimer=True,
        ),
        "sales": Kind(
            "For those who sell it: what to say, to answer, and not to promise.",
            ("pitch", "talk_track", "objections", "battlecards", "price", "releases", "not_promised", "demo"),
            1,
        ),
        "team": Kind(
            "For ourselves: goals, done, next, blocked, what moved, what we learned.",
            ("status", "done", "next", "blocked", "kpis", "decided", "learned", "thanks"),
            1,
        ),
    }
)
"""The ready formats, by the name that authors write."""

FREE = ("goals", "roadmap", "shipped")
"""The sections of a brief that names neither a kind nor sections."""
