"""What is just within a limit is read, what is just beyond is a fault at its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pmsite.diagnostics import Report
from pmsite.read import body, events, front_matter, limits
from pmsite.read.fault import HeadFault
from pmsite.read.workspace import read_workspace


def codes_of_head(head: str) -> list[str]:
    report = Report()
    front_matter.read(head, "a.md", 2, report)
    return [found.code for found in report]


def lines_of_body(text: str) -> list[int]:
    found = body.faults(text, "a.md", 10)
    assert {fault.code for fault in found} <= {"body-over-limit"}
    return [fault.span.line for fault in found]


@pytest.mark.parametrize(
    ("write", "limit", "code"),
    [
        (lambda n: "a: " + "[" * (n - 1) + "]" * (n - 1), limits.YAML_DEPTH, "nested-too-deep"),
        (lambda n: "".join(f"{' ' * level}a:\n" for level in range(n)), limits.YAML_DEPTH, "nested-too-deep"),
        (lambda n: "a: [" + "b," * (n - 3) + "]", limits.YAML_NODES, "too-many-values"),
        (lambda n: "a: " + "b" * (n - 3), limits.FRONT_MATTER_BYTES, "front-matter-too-large"),
        (lambda n: "a: " + "é" * ((n - 3) // 2) + "b" * ((n - 3) % 2), limits.FRONT_MATTER_BYTES, "front-matter-too-large"),
    ],
)
def test_front_matter(write: Callable[[int], str], limit: int, code: str) -> None:
    assert codes_of_head(write(limit)) == []
    assert codes_of_head(write(limit + 1)) == [code]


def test_a_long_text() -> None:
    assert events.walk("a: " + "b" * limits.SCALAR_CHARACTERS)
    with pytest.raises(HeadFault, match="too long"):
        events.walk("a: " + "b" * (limits.SCALAR_CHARACTERS + 1))


@pytest.mark.parametrize("head", ["a: " + "[" * 25_000, "a: " + "{b: " * 12_000, "- " * 30_000, "? " * 30_000, "[{" * 30_000])
def test_nesting_ends_no_process(head: str) -> None:
    assert len(codes_of_head(head)) == 1


@pytest.mark.parametrize(
    ("write", "limit"),
    [
        (lambda n: "x" * n, limits.BODY_LINE),
        (lambda n: "[ " * n, limits.OPEN_BRACKETS),
        (lambda n: "![[" * (n // 2) + "[" * (n % 2), limits.OPEN_BRACKETS),
        (lambda n: "[a](" * n, limits.OPEN_BRACKETS),
        (lambda n: "[a\n" * n, limits.OPEN_BRACKETS),
        (lambda n: ">" * n, limits.NESTED_BLOCKS),
        (lambda n: "> " * n, limits.NESTED_BLOCKS),
        (lambda n: "- " * n + "x", limits.NESTED_BLOCKS),
        (lambda n: "> 1. " * (n // 2) + "> " * (n % 2) + "x", limits.NESTED_BLOCKS),
        (lambda n: "\t" * n + "x", limits.NESTED_BLOCKS),
        (lambda n: "  " * n + "x", limits.NESTED_BLOCKS),
        *((lambda n, mark=mark: f"{mark}a" * n, limits.EMPHASIS_MARKS) for mark in "*_^~"),
        (lambda n: "*\n" * n, limits.EMPHASIS_MARKS),
    ],
)
def test_body(write: Callable[[int], str], limit: int) -> None:
    assert lines_of_body(f"x\n\n{write(limit)}\n") == []
    assert lines_of_body(f"x\n\n{write(limit + 1)}\n") == [12]


@pytest.mark.parametrize(
    "text",
    [
        "[a](b) [c][d] [e] ![f](g(h)i) [![j](k)](l)\n" * 1000,
        "- [ ] task\n" * 1000,
        "**a** " * 250 + "\n\n" + "**a** " * 250 + "\n\n" + "**a** " * 250,
        "[ " * 150 + "\n\n" + "[ " * 150,
        "```\n" + "[" * 5_000 + "*" * 5_000 + "\n```\n",
        "  - x\n" * 5_000,
        "|a" * 2_000 + "|\n",
        "- - - - - -\n\n***\n\n___\n",
    ],
)
def test_a_body_may_hold(text: str) -> None:
    assert lines_of_body(text) == []


@pytest.mark.parametrize("text", ["```\n" + "[" * 5_000, "````\n```\n" + "[" * 5_000 + "\n```\n"])
def test_an_unclosed_code_block_is_no_shelter(text: str) -> None:
    assert lines_of_body(text) != []


def test_a_long_line_is_found_in_code_too() -> None:
    assert lines_of_body("```\n" + "x" * 20_001 + "\n```\n") == [11]


def test_a_file(tmp_path: Path) -> None:
    (tmp_path / "product.yml").write_text("name: x\n")
    start = "---\ntitle: x\n---\n"
    lines = "x" * 1_000 + "\n"
    within = start + lines * 1_040
    within += "x" * (limits.MARKDOWN_BYTES - len(within))
    (tmp_path / "a.md").write_text(within)
    (tmp_path / "b.md").write_text(within + "x")
    report = Report()
    sources = read_workspace(tmp_path, "roadmap", report)
    assert [record.inside for record in sources.records] == ["a.md"]
    assert [(found.code, str(found.span)) for found in report] == [("file-too-large", "roadmap/b.md")]
