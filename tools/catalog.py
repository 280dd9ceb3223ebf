"""Bring the catalogs in pmsite/locale up to date with the words in the code; with --check, say what is missing instead."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from pmsite.model.labels import inverses, labels

ROOT = Path(__file__).parent.parent
PACKAGE, LOCALE = ROOT / "pmsite", ROOT / "pmsite" / "locale"
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
LAYOUT = "pmsite.render.layout.Layout"
OPTIONS = {"**.html": {"newstyle_gettext": "true", "extensions": LAYOUT}}
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}


def template() -> Catalog:
    """Every word of the interface, as the code has it."""
    found = Catalog(project="pmsite", charset="utf-8")
    for file, _, message, comments, context in extract_from_dir(PACKAGE, METHODS, OPTIONS, keywords=KEYWORDS):
        found.add(message, locations=[(file, 0)], auto_comments=comments, context=context)
    for word in (*labels().values(), *inverses().values()):
        found.add(word)
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
