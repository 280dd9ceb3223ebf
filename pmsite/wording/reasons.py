"""Judgements in words: what a state is called, and its reason in one clause."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from babel.dates import format_skeleton

from pmsite.model.judgement import Clause, Judgement, two
from pmsite.model.period import Period
from pmsite.wording import dates
from pmsite.wording.labels import VALUES
from pmsite.wording.words import N_, Gettext

STATES: Mapping[str, str] = {
    "good": N_("On track"),
    "fair": N_("At risk"),
    "poor": N_("Off track"),
    "early": N_("Too early to tell"),
    "stale": N_("No recent data"),
    "none": N_("No data yet"),
    "coming": N_("Not started"),
    "reached": N_("Reached"),
    "achieved": N_("Achieved"),
    "partly": N_("Partly achieved"),
    "missed": N_("Missed"),
    "ungraded": N_("Not graded"),
}
"""What the states of a judgement are called."""

INSIDE: Mapping[str, str] = {
    "good": N_("on track"),
    "fair": N_("at risk"),
    "poor": N_("off track"),
}
"""The same in a sentence."""

REASONS: Mapping[str, str | tuple[str, str]] = {
    "pace": N_("at this pace %(score)s by %(date)s"),
    "worse_than_start": N_("worse than at the start"),
    "nothing_due": N_("nothing is due yet"),
    "early": N_("day %(day)s of %(n)s, %(score)s so far"),
    "so_far": N_("%(score)s so far, no period"),
    "stale": N_("last value %(date)s, %(ago)s ago"),
    "last_value": N_("last value %(date)s"),
    "not_yet": N_("not measured in this period yet"),
    "first_value": N_("measured once so far"),
    "never_measured": N_("not measured in its period"),
    "inside": N_("inside its limits"),
    "outside": (N_("outside its limits, %(n)s reading"), N_("outside its limits, %(n)s readings in a row")),
    "steps": (N_("%(done)s of %(n)s step done, %(due)s due by now"), N_("%(done)s of %(n)s steps done, %(due)s due by now")),
    "not_reached": N_("not reached yet"),
    "not_established": N_("not established yet"),
    "grade": "%(score)s",
    "starts": N_("starts %(date)s"),
    "no_period": N_("no period"),
    "sure": N_("team %(share)s confident on %(date)s"),
    "sure_undated": N_("team %(share)s confident, undated"),
    "sure_says": N_("team %(share)s confident on %(date)s says %(state)s"),
    "said": N_("team on %(date)s"),
    "said_says": N_("team on %(date)s says %(state)s"),
    "both": N_("%(word)s, %(numbers)s"),
    "worse": N_("%(word)s; %(numbers)s"),
    "numbers_alone": N_("by the numbers, %(numbers)s"),
    "results": N_("%(n)s of %(of)s key results %(state)s"),
    "only_result": N_("its only key result is %(state)s"),
    "judged": N_("%(n)s of %(of)s key results can be judged"),
    "not_graded": N_("%(n)s of %(of)s key results not graded"),
    "no_results": N_("no key results"),
    "due_stage": N_("due %(date)s, %(stage)s"),
    "due": N_("due %(date)s"),
    "no_date": N_("no date"),
    "was_due": N_("was due %(date)s"),
    "was_due_ago": N_("was due %(date)s, %(ago)s ago"),
    "release_is_out": N_("its release %(title)s is out without it"),
    "ask_waits": N_("asked %(date)s, %(ago)s ago"),
    "ask_declined": N_("%(team)s declines what it needs: %(what)s"),
    "ask_later": N_("%(team)s comes with what it needs in %(date)s: %(what)s"),
    "ask_open": N_("waits for an answer of %(team)s: %(what)s"),
    "ask_overdue": N_("waits for %(team)s: %(what)s"),
    "needs_dropped": N_("needs %(title)s, which is dropped"),
    "needs_decision": N_("waits for the decision %(title)s"),
    "needs_later": N_("needs %(title)s, planned for %(date)s"),
    "parts_later": N_("its last part is planned for %(date)s"),
    "parts_overdue": N_("a part of it is past its date"),
    "parts_wait": N_("a part of it comes too late for something, or waits for an answer that is overdue"),
    "needs_off_track": N_("needs %(title)s, which is off track"),
    "blocked": N_("%(name)s is blocked"),
    "still_idea": N_("still an idea, %(left)s"),
    "still_discovery": N_("still discovery, %(left)s"),
    "still_planned": N_("still planned, %(left)s"),
    "confidence_low": N_("confidence low, %(left)s"),
    "criteria": (N_("%(done)s of %(n)s criterion met, %(left)s"), N_("%(done)s of %(n)s criteria met, %(left)s")),
    "days": (N_("%(n)s day"), N_("%(n)s days")),
    "months": (N_("%(n)s month"), N_("%(n)s months")),
    "years": (N_("%(n)s year"), N_("%(n)s years")),
    "days_left": (N_("%(n)s day left"), N_("%(n)s days left")),
    "tasks_done": (N_("%(done)s of %(n)s task done, none overdue"), N_("%(done)s of %(n)s tasks done, none overdue")),
    "tasks_left": (N_("%(done)s of %(n)s task done, %(left)s"), N_("%(done)s of %(n)s tasks done, %(left)s")),
    "tasks_overdue": (N_("%(done)s of %(n)s task overdue"), N_("%(done)s of %(n)s tasks overdue")),
    "no_go": N_("no-go"),
    "go_was_due": N_("go/no-go was due %(date)s"),
    "go_is_open": N_("not decided whether it goes ahead, %(left)s"),
    "was_to_end": N_("was to end %(date)s, %(ago)s ago, and still runs"),
    "review_was_due": N_("review was due %(date)s, %(ago)s ago"),
    "brings_dropped": N_("brings %(title)s, which is dropped"),
    "brings_later": N_("brings %(title)s, planned for %(date)s"),
}
"""Each reason in one clause; two forms where it counts something."""

NEAR = timedelta(days=92)
"""How far away a day of another year may be to be told without its year."""


def share_words(share: float) -> str:
    """A score, forecast or grade as it is shown: two decimals, rounded half up."""
    return f"{two(share):.2f}"


def state_words(found: Judgement, translate: Gettext) -> str:
    """What the state of a judgement is called; nothing where it has none."""
    return translate(STATES[found.state]) if found.state else ""


def reason_words(found: Judgement | Clause, language: str, translate: Gettext, day: date | None = None) -> str:
    """Why something stands as it does, in one clause; nothing where the word says all."""
    if not found.message:
        return ""
    day = found.day if isinstance(found, Judgement) else day
    words = REASONS[found.message]
    if isinstance(words, tuple):
        words = words[found.params["n"] != 1]
    tell = _teller(language, translate, day)
    return translate(words) % {name: tell(name, value) for name, value in found.params.items()}


def _teller(language: str, translate: Gettext, day: date | None) -> Callable[[str, Any], str]:
    """How what fills a reason is told."""

    def named(value: str) -> str:
        """A word of the format in the language; as its author wrote it in English, where it stands in a sentence."""
        return translate(VALUES[value]) if value in VALUES and language != "en" else value

    def told(name: str, value: Any) -> str:
        if isinstance(value, Clause):
            return reason_words(value, language, translate, day)
        if isinstance(value, date):
            return near_day(value, day, language)
        if isinstance(value, Period):
            return near_day(value.last, day, language) if value.precision == "day" else dates.period_words(value, language)
        if name == "share":
            return dates.percent_words(value, language)
        if isinstance(value, float):
            return share_words(value)
        if name == "state":
            return translate(INSIDE.get(value) or STATES[value])
        return named(value) if name in ("stage", "name") else str(value)

    return told


def near_day(day: date, today: date | None, language: str) -> str:
    """A day, without its year where that goes without saying."""
    near = today is not None and (day.year == today.year or abs(day - today) < NEAR)
    return format_skeleton("MMMd", day, locale=dates.locale(language)) if near else dates.day_words(day, language)


def judged_words(found: Judgement, language: str, translate: Gettext) -> str:
    """A judgement as a line of text: its state, and why."""
    state, reason = state_words(found, translate), reason_words(found, language, translate)
    return translate(N_("%(state)s: %(reason)s")) % {"state": state, "reason": reason} if state and reason else state or reason
