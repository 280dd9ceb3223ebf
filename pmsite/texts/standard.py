"""What becomes of a text or a picture on any site, for the checks, which know no site's own extensions."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmsite.addresses import Use
    from pmsite.texts.bodies import BodyRenderer

MANY = 4_096
"""Texts of which it is remembered what they hold: outside readers mostly get what the team gets, and a plan is often looked at twice."""


@lru_cache(MANY)
def rendered(text: str) -> tuple[tuple[Use, ...], tuple[str, ...]]:
    """The addresses in a rendered text that pages load or that lead to files, and the markup that was taken out."""
    body = _renderer().render(text, "", lambda path: None)
    return body.uses, body.removed


def is_picture(data: bytes) -> bool:
    """Whether a picture can be read whole, so that it can be given to outside readers without what it tells besides."""
    from pmsite.texts.pictures import NotAPicture, without_metadata

    try:
        without_metadata(data)
    except NotAPicture:
        return False
    return True


@lru_cache(1)
def _renderer() -> BodyRenderer:
    from pmsite.texts.bodies import BodyRenderer  # here, since most plans are checked without rendering anything

    return BodyRenderer()
