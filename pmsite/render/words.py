"""The interface's words: English in the code, other languages from gettext catalogs beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

Gettext = Callable[[str], str]


@lru_cache
def catalog(language: str) -> Mapping[str, str]:
    """The translated words of a language, by the English ones; empty for English."""
    if language == "en":
        return {}
    with (files("pmsite") / "locale" / f"{language}.po").open("rb") as file:
        return dict(_entries(read_po(file, locale=language)))


def _entries(messages: Catalog) -> Iterator[tuple[str, str]]:
    for message in messages:
        if isinstance(message.id, str):
            if message.id and message.string:
                yield message.id, str(message.string)
        elif message.string:
            yield from ((form, message.string[0]) for form in message.id)


def gettext(language: str) -> Gettext:
    """Translates the interface's words; what a catalog lacks stays English."""
    words = catalog(language)
    return lambda message: words.get(message, message)


def N_(message: str) -> str:
    """Marks a word for translation that is looked up later."""
    return message


TYPES: Mapping[str, tuple[str, str]] = {
    "vision": (N_("Vision"), N_("Vision")),
    "objective": (N_("Objective"), N_("Goals")),
    "persona": (N_("Persona"), N_("Personas")),
    "insight": (N_("Insight"), N_("Insights")),
    "feedback": (N_("Feedback"), N_("Feedback")),
    "team": (N_("Team"), N_("Teams")),
    "decision": (N_("Decision"), N_("Decisions")),
    "theme": (N_("Theme"), N_("Themes")),
    "feature": (N_("Feature"), N_("Features")),
    "release": (N_("Release"), N_("Releases")),
    "change": (N_("Change"), N_("Changes")),
    "brief": (N_("Brief"), N_("Briefs")),
    "problem": (N_("Problem"), N_("Problems")),
}
"""By type: what one is called, what many are called."""

DUTIES: Mapping[str, str] = {
    "goals": N_("Goals"),
    "insight": N_("User insight"),
    "collaboration": N_("Collaboration"),
    "data": N_("Decisions"),
    "market": N_("Market"),
    "planning": N_("Roadmap"),
    "communication": N_("Communication"),
    "problems": N_("Problem solving"),
    "leadership": N_("Team leadership"),
    "learning": N_("Continuous learning"),
}

PAGES = (
    N_("Roadmap"),
    N_("Timeline"),
    N_("By goal"),
    N_("By team"),
    N_("By release"),
    N_("By theme"),
    N_("All features"),
    N_("Goals"),
    N_("Changelog"),
    N_("All changes"),
)
"""The names of pages, which pages.py uses."""

VALUES: Mapping[str, str] = {
    "idea": N_("Idea"),
    "discovery": N_("In discovery"),
    "planned": N_("Planned"),
    "building": N_("Building"),
    "shipped": N_("Shipped"),
    "dropped": N_("Dropped"),
    "now": N_("Now"),
    "next": N_("Next"),
    "later": N_("Later"),
    "low": N_("Low"),
    "medium": N_("Medium"),
    "high": N_("High"),
    "critical": N_("Critical"),
    "weak": N_("Weak"),
    "moderate": N_("Moderate"),
    "strong": N_("Strong"),
    "committed": N_("Committed"),
    "aspirational": N_("Aspirational"),
    "metric": N_("Metric"),
    "milestone": N_("Milestone"),
    "baseline": N_("Baseline"),
    "waiting": N_("Waiting"),
    "active": N_("Active"),
    "done": N_("Done"),
    "blocked": N_("Blocked"),
    "added": N_("Added"),
    "changed": N_("Changed"),
    "deprecated": N_("Deprecated"),
    "removed": N_("Removed"),
    "fixed": N_("Fixed"),
    "security": N_("Security"),
    "good": N_("On track"),
    "fair": N_("At risk"),
    "poor": N_("Off track"),
    "none": N_("Not scored"),
    "coming": N_("Not started"),
    "proposed": N_("Proposed"),
    "accepted": N_("Accepted"),
    "rejected": N_("Rejected"),
    "superseded": N_("Superseded"),
    "open": N_("Open"),
    "investigating": N_("Investigating"),
    "acting": N_("Acting"),
    "monitoring": N_("Monitoring"),
    "resolved": N_("Resolved"),
    "responsible": N_("Responsible"),
    "accountable": N_("Accountable"),
    "consulted": N_("Consulted"),
    "informed": N_("Informed"),
    "design": N_("Design"),
    "build": N_("Build"),
    "launch": N_("Launch"),
}
"""Words of the format that readers see: stages, horizons, choices, bands."""

FIELDS: Mapping[str, str] = {
    "acceptance": N_("Accepted when"),
    "addresses": N_("Answers"),
    "affects": N_("Affects"),
    "ambition": N_("Ambition"),
    "as_of": N_("As of"),
    "audience": N_("For"),
    "breaking": N_("Breaking"),
    "channel": N_("Channel"),
    "confidence": N_("Confidence"),
    "count": N_("How many"),
    "date": N_("Date"),
    "delivery": N_("Delivery"),
    "depends_on": N_("Depends on"),
    "detected": N_("Detected"),
    "evidence": N_("Evidence"),
    "features": N_("Features"),
    "horizon": N_("Horizon"),
    "horizon_year": N_("By"),
    "kind": N_("Kind"),
    "language": N_("Language"),
    "lead": N_("Lead"),
    "members": N_("Members"),
    "owner": N_("Owner"),
    "parent": N_("Serves"),
    "period": N_("Period"),
    "personas": N_("For"),
    "raci": N_("Who does what"),
    "references": N_("References"),
    "related": N_("Related"),
    "release": N_("Release"),
    "replaces": N_("Replaces"),
    "review_by": N_("Review by"),
    "rice": N_("RICE"),
    "score": N_("Priority"),
    "segment": N_("Segment"),
    "severity": N_("Severity"),
    "shipped": N_("Shipped"),
    "source": N_("Source"),
    "stages": N_("Progress"),
    "started": N_("Started"),
    "state": N_("Status"),
    "status": N_("Status"),
    "strength": N_("Strength"),
    "supersedes": N_("Supersedes"),
    "supports": N_("Serves"),
    "tags": N_("Tags"),
    "target": N_("Target"),
    "team": N_("Team"),
    "theme": N_("Theme"),
    "title": N_("Title"),
    "tracks": N_("Work"),
    "verified": N_("Last verified"),
    "version": N_("Version"),
    "yanked": N_("Withdrawn"),
}
"""What each field is called on a page."""

INVERSE: Mapping[str, str] = {
    "addresses": N_("Answered by"),
    "affects": N_("Affected by"),
    "depends_on": N_("Needed by"),
    "evidence": N_("Supports"),
    "features": N_("Named by"),
    "parent": N_("Served by"),
    "personas": N_("Concerns"),
    "related": N_("Related"),
    "release": N_("In this release"),
    "replaces": N_("Replaced by"),
    "supersedes": N_("Superseded by"),
    "supports": N_("Served by"),
    "team": N_("Work of this team"),
    "theme": N_("In this theme"),
}
"""What the other side of a reference is called."""


def one_of_many(type_name: str) -> str:
    """What one item of a type is called, in English."""
    return TYPES[type_name][0]
