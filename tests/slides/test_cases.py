"""What the slides of a brief say: each case is a brief of the plan beside it, and below it every slide with its notes.

`PMSITE_WRITE_EXPECTED=1 pytest tests/slides` writes them anew, to be read before they are committed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pmsite.pipeline import load
from pmsite.slides.build import deck
from pmsite.slides.deck import Bars, Board, Chart, Deck, Para, Placed, Run, Table
from tests.make import TODAY

HERE = Path(__file__).parent
PLAN = HERE / "plan/roadmap"
CASES = {"board": ("board", ""), "customers": ("customers", ""), "customers-as-the-team-sees-it": ("customers", "team")}


def made(place: Path, brief: str, audience: str = "", revision: str = "abc1234") -> Deck:
    found = load(place, "roadmap", TODAY)
    assert found.product is not None
    slides = deck(found, brief, audience, revision)
    assert not found.report.failed, [f"{fault.span} {fault.message}" for fault in found.report]
    return slides


def said(found: Deck) -> Iterator[str]:
    yield f"# {found.title}"
    yield from found.about
    yield f"foot: {found.foot}"
    for slide in found.slides:
        yield ""
        yield f"## {slide.title}"
        for placed in slide.placed:
            yield from _placed(placed)
        yield from (f"| {line}".rstrip() for line in slide.notes.splitlines())


def _placed(placed: Placed) -> Iterator[str]:
    what = placed.what
    if isinstance(what, Table):
        yield f"table: {' | '.join(what.header)}"
        yield from (f"  {' | '.join(' / '.join(map(_para, cell)) for cell in row)}" for row in what.rows)
    elif isinstance(what, Board):
        for name, cards in what.columns:
            yield f"column: {name}"
            yield from (f"  {card.title} [{card.stage}{' late' if card.late else ''}]: {card.facts}" for card in cards)
    elif isinstance(what, Bars):
        yield f"quarters: {', '.join(what.quarters)}; today {what.today:.2f}"
        yield from (f"  {bar.name}, {bar.when} [{bar.stage}] {bar.start:.2f} + {bar.length:.2f}" for bar in what.rows)
    elif isinstance(what, Chart):
        points = ", ".join(f"{name} {value:g}" for name, value in what.points)
        yield f"chart: {what.title}: {points}; {what.target_name} {what.target}"
    else:
        yield from (_para(para) for para in what)


def _para(para: Para) -> str:
    return ("- " if para.bullet else "") + "".join(map(_run, para.runs)).replace("\n", " / ")


def _run(run: Run) -> str:
    text = f"**{run.text}**" if run.bold else run.text
    text = f"{{{run.colour}: {text}}}" if run.colour else text
    return f"{text} <{run.url}>" if run.url else text


@pytest.mark.parametrize("name", CASES)
def test_slides_say(name: str) -> None:
    found = "".join(f"{line}\n" for line in said(made(PLAN, *CASES[name])))
    path = HERE / "cases" / f"{name}.txt"
    if os.environ.get("PMSITE_WRITE_EXPECTED"):
        path.write_text(found, encoding="utf-8", newline="")
    assert path.read_text(encoding="utf-8") == found
