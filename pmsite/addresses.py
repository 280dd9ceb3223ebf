"""What an address in a text means to a browser, and which addresses a text in plain words holds."""

from __future__ import annotations

import posixpath
import re
from enum import Enum, auto
from typing import NamedTuple
from urllib.parse import unquote

SCHEMES = frozenset({"http", "https", "mailto", "tel", "ftp", "ftps"})
"""Beginnings of addresses that a link may lead to."""
OWN = "at-"
"""Begins every id that comes from content, so that none is one that the theme or a script looks for."""

_EDGES = "".join(map(chr, range(33)))
_IGNORED = str.maketrans("", "", "\t\n\r")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_END = re.compile(r"[?#]")
_NOT_IN_IDS = re.compile(r"[^\w.:~+@!$*,;=/?-]+")
"""What themes and scripts would take for the end of an attribute, of a selector or of an escape."""


class Leads(Enum):
    """Where an address leads."""

    HERE = auto()
    """To the page that it stands on."""
    FILE = auto()
    """To a file, by its path from the one that it stands in."""
    HOST = auto()
    """To a path of the host that shows the page."""
    ELSEWHERE = auto()
    """To another host, or to a program."""
    NOWHERE = auto()
    """To something that no text may lead to, such as a script."""


class Address(NamedTuple):
    """An address as browsers read it."""

    leads: Leads
    path: str = ""
    """Of a file, relative and without escapes."""
    query: str = ""
    fragment: str = ""


class Use(NamedTuple):
    """An address as it stands in a finished text: something that a page loads by itself, or that a reader may follow."""

    written: str
    loads: bool = False

    @property
    def address(self) -> Address:
        """What browsers make of it."""
        return read(self.written)


class Target(NamedTuple):
    """Where a file of the plan is on a site. Ids of an item's page begin as those of content do."""

    url: str
    is_item: bool = False


def read(written: str) -> Address:
    """An address as browsers read it: they look past white space and line breaks, and take a backslash for a slash."""
    plain = written.strip(_EDGES).translate(_IGNORED)
    if found := _SCHEME.match(plain):
        return Address(Leads.ELSEWHERE if found[1].lower() in SCHEMES else Leads.NOWHERE)
    end = found.start() if (found := _END.search(plain)) else len(plain)
    path = plain[:end].replace("\\", "/")
    if path.startswith("/"):
        return Address(Leads.ELSEWHERE if path.startswith("//") else Leads.HOST)
    query, _, fragment = plain[end:].partition("#")
    return Address(Leads.FILE if path else Leads.HERE, unquote(path), query, fragment)


def own(name: str) -> str:
    """The id, on a page, of what content calls by a name; the same for each way to write one."""
    return OWN + _NOT_IN_IDS.sub("-", name)


def joined(folder: str, path: str) -> str:
    """The path of a file from the workspace's parent; begins with ../ where it leads out of that, too."""
    return posixpath.normpath(posixpath.join(folder, path))


BOXES = frozenset(
    [
        "abstract", "attention", "bug", "caution", "check", "cite", "danger", "done", "error", "example", "fail", "failure",
        "faq", "hint", "important", "info", "missing", "note", "question", "quote", "success", "summary", "tip", "tldr", "todo",
        "warning",
    ]
)  # fmt: skip
"""The kinds of boxes beside a text that a page has a look for."""

_OF_BOX = r" ([a-z]++)(?: inline)?(?: end)?(?: \"[^\"\n]*+\")? *+(?=\n|\Z)"
_BOX = re.compile(rf"(?:!!!|\?\?\?\+?){_OF_BOX}")
_OPEN_BOX = re.compile(f"!!!{_OF_BOX}")
"""The one kind that most texts have: a pattern that begins with what it looks for is found far faster."""
_TAG = re.compile(r"<[A-Za-z/!?]")
_LINK = re.compile(
    r"\[(?<![!\\\]]\[)[^\[\]<>`\\!{}]*+\]"
    r"(?:\((?:https?://[^\s()<>\[\]\\`\"'{}|]++|(?P<link>[^\s()<>\[\]\\&*`\"'{}|:]++))\)"
    r"|: (?P<definition>[^\s()<>\[\]\\&*`\"'{}|:]++)(?=\n|\Z))"
)
_HARMLESS_TAG = re.compile(r"<(?:https?://[^\s<>\[\]()\\`\"'{}]++|[A-Za-z0-9.+-]++@[A-Za-z0-9.-]++|!--[ \w/.,:;]*+--)>")


def plain(text: str) -> tuple[str, ...] | None:
    """The addresses of a text that holds links in their plainest form alone; nothing where only rendering can tell.

    They are at least those that its rendering links to: some may be examples in code. It loads nothing, and no markup is taken out.
    """
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        if match["definition"]:
            start = match.start()
            line = text.rfind("\n", 0, start) + 1
            if start - line > 3 or text[line:start].strip(" ") or match[0].startswith("[^"):
                return match[0]
        if address := match["link"] or match["definition"]:
            found.append(address)
        return " "

    rest = text
    if "]" in rest and ("](" in rest or "]:" in rest):
        rest = _LINK.sub(take, text)
    if "<" in rest:
        rest = _HARMLESS_TAG.sub(" ", rest)
    if ("!" in rest and "!!!" in rest) or ("?" in rest and "???" in rest):
        rest = (_BOX if "???" in rest else _OPEN_BOX).sub(lambda box: " " if box[1] in BOXES else box[0], rest)
    if _has_marks(rest) or ("<" in rest and _TAG.search(rest)) or (found and "![" in rest):
        return None
    return tuple(found)


def _has_marks(text: str) -> bool:
    """Whether a text holds what every link, picture, definition, list of attributes and named box does.

    A single sign is looked for far faster than two, and few texts have it.
    """
    return (
        "{" in text
        or ("]" in text and ("](" in text or "]:" in text))
        or ("!" in text and "!!!" in text)
        or ("?" in text and "???" in text)
    )
