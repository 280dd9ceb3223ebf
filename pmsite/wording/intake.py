"""The form by which readers say what they need: what it asks, in each language, and what its answers mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pmsite.messages import said
from pmsite.model.settings import LANGUAGES
from pmsite.wording.messages import in_language
from pmsite.wording.words import N_, gettext

LABEL = "feedback"
"""What marks an issue that came by the form, in every language."""
REQUEST, ITEM, IMPORTANCE, SEGMENT = "request", "item", "importance", "segment"
NAME = N_("Tell us what you need")
ABOUT = N_("What you need, in your own words. The team reads it, and you are told when there is an answer.")
PUBLIC = N_("Whoever can see this project can read what you write. Please name no people, and no company.")
_ASKED = {
    REQUEST: (
        N_("What do you need?"),
        N_("What you want to do, what stands in the way, and what you do today. One need for each form."),
    ),
    ITEM: (N_("Which feature is it about?"), N_("Its name in the address of its page. Leave it as it is, or empty.")),
    IMPORTANCE: (N_("How much does it matter to you?"), ""),
    SEGMENT: (N_("What kind of user are you?"), N_("Such as: a team of ten who work outdoors.")),
}
"""By name: the question, which is the heading of its answer in an issue, and what is said below it."""
_CHOICES = {"nice": N_("Nice to have"), "important": N_("Important"), "critical": N_("I cannot do without it")}
"""By what feedback calls it: how a reader says how much it matters."""
SILENT = frozenset({"_no response_", "no response"})
"""What hosts write where a question was left open, in small letters."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the form. Only what asks for a choice has choices."""

    name: str
    heading: str
    help: str
    choices: tuple[str, ...] = ()


def questions(language: str) -> tuple[Question, ...]:
    """What the form asks, in its order."""
    told = gettext(language)
    choices = tuple(map(told, _CHOICES.values()))
    return tuple(
        Question(name, told(heading), help and told(help), choices if name == IMPORTANCE else ())
        for name, (heading, help) in _ASKED.items()
    )


@cache
def headings() -> Mapping[str, str]:
    """By the question in any language, which one it is."""
    return {one.heading: one.name for language in LANGUAGES for one in questions(language)}


@cache
def importances() -> Mapping[str, str]:
    """By the choice in any language, and in small letters, what feedback calls it."""
    return {gettext(language)(label).lower(): name for language in LANGUAGES for name, label in _CHOICES.items()}


def answer(language: str, features: list[str], release: str, address: str) -> str:
    """What those who asked are told once it is there, ready to be posted. What stands in it is Markdown already."""
    say = in_language(language)
    told = [said("You asked for this, and it is there: {features}.", features=features)]
    told += [said("It came with {release}.", release=release)] if release else []
    told.append(said("Thank you for telling us."))
    more = said("More: {address}", address=address) if address else ""
    first = said("Is something of it still missing? Tell us here.")
    return "\n\n".join(filter(None, (_sentences(told, language), say(more), say(first))))


def _sentences(told: list[str], language: str) -> str:
    say = in_language(language)
    return ("" if language == "zh" else " ").join(map(say, told))
