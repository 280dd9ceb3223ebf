"""Export files as each system writes them, made from the documented columns: over two hundred rows with all that is ugly in real ones."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

ROWS = 220

TITLES = (
    "Offline mode",
    "离线模式：在没有网络时编辑",
    "Ünïcödé & <b>tags</b> in a title",
    'Quotes "inside", a colon: and a # sign',
    "[brackets] {braces} *stars* - and a dash",
    "null",
    "true",
    "2026",
    "???",
    "- a dash first",
    "😀 emoji first",
    "Dark mode",
    "DARK MODE",
    "index",
    "con",
    "Экспорт в PDF",
    "x" * 320,
    "Trailing dots...",
    "支持 GB18030 编码的导入",
)
TEXTS = (
    "One plain line.",
    "Several lines,\nthe second one.\n\nA new paragraph with **bold**, `code <b>` and @someone.",
    "<p>Rich <b>text</b> with a <a href='https://docs.example/a'>link</a></p><ul><li>one</li><li>two</li></ul><script>alert('run')</script>",
    "Live <script>alert(1)</script> and <img src=x onerror=alert(2)> and [bad](javascript:alert3) and ![lost](./lost.png)",
    "---\nvisibility: [public]\n---\nnot front matter",
    "<!-- internal -->\nA mark of ours in a foreign text\n<!-- /internal -->",
    "```pmsite\nview: roadmap\n```\nand a block that is never closed\n~~~\nopen",
    "表格与列表：\n\n- 第一项\n- 第二项\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |",
    "A line that is long " + "word " * 400,
    "tab\tinside, and a vertical\x0btab from a slide",
    "[" * 210 + " too many brackets",
)
PEOPLE = ("Ada Park", "Bo Lind <bo@crew.example>", "ada.park@crew.example", "王小明", "李雷(研发部)", "@mona", "712020:5b10-uuid")
LABELS = ("mobile", "sync", "移动端", "needs design", "=formula")


@dataclass(frozen=True)
class Sample:
    """An export, the columns whose cells become references to other items, and what its import needs to be told."""

    name: str
    source: str
    data: bytes
    linking: frozenset[str] = frozenset()
    dates: str = ""


def table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], *, encoding: str = "utf-8", delimiter: str = ",", end: str = "\r\n"
) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerow(columns)
    writer.writerows([[f"'{cell}" if cell[:1] in ("=", "+", "@") or cell[:2] == "- " else cell for cell in row] for row in rows])
    return out.getvalue().encode(encoding)


def workbook(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("导出")
    sheet.append(["需求导出（2026-11-20）"])
    sheet.append(list(columns))
    for row in rows:
        sheet.append([cell.replace("\x0b", " ") if isinstance(cell, str) else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def jira() -> Sample:
    columns = [
        "Summary",
        "Issue key",
        "Issue id",
        "Issue Type",
        "Status",
        "Project key",
        "Project name",
        "Priority",
        "Resolution",
        "Assignee",
        "Reporter",
        "Creator",
        "Created",
        "Updated",
        "Last Viewed",
        "Resolved",
        "Fix versions",
        "Fix versions",
        "Components",
        "Components",
        "Due date",
        "Votes",
        "Labels",
        "Labels",
        "Labels",
        "Description",
        "Environment",
        "Watchers",
        "Watchers",
        "Original Estimate",
        "Attachment",
        "Attachment",
        "Comment",
        "Comment",
        "Custom field (Story Points)",
        "Custom field (Epic Link)",
        "Sprint",
        "Sprint",
        "Inward issue link (Blocks)",
        "Outward issue link (Blocks)",
        "Inward issue link (Relates)",
        "Status Category",
        "Custom field (Impact)",
    ]
    pick = random.Random(1)
    rows = []
    for n in range(1, ROWS + 1):
        kind = "Epic" if n % 20 == 1 else pick.choice(("Story", "Task", "Bug", "Sub-task", "Gizmo"))
        status, category = pick.choice(
            (("To Do", "To Do"), ("In Progress", "In Progress"), ("Done", "Done"), ("Awaiting sign-off", "In Progress"))
        )
        done = status == "Done"
        rows.append(
            [
                TITLES[n % len(TITLES)].replace("x" * 320, "x" * 255), f"APP-{n}", str(10000 + n), kind, status, "APP", "App",
                pick.choice(("Highest", "High", "Medium", "Low", "Lowest")), pick.choice(("Done", "Won't Do")) if done else "",
                pick.choice((*PEOPLE, "")), "Ada Park", "Ada Park", "11/May/24 03:26 PM", "27/Sep/26 9:00 AM", "27/Sep/26 9:01 AM",
                "12/May/24 03:26 PM" if done else "", pick.choice(("3.1", "3.2", "")), "", "Core", pick.choice(("UI", "")),
                pick.choice(("31/Dec/26 12:00 AM", "")), str(n % 7), pick.choice(LABELS), pick.choice((*LABELS, "")), "",
                pick.choice(("h2. Why\n\n*bold* and {{mono}} [site|https://docs.example]\n* a\n** b\n{code:java}\nif (a < b) {}\n{code}", *TEXTS)),
                pick.choice(("", "Windows 11,\nEdge")), "Ada Park", "王小明", "7200",
                f"11/May/24 03:26 PM;712020:abc;shot {n}.png;https://jira.example/secure/attachment/{n}/shot.png", "",
                "12/May/24 03:26 PM;712020:abc;I *agree* with [~accountid:712020:def]", pick.choice(("", "13/May/24 03:26 PM;712020:abd;" + TEXTS[1])),
                pick.choice(("5.0", "")), f"APP-{n - n % 20 + 1}" if kind != "Epic" and n % 20 != 0 else "", pick.choice(("Sprint 1", "")), "",
                f"APP-{n - 1}" if n % 9 == 0 else "", f"APP-{n + 1}" if n % 11 == 0 and n < ROWS else "", "OTHER-7" if n % 50 == 0 else "",
                category, pick.choice(("3", "")),
            ]
        )  # fmt: skip
    rows[20][38] = "APP-30"  # APP-21 waits for APP-30 waits for APP-21
    rows[29][38] = "APP-21"
    rows[20][3] = rows[29][3] = "Story"
    linking = frozenset({"Custom field (Epic Link)", "Inward issue link (Blocks)", "Outward issue link (Blocks)"})
    return Sample("jira.csv", "jira", table(columns, rows, encoding="utf-8-sig"), linking)


def linear() -> Sample:
    columns = [
        "ID",
        "Team",
        "Title",
        "Description",
        "Status",
        "Estimate",
        "Priority",
        "Project ID",
        "Project",
        "Creator",
        "Assignee",
        "Labels",
        "Cycle Number",
        "Cycle Name",
        "Cycle Start",
        "Cycle End",
        "Created",
        "Updated",
        "Started",
        "Triaged",
        "Completed",
        "Canceled",
        "Archived",
        "Due Date",
        "Parent issue",
        "Initiatives",
        "Project Milestone ID",
        "Project Milestone",
        "SLA Status",
        "UUID",
        "Time in status (minutes)",
        "Related to",
        "Blocked by",
        "Duplicate of",
    ]
    pick = random.Random(2)
    rows = []
    moment = "Wed May 13 2026 11:21:41 GMT+0000 (GMT+00:00)"
    for n in range(1, ROWS + 1):
        status = pick.choice(("Triage", "Backlog", "Todo", "In Progress", "In Review", "Done", "Canceled", "Duplicate"))
        rows.append(
            [
                f"LIN-{n}", pick.choice(("Mobile", "Platform")), TITLES[n % len(TITLES)], pick.choice(TEXTS), status, "3",
                pick.choice(("No priority", "Urgent", "High", "Medium", "Low")), "p-1", pick.choice(("Reliability", "增长", "")), "Ada Park",
                pick.choice((*PEOPLE, "")), pick.choice(("", "mobile, sync", "移动端")), "7", pick.choice(("Cycle 7", "")), moment, moment, moment, moment,
                moment if status in ("In Progress", "In Review", "Done") else "", "", moment if status == "Done" else "",
                moment if status == "Canceled" else "", "", "Thu Jun 25 2026 23:00:00 GMT+0000 (Greenwich Mean Time)" if n % 3 == 0 else "",
                f"LIN-{n - 1}" if n % 8 == 0 else "LIN-9999" if n % 40 == 1 else "", "Grow", "m-1", pick.choice(("Beta", "")), "", f"uuid-{n:04d}",
                "90", f"LIN-{n - 3}" if n % 10 == 5 else "", f"LIN-{n - 2}" if n % 12 == 4 else "", f"LIN-{n - 1}" if status == "Duplicate" and n > 1 else "",
            ]
        )  # fmt: skip
    return Sample(
        "linear.csv",
        "linear",
        table(columns, rows, end="\n"),
        frozenset({"Parent issue", "Related to", "Blocked by", "Duplicate of", "Project", "Initiatives"}),
    )


def github() -> Sample:
    pick = random.Random(3)
    issues = [
        {
            "assignees": [{"id": "U1", "login": "mona", "name": pick.choice(("Mona Park", ""))}] if n % 3 else [],
            "author": {"id": "U2", "is_bot": False, "login": "octo", "name": "Octo"},
            "body": pick.choice((*TEXTS, "")),
            "closed": n % 4 == 0,
            "closedAt": "2026-05-13T11:21:41Z" if n % 4 == 0 else None,
            "closedByPullRequestsReferences": [{"id": "PR", "number": n, "url": f"https://code.example/acme/app/pull/{n + 1000}"}]
            if n % 8 == 0
            else [],
            "comments": [{"author": {"login": "octo"}, "body": pick.choice(TEXTS), "createdAt": "2026-05-14T00:00:00Z"}]
            if n % 5 == 0
            else [],
            "createdAt": "2026-05-01T09:00:00Z",
            "id": f"I_{n}",
            "isPinned": n == 1,
            "labels": [{"id": "L", "name": name, "description": "", "color": "fff"} for name in pick.sample(LABELS, n % 3)],
            "milestone": {"number": 1, "title": "v3.2", "description": "The next one", "dueOn": "2026-12-15T00:00:00Z"}
            if n % 6 == 0
            else None,
            "number": n,
            "projectItems": [{"status": {"optionId": "1", "name": "In Progress"}, "title": "Plan"}] if n % 7 == 0 else [],
            "reactionGroups": [{"content": "THUMBS_UP", "users": {"totalCount": n}}] if n % 9 == 0 else [],
            "state": "CLOSED" if n % 4 == 0 else "OPEN",
            "stateReason": pick.choice(("COMPLETED", "NOT_PLANNED")) if n % 4 == 0 else "",
            "title": TITLES[n % len(TITLES)][:250],
            "updatedAt": "2026-05-15T00:00:00Z",
            "url": f"https://code.example/acme/app/issues/{n}",
        }
        for n in range(1, ROWS + 1)
    ]
    return Sample("issues.json", "github", json.dumps(issues, ensure_ascii=False).encode())


def github_project() -> Sample:
    pick = random.Random(4)
    items = [
        {
            "id": f"PVTI_{n}",
            "title": TITLES[n % len(TITLES)][:250],
            "status": pick.choice(("Todo", "In Progress", "Done")),
            "labels": ["mobile"],
            "repository": "https://code.example/acme/app",
            "priority": "P1",
            "target date": "2026-12-01" if n % 2 else None,
            "content": {
                "type": "Issue",
                "number": n,
                "title": TITLES[n % len(TITLES)][:250],
                "body": pick.choice(TEXTS),
                "url": f"https://code.example/acme/app/issues/{n}",
            }
            if n % 5
            else {"type": "DraftIssue", "title": "A draft", "body": ""},
        }
        for n in range(1, ROWS + 1)
    ]
    return Sample("project.json", "github", json.dumps({"items": items, "totalCount": ROWS}).encode())


def trello() -> Sample:
    pick = random.Random(5)
    lists = [
        {"id": f"l{n}", "name": name, "closed": name == "Archive"}
        for n, name in enumerate(("Ideas", "To Do", "Doing 🚧", "Done", "Archive"))
    ]
    cards = [
        {
            "id": f"{n:024x}", "name": (*TITLES, "y" * 2000)[n % (len(TITLES) + 1)], "desc": pick.choice((*TEXTS, "")), "closed": n % 9 == 0,
            "shortUrl": f"https://trello.example/c/{n}", "idList": f"l{n % 5}", "due": "2026-12-01T12:00:00.000Z" if n % 3 else None, "dueComplete": n % 2 == 0,
            "start": None, "dateLastActivity": "2026-11-01T12:00:00.000Z", "idMembers": ["m1"] if n % 2 else [], "pos": n * 16384.5,
            "labels": [{"id": "a", "name": pick.choice((*LABELS, "")), "color": "green"}],
            "attachments": [{"name": "plan.pdf", "url": f"https://trello.example/files/{n}/plan.pdf"}] if n % 4 == 0 else [],
        }
        for n in range(1, ROWS + 1)
    ]  # fmt: skip
    board = {
        "id": "b1",
        "name": "Product board",
        "lists": lists,
        "cards": cards,
        "members": [{"id": "m1", "fullName": "Ada Park", "username": "ada"}],
        "checklists": [
            {
                "id": f"k{n}",
                "idCard": f"{n:024x}",
                "name": "Launch",
                "checkItems": [
                    {"name": "Write it", "state": "complete", "pos": 1},
                    {"name": "Say it", "state": "incomplete", "pos": 2},
                ],
            }
            for n in range(1, 40)
        ],
        "actions": [
            {
                "type": "commentCard",
                "date": "2026-11-02T12:00:00.000Z",
                "memberCreator": {"fullName": "Bo Lind"},
                "data": {"text": pick.choice(TEXTS), "card": {"id": f"{n:024x}"}},
            }
            for n in range(1, 60)
        ],
    }
    return Sample("board.json", "trello", json.dumps(board, ensure_ascii=False, indent=1).encode())


CHINESE = "工作项类型,标题,标识,状态,负责人,开始时间,结束时间,描述,关注人,优先级,标签,风险,需求来源,需求类型,迭代,父标识,创建时间,更新时间,所属项目,模块"


def _chinese_rows() -> list[list[str]]:
    pick = random.Random(6)
    rows = []
    for n in range(1, ROWS + 1):
        kind = "史诗" if n % 25 == 1 else pick.choice(("用户故事", "需求", "任务", "缺陷", "特性"))
        rows.append(
            [
                kind, TITLES[n % len(TITLES)], f"PRD-{n}", pick.choice(("待评审", "新建", "进行中", "已完成", "已关闭", "已计划", "处理中", "挂起")), pick.choice((*PEOPLE[:5], "")),
                "2026/3/1 9:30", "2026年12月31日", pick.choice(TEXTS).replace("Ünïcödé", "u"), "王小明,李雷", pick.choice(("最高", "较高", "普通", "较低", "最低", "P0")),
                "移动端；同步", "低", "客户访谈", "功能需求", pick.choice(("迭代 12", "")), f"PRD-{n - n % 25 + 1}" if kind != "史诗" and n % 25 else "",
                "2026-03-01 09:30:12", "2026-03-02 09:30:12", "示例项目", pick.choice(("编辑器", "")),
            ]
        )  # fmt: skip
    return rows


def pingcode_sheet() -> Sample:
    return Sample("pingcode.xlsx", "pingcode", workbook(CHINESE.split(","), _chinese_rows()), frozenset({"父标识"}))


def pingcode_csv() -> Sample:
    rows = [
        ["".join(character for character in cell if character.encode("gb2312", "ignore")) for cell in row]
        for row in _chinese_rows()
    ]
    for row in rows:
        row[1] = row[1] or "无题"
    return Sample(
        "pingcode.csv", "pingcode", table(CHINESE.split(","), rows, encoding="gb18030", delimiter=";"), frozenset({"父标识"})
    )


def worktile() -> Sample:
    columns = [
        "任务编号",
        "标题",
        "任务类型",
        "状态",
        "负责人",
        "参与人",
        "开始时间",
        "截止时间",
        "优先级",
        "标签",
        "描述",
        "所属项目",
        "任务列表",
        "父任务",
        "创建人",
        "创建时间",
        "完成时间",
        "更新时间",
        "预估工时",
        "实际工时",
    ]
    pick = random.Random(7)
    rows: list[list[Any]] = [
        [
            f"T-{n}", TITLES[n % len(TITLES)], pick.choice(("需求", "任务", "缺陷")), pick.choice(("未开始", "进行中", "已完成", "待确认", "设计中", "已验收")),
            pick.choice((*PEOPLE[:5], "")), "王小明、李雷", "2026-03-01", "2026-12-31", pick.choice(("高", "中", "低")), "移动端,同步", pick.choice(TEXTS), "示例项目",
            "本周", f"T-{n - 1}" if n % 10 == 0 else "", "王小明", "2026-03-01 10:00:00", "2026-04-01 10:00:00", "2026-04-02 10:00:00", 4, 3.5,
        ]
        for n in range(1, ROWS + 1)
    ]  # fmt: skip
    return Sample("worktile.xlsx", "worktile", workbook(columns, rows), frozenset({"父任务"}))


def productboard() -> Sample:
    columns = [
        "Type",
        "Name",
        "Description",
        "Status",
        "Owner",
        "Timeframe",
        "Release",
        "Objectives",
        "Customer importance score",
        "Effort",
        "Tags",
        "Product",
        "Component",
        "Parent",
        "UUID",
        "URL",
    ]
    pick = random.Random(8)
    rows = [
        [
            pick.choice(("Feature", "Subfeature", "Component")), TITLES[n % len(TITLES)], pick.choice(TEXTS), pick.choice(("New idea", "Candidate", "Planned", "In progress", "Released")),
            pick.choice((*PEOPLE, "")), pick.choice(("Q4 2026", "2027-H1", "Dec 2026", "")), pick.choice(("Autumn", "")), "Grow", "12.5", "3", "mobile", "App",
            pick.choice(("Editor", "")), "", f"8d0e-{n:04d}", f"https://pb.example/feature/{n}",
        ]
        for n in range(1, ROWS + 1)
    ]  # fmt: skip
    return Sample("productboard.csv", "productboard", table(columns, rows, delimiter="\t"))


def aha() -> Sample:
    columns = [
        "Feature reference #",
        "Feature name",
        "Feature type",
        "Feature status",
        "Feature assigned to",
        "Feature description",
        "Feature start date",
        "Feature end date",
        "Feature tags",
        "Epic name",
        "Initiative name",
        "Release name",
        "Workspace name",
        "To-do due date",
        "Acceptance Criteria",
        "Effort T-Shirt Size",
    ]
    pick = random.Random(9)
    rows = []
    for n in range(1, ROWS + 1):
        row = [
            f"APP-{n}", TITLES[n % len(TITLES)], "New", pick.choice(("Under consideration", "In design", "Ready to develop", "Shipped", "Will not implement")),
            pick.choice((*PEOPLE, "")), pick.choice(TEXTS), "2026-03-01", "2026-12-01", "mobile, sync", pick.choice(("Editor", "")), "Reliability",
            pick.choice(("Release 3", "")), "App", "2026-05-01", "Works\nwithout a network", pick.choice(("S", "M"))
        ]  # fmt: skip
        rows.append(row)
        if n % 10 == 0:
            rows.append([*row[:13], "2026-06-01", *row[14:]])
    return Sample("aha.csv", "aha", table(columns, rows), frozenset({"Initiative name", "Epic name"}))


def fider() -> Sample:
    columns = [
        "number",
        "title",
        "description",
        "created_at",
        "created_by",
        "votes_count",
        "comments_count",
        "status",
        "responded_by",
        "responded_at",
        "response",
        "original_number",
        "original_title",
        "tags",
    ]
    pick = random.Random(10)
    rows = []
    for n in range(1, ROWS + 1):
        status = pick.choice(("open", "planned", "started", "completed", "declined", "duplicate"))
        answered = status in ("completed", "declined")
        rows.append(
            [
                str(n), TITLES[n % len(TITLES)], pick.choice((*TEXTS, "")), "2026-03-01T10:00:00Z", pick.choice(PEOPLE), str(n % 30), "2", status,
                "Ada Park" if answered else "", "2026-04-01T10:00:00Z" if answered else "", "We **did** it." if answered else "",
                str(n - 1) if status == "duplicate" and n > 1 else "", TITLES[(n - 1) % len(TITLES)] if status == "duplicate" and n > 1 else "", "mobile, sync",
            ]
        )  # fmt: skip
    return Sample("posts.csv", "fider", table(columns, rows), frozenset({"original_number"}))


def changelog() -> Sample:
    kinds = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
    lines = [
        "# Changelog",
        "",
        "All notable changes are written here.",
        "",
        "## [Unreleased]",
        "",
        "### Added",
        "",
        "- Something that is not out yet",
        "",
    ]
    for n in range(40, 0, -1):
        lines += [f"## [1.{n}.0] - 2025-{n % 12 + 1:02d}-{n % 28 + 1:02d}{' [YANKED]' if n % 10 == 0 else ''}", ""]
        for at, kind in enumerate(kinds[: 1 + n % 6]):
            lines += [
                f"### {kind}",
                "",
                f"- {kind} thing {n} with `code` and [a link](https://docs.example/{n})",
                f"  that goes on, number {at}",
                "",
            ]
            lines += [f"- **Bold** entry {n} for {kind}", "  - with a point below", ""]
    lines += [f"[1.{n}.0]: https://code.example/compare/v1.{n}.0" for n in range(40, 0, -1)]
    return Sample("CHANGELOG.md", "changelog", ("\n".join(lines) + "\n").encode())


def github_releases() -> Sample:
    notes = (
        "## What's Changed\r\n* Thing {n} by @maya in https://code.example/acme/app/pull/{n}1\r\n* fix: `code` {n}, [a link](https://docs.example/{n})"
        "\r\n\r\n### Bug Fixes\r\n* **core:** entry {n}\r\n  that goes on\r\n* Another {n}\r\n* One more {n}\r\n\r\n"
        "**Full Changelog**: https://code.example/acme/app/compare/v1.{n}.0...v1.{m}.0"
    )
    entries = [
        {
            "tagName": f"v1.{n}.0",
            "name": f"v1.{n}.0" if n % 3 else f"The name {n}",
            "publishedAt": f"2025-{n % 12 + 1:02d}-{n % 28 + 1:02d}T10:00:00Z",
            "isDraft": n % 20 == 0,
            "url": f"https://code.example/acme/app/releases/tag/v1.{n}.0",
            "body": notes.format(n=n, m=n + 1),
        }
        for n in range(50, 0, -1)
    ]
    return Sample("releases.json", "github-releases", json.dumps(entries).encode())


SAMPLES: tuple[Callable[[], Sample], ...] = (
    jira, linear, github, github_project, trello, pingcode_sheet, pingcode_csv, worktile, productboard, aha, fider, changelog,
    github_releases,
)  # fmt: skip
