"""Where things stand in pictures: names that never cover each other, arrows that never run through their own boxes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

from pmsite.charts import bars, graph, line, scatter, svg
from pmsite.charts.words import Words
from pmsite.model.metric import Point
from pmsite.model.period import day_of
from pmsite.views.dependencies import _graph
from pmsite.views.market import Scatter, Spot
from pmsite.views.metric import Line, Mark
from pmsite.views.parts import Ref

WIDE, NARROW = "svg[@class='pm-drawing pm-drawing--wide']", "svg[@class='pm-drawing pm-drawing--narrow']"
DAY = date(2026, 10, 1)


def drawn(picture: str) -> Element:
    return fromstring(picture)


def drawing(picture: str, which: str) -> Element:
    found = drawn(picture).find(which)
    assert found is not None
    return found


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
        ("手机存满时丢失的手记", ["手机存满时丢失的手", "记"]),
        ("One two three four five six seven eight nine ten", ["One two three", "four five six…"]),
        ("Unbreakablewordthatislong", ["Unbreakablewor…"]),
    ],
)
def test_a_text_is_broken_where_its_script_allows_and_clipped_at_last(text: str, lines: list[str]) -> None:
    found = svg.wrapped(text, 112, 2)
    assert found == lines
    assert all(svg.width_of(line) <= 112 for line in found)


@pytest.mark.parametrize("which", [WIDE, NARROW])
def test_names_beside_points_do_not_cover_each_other(which: str) -> None:
    spots = tuple(Spot(f"A product named {n}", 0.45 + n / 100, 0.5 + n / 40, False, str(n)) for n in range(8))
    picture = drawing(scatter.draw(Scatter(spots, "x", "y", ("", "", "", "")), Words()), which)
    named = [(text.text or "").startswith("A product") for text in picture.findall("text")]
    names = [box for box, is_name in zip(boxes(picture), named, strict=True) if is_name]
    assert len(names) == 8
    assert all(a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1] for a, b in combinations(names, 2))


def test_a_circle_of_teams_is_opened_into_a_row_with_one_arrow_leading_back() -> None:
    teams, _ = _graph({name: (name, "") for name in "abc"}, [("a", "b"), ("b", "c"), ("c", "a")])
    assert sorted((node.id, node.layer) for node in teams.nodes) == [("a", 0), ("b", 1), ("c", 2)]
    picture = drawn(graph.draw(teams, Words()))
    ways = [[float(n) for n in re.findall(r"[\d.]+", path.attrib["d"])] for path in picture.findall("path")]
    (back,) = [way for way in ways if way[0] > way[-2]]
    assert graph.HEIGHT + 6 < max(back[1::2]) < float(picture.attrib["viewBox"].split()[3])


def test_no_arrow_runs_behind_a_box() -> None:
    edges = [("a", "b"), ("b", "c"), ("c", "d"), ("a", "d"), ("a", "c"), ("e", "d"), ("d", "a")]
    view, _ = _graph({name: (name, "planned") for name in "abcde"}, edges)
    picture = drawn(graph.draw(view, Words()))
    inside = [
        (float(box.attrib["x"]) + 1, float(box.attrib["y"]) + 1, graph.BOX - 2, graph.HEIGHT - 2)
        for box in picture.findall("rect[@class='pm-box']")
    ]
    assert len(inside) == 5
    for path in picture.findall("path"):
        for x, y in points(path.attrib["d"]):
            assert not any(left < x < left + width and top < y < top + height for left, top, width, height in inside), path.attrib[
                "d"
            ]


def points(way: str) -> Iterator[tuple[float, float]]:
    """Points along straight lines and curves, as close together as pixels."""
    at = (0.0, 0.0)
    for letter, numbers in re.findall(r"([MLC])([\d. -]+)", way):
        n = [float(number) for number in numbers.split()]
        end = (n[-2], n[-1])
        if letter != "M":
            ends = (at, (n[0], n[1]), (n[2], n[3]), end) if letter == "C" else (at, at, end, end)
            for step in range(201):
                t = step / 200
                share = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
                yield tuple(sum(part * one[axis] for part, one in zip(share, ends, strict=True)) for axis in (0, 1))  # type: ignore[misc]
        at = end


def test_what_waits_stands_right_of_all_that_it_waits_for() -> None:
    edges = [("a", "b"), ("b", "c"), ("a", "c"), ("d", "c"), ("c", "e"), ("d", "e")]
    found, _ = _graph({name: (name, "planned") for name in "abcde"}, edges)
    layers = {node.id: node.layer for node in found.nodes}
    assert all(layers[first] < layers[then] for first, then in edges)


def run(values: Iterable[float], *, today: int = 0, **facts: Any) -> Line:
    measured = tuple(Point(date=day_of(DAY + timedelta(7 * at)), value=value) for at, value in enumerate(values))
    return Line("Crews", "", measured, today=DAY + timedelta(today) if today else None, **facts)


def texts(picture: Element) -> dict[str, tuple[float, float]]:
    return {text.text or "": (float(text.attrib["x"]), float(text.attrib["y"])) for text in picture.findall("text")}


@pytest.mark.parametrize("which", [WIDE, NARROW])
def test_the_last_value_stands_at_its_dot(which: str) -> None:
    due = ((DAY, 10.0), (DAY + timedelta(92), 2.0))
    picture = drawing(line.draw(run([10, 8, 7], expected=due, target=2, today=20), Words()), which)
    dot = picture.find("circle")
    assert dot is not None
    x, y = texts(picture)["7"]
    assert abs(x - float(dot.attrib["cx"])) <= 12
    assert abs(y - float(dot.attrib["cy"])) <= 20


@pytest.mark.parametrize("which", [WIDE, NARROW])
def test_words_in_a_chart_do_not_cover_each_other_and_stay_inside(which: str) -> None:
    marks = tuple(Mark(DAY + timedelta(at), "release", Ref("r", f"3.{at}: what it brought", "release")) for at in (3, 20, 24, 60))
    values = [100 + 40 * (at % 3) for at in range(14)]
    picture = drawing(line.draw(run(values, target=180, marks=marks, today=95), Words()), which)
    width = float(picture.attrib["viewBox"].split()[2])
    found = boxes(picture)
    assert all(left >= 0 and right <= width for left, _, right, _ in found)
    assert all(a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1] for a, b in combinations(found, 2))


def test_no_name_of_a_mark_is_cut_beside_empty_space() -> None:
    marks = tuple(
        Mark(DAY + timedelta(at), "release", Ref("r", "What this release brought", "release")) for at in (60, 66, 72, 90, 96, 100)
    )
    picture = drawing(line.draw(run(range(24), marks=marks), Words()), WIDE)
    named = [text.text for text in picture.findall("text") if "pm-words--event" in text.attrib.get("class", "")]
    assert named == [f"{at} · What this release brought" for at in range(1, 7)]


@pytest.mark.parametrize("which", [WIDE, NARROW])
@pytest.mark.parametrize("left", [0, 2, 9])
def test_the_last_value_stays_inside_where_a_goal_has_a_few_days_left(which: str, left: int) -> None:
    due = ((DAY, 0.0), (DAY + timedelta(7 * 12 + left), 4000.0))
    picture = drawing(line.draw(run([300 * at for at in range(13)], expected=due), Words()), which)
    at = next(n for n, text in enumerate(picture.findall("text")) if text.text == "3,600")
    assert boxes(picture)[at][2] <= float(picture.attrib["viewBox"].split()[2])


@pytest.mark.parametrize(
    ("today", "reaches"), [(40, True), (120, True), (300, False)], ids=["among the values", "after the last one", "long after it"]
)
def test_a_chart_reaches_today_unless_its_values_are_old(today: int, reaches: bool) -> None:
    picture = drawing(line.draw(run(range(13), today=today), Words()), WIDE)
    assert ("today" in texts(picture)) is reaches


def test_dates_are_written_as_the_page_writes_them() -> None:
    words = Words(period=lambda period: f"<{period}>")
    assert [text for text in texts(drawing(line.draw(run(range(20)), words), WIDE)) if "-" in text] == [
        "<2026-10>",
        "<2026-11>",
        "<2026-12>",
        "<2027-01>",
        "<2027-02>",
    ]
    assert {"<2026-10-01>", "<2026-10-15>"} <= texts(drawing(line.draw(run(range(3)), words), WIDE)).keys()


def test_bars_are_as_high_as_their_amounts_and_each_year_is_named_once() -> None:
    run = tuple((f"Q{n % 4 + 1}", str(2024 + n // 4), str(n * 10), n * 10.0, n * 5.0, str(n * 5)) for n in range(14))
    picture = drawn(bars.draw(("Changes", ("Moved later", "Other changes"), run), Words()))
    heights = {
        name: [float(found.attrib["height"]) for found in picture.findall("rect") if found.attrib["class"] == name]
        for name in ("pm-fill--way", "pm-fill--planned")
    }
    whole, part = ([height for height in found if height != bars.SIGN] for found in heights.values())
    assert len(whole) == len(part) == bars.MOST
    assert {"Moved later", "Other changes"} <= {text.text for text in picture.findall("text")}
    assert all(abs(a - 2 * b) < 0.2 for a, b in zip(whole, part, strict=True))
    assert max(whole) == whole[-1] == bars.HEIGHT - bars.TOP - bars.BOTTOM
    assert [text.text for text in picture.findall("text") if (text.text or "").startswith("20")][-3:] == ["2025", "2026", "2027"]
    assert all(box[0] >= 0 and box[2] <= bars.STEP * bars.MOST for box in boxes(picture))
    assert "Q4 2026 110, Moved later 55" in picture.attrib["aria-label"]


@pytest.mark.parametrize("which", [WIDE, NARROW])
def test_a_level_is_named_beside_the_line_of_today(which: str) -> None:
    picture = drawing(line.draw(run([10, 20, 30, 40], target=58, today=21), Words()), which)
    (today,) = (found for found in picture.findall("line") if found.attrib["class"] == "pm-today")
    x, _ = texts(picture)["target 58"]
    assert x < float(today.attrib["x1"]) - 3


def test_names_of_points_at_one_spot_stand_below_each_other() -> None:
    spots = tuple(Spot(name, 0.4, 0.6, False) for name in ("Dockly", "Paper", "Wrenpad"))
    found = texts(drawing(scatter.draw(Scatter(spots, "Ease", "Depth"), Words()), WIDE))
    places = [found[spot.title] for spot in spots]
    assert len({x for x, _ in places}) == 1
    assert [round(y - places[0][1]) for _, y in places] == [0, 14, 28]
