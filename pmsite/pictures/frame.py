"""A picture as one file: its style inside, nothing from elsewhere, its date and its readers in the corner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from pmsite.charts import svg
from pmsite.charts.words import Words
from pmsite.pictures.sheet import EDGE, HAN, WIDTH, Pen, plain
from pmsite.templates import assets

THEMES = ("light", "dark", "auto")


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a drawing."""

    title: str
    product: str
    corner: str
    """Whom it is for, and as of when."""
    language: str
    words: Words


def framed(frame: Frame, draw: Callable[[Pen, float], float], theme: str = "light") -> str:
    """The whole picture; `draw` begins below a line, and says where it ends. `auto` is light or dark as its reader's system is."""
    drawn = Element(
        "svg", {"xmlns": "http://www.w3.org/2000/svg", "class": "pm-poster", "role": "img", "lang": _lang(frame.language)}
    )
    SubElement(drawn, "title").text = plain(f"{frame.title}, {frame.product}, {frame.corner}")
    style = SubElement(drawn, "style")
    style.text = _style(theme)
    ground = svg.rectangle(drawn, 0, WIDTH, 0, "pm-sheet")
    pen = Pen(drawn, frame.words, frame.language)
    pen.write((EDGE, 56), frame.title, "title")
    bottom = draw(pen, 84) + 40
    pen.write((EDGE, bottom), frame.product, "soft", WIDTH / 2 - EDGE)
    pen.write((WIDTH - EDGE, bottom), frame.corner, "soft", WIDTH / 2 - EDGE, "end")
    if any(HAN.search(element.text or "") for element in drawn.iter("text")):
        drawn.set("class", "pm-poster pm-poster--han")
    height = svg.at(bottom + 24)
    ground.set("height", height)
    drawn.set("viewBox", f"0 0 {svg.at(WIDTH)} {height}")
    drawn.set("width", svg.at(WIDTH))
    drawn.set("height", height)
    return tostring(drawn, encoding="unicode") + "\n"


def _style(theme: str) -> str:
    if theme == "auto":
        return f"{assets.poster_style(dark=False)}@media (prefers-color-scheme:dark){{{assets.poster_style(dark=True)}}}"
    return assets.poster_style(dark=theme == "dark")


def _lang(language: str) -> str:
    return "zh-Hans" if language == "zh" else language
