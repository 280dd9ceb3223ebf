"""A column of a spreadsheet: which features it means, and what they are to have."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.editor.many import Row, rows
from pmsite.writing.refused import Refused
from tests.editor.test_move import PLAN, workspace

MORE = {**PLAN, "features/x1.md": "title: Same", "features/x2.md": "title: same"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    here = workspace(tmp_path_factory.mktemp("many"), MORE)

    def ask(field: str, *wanted: tuple[str, str | None]) -> list[tuple[str, object, object, str]]:
        found = rows(here, field, [Row(*one) for one in wanted])["rows"]
        return [(one["item"], one.get("was"), one.get("value"), one["problem"]) for one in found]

    return ask


def test_features_are_named_by_id_or_title(told) -> None:  # type: ignore[no-untyped-def]
    assert told("team", ("a", "growth"), (" B ", "Growth"), ("Same", "growth"), ("Nobody", "growth")) == [
        ("a", "mobile", "growth", ""),
        ("b", None, "growth", ""),
        ("", None, None, "Several features have this title."),
        ("", None, None, "No feature has this id or title."),
    ]


def test_an_empty_cell_leaves_all_as_it_is_and_the_first_line_counts(told) -> None:  # type: ignore[no-untyped-def]
    assert told("team", ("a", ""), ("a", "growth")) == [
        ("a", "mobile", None, "No value, so it stays as it is."),
        ("", "mobile", None, "It stands in the list twice; the first line counts."),
    ]


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("status", "In discovery", "discovery"),
        ("status", "building", "building"),
        ("target", "Q4 2026", "2026-Q4"),
        ("target", "2026q4", "2026-Q4"),
        ("target", "2026/3/5", "2026-03-05"),
        ("target", "soon", "soon"),
        ("tags", "a, b；c", ["a", "b", "c"]),
        ("release", "winter", "3.2"),
        ("supports", "Fast", ["fast"]),
        ("rank", " 3 ", "3"),
    ],
)
def test_cells_are_what_an_author_would_write(told, field: str, cell: str, value: object) -> None:  # type: ignore[no-untyped-def]
    assert told(field, ("a", cell))[0][2] == value


def test_what_no_row_can_have_is_refused(tmp_path: Path) -> None:
    here = workspace(tmp_path)
    for field in ("score", "colour"):
        with pytest.raises(Refused):
            rows(here, field, [Row("a")])


def test_values_are_shown_as_pages_say_them(tmp_path: Path) -> None:
    here = workspace(tmp_path)

    def shown(field: str, value: str) -> tuple[str, str]:
        found = rows(here, field, [Row("b", value)])["rows"][0]
        return found["now"], found["then"]

    assert shown("status", "building") == ("Planned", "Building")
    assert shown("target", "2027-Q3") == ("Feb 2027", "Q3 2027")
    assert shown("team", "growth") == ("", "Growth")
    assert shown("supports", "safe.kr1, fast") == ("", "safe.kr1, Fast")
    assert shown("target", "soon") == ("Feb 2027", "soon")
