"""Mistakes of the same kinds as those that were made: other fields, other marks, other languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.diagnostics import Diagnostic, Severity
from pmsite.pipeline import load
from tests.make import TODAY, write

SETTINGS = """\
name: P
audiences: {customers: {}, investors: {}}
statuses: {开发中: {stage: building, label: 开发中}}
fields: {feature: {maturity: {kind: choice, values: [alpha, beta]}, platforms: {kind: list}, size: {kind: number}}}
"""
BESIDE = {
    "features/sync.md": "title: Sync engine",
    "objectives/q4.md": "title: Q4\nkey_results: [{id: nights, title: Nights booked, target: 4, current: 2}]",
    "teams/core.md": "title: Core team",
}
LINES = [
    # quotes of other keyboards
    ("target: „2026-12“", "typographic („ “)", "write 2026-12"),
    ("target: « 2026-12 »", "typographic (« »)", "write 2026-12"),
    ("target: ‘2026-12’", "typographic (‘ ’)", "write 2026-12"),
    ("target: 「2026-Q4」", "typographic (「 」)", "write 2026-Q4"),
    ("target: “Q4 2026”", "not a date", "write 2026-Q4;"),
    ("depends_on: [“sync”]", "typographic (“ ”)", "write sync"),
    ("owner: “maya”", "typographic (“ ”)", "write maya"),
    ("maturity: “beta”", "typographic (“ ”)", "write beta"),
    ("size: “12”", "typographic (“ ”)", "write 12"),
    ("visibility: “customers”", "a list of audiences", "write [customers]"),
    ("score: {reach: “1200”, impact: 2, confidence: 80%, effort: 3}", "typographic (“ ”)", "write 1200"),
    ("summary: “Read, and edit.”", "a part of the text", 'write summary: "Read, and edit."'),
    ("tags: [a, “b, c”]", "the comma between them", 'write tags: [a, "b, c"]'),
    ("tags: [«a, b», „c, d“]", "the comma between them", 'write tags: ["a, b", "c, d"]'),
    (
        "acceptance: [{text: “Pay, then sail”, done: true}]",
        "the comma between them",
        'write acceptance: [{text: "Pay, then sail", done: true}]',
    ),
    # dashes, digits, marks of a Chinese keyboard
    ("target: 2026—12", "the — is a long dash", "write 2026-12"),
    ("target: 2026−12", "the − is a long dash", "write 2026-12"),
    ("target: ２０２６-１２", "the digits ２０２６ are full-width", "write 2026-12"),
    ("size: １２", "the digits １２ are full-width", "write 12"),
    ("depends_on: [sync；sync]", "the ； is a mark of the Chinese keyboard", "write [sync, sync]"),
    ("depends_on: 【sync、sync】", "the 、 is a mark of the Chinese keyboard", "write [sync, sync]"),
    ("tags: [移动端，离线]", "the ， is a mark of the Chinese keyboard", "write [移动端, 离线]"),
    ("platforms: [iOS，Android]", "the ， is a mark of the Chinese keyboard", "write [iOS, Android]"),
    ("visibility: [customers，investors]", "the ， is a mark of the Chinese keyboard", "write [customers, investors]"),
    (
        "score: {reach: 1200；impact: 2，confidence：80％，effort: 3}",
        "the ； here is a mark of the Chinese keyboard",
        "write score: {reach: 1200, impact: 2, confidence: 80%, effort: 3}",
    ),
    (
        "score: ｛reach：1200，impact：2，confidence：80％，effort：3｝",
        "named values are needed",
        "write {reach: 1200, impact: 2, confidence: 80%, effort: 3}",
    ),
    (
        "score: {reach：1200，impact：2，confidence：80％，effort：3}",
        "the ： here is a mark of the Chinese keyboard",
        "write score: {reach: 1200, impact: 2, confidence: 80%, effort: 3}",
    ),
    (
        "acceptance: [{text：离线可用}，{text: 自动合并，done：true}]",
        "the ： here is a mark of the Chinese keyboard",
        "write acceptance: [{text: 离线可用}, {text: 自动合并, done: true}]",
    ),
    ('status: "planned”', "is not the one that closes the value, ”", 'write status: "planned"'),
    ("summary：x", "the full-width ：", "write summary: x"),
    # words of other tools and of Chinese teams
    ("confidence: 高", "高 is not known here", "did you mean high?"),
    ("horizon: 以后", "以后 is not known here", "did you mean later?"),
    ("status: 进行中", "进行中 is not a status", "did you mean 开发中?"),
    ("status: Planned", "Planned is not a status", "write planned"),
    ("status: shiped", "shiped is not a status", "did you mean shipped?"),
    ("moscow: Must have", "not known here", "did you mean must?"),
    ("acceptance: [{text: a, done: 是}]", "neither true nor false", "write true"),
    ("tracks: {build: In progress}", "not known here", "did you mean active?"),
    ("负责人: 张伟", "负责人 is not a known key", "did you mean `owner`?"),
    ("assignee: maya", "assignee is not a known key", "did you mean `owner`?"),
    ("due: 2026-12", "due is not a known key", "did you mean `target`?"),
    ("blocked_by: [sync]", "blocked_by is not a known key", "did you mean `depends_on`?"),
    ("priority: high", "priority is not a known key", "`moscow` takes must"),
    ("jira: APP-1", "jira is not a known key", "`delivery: [APP-381]`"),
    ("story_points: 3", "story_points is not a known key", "effort: …"),
    ("evidence: [sync]", "evidence is not a known key", "did you mean `addresses`?"),
    ("probability: 3", "probability is not a known key", "items in risks/ have"),
    ("type: story", "story is not a type", "did you mean feature?"),
    ("type: 功能", "功能 is not a type", "did you mean feature?"),
    ("type: 故事", "故事 is not a type", "did you mean feature?"),
    ("type: 缺陷", "缺陷 is not a type", "did you mean problem?"),
    ("type: sub-task", "sub-task is not a type", "did you mean feature?"),
    ("type: OKR", "OKR is not a type", "did you mean objective?"),
    # titles in place of ids
    ("supports: [Nights booked]", "holds a space", "write q4.nights, the id of “Nights booked”"),
    ("depends_on: [sync engine]", "holds a space", "write sync, the id of “Sync engine”"),
    ("team: Core team", "holds a space", "write core, the id of “Core team”"),
    ("team: Core", "no team has the id Core", "did you mean core?"),
    # numbers and days
    ("target: 05/06/2026", "not a date", "write 2026-05-06 or 2026-06-05: 05/06/2026 can be read both ways"),
    ("target: 31.11.2026", "not a date", "November 2026 ends on 2026-11-30"),
    ("target: 2026-15-12", "no month 15", "write 2026-12-15"),
    ("target: Q5 2026", "not a date", "2026-Q1 to 2026-Q4"),
    ("target: 2026-H3", "not a date", "write 2026-H1 or 2026-H2"),
    ("target: 2027上半年", "not a date", "write 2027-H1"),
    ("target: Q4'26", "not a date", "write 2026-Q4"),
    ("target: 12/2026", "not a date", "write 2026-12"),
    ("target: 2026年Q4", "not a date", "write 2026-Q4"),
    ("target: ?", "a value cannot start with ?", 'target: "?"'),
    ("summary: ? Book", "a value cannot start with ?", 'summary: "? Book"'),
    ("target: 2026-12-31T00:00", "not a date", "write 2026-12-31"),
    ("score: {reach: 1.2万, impact: 2, confidence: 80%, effort: 3}", "not a number", "write it out: 12000"),
    ("score: {reach: 12k, impact: 2, confidence: 80%, effort: 3}", "not a number", "write it out: 12000"),
    ("score: {reach: €1200, impact: 2, confidence: 80%, effort: 3}", "not a number", "the number alone: 1200"),
    ("score: {reach: 2 650, impact: 2, confidence: 80%, effort: 3}", "not a number", "2650"),
    ("score: {reach: 9, impact: 2, confidence: high, effort: 3}", "high is not a number", "a percentage such as 80%"),
    ("score: {reach: 9, impact: 2, confidence: 0,8, effort: 3}", "the comma in 0,8 ends the value", "write 0.8"),
    # lists
    ("tags: [@a, #b]", "cannot start with @", 'tags: ["@a", "#b"]'),
    ("tags: [a, #b]", "is never closed", 'tags: [a, "#b"]'),
    ("tags: [fix #12, b]", "is never closed", 'tags: ["fix #12", b]'),
    ("summary: See #12 and #13", "a # after a space", 'summary: "See #12 and #13"'),
    ("depends_on: [sync; sync]", "it holds ;", "write sync, sync: commas set"),
    ("depends_on: sync; sync", "a list is needed here", "write [sync, sync]"),
    ("acceptance:\n  • First\n  • Second", "a list is needed here", "write [First, Second]"),
    ("acceptance:\n  - First\n  – Second", "this line begins with –", "write - Second"),
    ("acceptance:\n  * First\n  * Second", "this line begins with *", "write - First"),
    ("acceptance:\n  - {text: a}\n  {text: b}", "has no hyphen before it", "write - {text: b}"),
    ("raci: {responsible: @maya}", "cannot start with @", "write the name without the @"),
]


def told(root: Path, files: dict[str, str]) -> list[Diagnostic]:
    """What is said of a workspace that is sound besides some files."""
    return list(load(write(root, {**BESIDE, **files}, SETTINGS), "roadmap", TODAY).report)


@pytest.fixture(scope="module")
def of_lines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[str, str]]]:
    """By line, what is said of the item that holds it, all in one workspace."""
    files = {f"features/l{number}.md": f"title: A\n{line}" for number, (line, *_) in enumerate(LINES)}
    found: dict[str, list[tuple[str, str]]] = {line: [] for line, *_ in LINES}
    for fault in told(tmp_path_factory.mktemp("lines"), files):
        number = fault.span.path.rpartition("/l")[2].removesuffix(".md")
        if number.isdecimal():
            found[LINES[int(number)][0]].append((fault.message, fault.hint))
    return found


@pytest.mark.parametrize(("line", "says", "hint"), LINES, ids=[line[:40].replace("\n", " ") for line, *_ in LINES])
def test_a_line_is_answered_once(line: str, says: str, hint: str, of_lines: dict[str, list[tuple[str, str]]]) -> None:
    answers = of_lines[line]
    assert len(answers) == 1, answers
    assert says in answers[0][0]
    assert hint in answers[0][1]


FIRST_LINES = [
    ("title：全角冒号\nstatus: idea", "the full-width ：", "write title: 全角冒号"),
    ("title：全角冒号", "the full-width ：", "write title: 全角冒号"),
    ("标题: 甲", "标题 is not a known key", "did you mean `title`?"),
    ("title:", "title is missing", "write it after `title:`"),
    ('title: ""', "the title is missing", "what readers should call this"),
    ("title: “Whole”", "a part of the text", 'write title: "Whole"'),
]


@pytest.mark.parametrize(("head", "says", "hint"), FIRST_LINES)
def test_a_first_line_is_answered_once(tmp_path: Path, head: str, says: str, hint: str) -> None:
    found = [(fault.message, fault.hint) for fault in told(tmp_path, {"features/a.md": head}) if fault.span.path.endswith("a.md")]
    assert len(found) == 1, found
    assert says in found[0][0]
    assert hint in found[0][1]


@pytest.mark.parametrize(
    "line",
    [
        'title: "“Whole”"',  # meant: quotes of YAML's own stand around it
        "title: “Book” online",
        "title: 「弱网」支持",
        "title: 支持弱网，自动合并",
        'title: "a"\nsummary: ’tis the season',
    ],
)
def test_quotes_and_commas_inside_of_a_text_are_its_own(tmp_path: Path, line: str) -> None:
    assert not told(tmp_path, {"features/a.md": line})


FENCES = [
    ("———\ntitle: A\n———\n", "made of long dashes", "make --- the whole first line"),
    ("---\ntitle: A\n———\nText.\n", "is never closed", "line 3 is made of long dashes"),
    ("---\ntitle: A\nstatus: idea\n\nText.\n", "is never closed", "before line 4"),
    ("---\ntitle: A\n ---\nText.\n", "is never closed", "line 3 has a space before its hyphens: remove it"),
    ("---\ntitle: A\n--\nText.\n", "is never closed", "line 3 is “--”: write three hyphens there, ---"),
    ("---\ntitle: A\n***\nText.\n", "is never closed", "line 3 is “***”: write three hyphens there, ---"),
]


@pytest.mark.parametrize(("text", "says", "hint"), FENCES)
def test_fences_of_a_word_processor(tmp_path: Path, text: str, says: str, hint: str) -> None:
    root = write(tmp_path, BESIDE, SETTINGS)
    (root / "features/a.md").write_text(text, encoding="utf-8")
    found = [(fault.message, fault.hint) for fault in load(root, "roadmap", TODAY).report]
    assert any(says in message and hint in told for message, told in found), found


def test_a_text_in_gb18030_says_so(tmp_path: Path) -> None:
    root = write(tmp_path, BESIDE, SETTINGS)
    (root / "features/a.md").write_bytes("---\ntitle: 离线模式\n---\n正文\n".encode("gb18030"))
    (fault,) = load(root, "roadmap", TODAY).report
    assert fault.hint == "save the file as UTF-8; it is GB18030 (GBK) now"


TABLES = [
    ("date，value\n2026-11-16，5\n", "the ， is a mark of the Chinese keyboard", "write date,value"),
    ("date,value\n2026-11-16,\n", "this cell is empty", "write the number, or remove the row"),
]


@pytest.mark.parametrize(("table", "says", "hint"), TABLES)
def test_a_table_is_answered(tmp_path: Path, table: str, says: str, hint: str) -> None:
    (found,) = (f for f in told(tmp_path, {"metrics/m.md": "title: M", "metrics/m.csv": table}) if f.severity is Severity.ERROR)
    assert says in found.message
    assert hint in found.hint
