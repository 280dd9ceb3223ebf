"""Where things stand in pictures: names that never cover each other, arrows that never run through their own boxes."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree.ElementTree import Element, fromstring

import pytest

from pmsite.charts import graph, scatter, svg
from pmsite.views.dependencies import _graph
from pmsite.views.market import Scatter, Spot


def drawn(picture: str) -> Element:
    return fromstring(picture)


def boxes(picture: Element) -> list[tuple[float, float, float, float]]:
    found = []
    for text in picture.findall("text"):
        x, y, width = float(text.attrib["x"]), float(text.attrib["y"]), svg.width_of(text.text or "")
        start = {"start": x, "middle": x - width / 2, "end": x - width}[text.attrib["text-anchor"]]
        found.append((start, y - 9, start + width, y + 2))
    return found


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Short", ["Short"]),
        ("Notes lost when the disk is full", ["Notes lost when", "the disk is full"]),
        ("手机存满时丢失手记", ["手机存满时丢失手", "记"]),
        ("One two three four five six seven eight nine ten", ["One two three", "four five six…"]),
        ("Unbreakablewordthatislong", ["Unbreakablewor…"]),
    ],
)
def test_a_text_is_broken_where_its_script_allows_and_clipped_at_last(text: str, lines: list[str]) -> None:
    found = svg.wrapped(text, 104, 2)
    assert found == lines
    assert all(svg.width_of(line) <= 104 for line in found)


def test_names_beside_points_do_not_cover_each_other() -> None:
    spots = tuple(Spot(f"A product named {n}", 0.45 + n / 100, 0.5 + n / 40, False, str(n)) for n in range(8))
    picture = drawn(scatter.draw(Scatter(spots, "x", "y", ("", "", "", "")), str))
    named = [(text.text or "").startswith("A product") for text in picture.findall("text")]
    names = [box for box, is_name in zip(boxes(picture), named, strict=True) if is_name]
    assert len(names) == 8
    assert all(a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1] for a, b in combinations(names, 2))


def test_a_circle_of_teams_is_opened_into_a_row_with_one_arrow_leading_back() -> None:
    teams, _ = _graph({name: (name, "") for name in "abc"}, [("a", "b"), ("b", "c"), ("c", "a")])
    assert sorted((node.id, node.layer) for node in teams.nodes) == [("a", 0), ("b", 1), ("c", 2)]
    picture = drawn(graph.draw(teams, str))
    curves = [[float(n) for n in re.findall(r"[\d.]+", path.attrib["d"])] for path in picture.findall("path")]
    (back,) = [curve for curve in curves if curve[0] > curve[-2]]
    lowest = 0.25 * back[1] + 0.75 * back[3]
    assert graph.HEIGHT + 6 < lowest < float(picture.attrib["viewBox"].split()[3])


def test_what_waits_stands_right_of_all_that_it_waits_for() -> None:
    edges = [("a", "b"), ("b", "c"), ("a", "c"), ("d", "c"), ("c", "e"), ("d", "e")]
    found, _ = _graph({name: (name, "planned") for name in "abcde"}, edges)
    layers = {node.id: node.layer for node in found.nodes}
    assert all(layers[first] < layers[then] for first, then in edges)
