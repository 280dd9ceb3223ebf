"""No text of a plan, no name of a file and no word of a message breaks out of any format."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmsite.comparison import text
from pmsite.comparison.markdown import comment
from pmsite.comparison.sections import Line, Section
from pmsite.diagnostics import Diagnostic, Report, Severity, Span
from pmsite.model.settings import Settings
from pmsite.reporting import sarif
from pmsite.reporting.registry import FORMATS
from pmsite.reporting.safe import one_line
from pmsite.reporting.selection import worst_first
from pmsite.reporting.sources import SourceLines
from pmsite.wording.differences import Teller
from tests.make import write
from tests.reporting.runner import Command, commands

HERE = Path(__file__).parent
PIECES = [
    "::error::x", "::add-mask::x", "::stop-commands::t", "::set-env name=A::b", "##[error]x", "##[add-path]/x", "#", "##", "[", "]", ":", "::",
    ",", "=", ";", "%", "%0A", "%250A", "\n", "\r", "\r\n", "\0", "\x1b[2J", "\x85", "\u2028", "\u202e", "\ufeff", "\ud800", "\u3000", " ",
    "\\", '"', "'", "<b>", "</details>", "<!--", "`", "```", "[x](https://e.example)", "@ada", "![x](y)", "|", "- ", "# ", "../", "/", "./",
    "结", "a",
]  # fmt: skip
TEXT = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
NAME = TEXT.map(lambda text: "roadmap/" + "".join(c for c in text if c not in "/\0") + ".md")
FAULT = st.builds(
    Diagnostic,
    st.sampled_from(["unknown-status", "yaml"]),
    st.sampled_from(list(Severity)),
    st.builds(Span, NAME, st.integers(0, 9), st.integers(0, 9)),
    TEXT,
    TEXT,
    st.lists(st.tuples(st.builds(Span, NAME, st.integers(0, 9)), TEXT), max_size=1).map(tuple),
)
TELLER = Teller("en", Settings(name="P"), {})
FAULTS = st.lists(FAULT, max_size=4)


def report(found: Iterable[Diagnostic]) -> Report:
    made = Report()
    made.extend(found)
    return made


def printed(form: str, found: Iterable[Diagnostic], root: Path = HERE) -> str:
    """What arrives at the other end of the pipe."""
    text = FORMATS[form](report(found), root).encode("utf-8", "backslashreplace")
    return text.decode("utf-8")


@given(FAULTS)
@settings(deadline=None)
def test_a_runner_recognises_our_own_commands_alone_and_reads_what_was_meant(found: list[Diagnostic]) -> None:
    told = commands(printed("github", found))
    names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.REMINDER: "notice", Severity.NOTICE: "notice"}
    expected = [
        Command(
            names[fault.severity],
            one_line(f"{fault.span} {fault.message}" + (f". {fault.hint}" if fault.hint else "")),
            {
                "file": one_line(fault.span.path),
                "line": str(fault.span.line or 1),
                **({"col": str(fault.span.column)} if fault.span.column else {}),
                "title": fault.code,
            },
        )
        for fault in sorted(report(found), key=lambda d: list(Severity).index(d.severity))
    ]
    assert told == expected


@pytest.mark.parametrize("form", sorted(set(FORMATS) - {"github"}))
@given(FAULTS)
@settings(deadline=None)
def test_a_runner_recognises_nothing_in_any_other_format(form: str, found: list[Diagnostic]) -> None:
    assert commands(printed(form, found)) == []


@pytest.mark.parametrize("form", ["text", "github", "markdown"])
@given(FAULTS)
@settings(deadline=None)
def test_what_a_person_reads_holds_nothing_that_acts_on_a_terminal(form: str, found: list[Diagnostic]) -> None:
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", printed(form, found))


@given(FAULTS)
@settings(deadline=None)
def test_the_quality_report_is_whole(found: list[Diagnostic]) -> None:
    entries = json.loads(printed("gitlab", found))
    assert len(entries) == len(report(found))
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    for entry, fault in zip(entries, worst_first(report(found)), strict=True):
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert entry["location"]["lines"]["begin"] >= 1
        assert entry["location"]["path"] == shown(fault.span.path)


@given(FAULTS)
@settings(deadline=None)
def test_the_log_of_an_analysis_is_whole(found: list[Diagnostic]) -> None:
    (run,) = json.loads(printed("sarif", found))["runs"]
    assert len(run["results"]) == len(report(found))
    assert {result["ruleId"] for result in run["results"]} == {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    uris = [place["artifactLocation"]["uri"] for place in places]
    assert sorted(unquote(uri) for uri in uris) == sorted(shown(fault.span.path) for fault in report(found))
    assert all(re.fullmatch(r"roadmap/(?:[\w.~-]|%[0-9A-F]{2})+", uri, re.ASCII) for uri in uris)
    assert all(place["region"]["startLine"] >= 1 and place["region"].get("startColumn", 1) >= 1 for place in places)
    marks = [json.dumps(result["partialFingerprints"]) for result in run["results"]]
    assert len(set(marks)) == len(marks)


@given(FAULTS)
@settings(deadline=None)
def test_the_summary_has_a_line_for_each_fault_and_no_markup_of_theirs(found: list[Diagnostic]) -> None:
    text = printed("markdown", found)
    assert text.count("\n") == 2 + len(report(found))
    html = markdown.markdown(text, extensions=["tables"])
    assert set(re.findall(r"</?([a-z][a-z0-9]*)[^>]*>", html)) <= {"h3", "ul", "li", "strong", "p"}
    assert not re.search(r"[@#]\w|https?:/", text.replace("&#8203;", "\u200b"))


@given(TEXT, TEXT)
def test_a_runner_recognises_nothing_in_a_difference(subject: str, told: str) -> None:
    found = [Section("Dates", (Line(subject, told), Line(subject, told, "a")))]
    printed = [*(one_line(line) for line in text.lines(found, TELLER)), comment(found, TELLER, "main")]
    assert commands("\n".join(printed)) == []


def shown(path: str) -> str:
    """A path with the halves of pairs told as text, as no reader of JSON takes them."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def test_a_fault_keeps_its_marks_when_lines_above_it_move() -> None:
    def marks(form: str, line: int) -> list[str]:
        twice = [Diagnostic("yaml", Severity.ERROR, Span("roadmap/a.md", line + more), "bad") for more in (0, 5)]
        written = printed(form, twice)
        return re.findall(r'"(?:fingerprint|fault/v1)": "(\w+)"', written)

    for form in ("gitlab", "sarif"):
        assert len(set(marks(form, 3))) == 2
        assert marks(form, 3) == marks(form, 40)


