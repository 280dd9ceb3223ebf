"""Studies: how the team finds out."""

from typing import Annotated, ClassVar

from pmsite.model.item import Aging, fact
from pmsite.model.values import Between, Choice, Id, Ids, Lines, Prose, Reference, Text, When

METHODS = ("interview", "survey", "focus-group", "usability-test", "field-study", "diary", "desk-research", "log-analysis")


class Study(Aging):
    """One piece of research: a question, a method, and those who took part."""

    type: ClassVar[str] = "study"
    folder: ClassVar[str] = "studies"
    duty: ClassVar[str] = "insight"

    method: Annotated[str, Choice(METHODS)] = fact("How it was done.", "interview", default=..., outside=True)
    status: Annotated[str, Choice(("planned", "running", "done"))] = fact("Where it is.", "done", default="planned")
    period: When | None = fact("When it was done.", "2026-10")
    goal: Prose = fact("What the team wants to know.", "Why do notes get lost?", default="", label="Question")
    participants: Annotated[float, Between(0, 10_000_000)] | None = fact("How many took part.", 8)
    recruited: Text = fact("Who they were, without names.", "Technicians of four firms", default="")
    questions: Lines = fact("What they were asked, or what was looked for.", ["Tell me of the last note you lost"], default=())
    personas: Annotated[Ids, Reference(("persona",))] = fact(
        "Who it is about.", ["field-technician"], default=(), label="For", inverse="Concerns"
    )
    team: Annotated[Id, Reference(("team",))] | None = fact("The team that runs it.", "mobile", inverse="Work of this team")
