"""A deck as a file of PowerPoint, through python-pptx, which is an extra; the only module that knows it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pmsite.slides.deck import (
    CELL,
    FLOOR,
    HEIGHT,
    LEAST,
    ROOM,
    SIDE,
    SMALL,
    TEXT,
    TOP,
    WIDTH,
    Bar,
    Bars,
    Board,
    Card,
    Chart,
    Deck,
    Para,
    Placed,
    Run,
    Slide,
    Table,
    clipped,
    lines,
)
from pmsite.slides.packed import packed
from pmsite.slides.paging import BAR, BARS_HEAD, CARD, CARDS_HEAD, COLUMNS
from pmsite.templates import assets

EMU = 12_700
"""The file's unit: so many to a point."""
TITLES = (28.0, 24.0, 20.0, 18.0)
TITLE_TOP, TITLE_DEEP = 26.0, 78.0
HAN_FONT, LANGUAGES = "Microsoft YaHei", MappingProxyType({"zh": "zh-CN", "en": "en-US"})
_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_UNWRITTEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_OF_SLIDES = 'p:custShowLst | p:extLst/p:ext[@uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"]'
"""What names slides of a presentation: shows and sections."""
NAMES, WHEN = 250.0, 100.0
"""How wide the names and dates beside bars are."""


class SlidesUnavailable(RuntimeError):
    """This machine cannot write slides, or not with this template. The text says what to do."""


@dataclass(frozen=True, slots=True)
class _Layouts:
    first: Any
    title_only: Any


def write(deck: Deck, template: Path | None = None) -> bytes:
    """A deck as a file; the same deck gives the same bytes. `template` is a file whose master it takes. Raises SlidesUnavailable."""
    pptx = _pptx()
    shown = _opened(pptx, template)
    layouts = _layouts(shown, template)
    pen = _Pen(pptx, shown, deck, template is None)
    pen.first(layouts.first)
    for number, slide in enumerate(deck.slides, 2):
        pen.slide(layouts.title_only, slide, number)
    about = shown.core_properties
    about.title, about.author, about.last_modified_by, about.revision = plain(deck.name)[:255], plain(deck.author)[:255], "", 1
    about.created = about.modified = datetime.combine(date.fromisoformat(deck.day), datetime.min.time())
    made = io.BytesIO()
    shown.save(made)
    return packed(made.getvalue(), deck.day)


def top_of(template: Path) -> float:
    """Where content begins below the title of a template's slides, in a deck's own measures. Raises SlidesUnavailable."""
    shown = _opened(_pptx(), template)
    (title,) = (one for one in _layouts(shown, template).title_only.placeholders if _kind(one) == "TITLE")
    top = max(TOP, float((title.top + title.height) / shown.slide_height * HEIGHT + 8))
    if top > FLOOR - LEAST:
        raise SlidesUnavailable(
            f"{template.name} leaves too little room below the title of its layout; make that smaller, or move it up"
        )
    return top


def _pptx() -> Any:
    try:
        import pptx  # here, since it is an extra
        import pptx.chart.data
        import pptx.dml.color
        import pptx.enum.chart
        import pptx.enum.shapes
        import pptx.enum.text
        import pptx.oxml.ns
        import pptx.util
    except ImportError:
        raise SlidesUnavailable('slides need the extra `slides`: pip install "pmsite[slides]"') from None
    return pptx


def _opened(pptx: Any, template: Path | None) -> Any:
    """An empty presentation of 16 to 9, or one with a template's master and none of its slides."""
    if template is None:
        shown = pptx.Presentation()
        _widen(shown)
        return shown
    try:
        shown = pptx.Presentation(str(template))
    except Exception as fault:  # whatever is wrong with the file: libraries below raise what they like
        why = "save it as .pptx" if template.suffix.lower() == ".potx" else "save it as .pptx with PowerPoint or WPS"
        raise SlidesUnavailable(f"{template.name} cannot be read as a presentation ({type(fault).__name__}): {why}") from None
    if abs(shown.slide_width / shown.slide_height - WIDTH / HEIGHT) > 0.02:
        raise SlidesUnavailable(f"{template.name} is not 16 to 9; change its slide size, in PowerPoint under Design")
    for lost in shown.part._element.xpath(_OF_SLIDES):
        lost.getparent().remove(lost)
    listed = shown.slides._sldIdLst  # the library has no way to remove a slide
    for entry in list(listed):
        shown.part.drop_rel(entry.rId)
        listed.remove(entry)
    return shown


