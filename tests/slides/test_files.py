"""The file of a deck: nothing outside of a slide, the same bytes each time, a company's own master, and nothing that is hidden."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from pmsite.audience import project
from pmsite.audit.search import search
from pmsite.audit.secrets import secrets
from pmsite.cli import group
from pmsite.pipeline import load
from pmsite.slides.deck import (
    DEEP,
    FLOOR,
    ROOM,
    TEXT,
    TOP,
    Bar,
    Bars,
    Block,
    Board,
    Card,
    Deck,
    Para,
    Run,
    Section,
    Table,
    lines,
    shared,
)
from pmsite.slides.paging import slides
from tests.make import TODAY, write
from tests.slides.test_cases import PLAN, made

DAY = "1795392000"
LONG = "A title that goes on and on, " * 10 + "to the end"
CHINESE = "没有尽头的标题" * 42
NASTY = '</a:t><a:br/> & <b> "q" {{ x }} 标题'


DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def brief(*words: str) -> Result:
    return CliRunner().invoke(group, ["brief", *words], env={"SOURCE_DATE_EPOCH": DAY}, prog_name="pmsite")


def numbered(title: str, at: int, many: int) -> str:
    return f"{title} ({at} of {many})"


def cell(text: str) -> tuple[Para, ...]:
    return (Para((Run(text),)),)


def table(rows: int) -> Table:
    return Table(
        ("place", "what was found there", "notes"),
        tuple((cell(f"Place {n}"), cell("words " * (n % 30)), cell(str(n))) for n in range(rows)),
    )


BLOCKS: Mapping[str, Block | None] = {
    "a table of 400 rows": table(400),
    "a cell that is a book": Table(("a", "b"), ((cell("x"), cell("word " * 4000)),)),
    "a word without end": Table(("a", "b"), ((cell("x" * 3000), cell("长" * 3000)),)),
    "forty columns": Table(tuple(f"column {n}" for n in range(40)), ((cell("value"),) * 40,)),
    "a paragraph that is a book": Para((Run("word " * 4000),)),
    "Chinese without a space": Para((Run("长" * 5000),)),
    "a hundred points": None,
    "a board": Board(tuple((f"Column {n}", tuple(Card(LONG, "Planned", "planned") for _ in range(17))) for n in range(6))),
    "bars": Bars(("Q1", "Q2", "Q3"), 0.5, tuple(Bar(LONG, "Q1 2027", 0.9, 0.9, "planned") for _ in range(70))),
}


def section(name: str) -> Section:
    block = BLOCKS[name]
    return Section(
        LONG, (block,) if block is not None else tuple(Para((Run(f"Point {n} " + "words " * 20),), bullet=True) for n in range(100))
    )


@pytest.mark.parametrize("name", BLOCKS)
def test_what_does_not_fit_goes_on_on_the_next_slide(name: str) -> None:
    found = slides(section(name), numbered)
    assert found
    for slide in found:
        assert slide.placed
        for placed in slide.placed:
            assert placed.top >= TOP
            assert placed.top + placed.height <= FLOOR + 0.01
            if isinstance(placed.what, Table):
                assert placed.height >= sum(map(placed.what.tall, placed.what.rows))
                assert sum(placed.what.widths) == pytest.approx(ROOM)
    if len(found) > 1:
        assert [slide.title for slide in found] == [numbered(LONG, at, len(found)) for at in range(1, len(found) + 1)]


def test_no_row_of_a_long_table_is_lost() -> None:
    found = slides(section("a table of 400 rows"), numbered)
    rows = [row for slide in found for placed in slide.placed if isinstance(placed.what, Table) for row in placed.what.rows]
    assert [row[0][0].text for row in rows] == [f"Place {n}" for n in range(400)]
    assert len(found) < 60


def test_nothing_of_a_long_paragraph_is_lost() -> None:
    for name in ("a paragraph that is a book", "Chinese without a space"):
        found = slides(section(name), numbered)
        words = "".join(
            para.text for slide in found for placed in slide.placed if isinstance(placed.what, tuple) for para in placed.what
        )
        assert words.split() == section(name).blocks[0].text.split()  # type: ignore[union-attr]


def test_the_estimate_of_lines_is_no_less_than_what_a_browser_takes() -> None:
    assert lines("word " * 100, 400, TEXT) >= 10
    assert lines("长" * 100, 400, TEXT) >= 4
    assert shared(table(3)).widths
    assert DEEP > 300


# The file


def texts(shape: Any) -> Iterator[str]:
    if getattr(shape, "has_table", False) and shape.has_table:
        yield from (found.text_frame.text for row in shape.table.rows for found in row.cells)
    elif shape.has_text_frame:
        yield shape.text_frame.text


def opened(data: bytes) -> Any:
    pptx = pytest.importorskip("pptx")
    return pptx.Presentation(io.BytesIO(data))


def written(found: Deck, template: Path | None = None) -> bytes:
    pytest.importorskip("pptx")
    from pmsite.slides.pptx_file import write as write_file

    return write_file(found, template)


def deck_of(*sections: Section, title: str = LONG) -> Deck:
    every = tuple(slide for one in sections for slide in slides(one, numbered))
    return Deck(title, ("About", CHINESE), f"foot {LONG}", "en", NASTY, "2026-11-20", NASTY, every)


@pytest.mark.parametrize("name", BLOCKS)
def test_every_shape_is_on_its_slide(name: str) -> None:
    shown = opened(written(deck_of(section(name))))
    assert (shown.slide_width / 12700, shown.slide_height / 12700) == (960, 540)
    for slide in shown.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= shown.slide_width + 12700
            assert shape.top + shape.height <= shown.slide_height + 12700


@pytest.mark.parametrize("title", [LONG, CHINESE, "x" * 300])
def test_a_title_of_300_characters_fits_and_is_told_whole_in_the_notes(title: str) -> None:
    shown = opened(written(deck_of(Section(title, (Para((Run("a"),)),)), title=title)))
    slide = shown.slides[1]
    shape = slide.shapes.title
    size = shape.text_frame.paragraphs[0].runs[0].font.size.pt
    assert lines(shape.text_frame.text, ROOM - 20, size) * size * 1.2 <= shape.height / 12700 + 1
    assert title in (shape.text_frame.text, slide.notes_slide.notes_text_frame.text.split("\n\n")[0])
    first = shown.slides[0].shapes.title
    size = first.text_frame.paragraphs[0].runs[0].font.size.pt
    assert lines(first.text_frame.text, ROOM - 20, size) * size * 1.2 <= first.height / 12700 + 1


def test_texts_stay_texts_and_controls_are_left_out() -> None:
    found = deck_of(Section(NASTY, (Para((Run(f"{NASTY}\x0b\x00\u202e"),)), Table((NASTY,), ((cell(NASTY),),))), (NASTY,)))
    slide = opened(written(found)).slides[1]
    told = [text for shape in slide.shapes for text in texts(shape)]
    assert told.count(NASTY) == 4
    assert slide.notes_slide.notes_text_frame.text == NASTY


def test_the_same_deck_is_the_same_bytes_and_says_nothing_of_now(tmp_path: Path) -> None:
    pytest.importorskip("pptx")
    first, second = tmp_path / "one.pptx", tmp_path / "two.pptx"
    for path in (first, second):
        result = brief("board", "-w", str(PLAN), "-o", str(path))
        assert result.exit_code == 0, result.stderr
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        about = archive.read("docProps/core.xml").decode()
        (book,) = (name for name in archive.namelist() if name.endswith(".xlsx"))
        with zipfile.ZipFile(io.BytesIO(archive.read(book))) as inner:
            assert "2026-11-20T00:00:00Z" in inner.read("docProps/core.xml").decode()
    assert about.count("2026-11-20T00:00:00Z") == 2
    assert "Ada Brook" in about


def test_slides_are_native_and_can_be_edited(tmp_path: Path) -> None:
    shown = opened(written(made(PLAN, "board")))
    kinds = {str(shape.shape_type).partition(" ")[0] for slide in shown.slides for shape in slide.shapes}
    assert kinds >= {"PLACEHOLDER", "TEXT_BOX", "TABLE", "AUTO_SHAPE", "CHART", "LINE"}
    assert "PICTURE" not in kinds
    assert all(slide.shapes.title.text_frame.text for slide in shown.slides)
    assert [slide.slide_layout.name for slide in shown.slides][:2] == ["Title Slide", "Title Only"]
    foot = [text for shape in shown.slides[1].shapes for text in texts(shape)][-2:]
    assert foot == ["Field Notes · As of Nov 20, 2026 · revision abc1234", "2"]


def test_nothing_is_taller_than_the_letters_around_it() -> None:
    pytest.importorskip("pptx")
    with zipfile.ZipFile(io.BytesIO(written(made(PLAN, "board")))) as archive:
        for name in (name for name in archive.namelist() if name.startswith("ppt/slides/slide")):
            read = ElementTree.fromstring(archive.read(name))
            cells = [found for cell in read.iter(f"{DRAWN}tc") for found in cell.iter(f"{DRAWN}p")]
            for element, last in [
                *((found, "endParaRPr") for found in cells),
                *((found, "rPr") for found in read.iter(f"{DRAWN}br")),
            ]:
                assert element[-1].tag == f"{DRAWN}{last}"
                assert 600 <= int(element[-1].attrib["sz"]) <= 4000


def test_chinese_names_its_font_and_its_language() -> None:
    pytest.importorskip("pptx")
    with zipfile.ZipFile(io.BytesIO(written(made(PLAN, "customers")))) as archive:
        slide = archive.read("ppt/slides/slide2.xml").decode()
    assert 'typeface="Microsoft YaHei"' in slide
    assert 'lang="zh-CN"' in slide


# A company's own master


def template(folder: Path, without: str = "", size: tuple[int, int] = (12_192_000, 6_858_000)) -> Path:
    """A presentation as a company has one: its own names and fonts, a slide of its own, and perhaps a layout less."""
    pptx = pytest.importorskip("pptx")
    shown = pptx.Presentation()
    shown.slide_width, shown.slide_height = size
    shown.slides.add_slide(shown.slide_layouts[0]).shapes.title.text = "How to use this template"
    for layout in list(shown.slide_layouts):
        if layout.name == without or layout.name in ("Blank", "Two Content"):
            if not any(slide.slide_layout == layout for slide in shown.slides):
                shown.slide_layouts.remove(layout)
        else:
            layout.name = f"Fernwright {layout.name}"
    path = folder / "fernwright.pptx"
    shown.save(path)
    return path


def test_slides_have_the_master_of_a_template_and_none_of_its_slides(tmp_path: Path) -> None:
    path = tmp_path / "out.pptx"
    place = template(tmp_path, size=(12_192_000, 6_858_000))
    result = brief("board", "-w", str(PLAN), "-o", str(path), "--template", str(place))
    assert result.exit_code == 0, result.stderr
    shown = opened(path.read_bytes())
    assert [slide.slide_layout.name for slide in shown.slides][:2] == ["Fernwright Title Slide", "Fernwright Title Only"]
    assert "How to use this template" not in [text for slide in shown.slides for shape in slide.shapes for text in texts(shape)]
    assert 'typeface="Microsoft YaHei"' not in zipfile.ZipFile(path).read("ppt/slides/slide2.xml").decode()


def changed(place: Path, change: Callable[[Any], None]) -> Path:
    pptx = pytest.importorskip("pptx")
    shown = pptx.Presentation(place)
    change(shown)
    shown.save(place)
    return place


def with_template(place: Path, folder: Path) -> Result:
    return brief("board", "-w", str(PLAN), "-o", str(folder / "out.pptx"), "--template", str(place))


def test_content_begins_below_the_title_of_a_template(tmp_path: Path) -> None:
    def lower(shown: Any) -> None:
        (layout,) = (one for one in shown.slide_layouts if one.name == "Fernwright Title Only")
        layout.placeholders[0].top, layout.placeholders[0].height = 600_000, 1_900_000

    place = changed(template(tmp_path), lower)
    assert with_template(place, tmp_path).exit_code == 0
    for slide in list(opened((tmp_path / "out.pptx").read_bytes()).slides)[1:]:
        for shape in slide.shapes:
            if not shape.is_placeholder:
                assert shape.top >= 2_500_000
                assert shape.top + shape.height <= 6_858_000 + 12700


def test_letters_shrink_with_a_smaller_template(tmp_path: Path) -> None:
    assert with_template(template(tmp_path, size=(9_144_000, 5_143_500)), tmp_path).exit_code == 0
    slide = opened((tmp_path / "out.pptx").read_bytes()).slides[1]
    sizes = {
        run.font.size.pt
        for shape in slide.shapes
        if shape.has_text_frame
        for para in shape.text_frame.paragraphs
        for run in para.runs
    }
    assert max(sizes) == 21


def test_what_names_slides_of_a_template_goes_with_them(tmp_path: Path) -> None:
    def named(shown: Any) -> None:
        etree = pytest.importorskip("lxml.etree")
        space = "http://schemas.openxmlformats.org/presentationml/2006/main"
        section = '<p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"/>'
        uri = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
        shown.part._element.append(etree.fromstring(f'<p:extLst xmlns:p="{space}"><p:ext uri="{uri}">{section}</p:ext></p:extLst>'))

    assert with_template(changed(template(tmp_path), named), tmp_path).exit_code == 0
    with zipfile.ZipFile(tmp_path / "out.pptx") as archive:
        assert "sectionLst" not in archive.read("ppt/presentation.xml").decode()


@pytest.mark.parametrize(
    ("size", "title", "said"),
    [
        ((9_144_000, 6_858_000), (0, 1_000_000), "fernwright.pptx is not 16 to 9; change its slide size"),
        ((12_192_000, 6_858_000), (3_000_000, 2_000_000), "fernwright.pptx leaves too little room below the title"),
    ],
)
def test_a_template_that_slides_do_not_fit_is_refused(
    size: tuple[int, int], title: tuple[int, int], said: str, tmp_path: Path
) -> None:
    def low(shown: Any) -> None:
        (layout,) = (one for one in shown.slide_layouts if one.name == "Fernwright Title Only")
        layout.placeholders[0].top, layout.placeholders[0].height = title

    result = with_template(changed(template(tmp_path, size=size), low), tmp_path)
    assert result.exit_code == 1
    assert said in result.stderr


def test_a_template_without_the_layouts_that_are_needed_is_refused_by_name(tmp_path: Path) -> None:
    place = template(tmp_path, without="Title Only")
    result = brief("board", "-w", str(PLAN), "-o", str(tmp_path / "out.pptx"), "--template", str(place))
    assert result.exit_code == 1
    assert (
        "fernwright.pptx has no layout with a title and nothing else; add one to its master, such as PowerPoint's Title Only"
        in result.stderr
    )
    assert not (tmp_path / "out.pptx").exists()


@pytest.mark.parametrize("name", ["broken.pptx", "company.potx"])
def test_what_is_no_presentation_is_refused(name: str, tmp_path: Path) -> None:
    pytest.importorskip("pptx")
    (tmp_path / name).write_bytes(b"PK\x03\x04 no")
    result = brief("board", "-w", str(PLAN), "-o", str(tmp_path / "out.pptx"), "--template", str(tmp_path / name))
    assert result.exit_code == 1
    assert f"{name} cannot be read as a presentation" in result.stderr
    assert "save it as .pptx" in result.stderr


def test_only_slides_take_a_template(tmp_path: Path) -> None:
    (tmp_path / "a.pptx").write_bytes(b"")
    result = brief("board", "-w", str(PLAN), "--template", str(tmp_path / "a.pptx"))
    assert (result.exit_code, "html takes no --template" in result.stderr) == (2, True)


def test_slides_without_their_extra_say_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pptx", None)
    result = brief("board", "-w", str(PLAN), "-o", str(tmp_path / "a.pptx"))
    assert (result.exit_code, result.stderr) == (1, 'Error: slides need the extra `slides`: pip install "pmsite[slides]"\n')


# What is hidden

OPEN = "title: Open door\nstatus: building\ntarget: 2026-12-10\nvisibility: [customers]\nsupports: [goal]\n"
SHOWN = {
    "objectives/goal.md": "title: Every crew\nperiod: 2026-Q4\nvisibility: [customers]",
    "briefs/state.md": "title: State\naudience: customers\nvisibility: [customers]\nas_of: 2026-11-20\nsections: [roadmap, timeline, goals, risks, dependencies]",
    "briefs/ours.md": "title: Ours\nsections: [roadmap, timeline, goals, risks]",
}
HIDDEN = {
    "features/zq-sealed.md": "---\ntitle: zq sealed room\nstatus: building\ntarget: 2026-12-05\nsupports: [goal]\n---\nzq walls all around.\n",
    "risks/zq-risk.md": "title: zq risk of ours\nprobability: 4\nimpact: 4\nplan: zq plan of nobody",
}


def test_what_is_hidden_makes_no_difference_to_slides_and_would_be_found_in_them(tmp_path: Path) -> None:
    settings = "name: P\naudiences: {customers: {}}\n"
    body = "---\nTold to all.\n{}\n"
    poor = write(tmp_path / "poor/roadmap", {"features/open.md": f"---\n{OPEN}{body.format('')}", **SHOWN}, settings)
    more = f"---\n{OPEN}owner: zq-owner\ndepends_on: [zq-sealed]\n{body.format('<!-- internal -->' + chr(10) + 'zq passage for us.' + chr(10) + '<!-- /internal -->')}"
    rich = write(tmp_path / "rich/roadmap", {"features/open.md": more, **SHOWN, **HIDDEN}, settings)
    theirs = made(rich, "state")
    assert replace(theirs, foot="") == replace(made(poor, "state"), foot="")
    assert "zq passage" not in repr(made(rich, "ours"))  # nobody knows to whom a deck is sent on
    found = load(rich, "roadmap", TODAY)
    assert found.product is not None
    hidden = secrets(found.product, project(found.product, "customers"), found.records, found.translations, found.files)
    path = tmp_path / "deck.pptx"
    path.write_bytes(written(theirs))
    assert not search(path, hidden).leaks
    assert search(path, hidden).proof
    path.write_bytes(written(made(rich, "ours")))
    leaks = {(leak.path, leak.field) for leak in search(path, hidden).leaks}
    assert ("roadmap/features/zq-sealed.md", "title") in leaks
    assert ("roadmap/features/zq-sealed.md", "body") in leaks
    assert ("roadmap/risks/zq-risk.md", "plan") in leaks
