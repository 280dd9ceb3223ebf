"""Takes out of a text's HTML whatever content may not bring into a page: an allow-list, since texts are written by anybody.

Nothing that content brings can be mistaken for a part of the page: its ids and names get a beginning of their own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote
from weakref import WeakMethod

import nh3

from pmsite.addresses import SCHEMES, Address, Leads, Target, Use, own, read
from pmsite.texts import icons
from pmsite.texts.allowed import ATTRIBUTES, TAGS, TOKENS, may_be_used

Resolve = Callable[[str], Target | None]
"""From the path of a file, relative to the text's own, to its place on the site; nothing where it has none."""

_UNREPORTED = frozenset({"class", "data-lang", "data-tabs", "markdown", "rel", "role", "tabindex"})
"""Attributes that extensions make and nobody misses; what goes of classes is told apart."""
_A_TAG = re.compile(r"<([A-Za-z][^\s/>]*)")
_AN_ATTRIBUTE = re.compile(r"[\s/\"']([^\s/\"'<>=]++)\s*+=")
_A_VALUE = re.compile(r"[\s/\"'](?:href|src|cite|style)\s*=\s*[\"']?([^\"'>]*)")
_A_FINE_VALUE = re.compile(r"[^:&\s\x00-\x1f]*+|https?:[^\s\x00-\x1f]*+|mailto:[^\s\x00-\x1f]*+|text-align: [a-z]+;")
_EVERY_TAG = TAGS
_EVERY_ATTRIBUTE = frozenset().union(*ATTRIBUTES.values()) - {"data-linenos"} | _UNREPORTED
_ALIGNS = re.compile(r"\s*text-align\s*:")


@dataclass(frozen=True, slots=True)
class Clean:
    """HTML that is safe to put into a page as it is, the addresses in it, and what was taken out, in names an author knows."""

    html: str
    uses: tuple[Use, ...]
    removed: tuple[str, ...]


