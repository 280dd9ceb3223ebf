"""The style sheet and the script: small, and their colours measured against the paper that they stand on."""

from __future__ import annotations

import gzip
import re

import pytest

from pmsite.templates import assets

MOST, SENT = 60_000, 25_000
PAPER = {"light": "#ffffff", "dark": "#1e2029"}
WORDS = ("good", "fair", "poor", "none")
SHAPES = ("idea", "discovery", "planned", "building", "shipped", "dropped")


def source(name: str) -> str:
    return dict(assets.files())[name]


def colours(scheme: str) -> dict[str, str]:
    light, dark = re.findall(r"\{\s*(--pm-idea:.*?)\}", source(assets.STYLE), re.DOTALL)
    return dict(re.findall(r"--pm-(\w+): (#[0-9a-f]{6});", light if scheme == "light" else dark))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    dark, light = sorted((luminance(one), luminance(two)))
    return (light + 0.05) / (dark + 0.05)


def test_script_and_style_together_stay_small() -> None:
    texts = [text.encode() for _, text in assets.files()]
    assert sum(len(text) for text in texts) <= MOST
    assert sum(len(gzip.compress(text)) for text in texts) <= SENT


@pytest.mark.parametrize("scheme", PAPER)
@pytest.mark.parametrize("name", WORDS)
def test_coloured_words_can_be_read(name: str, scheme: str) -> None:
    assert contrast(colours(scheme)[name], PAPER[scheme]) >= 4.5


@pytest.mark.parametrize("scheme", PAPER)
@pytest.mark.parametrize("name", SHAPES)
def test_shapes_can_be_told_from_the_paper(name: str, scheme: str) -> None:
    assert contrast(colours(scheme)[name], PAPER[scheme]) >= 3


def test_the_script_holds_no_words_and_never_writes_markup() -> None:
    script = source(assets.SCRIPT)
    assert "innerHTML" not in script
    assert "insertAdjacent" not in script
