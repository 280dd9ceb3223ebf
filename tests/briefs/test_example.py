"""The six briefs of the example product, in both languages: what they hold, and that each fits on the pages of its format.

`PMSITE_WRITE_EXPECTED=1 pytest tests/briefs` writes the expected outlines anew, to be read before they are committed.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdf
import pytest

from pmsite import starter
from pmsite.briefing import brief
from pmsite.exports import fonts, pdf
from pmsite.model.brief import Brief
from pmsite.model.sections import KINDS
from pmsite.pipeline import load

HERE = Path(__file__).parent
WRITTEN = date(2026, 10, 1)
LATE = date(2026, 11, 29)
NAMES = ("board-q4", "customers-q4", "investors-q4", "partners-q4", "sales-q4", "team-weekly")


@cache
def documents(language: str, today: date = WRITTEN) -> Mapping[str, tuple[Brief, str]]:
    """Every brief of the example on a day, with its document for its own audience."""
    with TemporaryDirectory() as folder:
        for path, text in starter.example(language, today):
            target = Path(folder, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="")
        workspace = load(Path(folder, "roadmap"), "roadmap", today)
        assert workspace.product is not None
        found = {item.id: (item, brief(workspace, item.id)) for item in workspace.product.of(Brief)}
        assert not [d for d in workspace.report if d.severity.is_fault], [f"{d.span} {d.message}" for d in workspace.report]
    return found


class _Outline(HTMLParser):
    """The headings of a document and, below each, the first words of its rows and points."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        kind = dict(attributes).get("class") or ""
        if tag in ("h1", "h2", "h3", "tr", "li", "dt") or "pm-headline" in kind or "pm-disclaimer" in kind or "pm-foot" in kind:
            self.lines.append({"h1": "# ", "h2": "## "}.get(tag, "- "))

    def handle_data(self, data: str) -> None:
        if self.lines and data.strip():
            self.lines[-1] += f"{data.strip()} "


def outline(html: str) -> Iterator[str]:
    """A document as lines that a person can compare."""
    parser = _Outline()
    parser.feed(html[html.index("<article") :])
    for line in parser.lines:
        told = re.sub(r"\s+", " ", line).strip()
        if told not in ("-", "#", "##"):
            yield re.sub(r"\b[0-9a-f]{16}\b", "…", told)


@pytest.mark.parametrize("language", starter.LANGUAGES)
def test_the_six_briefs_tell_what_their_formats_ask_for(language: str) -> None:
    found = "\n\n".join("\n".join(outline(html)) for _, html in documents(language).values()) + "\n"
    expected = HERE / f"{language}.txt"
    if os.environ.get("PMSITE_WRITE_EXPECTED"):
        expected.write_text(found, encoding="utf-8", newline="")
    assert found == expected.read_text(encoding="utf-8")
    assert {item.kind for item, _ in documents(language).values()} == set(KINDS)


def _has_weasyprint() -> bool:
    try:
        pdf.write("<p>")
    except pdf.PdfUnavailable:
        if os.environ.get("CI"):
            raise
        return False
    return fonts.has_chinese_font() or bool(os.environ.get("CI"))


prints = pytest.mark.skipif(not _has_weasyprint(), reason="PDF needs Pango and a Chinese font")


@prints
@pytest.mark.slow
@pytest.mark.parametrize("language", starter.LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_each_fits_on_the_pages_of_its_format_and_can_be_searched(language: str, name: str) -> None:
    item, html = documents(language)[name]
    made = pdf.write(html)
    assert made.pages <= KINDS[item.kind or ""].pages
    pages = pypdf.PdfReader(io.BytesIO(made.data)).pages
    assert len(pages) == made.pages
    text = re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))
    for words in (item.title, item.headline, item.sections[-1].text):
        assert re.sub(r"[\s*]+", "", words) in text
    assert f"1/{made.pages}" in text


@prints
@pytest.mark.slow
@pytest.mark.parametrize("language", starter.LANGUAGES)
@pytest.mark.parametrize("name", ["board-q4", "team-weekly"])
def test_those_that_come_again_fit_late_in_the_quarter(language: str, name: str) -> None:
    item, html = documents(language, LATE)[name]
    assert item.as_of is not None
    assert (LATE - item.as_of.last).days < 14
    assert pdf.write(html).pages <= KINDS[item.kind or ""].pages


@prints
def test_a_pdf_is_the_same_bytes_each_time_and_names_itself() -> None:
    _, html = documents("en")["investors-q4"]
    first, again = pdf.write(html), pdf.write(html)
    assert first.data == again.data
    told = pypdf.PdfReader(io.BytesIO(first.data))
    assert told.metadata is not None
    assert told.metadata.title == "Offline pays, Mondays cost"
    assert "/CreationDate" not in told.metadata
    assert not told.pages[0].images, "charts are drawn, not pictures of themselves"


@prints
def test_a_pdf_on_letter_paper() -> None:
    made = pdf.write(documents("en")["customers-q4"][1], "letter")
    assert tuple(pypdf.PdfReader(io.BytesIO(made.data)).pages[0].mediabox[2:]) == (612, 792)


@prints
def test_a_pdf_fetches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    monkeypatch.setattr(socket, "socket", lambda *_: pytest.fail("a PDF asked the network"))
    monkeypatch.setattr("urllib.request.FileHandler.file_open", lambda *_: pytest.fail("a PDF read a file"))
    pdf.write(
        '<img src="https://x.example/a.png"><img src="file:///etc/hostname"><link rel="stylesheet" href="https://x.example/a.css">'
    )


def test_without_a_chinese_font_it_says_which_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "has_chinese_font", lambda: False)
    with pytest.raises(pdf.PdfUnavailable, match="fonts-noto-cjk"):
        pdf.write("<p>野外手记</p>")


@pytest.mark.parametrize(("fault", "told"), [(ImportError(), r"pmsite\[pdf\]"), (OSError("cannot load library"), "Pango")])
def test_without_weasyprint_or_its_libraries_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, fault: Exception, told: str
) -> None:
    import builtins

    real = builtins.__import__

    def refuse(name: str, *rest: object) -> object:
        if name == "weasyprint":
            raise fault
        return real(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(pdf.PdfUnavailable, match=told):
        pdf.write("<p>")