def _widen(shown: Any) -> None:
    """The library's own template is 4 to 3: its master and layouts are stretched, so that new slides fit, too."""
    ratio = WIDTH * EMU / shown.slide_width
    shown.slide_width, shown.slide_height = int(WIDTH * EMU), int(HEIGHT * EMU)
    for holder in (shown.slide_master, *shown.slide_layouts):
        for shape in holder.shapes:
            if shape.element.xpath(".//p:spPr/a:xfrm"):
                shape.left, shape.width = int(shape.left * ratio), int(shape.width * ratio)


def _layouts(shown: Any, template: Path | None) -> _Layouts:
    """The layout of a first slide, and one with a title and nothing else to fill in."""
    kinds = {
        layout.name: [kind for one in layout.placeholders if (kind := _kind(one)) not in _FEET] for layout in shown.slide_layouts
    }
    first = next((one for one in shown.slide_layouts if _is_first(kinds[one.name])), None)
    title_only = next(
        (one for one in shown.slide_layouts if kinds[one.name].count("TITLE") == 1 and len(kinds[one.name]) == 1), None
    )
    if first is not None and title_only is not None:
        return _Layouts(first, title_only)
    name = template.name if template else "the template"
    missing = "with a title and a subtitle" if first is None else "with a title and nothing else"
    like = "Title Slide" if first is None else "Title Only"
    has = ", ".join(layout.name for layout in shown.slide_layouts) or "none"
    raise SlidesUnavailable(f"{name} has no layout {missing}; add one to its master, such as PowerPoint's {like} (it has {has})")


def _kind(placeholder: Any) -> str:
    """What is filled in there."""
    return str(placeholder.placeholder_format.type).partition(" ")[0].rpartition(".")[2]


_FEET = frozenset({"DATE", "FOOTER", "SLIDE_NUMBER"})
"""What stands in the foot of every slide."""


def _is_first(kinds: list[str]) -> bool:
    return bool({"CENTER_TITLE", "TITLE"} & set(kinds)) and "SUBTITLE" in kinds


