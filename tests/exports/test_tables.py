"""Tables: what a spreadsheet opens, and what trackers take over. What comes back from one is in tests/importers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from pmsite.exports import changelog_md, delivery, items_csv, table
from pmsite.model.settings import CHANGELOG_HEAD
from pmsite.model.types import BY_NAME
from pmsite.read.guard import guarded, unguarded
from tests.exports.plan import SETTINGS, seen

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


def test_a_table_of_all_types_has_them_one_below_the_other_and_an_empty_one_its_header() -> None:
    _, *found = rows(items_csv.write(seen(), None, "roadmap"))
    assert [row[1] for row in found] == [
        "launch",
        "decision",
        "decision",
        *["feature"] * 3,
        *["release"] * 4,
        *["change"] * 3,
        "update",
        "update",
    ]
    assert rows(items_csv.write(seen(), BY_NAME["persona"], "roadmap")) == [["id", "type", "title"]]


def test_what_no_header_could_name_stays_in_one_cell() -> None:
    plan = {"competitors/a.md": "title: A\nposition: {price: 1, depth: 2}", "competitors/b.md": "title: B\nposition: {'a. b': 1}"}
    header, first, second = rows(items_csv.write(seen(files=plan), BY_NAME["competitor"], "roadmap"))
    assert dict(zip(header, first, strict=True)) == {
        "id": "a",
        "type": "competitor",
        "title": "A",
        "position": "",
        "position.price": "1",
        "position.depth": "2",
    }
    assert dict(zip(header, second, strict=True))["position"] == '{"a. b": 1}'


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
        CHANGELOG_HEAD.format(name="Field Notes")
        + "\n## [Unreleased]\n\n### Security\n\n- Not out yet\n"
        + "\n## [3.2.0] - 2026-11-20\n\nWrite & read anywhere.\n\n### Added\n\n- Notes \\<b>offline\\</b>\n"
        + "\n### Fixed\n\n- **Breaking:** Photos: They arrive once.\n"
        + "\n## [3.1.0] - 2026-05 [YANKED]\n"
    )


def test_the_changelog_begins_as_the_workspace_says_and_has_what_stands_in_order() -> None:
    plan = {
        "releases/1.0.0.md": "---\ntitle: R\ndate: 2026-11-01\n---\nA word.\n\n<!-- internal -->\nOurs.\n<!-- /internal -->\n",
        "changes/a.md": "title: Alpha\nkind: fixed\nrelease: 1.0.0\norder: 2",
        "changes/b.md": "---\ntitle: Beta\nkind: fixed\nrelease: 1.0.0\norder: 1\n---\n`Beta`\n\nMore.\n",
        "changes/c.md": "---\ntitle: Gamma\nkind: added\nrelease: 1.0.0\n---\nWhat it is.\n",
    }
    assert changelog_md.write(seen(files=plan)).partition("\n## ")[2] == (
        "[Unreleased]\n\n## [1.0.0] - 2026-11-01\n\nA word.\n\n### Fixed\n\n- `Beta`\n\n  More.\n- Alpha\n\n### Added\n\n- Gamma\n"
    )
    for audience in ("team", "customers"):
        told = seen(audience, files=plan, settings=f"{SETTINGS}changelog_head: |-\n  # Ours\n\n  All of it.\n")
        assert changelog_md.write(told).startswith("# Ours\n\nAll of it.\n\n## [Unreleased]\n")
