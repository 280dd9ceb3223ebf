"""The order of releases by their names, where no date decides."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsite.model.version import is_older, version
from tests.make import product

ORDERS = [
    "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0",
    "1.0.0-1 1.0.0-rc.1 1.0",
    "1.0.1.dev3 1.0.1a1 1.0.1b2 1.0.1rc2 v1.0.1rc10 1.0.1 1.0.1.post1",
    "2.0-rc1 2.0-rc2 2.0-rc10 2.0 2.0.1",
    "1.12.0-SNAPSHOT 1.12",
    "v1.9 1.9.1 V1.10 版本1.11",
    "2024.3 2024.11 2024.11.1 2025.02",
    "22H2 23H1 23H2",
    "第9迭代 第10迭代 第１１迭代 第十二迭代 第二十迭代",
    "一期 二期 十期",
    "sprint-9 Sprint_10",
    "2026-11-09 2026-11-10",
    "10.0.19045.1 10.0.19045.12",
]


@pytest.mark.parametrize("written", ORDERS)
def test_names_sort_as_people_count(written: str) -> None:
    names = written.split()
    mixed = random.Random(4).sample(names, len(names))
    assert sorted(mixed, key=lambda name: version(name).key) == names
    assert all(is_older(one, other) for one, other in pairwise(names))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第12迭代", "1.0"),
        ("1.0", "2026.11"),
        ("Aurora", "Borealis"),
        ("1.0 LTS", "1.1"),
        ("app-1.0", "box-1.1"),
        ("第12迭代", "第13版"),
    ],
)
def test_names_that_are_numbered_in_other_ways_do_not_say_which_is_older(one: str, other: str) -> None:
    assert (is_older(one, other), is_older(other, one)) == (None, None)


@pytest.mark.parametrize(("one", "other"), [("1.0", "1.0.0"), ("v2", "2.0"), ("1.0+5", "1.0"), ("Release 3.1", "3.1")])
def test_one_version_has_several_spellings(one: str, other: str) -> None:
    assert (is_older(one, other), is_older(other, one)) == (False, False)


@given(st.lists(st.text("0129.-vrcab第十迭H +_", max_size=12) | st.text(max_size=300), max_size=6))
def test_any_names_have_an_order(names: list[str]) -> None:
    ordered = sorted(names, key=lambda name: version(name).key)
    assert not any(is_older(later, one) for one, later in pairwise(ordered))


def _releases(dates: dict[str, str]) -> list[str]:
    files = {f"releases/{name}.md": f"title: R\n{f'date: {date}' if date else ''}" for name, date in dates.items()}
    found = product(files)
    return [f"{release.id}{' out' if found.is_out(release) else ''}" for release in found.releases]


def test_a_release_without_a_date_is_out_only_below_a_version_that_is_out() -> None:
    assert _releases({"1.0": "2026-09-01", "第12迭代": ""}) == ["第12迭代", "1.0 out"]
    assert _releases({"第9迭代": "", "第11迭代": "2026-09-01", "第12迭代": ""}) == ["第12迭代", "第11迭代 out", "第9迭代 out"]
    assert _releases({"0.9": "", "1.0-rc1": "", "1.0": "2026-09-01", "Aurora": ""}) == [
        "Aurora",
        "1.0 out",
        "1.0-rc1 out",
        "0.9 out",
    ]


def test_a_release_without_a_date_stands_by_its_number_among_those_with_one() -> None:
    assert _releases({"1.4": "2025-01-01", "1.5": "", "1.10": "", "2.0": "2026-09-01"}) == [
        "2.0 out",
        "1.10 out",
        "1.5 out",
        "1.4 out",
    ]
    assert _releases({"2.1": "", "2.0": "2026-09-01", "3.0": "2027-03"}) == ["3.0", "2.1", "2.0 out"]


def test_what_waits_for_an_iteration_without_a_date_is_not_late() -> None:
    found = product({
        "releases/1.0.md": "title: One\ndate: 2026-09-01",
        "releases/第12迭代.md": "title: 第12迭代",
        "features/f.md": "title: F\nstatus: building\nrelease: 第12迭代",
    })  # fmt: skip
    assert not found.is_late(found.items["f"])  # type: ignore[arg-type]


def test_a_version_has_come_with_a_later_one_that_is_numbered_alike() -> None:
    found = product({"releases/2.1.md": "title: R\ndate: 2026-09-01", "releases/3.0.md": "title: R\ndate: 2027-01-01"})
    assert [name for name in ("2.0", "2.1.0", "v1", "2.2", "3.0", "2026.1", "第1迭代") if found.has_come(name)] == [
        "2.0",
        "2.1.0",
        "v1",
    ]
