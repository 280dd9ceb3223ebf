"""Persons of the team, and how they grow. Nothing of it is for anyone outside the team unless product.yml says so."""

from typing import Annotated, ClassVar

from pmsite.model.item import Part, Private, fact
from pmsite.model.launch import Tasks
from pmsite.model.values import LIST, Before, Between, Id, Lines, Prose, Reference, Text, Title, When

Level = Annotated[float, Between(0, 4)]


class Skill(Part):
    """How well somebody can do one thing."""

    now: Level = fact("0 not yet, 1 with help, 2 alone, 3 well, 4 teaches others.", 2, default=...)
    aim: Level | None = fact("The level aimed at.", 3, label="Aims at")


def _skill(value: object) -> object:
    return {"now": value} if isinstance(value, str) else value


class Growth(Part):
    """One goal of a growth plan."""

    goal: Prose = fact("What to get better at.", "Lead an interview study", default=...)
    actions: Tasks = fact("What is done for it.", [{"text": "Two interviews with Bo", "done": True}], default=())
    evidence: Prose = fact("What shows that it is reached.", "A study of my own", default="")
    due: When | None = fact("By when.", "2027-Q1")


class Person(Private):
    """Somebody in a team."""

    type: ClassVar[str] = "person"
    folder: ClassVar[str] = "people"
    duty: ClassVar[str] = "leadership"

    role: Text = fact("What they do.", "Designer", default="")
    team: Annotated[Id, Reference(("team",))] | None = fact("Their team.", "mobile", inverse="Work of this team")
    joined: When | None = fact("When they came.", "2024-03")
    skills: dict[Title, Annotated[Skill, Before(_skill)]] = fact(
        "By skill, the level now and the one aimed at, 0 to 4.", {"interviewing": {"now": 2, "aim": 3}}, default={}
    )
    growth: Annotated[tuple[Growth, ...], LIST] = fact(
        "The growth plan.", [{"goal": "Lead an interview study", "due": "2027-Q1"}], default=()
    )
    talks: Lines = fact("What to talk about next time.", ["Move to research?"], default=(), label="To talk about")