class Sanitiser:
    """Takes out what is on no allow-list, and gives addresses and ids their final form. `classes` are others that a site's owner wants.

    Drawings are let through only where all of them are icons of the theme's, see `icons`.
    """

    def __init__(self, classes: Iterable[str] = ()) -> None:
        self._classes = frozenset(classes)
        self._begin(lambda path: None)
        self._cleaner = self._built(TAGS, ATTRIBUTES)
        self._with_icons = self._built(TAGS | icons.TAGS, ATTRIBUTES | icons.ATTRIBUTES)

    def _built(self, tags: Set[str], attributes: Mapping[str, set[str]]) -> nh3.Cleaner:
        known = WeakMethod(self._attribute)  # the library's own objects are none that Python could free from a circle

        def value(tag: str, name: str, value: str) -> str | None:
            asked = known()
            return asked(tag, name, value) if asked else None

        return nh3.Cleaner(
            tags=set(tags),
            attributes={tag: names - {"rel"} - ({"type"} if tag == "input" else set()) for tag, names in attributes.items()},
            attribute_filter=value,
            tag_attribute_values={"input": {"type": {"checkbox", "radio"}}},
            filter_style_properties={"text-align"},
            url_schemes=set(SCHEMES),
            link_rel="noopener",
            generic_attribute_prefixes=set(),
        )

    def clean(self, html: str, resolve: Resolve) -> Clean:
        """HTML with nothing in it that could run, submit, frame or cover the page, or be taken for a part of it."""
        after = self._cleaned(html, resolve)
        bare = icons.without(html) if "<svg" in after else html
        removed = {*self._removed, *(_Unknown().all_in(bare) if _may_hold_unknown(bare) else ())}
        return Clean(after, tuple(self._uses(after)) if self._written else (), tuple(sorted(removed)))

    def _cleaned(self, html: str, resolve: Resolve) -> str:
        for cleaner in (self._with_icons, self._cleaner) if "<svg" in html else (self._cleaner,):
            self._begin(resolve)
            after = cleaner.clean(html)
            if self._fault is not None:
                raise self._fault
            if cleaner is self._cleaner or icons.are_all(after):
                return after
        raise AssertionError  # the last cleaner lets no drawing through

    def _begin(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._written: dict[str, list[str]] = defaultdict(list)
        """By address in the page, how it was written."""
        self._removed: list[str] = []
        self._fault: Exception | None = None

    def _attribute(self, tag: str, name: str, value: str) -> str | None:
        """The value of an attribute in the page, or nothing where it has no place there. The library asks for what it leaves out, too."""
        try:
            return self._in_page(name, value) if tag in TAGS else value if tag in icons.TAGS else None
        except Exception as fault:  # the library would look past it
            self._fault = fault
            return None

    def _in_page(self, name: str, value: str) -> str | None:
        if name == "class":
            return self._classes_of(value)
        if name in ("id", "name", "for"):
            return own(value)
        if name in ("href", "src"):
            return self._address(value, loads=name == "src")
        if name == "headers":
            return " ".join(map(own, value.split()))
        if name == "target":
            return value if value == "_blank" else None
        if name == "cite":
            return None if read(value).leads is Leads.NOWHERE else value
        return value

    def _uses(self, html: str) -> Iterator[Use]:
        """The addresses in a finished text that pages load, or that lead to files, as they were written."""
        for url, loads in _Addresses().all_in(html):
            written = self._written.get(url)
            if written:
                yield Use(written.pop(0) if len(written) > 1 else written[0], loads)
            elif loads or read(url).leads is Leads.FILE:
                yield Use(url, loads)

    def _classes_of(self, written: str) -> str | None:
        names = written.split()
        kept = [name for name in names if name in self._classes or may_be_used(name)]
        if len(kept) < len(names):
            self._removed.extend(f"the class {name}" for name in names if name not in kept and name not in TOKENS)
        return " ".join(kept) or None

    def _address(self, written: str, *, loads: bool) -> str | None:
        address = read(written)
        if address.leads is Leads.HERE and not loads:
            return _with_fragment("", address, is_own=True) or "#"
        url = written
        if address.leads is Leads.FILE and (found := self._resolve(address.path)) is not None:
            if not found.url:  # what is there has no page
                return None
            url = _with_fragment(found.url, address, is_own=found.is_item)
        if loads or address.leads is Leads.FILE:
            self._written[url].append(written)
        return url


def _with_fragment(url: str, address: Address, *, is_own: bool) -> str:
    mark = own(unquote(address.fragment)) if is_own else address.fragment
    return f"{url}{address.query}#{mark}" if address.fragment else url + address.query


def _may_hold_unknown(html: str) -> bool:
    """Whether a text could hold what is on no list; a look at all that could be the name of an element or an attribute."""
    return not (
        set(_A_TAG.findall(html)) <= _EVERY_TAG
        and set(_AN_ATTRIBUTE.findall(html)) <= _EVERY_ATTRIBUTE
        and all(map(_A_FINE_VALUE.fullmatch, _A_VALUE.findall(html)))
    )


class _Unknown(HTMLParser):
    """Looks for elements, attributes and addresses that are on no list, in names an author knows: `<script>`, `onclick`."""

    def all_in(self, html: str) -> set[str]:
        """What no text may have."""
        self.found: set[str] = set()
        self.feed(html)
        self.close()
        return self.found

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.found.add(f"<{tag}>")
            return
        for name, value in attributes:
            if name not in ATTRIBUTES["*"] and name not in ATTRIBUTES.get(tag, ()) and name not in _UNREPORTED:
                self.found.add(name)
            elif name in ("href", "src", "cite") and value and read(value).leads is Leads.NOWHERE:
                self.found.add(f"{name} address")
            elif name == "style" and not all(map(_ALIGNS.match, (value or "").rstrip(" ;").split(";"))):
                self.found.add(name)


class _Addresses(HTMLParser):
    """Looks for what a finished text loads and links to."""

    def all_in(self, html: str) -> list[tuple[str, bool]]:
        """The addresses in order, each with whether pages load it."""
        self.found: list[tuple[str, bool]] = []
        self.feed(html)
        self.close()
        return self.found

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found += [(value or "", name == "src") for name, value in attributes if name in ("href", "src")]