def test_a_workbook_has_no_line_to_quote(tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").write_bytes(b"PK\x03\x04\x14\0\0\0 sheet\n")
    (tmp_path / "plan.csv").write_bytes("标题\n".encode("gb18030"))
    assert SourceLines(tmp_path).excerpt(Span("plan.xlsx", 1)) == ("", 0)
    assert SourceLines(tmp_path).excerpt(Span("plan.csv", 1))[0]


def test_a_flood_is_capped_with_the_errors_first() -> None:
    flood = [Diagnostic("yaml", Severity.WARNING, Span("roadmap/a.md", n), f"{n} " + "x" * 90) for n in range(1, 30_001)]
    flood += [Diagnostic("broken", Severity.ERROR, Span("roadmap/z.md", 1), "bad")]
    told = commands(printed("github", flood))
    assert told[0].name == "error"
    assert len(told) == 202
    assert told[10].data == "and 29991 more, which the log of this step tells: 29991 yaml"
    assert "pmsite: and 29800 more of yaml\n" in printed("github", flood)
    (run,) = json.loads(printed("sarif", flood))["runs"]
    assert (len(run["results"]), run["results"][0]["ruleId"]) == (sarif.MOST, "broken")
    assert "- and 29800 more\n" in printed("markdown", flood)
    kinds = [Diagnostic(f"code-{n % 99}", Severity.ERROR, Span("roadmap/a.md", n), "x" * 400) for n in range(1, 19_000)]
    assert len(printed("markdown", kinds).encode()) < 2**20
    assert re.search(r"- and \d+ more\n\Z", printed("markdown", kinds))


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_hostile_files_reach_no_runner_through_the_command(tmp_path: Path, form: str) -> None:
    lines = "title: x\nsummary: [::error::x\n::add-mask::roadmap\n  ::warning file=a::b\n##[error]x\n"
    write(
        tmp_path / "roadmap",
        {
            "features/a.md": f"---\n{lines}---\n",
            "features/b.md": "---\ntitle: '##[add-path]/x'\nstatus: '::error::x'\n---\n",
            "features/::error::x.md": "title: X",
            "features/a\n::error::x.md": "title: Y",
            "features/##[error]x.md": "title: Z\nstatus: x",
        },
    )
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1795392000"}
    done = subprocess.run(
        [sys.executable, "-I", "-m", "pmsite", "check", "--format", form],
        cwd=tmp_path, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert {command.name for command in commands(done.stdout + done.stderr)} <= (
        {"error", "warning"} if form == "github" else set()
    )
    if form == "github":
        assert all(command.properties["file"].startswith("roadmap/") for command in commands(done.stdout))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_line_is_quoted_as_it_was_written(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "nights.csv").write_bytes("日期,数值\r\n2026-11-23,2650\r\n".encode(encoding))
    assert SourceLines(tmp_path).excerpt(Span("nights.csv", 1)) == ("日期,数值", 0)
