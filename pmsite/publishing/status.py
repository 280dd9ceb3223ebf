"""status.json: how a place stands, for a monitor."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pmsite.publishing.destination import now
from pmsite.publishing.failed import Failed
from pmsite.publishing.written import read_json, write_json

VERSION = 1
FRESH, FAILING, HELD = "fresh", "failing", "held"


@dataclass(slots=True)
class Status:
    """How a place stands. Its facts outlive the process, since a monitor asks since when."""

    path: Path
    facts: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, path: Path) -> Status:
        """What was told last."""
        empty = dict.fromkeys(
            (
                "state",
                "since",
                "commit_wanted",
                "commit_shown",
                "shown",
                "shown_since",
                "checked",
                "building",
                "error",
                "held",
                "next_check",
            )
        )
        return cls(path, {"version": VERSION, **empty, **(read_json(path) or {}), "building": None})

    def is_now(self, state: str, error: Failed | None = None) -> None:
        """Note a state, and since when it is so."""
        told = None if error is None else {"code": error.code, "message": str(error), **error.facts}
        was = self.facts["error"] or {}
        if state != self.facts["state"] or (told and told["code"] != was.get("code")):
            self.facts["since"] = now()
        self.facts |= {"state": state, "error": told, "building": None}

    def write(self, **facts: Any) -> None:
        """Write the file, with some facts more. Raises OSError."""
        if "shown" in facts and facts["shown"] != self.facts["shown"]:
            self.facts["shown_since"] = now()
        self.facts |= facts
        self.facts["written"] = now()
        write_json(self.path, self.facts)
