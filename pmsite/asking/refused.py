"""Why a question cannot be answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pmsite.diagnostics import Report
from pmsite.messages import said


class Refused(ValueError):
    """A question that means nothing here: what is wrong, what to ask instead, and in which part of it.

    `asked` is the text that is wrong, `at` the character of it, where that is known.
    """

    def __init__(self, part: str, message: str, hint: str = "", asked: str = "", at: int | None = None) -> None:
        super().__init__(message)
        self.part, self.message, self.hint, self.asked, self.at = part, message, hint, asked, at

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        return {"part": self.part, "message": self.message, "hint": self.hint, "asked": self.asked, "at": self.at}


class Faulty(ValueError):
    """A plan with files that cannot be read right, so that an answer would leave something out."""

    def __init__(self, report: Report) -> None:
        super().__init__(said("the workspace has faults; see `pmsite check`"))
        self.report = report


def unknown(part: str, word: str, known: Iterable[str], what: str) -> Refused:
    """A word that nothing is called by, with the nearest one that something is."""
    from pmsite.model.faults import nearest_key  # here, so that a command can begin to read before the models are loaded

    names = list(known)
    near = nearest_key(word, names)
    few = said("write one of {known}", known=names) if len(names) <= 60 else ""
    return Refused(
        part, said("{word} is {what}", word=word, what=what), said("did you mean {near}?", near=near) if near else few, word
    )
