"""A document as PDF pages, through WeasyPrint, which is an extra."""

from __future__ import annotations

import contextlib
import io
import re
from dataclasses import dataclass
from typing import Any

from pmsite.exports import fonts
from pmsite.messages import said
from pmsite.templates import assets

_PICTURE = re.compile(r"<svg\b[^>]*>")


class PdfUnavailable(RuntimeError):
    """This machine cannot write PDF. The text says what to install."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished PDF."""

    data: bytes
    pages: int


def write(html: str, paper: str = "a4") -> Pdf:
    """A standalone document as PDF on A4 or letter; the same document gives the same bytes. Raises PdfUnavailable."""
    weasyprint = _weasyprint()
    if fonts.lacks_chinese(html):
        raise PdfUnavailable(
            said("the brief holds Chinese text, and this machine has no Chinese font: {install}", install=fonts.INSTALL)
        )
    fetcher = weasyprint.URLFetcher(allowed_protocols=("data",), allow_redirects=False)  # a document brings its pictures along
    pages = weasyprint.HTML(string=_with_styled_pictures(html), url_fetcher=fetcher).render(
        stylesheets=[weasyprint.CSS(string=f"@page {{ size: {paper} }}")]
    )
    return Pdf(pages.write_pdf(), len(pages.pages))


def _weasyprint() -> Any:
    told = io.StringIO()
    try:
        with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):  # it explains itself at length
            import weasyprint  # here, since it is an extra and slow to load
    except ImportError:
        raise PdfUnavailable(said('PDF needs the extra `pdf`: pip install "pmsite[pdf]"')) from None
    except OSError:
        raise PdfUnavailable(
            said(
                "PDF needs the system library Pango: install libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0 (Debian, Ubuntu), "
                "pango (Fedora, Alpine, Homebrew)"
            )
        ) from None
    return weasyprint


def _with_styled_pictures(html: str) -> str:
    """WeasyPrint draws each picture as a document of its own, which the page's style does not reach."""
    style = assets.picture_style()
    return _PICTURE.sub(lambda found: f"{found[0]}<style>{style}</style>", html)
