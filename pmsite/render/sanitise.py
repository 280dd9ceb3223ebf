"""What an item's body may bring into a page: an allow-list, since bodies are written by anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from html.parser import HTMLParser

import nh3

from pmsite.render import icons

_TAGS = nh3.ALLOWED_TAGS | {"input", "label", "section", "button"}
_FOR_ALL = {"class", "title", "lang", "dir", "data-tabs", "data-pmsite"}
_HEADINGS = {f"h{level}": {"id"} for level in range(1, 7)}
_EXTRA = {
    "input": {"disabled", "checked", "name", "id"},
    "label": {"for"},
    "td": {"style"},
    "th": {"style"},
    "sup": {"id"},
    "li": {"id"},
    "a": {"href", "id", "target"},
    "details": {"open"},
    "ol": {"start"},
}
_ATTRIBUTES: dict[str, set[str]] = {tag: set(found) for tag, found in nh3.ALLOWED_ATTRIBUTES.items()}
for _tag, _extra in (_HEADINGS | _EXTRA).items():
    _ATTRIBUTES[_tag] = _ATTRIBUTES.get(_tag, set()) | _extra
_ATTRIBUTES["*"] = _FOR_ALL


def _cleaner(tags: Set[str], attributes: Mapping[str, set[str]]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(tags),
        attributes=dict(attributes),
        tag_attribute_values={"input": {"type": {"checkbox", "radio"}}},
        filter_style_properties={"text-align"},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
        generic_attribute_prefixes=set(),
    )


_CLEANER = _cleaner(_TAGS, _ATTRIBUTES)
_WITH_ICONS = _cleaner(_TAGS | icons.TAGS, _ATTRIBUTES | icons.ATTRIBUTES)
_SUSPECT = re.compile(
    r"<(?:script|style|iframe|object|embed|form|meta|base|link|svg|math|template|!--|/?(?:html|body|head)\b)"
    r"|\son\w+\s*="
    r"|\sstyle\s*=(?!\"text-align: \w+;\")"
    r"|\s(?:href|src)\s*=\s*[\"']?(?!https?:|mailto:|tel:|[./#?\w%-]*[\"'#?/])",
    re.IGNORECASE,
)


def clean(html: str) -> str:
    """HTML with nothing in it that could run, submit, frame or cover the page."""
    if "<svg" in html:
        drawn = _WITH_ICONS.clean(html)
        if icons.are_all(drawn):
            return drawn
    return _CLEANER.clean(html)


def removed(before: str, after: str) -> tuple[str, ...]:
    """What cleaning took out, in names an author knows: `<script>`, `onclick`. Costs two parses, so only where it may matter."""
    if not _SUSPECT.search(before):
        return ()
    before = icons.without(before) if "<svg" in after else before
    left = list(_names(after))
    found = []
    for name in _names(before):
        if name in left:
            left.remove(name)
        else:
            found.append(name)
    return tuple(sorted(set(found)))


class _Names(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append(f"<{tag}>")
        self.found.extend(name for name, _ in attributes if name not in ("rel", "class", "id"))

    def handle_comment(self, data: str) -> None:
        if data.strip() not in ("internal", "/internal"):
            self.found.append("<!-- -->")


def _names(html: str) -> Iterator[str]:
    parser = _Names()
    parser.feed(html)
    parser.close()
    return iter(parser.found)
