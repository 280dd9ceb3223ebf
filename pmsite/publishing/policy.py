"""The content security policy of a site's pages: everything from the site itself, and of what stands inline only what was built, by hash.

Each page says its policy itself, in its head. So a page and its policy are one file: whatever version of a site a reader gets, and
from whatever server, the two belong together.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from pmsite.publishing import markup

SHEETS = "assets/stylesheets"
MOST_NAMED = 64
"""So many hashes all pages of a site share; where there are more, each page names those of its own."""


@dataclass(slots=True)
class Named:
    """The hashes that a policy names."""

    scripts: set[str] = field(default_factory=set)
    styles: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    draws: bool = False

    @classmethod
    def of(cls, page: markup.Inline) -> Named:
        """Those of one page."""
        return cls(set(_hashes(page.scripts)), set(_hashes(page.styles)), set(_hashes(page.attributes)), page.draws)

    def add(self, other: Named) -> None:
        """Take in those of another page."""
        self.scripts |= other.scripts
        self.styles |= other.styles
        self.attributes |= other.attributes
        self.draws |= other.draws

    def __len__(self) -> int:
        return len(self.scripts) + len(self.styles) + len(self.attributes)

    @property
    def text(self) -> str:
        """The policy."""
        by_attribute = ["'unsafe-hashes'", *sorted(self.attributes)] if self.attributes else []
        scripts = " ".join(["'self'", *sorted(self.scripts)])
        styles = " ".join(["'self'", *(["'unsafe-inline'"] if self.draws else [*sorted(self.styles), *by_attribute])])
        return (
            f"default-src 'none'; script-src {scripts}; style-src {styles}; "
            "img-src 'self' data:; font-src 'self' data:; media-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
            "frame-src 'self'; form-action 'self'; base-uri 'none'"
        )


def apply(folder: Path) -> list[str]:
    """Write its policy into every page of a built site, but where a page has one; the style sheets that pages need for it now."""
    shared, sheets = Named(), set()
    pages: list[tuple[Path, int, Named]] = []
    for path in sorted(folder.rglob("*.html")):
        if path.is_file() and not path.is_symlink():
            text, encoding = _text(path)
            page = markup.read(text)
            if page.has_policy:
                continue
            if page.rules:
                sheet = _sheet(folder, page)
                sheets.add(sheet)
                _replace(path, _with(page, sheet, folder, path).encode(encoding))
            named = Named.of(page)
            shared.add(named)
            pages.append((path, page.at, named))
    is_shared = len(shared) <= MOST_NAMED
    for path, at, own in pages:
        named = shared if is_shared else own
        named.draws = shared.draws  # a theme may show one page in place of another, under the policy of the first
        text, encoding = _text(path)
        told = f'<meta http-equiv="Content-Security-Policy" content="{named.text}">'
        _replace(path, f"{text[:at]}\n{told}{text[at:]}".encode(encoding))
    return sorted(sheets)


def _sheet(folder: Path, page: markup.Inline) -> str:
    """The style sheet of a page's own rules, named by what is in it, so that pages with the same rules have one."""
    content = page.sheet.encode()
    name = f"{SHEETS}/inline.{hashlib.sha256(content).hexdigest()[:8]}.css"
    if not (folder / name).exists():
        (folder / SHEETS).mkdir(parents=True, exist_ok=True)
        _replace(folder / name, content)
    return name


def _with(page: markup.Inline, sheet: str, folder: Path, path: Path) -> str:
    """The text of a page with a link to its sheet. The page for addresses without one is shown at any depth."""
    up = "/" if path == folder / "404.html" else "../" * (len(path.relative_to(folder).parts) - 1)
    end = page.text.find("</head>", page.at)
    end = page.at if end < 0 else end
    return f'{page.text[:end]}<link rel="stylesheet" href="{up}{sheet}">\n{page.text[end:]}'


def _hashes(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8', 'surrogatepass')).digest()).decode('ascii')}'"


def _text(path: Path) -> tuple[str, str]:
    """A page and how it is to be written back; of one in an encoding of old the marks are read, and its letters stay."""
    content = path.read_bytes()
    with suppress(UnicodeDecodeError):
        return content.decode("utf-8"), "utf-8"
    return content.decode("latin-1"), "latin-1"


def _replace(path: Path, content: bytes) -> None:
    """A new file in place of the one there, which may be one with that of another version."""
    made = path.with_name(f".{path.name}.new")
    made.write_bytes(content)
    os.replace(made, path)
