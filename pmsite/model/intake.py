"""Where readers outside say what they need: the address of a form, and for whom pages lead to it."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field

from pmsite.messages import said
from pmsite.model.parsing import scalar
from pmsite.model.refusal import excerpt, refuse
from pmsite.model.values import Before, Texts

PLACEHOLDERS = ("{id}", "{title}")
_ADDRESS = re.compile(r"https://[^\s/?#@\\{}\"<>]+(?:[/?#][^\s\\\"<>]*)?")
_BRACES = re.compile(r"\{[^{}]*\}?|\}")


def _form(value: object) -> str:
    written = scalar(value, said("an address"))
    hint = said('write it as "https://host.example/acme/notes/issues/new?template=feedback.yml&item={id}"')
    if not _ADDRESS.fullmatch(written):
        refuse("not-an-address", said("{written} is no address of a form: it must be https", written=excerpt(written)), hint)
    other = next((found[0] for found in _BRACES.finditer(written) if found[0] not in PLACEHOLDERS), "")
    if other:
        refuse(
            "unknown-placeholder",
            said("{other} stands for nothing in the address of a form", other=excerpt(other)),
            said("write {id} or {title}; a brace that stands for itself is written %7B or %7D"),
        )
    return written


class Intake(BaseModel):
    """The form that pages of features lead to."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    form: Annotated[str, Before(_form)] = Field(
        description="The address of the form, with {id} and {title} for those of the feature: https alone. `pmsite init --intake` tells one."
    )
    audiences: Texts = Field(description="Audiences whose pages lead to it; never the team's.")

    def address(self, id: str, title: str) -> str:
        """The form for one item. Both names stand in it as part of one value, whatever is in them."""
        words = dict(zip(PLACEHOLDERS, (id, title), strict=True))
        return _BRACES.sub(lambda found: quote(words[found[0]], safe=""), self.form)