class _Pen:
    def __init__(self, pptx: Any, shown: Any, deck: Deck, own: bool) -> None:
        self._pptx, self._shown, self._deck, self._own = pptx, shown, deck, own
        self._colours: Mapping[str, str] = {name.removeprefix("--pm-"): value for name, value in assets.tokens().items()}
        self._across, self._down = shown.slide_width / (WIDTH * EMU), shown.slide_height / (HEIGHT * EMU)

    # Slides

    def first(self, layout: Any) -> None:
        """The conclusion, and what it is the conclusion of."""
        slide = self._shown.slides.add_slide(layout)
        title, *others = slide.placeholders
        if self._own:
            self._place(title, SIDE, 130, ROOM, 170)
        self._title(title, self._deck.title, 170, (40.0, 32.0, 28.0, 24.0, 20.0, 16.0))
        for other in others:
            if _kind(other) == "SUBTITLE":
                if self._own:
                    self._place(other, SIDE, 312, ROOM, 90)
                self._lines(
                    other.text_frame, [Para(_run(line, "soft" if at else "ink")) for at, line in enumerate(self._deck.about)], 18
                )
        self._aligned(slide)

    def slide(self, layout: Any, told: Slide, number: int) -> None:
        """One slide with its foot and its notes."""
        slide = self._shown.slides.add_slide(layout)
        title = slide.shapes.title
        if self._own:
            self._place(title, SIDE, TITLE_TOP, ROOM, TITLE_DEEP)
        self._title(title, told.title, TITLE_DEEP, TITLES)
        self._aligned(slide)
        for placed in told.placed:
            self._draw(slide.shapes, placed)
        self._box(
            slide.shapes, SIDE, FLOOR + 16, ROOM - 60, 20, [Para(_run(clipped(self._deck.foot, ROOM - 60, 10, 1), "soft"))], 10
        )
        self._box(slide.shapes, WIDTH - SIDE - 50, FLOOR + 16, 50, 20, [Para(_run(str(number), "soft"))], 10, align="RIGHT")
        full = told.title if self._cut(told.title, TITLE_DEEP, TITLES)[0] != plain(told.title) else ""
        if notes := "\n\n".join(filter(None, (full, told.notes))):
            slide.notes_slide.notes_text_frame.text = plain(notes)

    def _aligned(self, slide: Any) -> None:
        """Titles of the library's template stand in the middle; those of a deck begin where its text does."""
        if self._own:
            for shape in slide.placeholders:
                for paragraph in shape.text_frame.paragraphs:
                    paragraph.alignment = self._pptx.enum.text.PP_ALIGN.LEFT
                shape.text_frame.margin_left = shape.text_frame.margin_right = 0
                shape.text_frame.vertical_anchor = (
                    self._pptx.enum.text.MSO_ANCHOR.BOTTOM if shape == slide.shapes.title else self._pptx.enum.text.MSO_ANCHOR.TOP
                )

    def _cut(self, text: str, deep: float, sizes: tuple[float, ...]) -> tuple[str, float]:
        text = " ".join(plain(text).split())
        for size in sizes:
            if lines(text, ROOM - 20, size * 1.08) * size * 1.2 <= deep:
                return text, size
        return clipped(text, ROOM - 20, sizes[-1] * 1.08, int(deep / (sizes[-1] * 1.2))), sizes[-1]

    def _title(self, shape: Any, text: str, deep: float, sizes: tuple[float, ...]) -> None:
        text, size = self._cut(text, deep, sizes)
        self._lines(shape.text_frame, [Para(_run(text, "ink", bold=True))], size)

    # Blocks

    def _draw(self, shapes: Any, placed: Placed) -> None:
        what = placed.what
        if isinstance(what, Table):
            self._table(shapes, what, placed.top)
        elif isinstance(what, Board):
            self._board(shapes, what, placed.top)
        elif isinstance(what, Bars):
            self._bars(shapes, what, placed.top)
        elif isinstance(what, Chart):
            self._chart(shapes, what, placed.top, placed.height)
        else:
            self._box(shapes, SIDE, placed.top, ROOM, placed.height, what, TEXT, apart=0.35)

    def _table(self, shapes: Any, table: Table, top: float) -> None:
        head = table.head if any(table.header) else 0.0
        heights = [*([head] if head else []), *map(table.tall, table.rows)]
        made = shapes.add_table(len(heights), len(table.widths), *self._measures(SIDE, top, ROOM, sum(heights)))
        grid = made.table
        grid.first_row, grid.horz_banding = bool(head), False
        for at, width in enumerate(table.widths):
            grid.columns[at].width = int(width * EMU * self._across)
        for at, height in enumerate(heights):
            grid.rows[at].height = int(height * EMU * self._down)
        body = grid.rows
        first = 0
        if head:
            first = 1
            for cell, text in zip(body[0].cells, table.header, strict=True):
                self._cell(cell, (Para(_run(text, "soft", bold=True)),), "tint")
        for at, row in enumerate(table.rows, first):
            for cell, paras in zip(body[at].cells, row, strict=True):
                self._cell(cell, paras, "paper")

    def _cell(self, cell: Any, paras: tuple[Para, ...], ground: str) -> None:
        cell.fill.solid()
        cell.fill.fore_color.rgb = self._colour(ground)
        cell.margin_left = cell.margin_right = int(6 * EMU)
        cell.margin_top = cell.margin_bottom = int(4 * EMU)
        self._lines(cell.text_frame, paras, CELL)

    def _board(self, shapes: Any, board: Board, top: float) -> None:
        wide = min(max(len(board.columns), 3), COLUMNS)
        width = (ROOM - 12 * (wide - 1)) / wide
        for nth, (name, cards) in enumerate(board.columns):
            x = SIDE + nth * (width + 12)
            self._box(shapes, x, top, width, CARDS_HEAD - 6, [Para(_run(clipped(name, width - 10, 15, 1), "ink", bold=True))], 14)
            for at, card in enumerate(cards):
                self._card(shapes, card, x, top + CARDS_HEAD + at * CARD, width)

    def _card(self, shapes: Any, card: Card, x: float, y: float, width: float) -> None:
        paras = [
            Para(_run(clipped(card.title, width - 24, 13.5, 2 if len(card.title) else 1), "ink", bold=True)),
            Para(_run(clipped(card.facts, width - 24, 11, 1), "poor" if card.late else "soft")),
        ]
        self._rectangle(shapes, x, y, width, CARD - 8, "tint", paras)
        self._rectangle(shapes, x, y, 4, CARD - 8, card.stage, ())

    def _bars(self, shapes: Any, bars: Bars, top: float) -> None:
        left = SIDE + NAMES + WHEN
        wide = WIDTH - SIDE - left
        part = wide / len(bars.quarters)
        deep = BARS_HEAD + len(bars.rows) * BAR
        for at, quarter in enumerate(bars.quarters):
            self._box(shapes, left + at * part, top, part, 20, [Para(_run(quarter, "soft"))], 11)
            self._line(shapes, left + at * part, top, left + at * part, top + deep, "line")
        for at, row in enumerate(bars.rows):
            self._bar(shapes, row, top + BARS_HEAD + at * BAR, left, wide)
        x = left + wide * bars.today
        self._line(shapes, x, top + 4, x, top + deep, "mark")

    def _bar(self, shapes: Any, row: Bar, y: float, left: float, wide: float) -> None:
        self._box(shapes, SIDE, y, NAMES, BAR, [Para(_run(clipped(row.name, NAMES - 8, 12.5, 1), "ink"))], SMALL)
        self._box(
            shapes, SIDE + NAMES, y, WHEN, BAR, [Para(_run(clipped(row.when, WHEN - 4, 11, 1), "poor" if row.late else "soft"))], 11
        )
        length = max(5.0, wide * min(row.length, 1 - row.start))
        self._rectangle(shapes, left + wide * row.start, y + 6, length, BAR - 12, row.stage, (), name=row.name)

    def _chart(self, shapes: Any, chart: Chart, top: float, height: float) -> None:
        """A chart of the program's own, whose numbers can be edited."""
        data = self._pptx.chart.data.CategoryChartData()
        data.categories = [plain(name) for name, _ in chart.points]
        data.add_series(plain(chart.title), [value for _, value in chart.points])
        if chart.target is not None:
            data.add_series(plain(chart.target_name), [chart.target] * len(chart.points))
        kind = self._pptx.enum.chart.XL_CHART_TYPE.LINE
        made = shapes.add_chart(kind, *self._measures(SIDE, top, ROOM, height), data)
        drawn = made.chart
        drawn.has_legend = chart.target is not None
        drawn.font.size = self._points(11)
        if drawn.has_legend:
            drawn.legend.include_in_layout = False
            drawn.legend.position = self._pptx.enum.chart.XL_LEGEND_POSITION.BOTTOM
        for series, colour in zip(drawn.plots[0].series, ("mark", "soft"), strict=False):
            series.smooth = False
            series.format.line.color.rgb = self._colour(colour)
            series.format.line.width = self._points(2.25 if colour == "mark" else 1)
        drawn.value_axis.major_gridlines.format.line.color.rgb = self._colour("line")

    # Shapes

    def _box(
        self,
        shapes: Any,
        x: float,
        y: float,
        width: float,
        height: float,
        paras: Iterable[Para],
        size: float,
        apart: float = 0,
        align: str = "",
    ) -> None:
        made = shapes.add_textbox(*self._measures(x, y, width, height))
        frame = made.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        self._lines(frame, paras, size, apart)
        if align:
            frame.paragraphs[0].alignment = getattr(self._pptx.enum.text.PP_ALIGN, align)

    def _rectangle(
        self, shapes: Any, x: float, y: float, width: float, height: float, colour: str, paras: Iterable[Para], name: str = ""
    ) -> None:
        made = shapes.add_shape(self._pptx.enum.shapes.MSO_SHAPE.RECTANGLE, *self._measures(x, y, width, height))
        made.fill.solid()
        made.fill.fore_color.rgb = self._colour(colour)
        made.line.fill.background()
        made.shadow.inherit = False
        if name:
            made.name = plain(name)[:120]
        frame = made.text_frame
        frame.word_wrap = True
        frame.margin_left, frame.margin_right, frame.margin_top, frame.margin_bottom = (int(value * EMU) for value in (12, 8, 4, 4))
        frame.vertical_anchor = self._pptx.enum.text.MSO_ANCHOR.MIDDLE
        sized = list(paras)
        if sized:
            self._lines(frame, sized, 12.5)
            for paragraph, size in zip(frame.paragraphs, (12.5, 10.5), strict=False):
                paragraph.alignment = self._pptx.enum.text.PP_ALIGN.LEFT
                for run in paragraph.runs:
                    run.font.size = self._points(size)

    def _line(self, shapes: Any, x1: float, y1: float, x2: float, y2: float, colour: str) -> None:
        ends = (int(x1 * EMU * self._across), int(y1 * EMU * self._down), int(x2 * EMU * self._across), int(y2 * EMU * self._down))
        made = shapes.add_connector(self._pptx.enum.shapes.MSO_CONNECTOR.STRAIGHT, *ends)
        made.line.color.rgb = self._colour(colour)
        made.line.width = self._points(0.75 if colour == "line" else 1.5)

    # Texts

    def _lines(self, frame: Any, paras: Iterable[Para], size: float, apart: float = 0) -> None:
        told = list(paras) or [Para(())]
        for at, para in enumerate(told):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            if apart:
                paragraph.space_after = self._points(size * apart)
            if para.bullet:
                self._bulleted(paragraph)
            for run in para.runs:
                for nth, part in enumerate(plain(run.text).split("\n")):
                    if nth:
                        paragraph.add_line_break()
                        self._sized(paragraph._p.br_lst[-1], "a:rPr", size)
                    if part:
                        self._run(paragraph, part, size, run.bold, run.colour or "ink", run.url)
            self._sized(paragraph._p, "a:endParaRPr", size)

    def _sized(self, element: Any, name: str, size: float) -> None:
        """The size of what is no run: a line break and the end of a paragraph are as tall as letters of 18 points, else."""
        element.append(element.makeelement(self._pptx.oxml.ns.qn(name), {"sz": str(self._points(size) * 100 // EMU)}))

    def _run(self, paragraph: Any, text: str, size: float, bold: bool, colour: str, url: str) -> None:
        made = paragraph.add_run()
        made.text = text
        made.font.size = self._points(size)
        made.font.bold = bold
        if not url:
            made.font.color.rgb = self._colour(colour)
        properties = made.font._element  # the library names no fonts for Chinese
        properties.set("lang", LANGUAGES[self._deck.language])
        if self._own and _HAN.search(text):
            font = properties.makeelement(self._pptx.oxml.ns.qn("a:ea"), {"typeface": HAN_FONT})
            properties.append(font)
        if url:
            made.hyperlink.address = url

    def _bulleted(self, paragraph: Any) -> None:
        properties = paragraph._p.get_or_add_pPr()  # the library has no bullets
        properties.set("marL", str(int(16 * EMU)))
        properties.set("indent", str(int(-16 * EMU)))
        sign = properties.makeelement(self._pptx.oxml.ns.qn("a:buChar"), {"char": "•"})
        properties.append(sign)

    def _points(self, size: float) -> int:
        """A size of letters or lines on slides that are smaller or larger than a deck's own."""
        return int(size * EMU * self._across)

    def _colour(self, name: str) -> Any:
        written = self._colours[name].removeprefix("#")
        whole = "".join(sign * 2 for sign in written) if len(written) == 3 else written
        return self._pptx.dml.color.RGBColor.from_string(whole.upper())

    def _measures(self, x: float, y: float, width: float, height: float) -> tuple[int, int, int, int]:
        across, down = self._across * EMU, self._down * EMU
        return int(x * across), int(y * down), int(width * across), int(height * down)

    def _place(self, shape: Any, x: float, y: float, width: float, height: float) -> None:
        shape.left, shape.top, shape.width, shape.height = self._measures(x, y, width, height)


def _run(text: str, colour: str, *, bold: bool = False) -> tuple[Run, ...]:
    return (Run(text, bold, colour),)


def plain(text: str) -> str:
    """A text without what XML cannot hold."""
    return _UNWRITTEN.sub("", text)
