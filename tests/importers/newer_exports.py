"""Export files of the systems whose exports are tables of their own kind, made as the others are; and the list of all samples."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.importers import exports
from tests.importers.exports import LABELS, PEOPLE, ROWS, TEXTS, TITLES, Sample, table


def azure_devops() -> Sample:
    columns = "ID,Work Item Type,Title 1,Title 2,Title 3,State,Assigned To,Tags,Area Path,Iteration Path,Description,Created Date,Story Points"
    pick = random.Random(21)
    rows = []
    for n in range(1, ROWS + 1):
        level = 1 if n % 20 == 1 else 2 if n % 5 == 1 else 3
        kind = {1: "Epic", 2: "Feature", 3: pick.choice(("User Story", "Bug", "Task"))}[level]
        titles = [TITLES[n % len(TITLES)] if at == level else "" for at in (1, 2, 3)]
        rows.append(
            [
                str(n), kind, *titles, pick.choice(("New", "Active", "Resolved", "Closed", "Removed", "Awaiting sign-off")),
                pick.choice(("Ada Park <ada.park@crew.example>", "")), pick.choice(("mobile; sync", "")), pick.choice(("App", "App\\Editor")),
                pick.choice(("App", "App\\2026\\Sprint 7")), pick.choice(("<div>Why: <b>speed</b></div><ul><li>one</li></ul>", "")),
                "12/24/2025 11:53:24 AM", pick.choice(("5", "")),
            ]
        )  # fmt: skip
    return Sample("work items.csv", "azure-devops", table(columns.split(","), rows, encoding="utf-8-sig"), frozenset({"Parent"}))


def asana() -> Sample:
    columns = [
        "Task ID", "Created At", "Completed At", "Last Modified", "Name", "Section/Column", "Assignee", "Assignee Email", "Start Date", "Due Date", "Tags",
        "Notes", "Projects", "Parent task", "Blocked By (Dependencies)", "Blocking (Dependencies)", "Priority",
    ]  # fmt: skip
    pick = random.Random(22)
    rows = []
    for n in range(1, ROWS + 1):
        done = n % 4 == 0
        rows.append(
            [
                f"12{n:014d}", "2026-03-01", "2026-04-01" if done else "", "2026-04-02", f"{TITLES[n % len(TITLES)]} {n}",
                pick.choice(("Doing", "Brand ideas", "")), pick.choice((*PEOPLE[:4], "")), "", pick.choice(("2026-03-02", "")), pick.choice(("2026-12-01", "")),
                pick.choice(("mobile, sync", "")), pick.choice((*TEXTS[:2], "")), "App", f"{TITLES[(n - 1) % len(TITLES)]} {n - 1}" if n % 9 == 0 else "",
                f"{TITLES[(n - 2) % len(TITLES)]} {n - 2}" if n % 11 == 0 else "", "", pick.choice(("High", "")),
            ]
        )  # fmt: skip
    return Sample("asana.csv", "asana", table(columns, rows), frozenset({"Parent task", "Blocked By (Dependencies)"}))


def clickup() -> Sample:
    columns = [
        "Task ID", " Task Name", "Task Content", "Status", "Date Created", "Date Created Text", "Due Date", "Due Date Text", "Parent ID", "Attachments",
        "Assignees", "Tags", "Priority", "List Name", "Space Name", "Checklists", "Comments", "Time Spent", "Rolled Up Time",
    ]  # fmt: skip
    pick = random.Random(23)
    rows = [
        [
            f"86c{n:05d}", TITLES[n % len(TITLES)], pick.choice((*TEXTS[:2], "")), pick.choice(("to do", "in progress", "complete", "Closed")), "1743661800000",
            "4/3/2025, 11:00:00 AM GMT+5:30", "1.73344E+12", "12/6/2024, 4:00:00 AM GMT+5:30", f"86c{n - 1:05d}" if n % 7 == 0 else "null",
            pick.choice(("[]", '[{"title":"plan.pdf","url":"https://files.example/plan.pdf"}]')), pick.choice(("[Ada Park,Bo Lind]", "[]")),
            pick.choice(("[mobile,sync]", "[]")), pick.choice(("null", "2")), "Sprint board", "App", pick.choice(("{}", '{"Launch":["Write it","Say it"]}')),
            pick.choice(("[]", '[{"text":"Looks good","by":"Ada Park","date":"4/4/2025, 1:00:00 PM GMT+5:30"}]')), "", "NaN",
        ]
        for n in range(1, ROWS + 1)
    ]  # fmt: skip
    return Sample("clickup.csv", "clickup", table(columns, rows), frozenset({"Parent ID"}))


def shortcut() -> Sample:
    columns = [
        "id",
        "name",
        "type",
        "requester",
        "owners",
        "description",
        "is_completed",
        "created_at",
        "started_at",
        "updated_at",
        "moved_at",
        "completed_at",
        "estimate",
        "external_ticket_count",
        "external_tickets",
        "is_blocked",
        "is_a_blocker",
        "due_date",
        "labels",
        "epic_labels",
        "tasks",
        "state",
        "epic_id",
        "epic",
        "project_id",
        "project",
        "iteration_id",
        "iteration",
        "utc_offset",
        "is_archived",
        "team_id",
        "team",
        "priority",
        "severity",
        "product_area",
        "custom_fields",
    ]
    pick = random.Random(24)
    rows = []
    for n in range(1, ROWS + 1):
        done = n % 3 == 0
        told = {
            "id": str(n), "name": TITLES[n % len(TITLES)], "type": pick.choice(("feature", "bug", "chore")), "requester": "ada@crew.example",
            "owners": pick.choice(("bo@crew.example", "bo@crew.example;ada@crew.example", "")), "description": pick.choice((*TEXTS[:2], "")),
            "is_completed": str(done).lower(), "created_at": "2026/03/01 10:00:00", "started_at": "2026/03/02 10:00:00",
            "completed_at": "2026/04/01 10:00:00" if done else "", "estimate": "3", "labels": pick.choice(("mobile;sync", "")),
            "state": "Completed" if done else pick.choice(("Unscheduled", "Ready for Development", "In Development", "Ready for Review")),
            "epic_id": "900", "epic": pick.choice(("Work anywhere", "")), "iteration": pick.choice(("Iteration 7", "")), "is_archived": str(n % 40 == 0).lower(),
            "team": "Mobile", "priority": pick.choice(("High", "")), "severity": pick.choice(("Severity 2", "")), "product_area": "Editor",
        }  # fmt: skip
        rows.append([told.get(name, "") for name in columns])
    return Sample("shortcut.csv", "shortcut", table(columns, rows))


def notion() -> Sample:
    columns = ["Feature", "Status", "Assign", "Due", "Tags", "Parent item", "Priority", "Created time", "Last edited time"]
    pick = random.Random(25)
    rows = [
        [
            f"{TITLES[n % len(TITLES)].replace('(', ' ')} {n}", pick.choice(("Not started", "In progress", "Done")), pick.choice(("Ada Park", "")),
            pick.choice(("November 23, 2026", "")), pick.choice(("mobile, sync", "")),
            f"Dark mode {n - 1} (https://www.notion.so/Dark-mode-{n}abc?pvs=21)" if n % 19 == 12 else "", pick.choice(("High", "")),
            "March 1, 2026 9:30 AM", "March 2, 2026 9:30 AM",
        ]
        for n in range(1, ROWS + 1)
    ]  # fmt: skip
    return Sample("notion.csv", "notion", table(columns, rows, encoding="utf-8-sig"), frozenset({"Parent item"}))


def zentao() -> Sample:
    columns = [
        "编号",
        "所属产品",
        "所属模块",
        "所属计划",
        "需求名称",
        "需求描述",
        "验收标准",
        "优先级",
        "预计工时",
        "当前状态",
        "所处阶段",
        "由谁创建",
        "创建日期",
        "指派给",
        "关闭原因",
        "相关需求",
    ]
    pick = random.Random(26)
    rows = [
        [
            f"{n}\t", "记事本(#1)", pick.choice(("/登录(#3)", "/(#0)")), pick.choice(("1.0 [2026-03-01 ~ 2026-04-01](#2)", "")), f"需求 {n}", "作为用户，我希望登录",
            "能登录", "2", "4", pick.choice(("激活", "草稿", "已关闭", "评审中")), pick.choice(("未开始", "研发中", "已发布")), "李雷", pick.choice(("2026-02-03", "0000-00-00")),
            pick.choice(("王五(#wangwu)", "")), "", f"需求 {n - 1}(#{n - 1})" if n % 8 == 0 else "",
        ]
        for n in range(1, ROWS + 1)
    ]  # fmt: skip
    return Sample("story.csv", "zentao", table(columns, rows, encoding="gb18030"), frozenset({"相关需求"}))


def tapd() -> Sample:
    columns = [
        "ID",
        "标题",
        "优先级",
        "业务价值",
        "状态",
        "版本",
        "模块",
        "规模",
        "处理人",
        "创建人",
        "预计开始",
        "预计结束",
        "创建时间",
        "完成时间",
        "迭代",
        "需求分类",
        "父需求",
        "详细描述",
        "标签",
    ]
    pick = random.Random(27)
    rows = [
        [
            f"11200000000{n:08d}", f"需求 {n}", pick.choice(("High", "")), "3", pick.choice(("规划中", "实现中", "已实现", "已拒绝")), "3.2", "编辑器", "5", "张三;李四;",
            "王小明", "2026-03-01", "2026-12-31", "2026-02-01 10:00:00", "", pick.choice(("迭代 12", "")), "功能需求", f"需求 {n - 1}" if n % 9 == 0 else "",
            "<p>详细<b>描述</b></p>", "移动端|同步",
        ]
        for n in range(1, ROWS + 1)
    ]  # fmt: skip
    return Sample("tapd.csv", "tapd", table(columns, rows, encoding="gb18030"), frozenset({"父需求"}))


def gitlab() -> Sample:
    columns = [
        "Title",
        "Description",
        "Issue ID",
        "URL",
        "State",
        "Author",
        "Author Username",
        "Assignee",
        "Assignee Username",
        "Confidential",
        "Locked",
        "Due Date",
        "Created At (UTC)",
        "Updated At (UTC)",
        "Closed At (UTC)",
        "Milestone",
        "Weight",
        "Labels",
        "Time Estimate",
        "Time Spent",
        "Epic ID",
        "Epic Title",
    ]
    pick = random.Random(28)
    rows = []
    for n in range(1, ROWS + 1):
        closed = n % 4 == 0
        rows.append(
            [
                TITLES[n % len(TITLES)][:250], pick.choice((*TEXTS[:2], "")), str(n), f"https://gitlab.example/acme/app/-/issues/{n}", "Closed" if closed else "Open",
                "Ada Park", "ada", pick.choice(("Bo Lind", "")), "", "No", "No", pick.choice(("2026-12-01", "")), "2026-03-01 10:00:00", "2026-03-02 10:00:00",
                "2026-04-01 10:00:00" if closed else "", pick.choice(("3.2", "")), "3", pick.choice((f"{LABELS[0]},{LABELS[1]}", "")), "0", "0", "",
                pick.choice(("Work anywhere", "")),
            ]
        )  # fmt: skip
    return Sample("issues.csv", "gitlab", table(columns, rows, end="\n"))


SAMPLES: tuple[Callable[[], Sample], ...] = (
    *exports.SAMPLES, azure_devops, asana, clickup, shortcut, notion, zentao, tapd, gitlab,
)  # fmt: skip
