"""Bring the catalogs in pmsite/locale up to date with the words in the code; with --check, say what is missing instead."""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from pmsite.checks import explained
from pmsite.cli import group
from pmsite.model.labels import inverses, labels
from pmsite.starter import ci

ROOT = Path(__file__).parent.parent
PACKAGE, LOCALE = ROOT / "pmsite", ROOT / "pmsite" / "locale"
_SAID = re.compile(r"""\b(say|sayMany)\(\s*("(?:[^"\\\n]|\\.)*")(?:,\s*("(?:[^"\\\n]|\\.)*"))?""")


SCRIPTS = PACKAGE / "editor" / "static"


def _in_scripts() -> Iterator[str | tuple[str, ...]]:
    """The words of scripts. Babel's own extractor loses its way where one template stands in another."""
    for path in sorted(SCRIPTS.rglob("*.js")):
        if path.parent.name != "vendor":
            for found in _SAID.finditer(path.read_text("utf-8")):
                words = tuple(json.loads(word) for word in found.groups()[1:] if word)
                yield words if found[1] == "sayMany" else words[0]


METHODS = [("**.py", "python"), ("**.html", "jinja2")]
LAYOUT = "pmsite.render.environment.Layout"
OPTIONS = {"**.html": {"newstyle_gettext": "true", "extensions": LAYOUT}}
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "say": None,
    "said": None,
    "counted": (2, 3),
    "answer": None,
    "scalar": (2,),
    "pgettext": ((1, "c"), 2),
}


def _helps(command: click.Command, context: click.Context) -> Iterator[str]:
    """What the commands say of themselves and of their options, each once."""
    helps = (command.help, command.short_help, *(getattr(parameter, "help", None) for parameter in command.params))
    yield from (told for told in map(inspect.cleandoc, filter(None, helps)) if told)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            if (inner := command.get_command(context, name)) is not None:
                yield from _helps(inner, context)


def template() -> Catalog:
    """Every word of the interface, as the code has it."""
    found = Catalog(project="pmsite", charset="utf-8")
    for file, _, message, comments, context in extract_from_dir(PACKAGE, METHODS, OPTIONS, keywords=KEYWORDS):
        found.add(message, locations=[(file, 0)], auto_comments=comments, context=context)
    for words in _in_scripts():
        found.add(words)
    for word in (*labels().values(), *inverses().values(), *explained().values(), *_helps(group, click.Context(group)), *ci.told()):
        found.add(str(word))
    return found


def updated(path: Path) -> bytes:
    """A catalog with the words of today, translations kept, words that are gone left out."""
    with path.open("rb") as file:
        catalog = read_po(file, locale=path.stem)
    catalog.update(template(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    out = BytesIO()
    write_po(out, catalog, width=0, sort_output=True, no_location=True, omit_header=True)
    return out.getvalue()


def main() -> int:
    """Write the catalogs, or with --check compare them."""
    failed = False
    for path in sorted(LOCALE.glob("*.po")):
        text = updated(path)
        missing = [
            m.id
            for m in read_po(BytesIO(text), locale=path.stem)
            if m.id and not (m.string if isinstance(m.string, str) else all(m.string or ()))
        ]
        if path.read_bytes() != text:
            failed |= "--check" in sys.argv
            print(f"{path.name}: {'stale, run `make catalog`' if '--check' in sys.argv else 'written'}")
            if "--check" not in sys.argv:
                path.write_bytes(text)
        for word in missing:
            print(f"{path.name}: not translated: {word!r}")
        failed |= bool(missing)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
