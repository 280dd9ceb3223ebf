"""The icons that Material's emoji extension draws into a body: the one kind of drawing that a body may hold."""

from __future__ import annotations

import re

TAGS = frozenset({"svg", "path"})
ATTRIBUTES = {"svg": {"xmlns", "viewBox"}, "path": {"d"}}
_DRAWING = r'<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="[-\d. ]+">{}</svg>'
_ICON = re.compile(
    r'<span class="twemoji[\w -]*"(?: title="[^"<>]*")?>' + _DRAWING.format(r'(?:<path d="[^"<>&]*"></path>)+') + "</span>"
)
_AS_DRAWN = re.compile(_DRAWING.format(r'(?:<!--![^<>]*-->)?(?:<path d="[^"<>&]*"\s*/>)+'))
_LEFT = re.compile("<(?:svg|path)", re.IGNORECASE)


def are_all(cleaned: str) -> bool:
    """Whether every drawing in a cleaned body is an icon: a shape of paths alone, the size of the text around it."""
    return not _LEFT.search(_ICON.sub("", cleaned))


def without(html: str) -> str:
    """A body as it was rendered, without the icons that were drawn into it."""
    return _AS_DRAWN.sub("", html)
