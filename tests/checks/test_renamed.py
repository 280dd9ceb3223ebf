"""A file that got another name is told once, with both ways to mend it; a slip of the pen stays one."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.diagnostics import Diagnostic
from pmsite.pipeline import load
from tests.make import TODAY, write

NAMING = {
    "features/pay.md": "title: Pay by card\ndepends_on: [online-booking]",
    "feedback/night.md": "title: Book at night\nfeatures: [online-booking]",
}


def told(root: Path, files: dict[str, str]) -> list[Diagnostic]:
    """The references that lead nowhere, as they are told."""
    report = load(write(root, files, "name: P\nchecks: {unowned: off}\n"), "roadmap", TODAY).report
    return [found for found in report if found.code == "unknown-reference"]


LIKELY = [
    {"features/instant.md": "title: Online booking with instant confirmation"},
    {"features/instant.md": "title: Berths at once\naddresses: [night]"},
    {"功能/instant.md": "title: Online booking"},
]


@pytest.mark.parametrize("renamed", LIKELY)
def test_a_renamed_file_is_one_fault(tmp_path: Path, renamed: dict[str, str]) -> None:
    (found,) = told(tmp_path, {**NAMING, **renamed})
    path = next(iter(renamed))
    assert found.span.path == f"roadmap/{path}"
    assert (
        found.message
        == "no item has the id online-booking, and nothing names this one, which looks like it; 2 references lead to it"
    )
    assert found.hint == f"renamed? Write `id: online-booking` into {path}, or write instant where online-booking is named"
    assert [place.path for place, _ in found.related] == ["roadmap/features/pay.md", "roadmap/feedback/night.md"]


def test_key_results_count_for_their_objective(tmp_path: Path) -> None:
    naming = {
        "features/pay.md": "title: Pay\nsupports: [q4-online.nights]",
        "features/map.md": "title: Map\nsupports: [q4-online.marinas]",
        "insights/dusk.md": "title: Dusk\nsupports: [q4-online]",
    }
    results = "[{id: nights, title: Nights}, {id: marinas, title: Marinas}]"
    other = {"objectives/q1.md": "title: Contracts\nkey_results: [{id: nights, title: Nights of contracts}]"}
    (found,) = told(tmp_path, {**naming, **other, "objectives/winter.md": f"title: Take bookings\nkey_results: {results}"})
    assert found.span.path == "roadmap/objectives/winter.md"
    assert found.hint == "renamed? Write `id: q4-online` into objectives/winter.md, or write winter where q4-online is named"
    assert len(found.related) == 3


UNLIKELY = [
    {"features/map.md": "title: Harbour map"},
    {"objectives/online.md": "title: Online booking"},  # of another type
    {"features/one.md": "title: Online booking", "features/two.md": "title: Online booking"},
    {"features/instant.md": "title: Online booking", "features/z.md": "title: Z\nrelated: [instant]"},  # named rightly
]


@pytest.mark.parametrize("others", UNLIKELY)
def test_nothing_is_guessed_where_it_is_not_likely(tmp_path: Path, others: dict[str, str]) -> None:
    found = told(tmp_path, {**NAMING, **others})
    assert [fault.span.path for fault in found] == ["roadmap/features/pay.md", "roadmap/feedback/night.md"]


def test_a_file_with_a_fault_is_still_called_what_it_is_called(tmp_path: Path) -> None:
    others = {"features/instant.md": "title: Online booking", "features/online-booking.md": "title: A\ntarget: soon"}
    assert told(tmp_path, {**NAMING, **others}) == []


def test_a_slip_of_the_pen_is_answered_where_it_stands(tmp_path: Path) -> None:
    files = {"features/online-booking.md": "title: Online booking", "features/pay.md": "title: Pay\ndepends_on: [online-bookng]"}
    (found,) = told(tmp_path, files)
    assert (found.span.path, found.hint) == ("roadmap/features/pay.md", "did you mean online-booking?")


def test_a_file_with_spaces_in_its_name_is_recognised(tmp_path: Path) -> None:
    (found,) = told(tmp_path, {**NAMING, "features/Online booking for chains.md": "title: For chains"})
    assert found.span.path == "roadmap/features/Online booking for chains.md"
    assert found.hint == "renamed? Write `id: online-booking` into it, or call it online-booking.md"
