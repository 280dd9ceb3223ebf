"""The style sheet and the script that pmsite's pages need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

FOLDER = "assets/pmsite"
STYLE = f"{FOLDER}/pmsite.css"
SCRIPT = f"{FOLDER}/pmsite.js"
SEARCH = f"{FOLDER}/search.js"
SHEETS = (
    "tokens",
    "theme",
    "page",
    "status",
    "health",
    "navigation",
    "cards",
    "board",
    "home",
    "table",
    "timeline",
    "goals",
    "item",
    "boxes",
    "hubs",
    "pictures",
    "figures",
    "briefs",
    "search",
    "media",
    "print",
)
"""The parts of the style sheet in `styles/`: what all pages have, then what some have, then where they are shown."""
TOKENS = ("styles/tokens.css", "styles/plain.css")
"""Sizes, distances and colours, for what has no theme."""
MODULES = ("address", "filters", "table", "list", "what_if", "changes", "page", "start")
"""The modules of the script in `scripts/`, each after those that it imports from."""

_COMMENT, _STRING, _SPACE = (
    re.compile(r"/\*.*?\*/", re.DOTALL),
    re.compile(r'("[^"\n]*")'),
    re.compile(r";?\s+(?=\})|\s+(?=\{)|(?<=[{};])\s+|([:,])\s+|\s*([>~/])\s+|(?<=[\w)]) (\*) (?=[\w(])"),
)
_SCREEN, _VALUE, _VARIABLE = (
    re.compile(r"@media screen.*?\}\s*\}", re.DOTALL),
    re.compile(r"(--pm-[\w-]+):([^;}]+)"),
    re.compile(r"var\((--pm-[\w-]+)\)"),
)
_REMARK = re.compile(r"^\s*/\*[\s\S]*?\*/$| // .*$", re.MULTILINE)
_QUOTED, _AROUND = re.compile(r'("[^"\n]*"|`[^`\n]*`)'), re.compile(r" ?([=><+?:,*&|(){}!-]+) ?|(?<=[{;,])\n")
_IMPORT, _EXPORT = re.compile(r"^import .*;\n+", re.MULTILINE), re.compile(r"^export ", re.MULTILINE)


def files() -> Iterator[tuple[str, str]]:
    """Each asset as its place in the site and its text."""
    yield STYLE, style()
    yield SCRIPT, script()
    yield SEARCH, search()


def text(name: str) -> str:
    """An asset's own text, for documents that hold it."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def style() -> str:
    """The style sheet of a site. No grid of it names its rows after its columns, so that the shorthand says the same in less."""
    return joined(*(f"styles/{name}.css" for name in SHEETS)).replace("grid-template-columns:", "grid:none/")


def document_style() -> str:
    """The style sheet of a brief: its own, with the colours, sizes and drawings of the site."""
    return joined(*TOKENS, "styles/pictures.css", "styles/health.css", "brief.css")


def link_style() -> str:
    """The style sheet of what opens a private link, light or dark as its reader's system is."""
    return joined(*TOKENS, "../share/open.css")


def picture_style() -> str:
    """How drawings look, in plain values: for programs that know no variables in pictures."""
    return _in_plain_values("styles/pictures.css")


def mail_style() -> str:
    """The style sheet of a digest, in plain values: programs for mail know no variables."""
    return _in_plain_values("mail.css")


def poster_style(dark: bool) -> str:
    """How a picture looks that stands alone, in plain values, on light ground or on dark."""
    return _in_plain_values("styles/pictures.css", "picture.css", dark=dark)


def tokens(dark: bool = False) -> dict[str, str]:
    """The sizes, distances and colours of a document by name, such as `--pm-ink`."""
    sheet = joined(*TOKENS)
    return dict(_VALUE.findall(sheet if dark else _SCREEN.sub("", sheet)))


def _in_plain_values(*names: str, dark: bool = False) -> str:
    values = tokens(dark)
    return _VARIABLE.sub(lambda found: values[found[1]], joined(*names))


def joined(*names: str) -> str:
    """Several sheets as one, without what is for those who write them."""
    sheets = _COMMENT.sub("", "\n".join(map(text, names)))
    return "".join(part if part.startswith('"') else _SPACE.sub(r"\1\2\3", part) for part in _STRING.split(sheets)).strip()


def script() -> str:
    """The modules as one script: a page asks for one file, and works from a disk, where browsers load no modules."""
    modules = (_EXPORT.sub("", _IMPORT.sub("", text(f"scripts/{name}.js"))) for name in MODULES)
    lines = (line.strip() for line in _REMARK.sub("", "\n".join(modules)).splitlines())
    parts = _QUOTED.split("\n".join(line for line in lines if line))
    dense = (part if part.startswith(('"', "`")) else _AROUND.sub(r"\1", part) for part in parts)
    return '(() => {\n"use strict";\n' + "".join(dense) + "\n})();\n"


def search() -> str:
    """The script that searches, which pages begin beside themselves."""
    return "(() => {\n" + _COMMENT.sub("", text("scripts/search.js")).strip() + "\n})();\n"
