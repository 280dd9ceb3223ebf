"""One request, as those who answer it need it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from pmsite.editor.desk import Desk
from pmsite.editor.refusal import Refusal
from pmsite.editor.served import Served
from pmsite.wording.words import N_, Gettext


class Strict(BaseModel):
    """What a page sends, which is just what it should be, or is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


T = TypeVar("T", bound=Strict)


def read(kind: type[T], body: bytes) -> T:
    """A body as what it is meant for; raises Refusal where it is nothing of the kind."""
    try:
        return kind.model_validate_json(body)
    except ValidationError as fault:
        first = fault.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ": ".join(filter(None, (".".join(map(str, first["loc"])), first["msg"])))
        raise Refusal(
            HTTPStatus.BAD_REQUEST,
            N_("This change cannot be understood: {where}"),
            N_("Load the page again; should it not help, tell its makers."),
            where=where[:300],
        ) from None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, and of whom."""

    desk: Desk
    served: Served
    rest: str
    """What follows the name of the question in its path."""
    query: Mapping[str, str]
    body: bytes
    kind: str
    """Of what kind the body is, as its sender says."""
    say: Gettext
    """The words of the site's language."""

    def given(self) -> Mapping[str, Any]:
        """The body where it is a mapping in JSON; raises Refusal where it is none."""
        try:
            found = json.loads(self.body or b"{}")
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise Refusal(HTTPStatus.BAD_REQUEST, N_("This request cannot be understood."), N_("Load the page again."))
        return found
