"""What stands inline in a built page: scripts, style sheets and style attributes. Read as a browser reads it, and fast enough for every page."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

NAME = "inline-"
"""How the classes begin that take the place of style attributes."""


@dataclass(slots=True)
class Inline:
    """What one page holds, and where its policy belongs."""

    text: str
    """The page, its style attributes moved into classes."""
    at: int = 0
    """Where a policy precedes everything that it is for."""
    has_policy: bool = False
    draws: bool = False
    """Whether a script draws diagrams into it, which brings style sheets that nobody knows before."""
    scripts: set[str] = field(default_factory=set)
    styles: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    """Style attributes that cannot become rules of a sheet."""
    rules: dict[str, str] = field(default_factory=dict)
    """The sheet that the page needs now: the declarations of each class."""

    @property
    def sheet(self) -> str:
        """The rules as a style sheet. They stand above every rule that an author writes, as the attributes did."""
        return "".join(f":is(.{name},#_#_#_){{{rule}}}\n" for name, rule in sorted(self.rules.items()))


def read(text: str) -> Inline:
    """What stands inline in a page."""
    found, pieces, end = Inline(text), [], 0
    for part in _PARTS.finditer(text):
        name = (part["raw"] or part["tag"] or "").lower()
        attributes = part["attributes"] or part["more"] or ""
        if name == "script" and part["text"] is not None:
            _script(found, attributes, part["text"])
        elif name == "style" and part["text"] is not None:
            found.styles.add(_as_read(part["text"]))
        elif name == "meta" and _POLICY.search(attributes):
            found.has_policy = True
        if "mermaid" in attributes and _MERMAID.search(attributes):
            found.draws = True
        if "style" in attributes.lower() and (moved := _moved(found, attributes)) is not None:
            start = part.start("attributes" if part["raw"] else "more")
            pieces += [text[end:start], moved]
            end = start + len(attributes)
    if pieces:
        found.text = "".join(pieces) + text[end:]
    found.at = _place(found.text)
    return found


def _script(found: Inline, attributes: str, text: str) -> None:
    told = dict(_attributes(attributes))
    if "src" not in told and _as_read(told.get("type", "")).strip().lower() in _RUNS:
        found.scripts.add(_as_read(text))


def _moved(found: Inline, attributes: str) -> str | None:
    """The attributes of a tag, the style moved into a class; nothing where there is no style, or none that can be moved."""
    told: dict[str, str] = {}
    for name, value in _attributes(attributes):
        told.setdefault(name, value)
    if "style" not in told:
        return None
    rule = told["style"].strip().rstrip(";").strip()
    if not (_MOVABLE.fullmatch(rule) and "url" not in rule.lower()):
        found.attributes.add(_as_read(told["style"]))
        return None
    classes = [told["class"]] if told.get("class") else []
    if rule:
        name = NAME + hashlib.sha256(rule.encode()).hexdigest()[:10]
        found.rules[name] = rule
        classes.append(name)
    kept = "".join(part.group() for part in _ATTRIBUTE.finditer(attributes) if part["name"].lower() not in ("style", "class"))
    named = f' class="{html.escape(" ".join(classes))}"' if classes else ""
    ending = "/" if attributes.rstrip().endswith("/") else ""
    return named + kept.rstrip("/") + ending


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    for part in _ATTRIBUTE.finditer(text):
        value = part["double"] or part["single"] or part["bare"] or ""
        yield part["name"].lower(), html.unescape(value)


def _place(text: str) -> int:
    """Behind the beginning of the head and the encoding, which has to stand within the first 1,024 bytes."""
    found = _HEAD.match(text)
    return found.end() if found else 0


def _as_read(text: str) -> str:
    """A text as the browser has it, which knows one kind of line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


_IN_TAG = r"""(?>[^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*)"""
_PARTS = re.compile(
    rf"""<(?:!--(?:.*?--!?>|.*)
    |(?P<raw>script|style|textarea|title|iframe|xmp|noembed|noframes)(?=[\s/>])
     (?:(?P<attributes>{_IN_TAG})>(?P<text>.*?)</(?P=raw)(?=[\s/>])[^>]*>|.*)
    |(?P<tag>[a-z][^\s/>]*)(?=[\s/])(?:(?P<more>{_IN_TAG})>|.*))""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
"""Comments, elements whose text is no markup, and tags with attributes. What does not end reaches to the end of the page, as in a browser."""
_ATTRIBUTE = re.compile(
    r"""[\s/]*(?P<name>[^\s=>"'/]+)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s>"']+)))?"""
)
_MOVABLE = re.compile(r"[\w\s:;,.%#+/!-]*(?:\([\w\s,.%#+/-]*\)[\w\s:;,.%#+/!-]*)*")
"""Declarations that say the same in a sheet: nothing that ends a rule, begins a text, a comment or an address, or stays open."""
_POLICY = re.compile(r"http-equiv\s*=\s*[\"']?\s*content-security-policy", re.IGNORECASE)
_MERMAID = re.compile(r"class\s*=\s*(?:\"[^\"]*\bmermaid\b|'[^']*\bmermaid\b|mermaid\b)", re.IGNORECASE)
_HEAD = re.compile(
    rf"\s*(?:<!--.*?-->\s*)*(?:<!doctype[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<html\b{_IN_TAG}>\s*)?(?:<head(?=[\s>]){_IN_TAG}>)?(?:\s*<meta\s+charset[^>]*>)?",
    re.IGNORECASE | re.DOTALL,
)
_RUNS = frozenset({
    "", "module", "importmap", "speculationrules", "text/javascript", "application/javascript", "application/x-javascript",
    "text/ecmascript", "application/ecmascript", "text/jscript",
})  # fmt: skip
"""The types of scripts that a policy judges; what is of any other type is data."""
