"""What the colours mean can be seen: on the paper that they stand on, and by those who see no red or no green."""

from __future__ import annotations

import re
from itertools import combinations, product

import pytest
from coloraide import Color

from pmsite.templates import assets

PAPER = {"light": "#ffffff", "dark": "#1e2029"}
TINTED = {"light": "#efefef", "dark": "#272931"}
"""The darkest place in light that words stand on, a tinted box within another; the lightest in dark, the row under the pointer."""
STAGES = ("idea", "discovery", "planned", "building", "shipped", "dropped")
HEALTH = ("good", "fair", "poor")
SEEN = {"all colours": "", "no green": "deutan", "no red": "protan"}
LEAST = 10.0
"""The least difference (CIEDE2000) between two colours that mean different things: at 2 one begins to see it side by side."""


def colours(scheme: str) -> dict[str, str]:
    """The colours of one scheme by their names, as the tokens have them."""
    light, dark = re.findall(r"(--pm-idea:.*?)\}", assets.text("styles/tokens.css"), re.DOTALL)
    return dict(re.findall(r"--pm-(\w+): (#[0-9a-f]{6});", light if scheme == "light" else dark))


def seen(colour: str, sight: str) -> Color:
    """A colour as somebody sees it who lacks one kind of cones, after Machado, Oliveira and Fernandes 2009."""
    return Color(colour).filter(SEEN[sight], 1, method="machado", out_space="srgb") if SEEN[sight] else Color(colour)


def contrast(one: str, other: str) -> float:
    return Color(one).contrast(other, method="wcag21")


@pytest.mark.parametrize("scheme", PAPER)
@pytest.mark.parametrize("name", [*HEALTH, "none"])
def test_words_can_be_read_on_paper_and_on_what_is_tinted(name: str, scheme: str) -> None:
    for paper in (PAPER[scheme], TINTED[scheme]):
        assert contrast(colours(scheme)[name], paper) >= 4.5


@pytest.mark.parametrize("scheme", PAPER)
@pytest.mark.parametrize("name", STAGES)
def test_shapes_can_be_told_from_the_paper(name: str, scheme: str) -> None:
    assert contrast(colours(scheme)[name], PAPER[scheme]) >= 3


@pytest.mark.parametrize("sight", SEEN)
@pytest.mark.parametrize("scheme", PAPER)
@pytest.mark.parametrize(
    ("one", "other"),
    [*combinations(STAGES, 2), *combinations(HEALTH, 2), *product(STAGES, HEALTH)],
    ids=lambda name: name,
)
def test_no_two_meanings_look_alike(one: str, other: str, scheme: str, sight: str) -> None:
    found = colours(scheme)
    assert seen(found[one], sight).delta_e(seen(found[other], sight), method="2000") >= LEAST


def test_documents_and_links_have_the_colours_of_the_site() -> None:
    plain = assets.text("styles/plain.css")
    assert re.findall(r"--pm-poor: (\S+);", plain) == [colours("dark")["poor"]]
    assert not re.findall(r"#[0-9a-f]{6}", assets.text("brief.css").replace("color: #5b616b; font: 7.5pt", ""))


@pytest.mark.parametrize("name", ["pictures", "health"])
def test_what_documents_share_needs_nothing_of_the_theme(name: str) -> None:
    sheet = assets.text(f"styles/{name}.css")
    assert "--md-" not in sheet
    assert "color-mix" not in sheet
    known = set(re.findall(r"(--pm-[\w-]+):", assets.joined(*assets.TOKENS)))
    assert set(re.findall(r"var\((--pm-[\w-]+)", sheet)) <= known
    assert "var(" not in assets.picture_style()
