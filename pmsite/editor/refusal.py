"""Why a request is not answered, as a sentence for the person who made it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from pmsite.messages import Message
from pmsite.wording.words import Gettext


class Refusal(Exception):
    """What is asked for is not done. `message` and `hint` are words of the interface, in which `values` take their places."""

    def __init__(self, status: HTTPStatus, message: str, hint: str = "", **values: str) -> None:
        super().__init__(message)
        self.status, self.message, self.hint, self.values = status, message, hint, values

    def told(self, say: Gettext) -> dict[str, Any]:
        """The body of the answer, in the language of the site."""
        if any(isinstance(value, Message) for value in self.values.values()):  # told in the language as the answer goes out
            told = {"message": Message(self.message, dict(self.values)), "hint": Message(self.hint, dict(self.values))}
            return {"ok": False, **self.values, **told}
        return {
            "ok": False,
            **self.values,
            "message": say(self.message).format(**self.values),
            "hint": say(self.hint).format(**self.values) if self.hint else "",
        }
