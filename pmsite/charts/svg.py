"""SVG through an XML serialiser, so that no text can become markup."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, tostring


def picture(width: float, height: float, label: str, name: str) -> Element:
    """An empty picture that scales with its place and says to a screen reader what it shows."""
    look = {"class": f"pm-chart pm-chart--{name}", "viewBox": f"0 0 {width:g} {height:g}", "preserveAspectRatio": "none"}
    return Element("svg", {**look, "role": "img", "aria-label": label})


def rectangle(parent: Element, x: float, width: float, height: float, name: str) -> Element:
    """A bar, coloured by its class."""
    return SubElement(parent, "rect", {"class": name, "x": f"{x:g}", "y": "0", "width": f"{width:g}", "height": f"{height:g}"})


def text(picture: Element) -> str:
    """The picture as markup for a page."""
    return tostring(picture, encoding="unicode")
