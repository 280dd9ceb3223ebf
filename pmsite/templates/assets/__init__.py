"""The style sheet and the script that pmsite's pages need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

FOLDER = "assets/pmsite"
STYLE = f"{FOLDER}/pmsite.css"
SCRIPT = f"{FOLDER}/pmsite.js"
MODULES = ("address", "table", "what_if", "changes", "page", "start")
"""The modules of the script in `scripts/`, each after those that it imports from."""

_IMPORT, _EXPORT = re.compile(r"^import .*;\n+", re.MULTILINE), re.compile(r"^export ", re.MULTILINE)


def files() -> Iterator[tuple[str, str]]:
    """Each asset as its place in the site and its text."""
    yield STYLE, text("pmsite.css")
    yield SCRIPT, script()


def text(name: str) -> str:
    """An asset's own text, for documents that hold it."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def script() -> str:
    """The modules as one script: a page asks for one file, and works from a disk, where browsers load no modules."""
    modules = (_EXPORT.sub("", _IMPORT.sub("", text(f"scripts/{name}.js"))) for name in MODULES)
    return '(() => {\n"use strict";\n' + "\n".join(modules) + "})();\n"
