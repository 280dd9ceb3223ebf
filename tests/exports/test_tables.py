"""Tables: what a spreadsheet opens, what comes back from one, and what trackers take over."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from hypothesis import given
from hypothesis import settings as testing
from hypothesis import strategies as st

from pmsite.diagnostics import Report
from pmsite.exports import changelog_md, delivery, items_csv, table
from pmsite.model.item import Item
from pmsite.model.load import load_item
from pmsite.model.types import BY_NAME, groups, keys
from pmsite.pipeline import whole
from pmsite.read.guard import guarded, unguarded
from pmsite.read.record import Record
from pmsite.settings import Settings
from tests.exports import test_document
from tests.exports.plan import seen
from tests.properties.plans import SETTINGS, plans
from tests.properties.test_nothing_hidden_leaks import SLOW

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")


def rows(lines: Iterable[str]) -> list[list[str]]:
    text = "".join(lines)
    assert text.startswith("\ufeff")
    return [[unguarded(cell) for cell in row] for row in csv.reader(io.StringIO(text[1:], newline=""), strict=True)]


@given(st.text(st.characters() | st.sampled_from("='+-@\t\r\0＝＋－＠ \ufeff\n'\"")))
def test_no_text_is_a_formula_and_every_text_comes_back(text: str) -> None:
    cell = guarded(text)
    assert unguarded(cell) == text
    assert not cell.lstrip().lstrip("\ufeff").startswith(FORMULAS[:4])
    assert not cell.startswith(FORMULAS)


def test_a_number_is_no_text() -> None:
    assert "".join(table.write(["a"], [[-5.0], ["-5"], [1e-7], [3]])) == "\ufeffa\r\n-5.0\r\n'-5\r\n0.0000001\r\n3\r\n"


def test_a_table_has_the_columns_that_its_items_fill() -> None:
    header, *found = rows(items_csv.write(seen(), BY_NAME["feature"], "roadmap"))
    assert header == [
        "id", "type", "title", "summary", "owner", "visibility", "tags", "status", "target", "started", "confidence", "release",
        "tracks", "acceptance", "delivery",
    ]  # fmt: skip
    sync = dict(zip(header, next(row for row in found if row[0] == "sync"), strict=True))
    assert sync["tags"] == "mobile, big one"
    assert sync["summary"] == "=cmd|' /C calc'!A0"
    assert json.loads(sync["tracks"]) == {"build": {"state": "active", "owner": "bo"}, "launch": {}}
    assert "'=cmd|" in "".join(items_csv.write(seen(), BY_NAME["feature"], "roadmap"))


def item_of(model: type[Item], header: list[str], cells: list[str], settings: Settings) -> Item:
    """An item from a row, as an import reads it: lists at commas, groups by their dots, what is nested as JSON."""
    data: dict[str, Any] = {}
    for column, cell in zip(header, cells, strict=True):
        key, _, part = column.partition(".")
        if cell == "" or key in ("type", "body"):
            continue
        if part:
            data.setdefault(key, {})[part] = cell
        elif _is_nested(model, key) or cell.startswith("["):
            data[key] = _texts(json.loads(cell)) if cell[0] in "[{" else cell.split(", ")
        else:
            data[key] = cell.split(", ") if _is_list(model, key) else cell
    report = Report()
    row = dict(zip(header, cells, strict=True))
    item = load_item(Record("x.md", f"{model.folder}/{row['id']}.md", data, "", body=row.get("body", "")), settings, report)
    assert item is not None, [d.message for d in report]
    return item


def _is_list(model: type[Item], key: str) -> bool:
    field = model.model_fields.get(keys(model).get(key, ""))
    return field is not None and getattr(field.annotation, "__origin__", None) is tuple


def _is_nested(model: type[Item], key: str) -> bool:
    return keys(model).get(key, "") in (*groups(model), "wordings")


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _texts(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_texts(entry) for entry in value]
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


@testing(SLOW, max_examples=25)
@given(plans())
def test_items_become_tables_and_items_again(plan: dict[str, str]) -> None:
    found = test_document.read(plan, SETTINGS.format(language="en"))
    assert found.product is not None
    team = whole(found, found.product, "team").original
    for type_name, items in team.by_type.items():
        header, *cells = rows(items_csv.write(team, BY_NAME[type_name], "roadmap"))
        again = {row[0]: item_of(BY_NAME[type_name], header, row, team.settings) for row in cells}
        assert again.keys() == {item.id for item in items}
        for item in items:
            gone = {"path": "", "body_line": 0, "series": ()}
            assert {**dict(again[item.id]), **gone} == {**dict(item), **gone}


def test_jira_gets_the_work_that_is_open_with_its_parts_below() -> None:
    assert rows(delivery.write(seen(), delivery.JIRA)) == [
        ["Issue id", "Parent id", "Issue key", "Issue Type", "Summary", "Description", "Status", "Assignee", "Component/s", "Due date",
         "Fix Version/s", "Labels", "Labels"],
        ["1", "", "APP-7", "Story", "Sync", "=cmd|' /C calc'!A0\n\n- It is fast", "In Progress", "ada", "", "2027-01-31", "", "mobile", "big-one"],
        ["2", "1", "", "Sub-task", "Sync: build", "", "In Progress", "bo", "", "", "", "", ""],
        ["3", "1", "", "Sub-task", "Sync: launch", "", "To Do", "", "", "", "", "", ""],
    ]  # fmt: skip


def test_pingcode_gets_it_in_its_own_words() -> None:
    header, sync, build, _ = rows(delivery.write(seen(), delivery.PINGCODE))
    assert dict(zip(header, sync, strict=True)) | {"描述": ""} == {
        "标识": "APP-7", "父标识": "", "工作项类型": "用户故事", "标题": "Sync", "状态": "进行中", "负责人": "ada", "开始时间": "",
        "结束时间": "2027-01-31", "描述": "", "标签": "mobile, big one", "发布": "",
    }  # fmt: skip
    assert build[:4] == ["2", "APP-7", "任务", "Sync: build"]


def test_the_changelog_is_in_the_form_of_keep_a_changelog() -> None:
    assert changelog_md.write(seen()) == (
        changelog_md.HEAD.format(name="Field Notes")
        + "\n## [Unreleased]\n\n### Security\n\n- Not out yet\n"
        + "\n## [3.2.0] - 2026-11-20\n\nWrite \\& read anywhere.\n\n### Added\n\n- Notes \\<b\\>offline\\</b\\>\n"
        + "\n### Fixed\n\n- **Breaking:** Photos: They arrive once.\n"
        + "\n## [3.1.0] - 2026-05 [YANKED]\n"
    )
