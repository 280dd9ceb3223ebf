"""What real exports hold and once went wrong, each with siblings: the files that showed it stand beside this checkout."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pmsite.diagnostics import Report
from pmsite.importers import receipt
from pmsite.importers.bookkeeping import is_bookkeeping
from pmsite.importers.dates import ends_of, named_range
from pmsite.importers.export import Export
from pmsite.importers.headers import plain
from pmsite.importers.rules import read_rules
from pmsite.importers.run import Outcome
from pmsite.importers.sources import SOURCES
from pmsite.importers.withheld import cleaned
from tests.importers.make import bring_in, faults, files

FOUND = Path(__file__).parents[3] / "shared" / "faults" / "imports"
seen = pytest.mark.skipif(not FOUND.is_dir(), reason="the faults that were found are not beside this checkout")


def bring(root: Path, source: str, case: str, mapping: str = "", **rules: object) -> Outcome:
    """A file that was found, with its mapping where it has one."""
    file = FOUND / case
    given = dict(rules)
    if mapping:
        read = read_rules((FOUND / mapping).read_text(encoding="utf-8"), mapping, Report())
        assert read is not None
        given = {name: getattr(read, name) for name in read.model_fields_set if name != "source"} | {"exact": "false"} | given
    outcome = bring_in(root, source, file.read_bytes(), file.name, rules=given or None)
    assert outcome.sound, [f"{d.span} {d.message}" for d in outcome.report]
    return outcome


def told(outcome: Outcome) -> str:
    return "\n".join(receipt.summary(outcome.changes, outcome.rules, outcome.guesses, outcome.left_out, dry=False))


@seen
def test_statuses_in_every_spelling(tmp_path: Path) -> None:
    bring(tmp_path, "csv", "status/s.csv", columns={"Title": "title", "Status": "status"}, exact="false")
    found = {
        name.removesuffix(".md")[-1]: re.findall(r"^status: (.*)$", text, re.MULTILINE) for name, text in files(tmp_path).items()
    }
    assert found == {
        "a": ["building"],
        "b": ["building"],
        "c": ["building"],
        "d": ["building"],
        "e": ["planned"],
        "f": ["dropped"],
        "g": ["planned"],
    }


@seen
def test_kinds_of_rows_as_the_documentation_says(tmp_path: Path) -> None:
    outcome = bring(tmp_path, "csv", "types-message/t.csv", "types-message/t.yml")
    levels = [re.findall(r"^level: (.*)$", text, re.MULTILINE) for text in files(tmp_path).values()]
    assert sorted(levels) == [[], [], [], ["epic"]]
    assert "is no known type" not in told(outcome)


@seen
def test_markdown_of_github(tmp_path: Path) -> None:
    bring(tmp_path, "github", "gfm/issues.json")
    (text,) = files(tmp_path).values()
    for part in (
        "Native support would:\n\n- avoid",
        "2. Export\n    - as PDF",
        "- parent\n    - child by two spaces\n        - grand",
        "<s>struck</s> <https://example.com/x>",
        "> **Note**",
        "🎉",
        "Text right before\n\n```js\ncode()\n```",
    ):
        assert part in text, part


@seen
def test_nothing_of_meaning_changed_writes_nothing(tmp_path: Path) -> None:
    bring(tmp_path, "jira", "jira-churn/a.csv")
    written = files(tmp_path)
    again = bring(tmp_path, "jira", "jira-churn/b.csv")
    assert [change.did for change in again.changes] == ["unchanged"]
    assert files(tmp_path) == written
    assert "left out: bookkeeping of the source: Last Viewed (1 row), Custom field (Rank) (1 row)" in told(again)


@pytest.mark.parametrize(
    "header",
    [
        "Last Viewed",
        "updated_at",
        "Updated At (UTC)",
        "更新时间",
        "最后修改时间",
        "Time in status (minutes)",
        "SLA Status",
        "[CHART] Time in Status",
        "Assignee Id",
        "dateLastActivity",
    ],
)
def test_columns_in_which_a_source_keeps_its_books_are_known(header: str) -> None:
    assert is_bookkeeping(plain(header))


@pytest.mark.parametrize(
    "header", ["Issue id", "Parent id", "Created", "Due date", "Rank of value", "Position paper", "Slack", "Translator"]
)
def test_and_no_others(header: str) -> None:
    assert not is_bookkeeping(plain(header))


def test_counts_come_along_with_what_has_changed(tmp_path: Path) -> None:
    head = "Summary,Issue key,Votes,Watchers,Custom field (Progress)\n"
    bring_in(tmp_path, "jira", head + "One,A-1,3,Ada,10%\n")
    assert [change.did for change in bring_in(tmp_path, "jira", head + "One,A-1,4,Bo,20%\n").changes] == ["unchanged"]
    assert "Votes: 3" in files(tmp_path)["features/a-1.md"].replace('"', "")
    assert [change.did for change in bring_in(tmp_path, "jira", head + "Two,A-1,4,Bo,20%\n").changes] == ["updated"]
    assert "Votes: 4" in files(tmp_path)["features/a-1.md"].replace('"', "")


@seen
def test_the_inbound_address_of_a_card_never_comes_in(tmp_path: Path) -> None:
    outcome = bring(tmp_path, "trello", "trello-email/board.json")
    assert "secret" not in "".join(files(tmp_path).values()).replace("a secret", "")
    assert "left out: a mail address: email (1 row)" in told(outcome)
    assert "boards.trello" not in told(outcome)


@seen
def test_people_go_by_their_names(tmp_path: Path) -> None:
    outcome = bring(tmp_path, "jira", "jira-comment-ids/jira.csv")
    (text,) = files(tmp_path).values()
    assert "> **Ada Example**, 21/Aug/25 10:39 AM:\n>\n> @Bo Example the database comes first" in text
    assert not re.search(r"5fe07a7d|712020|@acme|accountid", text)
    assert "left out: bookkeeping of the source: Assignee Id (1 row), Reporter Id (1 row)" in told(outcome)
    assert "left out: a mail address: Project lead (1 row)" in told(outcome)


def test_an_account_without_a_name_is_nobody(tmp_path: Path) -> None:
    comment = "21/Aug/25 10:39 AM;712020:b0892835-64bc-4809-afd1-cc09a3ffc20e;see [~accountid:5fe07a7dd3649601392ba191]"
    bring_in(tmp_path, "jira", f"Summary,Issue key,Comment\nOne,A-1,{comment}\n")
    assert "> **…**, 21/Aug/25 10:39 AM:\n>\n> see @…" in files(tmp_path)["features/a-1.md"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("write to ada.park+x@crew.example today", "write to … today"),
        ("Bo Lind <bo@crew.example>, 王小明(wang@crew.example)", "Bo Lind, 王小明"),
        ("[Ada](mailto:ada@crew.example) and <bo@crew.example>", "Ada and"),
        ("https://ada:pw@host.example/x?a=1&token=abc#t", "https://host.example/x?a=1&token=…#t"),
        ("postgres://app:pw@db.example/x", "postgres://db.example/x"),
        ("https://files.example/a.png?X-Amz-Signature=0af&X-Amz-Date=2026", "https://files.example/a.png?X-Amz-Signature=…&X-Amz-Date=2026"),
        ("https://x.example/?key=APP-12&code=utf8", "https://x.example/?key=APP-12&code=utf8"),
        ("https://x.example/?key=0123456789abcdefABCDEF", "https://x.example/?key=…"),
        ("ghp_0123456789abcdefghijABCDEFGHIJ012345 in a log", "… in a log"),
        ("https://hooks.slack.com/services/T00/B00/XXXX", "https://hooks.slack.com/services/…"),
        ("Authorization: Bearer abcdefghij0123456789", "Authorization: Bearer …"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nend", "…\nend"),
        ('{"name": "Bo", "email": "bo@crew.example"}', '{"name": "Bo", "email": "…"}'),
        ("logo@2x.png @ada @octo/kit@1.2.js git@code.example:a/b.git 2 @ 3", "logo@2x.png @ada @octo/kit@1.2.js git@code.example:a/b.git 2 @ 3"),
        ("https://medium.example/@ada/post", "https://medium.example/@ada/post"),
        ("ada@crew.example", ""),
    ],
)  # fmt: skip
def test_mail_addresses_and_secrets_never_come_in(written: str, kept: str) -> None:
    assert cleaned(written)[0] == kept
    assert cleaned(kept)[0] == kept


def test_what_names_people_keeps_their_names() -> None:
    assert cleaned("ada.park+secret@crew.example", is_person=True)[0] == "ada.park"


@seen
def test_a_planned_start_has_its_field_and_makes_no_idea_begun(tmp_path: Path) -> None:
    bring(tmp_path, "csv", "startdates/s.csv", "startdates/s.yml")
    written = files(tmp_path)
    assert "\nstarts: 2027-02-01\n" in written["features/a.md"]
    assert "\nstarts: 2025-02-01\n" in written["features/b.md"]
    assert "\nstarted:" not in "".join(written.values())


@seen
def test_a_cycle_of_linear_has_its_days_of_which_the_last_is_the_one_before_the_next(tmp_path: Path) -> None:
    bring(tmp_path, "linear", "linear-cycle/l.csv")
    assert "title: Cycle 1\nteam: claw\nstarts: 2023-02-06\nends: 2023-02-19\n" in files(tmp_path)["cycles/cycle-1.md"]


def test_sprints_keep_their_days(tmp_path: Path) -> None:
    sprint = "com.atlassian.greenhopper.service.sprint.Sprint@1b[id=5,rapidViewId=2,state=CLOSED,name=Sprint 3,startDate=2026-03-02T09:00:00.000Z,endDate=2026-03-16T09:00:00.000Z,completeDate=<null>,sequence=5]"
    bring_in(tmp_path, "jira", f'Summary,Issue key,Sprint\nOne,A-1,"{sprint}"\n')
    assert "title: Sprint 3\nstarts: 2026-03-02\nends: 2026-03-15\n" in files(tmp_path)["cycles/sprint-3.md"]
    bring_in(tmp_path, "pingcode", "编号,标题,迭代\nX-1,一,第12迭代（2026-03-01 ~ 2026-03-14）\n")
    assert "title: 第12迭代\nstarts: 2026-03-01\nends: 2026-03-14\n" in files(tmp_path)["cycles/第12迭代.md"]
    project = '{"items":[{"id":"p1","title":"T","status":"Todo","iteration":{"title":"Iteration 9","startDate":"2026-05-04","duration":14},"content":{"type":"Issue","number":1,"title":"T","url":"https://github.com/acme/notes/issues/1"}}]}'
    bring_in(tmp_path, "github", project, "project.json")
    assert "title: Iteration 9\nstarts: 2026-05-04\nends: 2026-05-17\n" in files(tmp_path)["cycles/iteration-9.md"]


@seen
def test_a_range_is_a_start_and_an_end(tmp_path: Path) -> None:
    bring(tmp_path, "csv", "notion-range/n.csv", "notion-range/n.yml")
    (text,) = files(tmp_path).values()
    assert "\nstarts: 2021-10-08\n" in text
    assert "\ntarget: 2021-10-29\n" in text


@pytest.mark.parametrize(
    ("written", "ends"),
    [
        ("October 8, 2021 9:00 AM (GMT+8) → October 29, 2021 5:00 PM (GMT+8)", ("2021-10-08", "2021-10-29")),
        ("2026-03-01 ~ 2026-04-01", ("2026-03-01", "2026-04-01")),
        ("2026/03/01 - 2026/04/01", ("2026-03-01", "2026-04-01")),
        ("2026-03-01/2026-03-14", ("2026-03-01", "2026-03-14")),
        ("2026年3月1日至4月1日", ("2026-03-01", "2026-04-01")),
        ("Oct 8 – Oct 29, 2021", ("2021-10-08", "2021-10-29")),
        ("2026-Q1 to 2026-Q2", ("2026-Q1", "2026-Q2")),
        ("2026-04-01 – 2026-03-01", None),
        ("2026-03-01", None),
        ("1/2/2026", None),
        ("from now to then", None),
    ],
)  # fmt: skip
def test_two_days_in_one_cell(written: str, ends: tuple[str, str] | None) -> None:
    assert ends_of(written) == ends
    assert named_range(f"Sprint 3 ({written})") == (("Sprint 3", *ends) if ends and "(" not in written else None)


PARTS = (
    "Issue key,Issue Type,Summary,Status,Parent,Assignee,Description,Inward issue link (Blocks)\n"
    "A-1,Epic,Whole,To Do,,,,\nA-2,Story,Story,To Do,A-1,Ada,,\nA-3,Sub-task,Part one,Done,A-2,Bo,How it is done,\n"
    "A-4,Sub-task,Part two,To Do,A-2,,,\nA-5,Story,Other,To Do,,,,A-3\n"
)


def test_sub_tasks_are_items_unless_somebody_says_otherwise(tmp_path: Path) -> None:
    bring_in(tmp_path, "jira", PARTS)
    assert len(files(tmp_path)) == 5


TREE = (
    "Issue key,Issue Type,Summary,Status,Parent\n"
    "A-3,Sub-task,Part one,Done,A-2\nA-1,Epic,Whole,To Do,\nA-2,Story,Story,To Do,A-1\nA-6,Story,Piece,To Do,A-2\nA-5,Sub-task,Orphan,To Do,Z-9\n"
)


def test_sub_tasks_are_work_below_what_they_are_a_part_of_and_no_import_changes_a_level(tmp_path: Path) -> None:
    bring_in(tmp_path, "jira", TREE)
    facts = {name.removeprefix("features/").removesuffix(".md"): text for name, text in files(tmp_path).items()}
    assert "level: task\nparent: a-2\n" in facts["a-3"]
    assert "level: task\n" in facts["a-5"]
    assert "parent:" not in facts["a-5"]
    assert "parent: a-2\n" in facts["a-6"]
    assert "level:" not in facts["a-6"]
    again = bring_in(tmp_path, "jira", TREE.replace("Part one", "Part 1"))
    assert [change.did for change in again.changes].count("updated") == 1
    assert "level: task\nparent: a-2\n" in files(tmp_path)["features/a-3.md"]


def test_what_would_be_a_part_of_itself_is_only_related(tmp_path: Path) -> None:
    bring_in(tmp_path, "linear", "ID,Title,Parent issue\nL-1,One,L-2\nL-2,Two,L-1\n")
    one, two = (files(tmp_path)[f"features/l-{n}.md"] for n in (1, 2))
    assert "level: story\nparent: l-2\n" in one
    assert "related:\n  - l-1\n" in two
    assert "level:" not in two


def test_sub_tasks_become_criteria_and_nothing_of_them_is_lost(tmp_path: Path) -> None:
    outcome = bring_in(tmp_path, "jira", PARTS, rules={"subtasks": "criteria"})
    written = files(tmp_path)
    assert list(written) == ["features/a-1.md", "features/a-2.md", "features/a-5.md"]
    text = written["features/a-2.md"]
    assert "\nacceptance:\n  - {text: Part one, done: true}\n  - Part two\n" in text or "acceptance: [" in text
    assert "### Sub-tasks\n\n> **Part one** (A-3)\n>\n> status: shipped" in text
    assert "How it is done" in text
    assert "depends_on:\n  - a-2" in written["features/a-5.md"]
    rows = {row[0]: row[1:3] for row in receipt.rows(outcome.changes, "roadmap")}
    assert rows["export.csv:4:1"] == ("roadmap/features/a-2.md", "folded")
    again = bring_in(tmp_path, "jira", PARTS, rules={"subtasks": "criteria"})
    assert {change.did for change in again.changes} == {"unchanged", "folded"}
    assert files(tmp_path) == written
    done = bring_in(tmp_path, "jira", PARTS.replace("Part two,To Do", "Part two,Done"), rules={"subtasks": "criteria"})
    assert "features/a-2.md" in {change.inside for change in done.changes if change.did == "updated"}
    assert files(tmp_path)["features/a-2.md"].count("done: true") == 2


def test_sub_tasks_can_be_left_out_and_the_receipt_says_so(tmp_path: Path) -> None:
    outcome = bring_in(tmp_path, "jira", PARTS, rules={"subtasks": "skip"})
    assert list(files(tmp_path)) == ["features/a-1.md", "features/a-2.md", "features/a-5.md"]
    assert "3 new, 2 skipped" in told(outcome)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("linear", "ID,Title,Parent issue,Status\nL-1,Whole,,Todo\nL-2,Part,L-1,Done\nL-3,Part of part,L-2,Todo\n"),
        (
            "pingcode",
            "标识,标题,工作项类型,父标识,状态\nL-1,Whole,用户故事,,进行中\nL-2,Part,子工作项,L-1,已完成\nL-3,Part of part,任务,L-2,新建\n",
        ),
    ],
)
def test_parts_of_features_are_sub_tasks_in_every_source(tmp_path: Path, source: str, text: str) -> None:
    bring_in(tmp_path, source, text, rules={"subtasks": "criteria"})
    (found,) = files(tmp_path).values()
    assert "{text: Part, done: true}" in found
    assert "Part of part" in found


def test_a_circle_of_parts_loses_nobody(tmp_path: Path) -> None:
    outcome = bring_in(tmp_path, "linear", "ID,Title,Parent issue\nL-1,One,L-2\nL-2,Two,L-1\n", rules={"subtasks": "criteria"})
    assert faults(outcome) == []
    assert len(files(tmp_path)) == 2


@pytest.mark.parametrize(
    "piece",
    [
        "@",
        "a@",
        "a.",
        "a@a.",
        " ",
        "<",
        "://",
        "https://",
        "x://a:",
        "?token=",
        "=",
        "(a@b",
        "-----BEGIN A PRIVATE KEY",
        "greenhopper",
        "~",
        " → ",
        "(",
        "[~accountid:",
    ],
)
def test_nothing_takes_long(piece: str) -> None:
    text = "@ =Bearer " + piece * 20_000  # a hang fails the run
    cleaned(text)
    cleaned(text, is_person=True)
    ends_of(text)
    named_range(text)
    SOURCES["jira"].table(Export("a.csv", f'Summary,Comment,Sprint\nOne,"{text}","{text}"\n'.encode()), Report())
