"""A person's name is told from a word by where it stands; what cannot be told is a reminder, which stops nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.pipeline import load
from tests.make import TODAY, write

SETTINGS = "name: P\naudiences: {customers: {}}\n"
PEOPLE = {"mark": "Mark", "ada-brook": "Ada Brook", "wang": "王小明", "zhang": "张力", "o-neil": "O'Neil", "li": "Li"}


def told(folder: Path, text: str, **facts: str) -> list[str]:
    """The severities of what a visible feature with this text gives away."""
    files = {f"people/{id}.md": f"title: {title}" for id, title in PEOPLE.items()}
    head = "".join(f"{key}: {value}\n" for key, value in {"title": "F", "visibility": "[customers]", **facts}.items())
    files["features/f.md"] = f"---\n{head}---\n{text}\n"
    report = load(write(folder, files, SETTINGS), "roadmap", TODAY).report
    return [f"{d.severity.value} {d.message.split()[5].rstrip(',')}" for d in report if d.code == "text-names-hidden-item"]


@pytest.mark.parametrize(
    "text",
    [
        "Ask Mark about it.",
        "Then we asked\nMark.",
        "It is Mark's berth.",
        "Mark's berth is here.",
        "Mark’s berth is here.",
        "Mark the berth. Then ask Mark.",
        "The plan, which Mark wrote, is here.",
        "Dear Mark, the berth is yours.",
    ],
)
def test_a_first_name_within_a_sentence_is_a_name(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, text) == ["warning mark"]


@pytest.mark.parametrize(
    "text",
    [
        "Mark the berth.",
        "Choose a berth. Mark it.",
        "Choose a berth!\nMark it.",
        "Choose a berth\n\nMark it",
        "Choose: Mark it",
        "## Mark the berth",
        "## A heading\nMark the berth",
        "- choose\n- Mark it",
        "1. Mark it",
        "> Mark it",
        "**Mark** it",
        "Press “Mark” there",
        "| a | b |\n|---|---|\n| x | Mark |",
        "## How to Mark Your Berth",
        "请选择。Mark 泊位",
    ],
)
def test_a_first_name_where_any_word_has_a_capital_is_a_reminder(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, text) == ["reminder mark"]


@pytest.mark.parametrize(
    "text", ["Please mark it.", "Marking and Marks", "MARK", "Li is too short to be looked for", "Remark", "A brook"]
)
def test_a_word_is_no_name(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ada Brook wrote it.", ["error ada-brook"]),
        ("It is by Ada\nBrook.", ["error ada-brook"]),
        ("Call O'Neil.", ["error o-neil"]),
        ("由王小明负责。", ["error wang"]),
        ("表面张力", ["reminder zhang"]),
    ],
)
def test_a_full_name_is_one_anywhere(tmp_path: Path, text: str, found: list[str]) -> None:
    assert told(tmp_path, text) == found


def test_it_is_so_in_facts_too(tmp_path: Path) -> None:
    assert told(tmp_path, "", summary="Mark the berth") == ["reminder mark"]
    assert told(tmp_path / "other", "", summary="Ask Mark") == ["warning mark"]


@pytest.mark.parametrize(
    ("customer", "found"),
    [("北光", ["reminder nl"]), ("京东方", ["error nl"]), ("Ring", ["warning nl"]), ("BP", [])],
)
def test_a_customer_is_known_by_a_chinese_name_as_short_as_a_persons(tmp_path: Path, customer: str, found: list[str]) -> None:
    files = {
        "customers/nl.md": f"title: {customer}",
        "features/f.md": f"---\ntitle: F\nvisibility: [customers]\n---\n这是{customer}要的 {customer} 。\n",
    }
    report = load(write(tmp_path, files, SETTINGS), "roadmap", TODAY).report
    assert [f"{d.severity.value} {d.message.split()[5].rstrip(',')}" for d in report if d.code == "text-names-hidden-item"] == found
