"""What is just within a limit is read, what is just beyond is a fault at its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pmsite.diagnostics import Report
from pmsite.read import body, events, front_matter, limits
from pmsite.read.fault import HeadFault
from pmsite.read.record import Record
from pmsite.read.spans import span_of
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
        *((lambda n, mark=mark: f"{mark}a" * n, limits.PARAGRAPH_MARKS) for mark in "*_^~"),
        (lambda n: "*\n" * n, limits.PARAGRAPH_MARKS),
    ],
)
def test_body(write: Callable[[int], str], limit: int) -> None:
    assert lines_of_body(f"x\n\n{write(limit)}\n") == []
    assert lines_of_body(f"x\n\n{write(limit + 1)}\n") == [12]


WHOLE: dict[str, tuple[Callable[[int], str], int, str]] = {
    "table rows": (lambda n: "|a|b\n|-|-\n" + "|1|2\n" * (n // 2 - 2), limits.TABLE_CELLS, "keep long tables in files"),
    "a table below a heading": (
        lambda n: "# a\na | b\n-|-\n" + "1 | 2\n" * (n // 2 - 2),
        limits.TABLE_CELLS,
        "keep long tables in files",
    ),
    "short rows under a wide header": (
        lambda n: "|a" * 999 + "\n" + "|-" * 999 + "\n" + "|\n" * (n // 999 - 2) + "\n",
        limits.TABLE_CELLS,
        "keep long tables in files",
    ),
    "paragraphs": (lambda n: "a\n\n" * n, limits.PARAGRAPHS, "another item"),
    "entries of lists": (lambda n: "- a\n" * n, limits.LIST_ITEMS, "another item"),
    "lists in lists": (lambda n: ("- " * 100 + "a\n\n") * (n // 100) + "> " * (n % 100) + "b\n", limits.LEVELS, "another item"),
    "footnotes": (lambda n: "a[^b] c\n\n" * n, limits.FOOTNOTES, "another item"),
    "definitions of links": (lambda n: "[a]: b\n" * n, limits.DEFINITIONS, "nothing uses"),
    "abbreviations": (lambda n: "*[a]: b\n\n" * n, limits.ABBREVIATIONS, "nothing uses"),
    "tables of contents": (lambda n: "[TOC]\n\n" * n + "# a\n\n" * 100, limits.CONTENTS, "one of them"),
    "tags": (lambda n: "<b><i>\n\n" * (n // 2) + "<b>\n" * (n % 2), limits.TAGS, "Markdown"),
    "tags that are never closed": (lambda n: "<a " * n, limits.OPEN_TAGS, "backticks"),
    "marks": (lambda n: ("`a` " * 500 + "\n\n") * (n // 1000) + "`" * (n % 1000), limits.INLINE_MARKS, "another item"),
    "code blocks": (lambda n: "```\na\n```\n" * n, limits.CODE_BLOCKS, "another item"),
    "code": (
        lambda n: "```\n" + ("a" * 999 + "\n") * ((n - 6) // 999) + "a" * ((n - 6) % 999) + "\n```\n",
        limits.CODE_CHARACTERS,
        "link to it",
    ),
}


@pytest.mark.parametrize("what", WHOLE)
def test_a_whole_body(what: str) -> None:
    """Told once, at the first line that is too much, with a hint that helps there."""
    write, limit, hint = WHOLE[what]
    assert lines_of_body(write(limit)) == []
    step = {"table rows": 2, "a table below a heading": 2, "short rows under a wide header": 999}.get(what, 1)
    text = write(limit + step)
    (fault,) = body.faults(text, "a.md", 1)
    assert hint in fault.hint
    assert lines_of_body(text + "\nmore\n" * 10) == [fault.span.line + 9]
    line = text.split("\n")[fault.span.line - 1]
    assert line


@pytest.mark.parametrize(
    ("write", "limit"),
    [
        (lambda n: "# a\n" * n, limits.TURNS),
        (lambda n: "a\n: b\n" * n, limits.TURNS),
        (lambda n: "a\n===\n" * n, limits.TURNS),
        (lambda n: "!!! note\n    a\n" * n, limits.TURNS),
        (lambda n: "***\n" * n, limits.TURNS),
        (lambda n: "a  \n" * n + "a", limits.LINE_BREAKS),
        (lambda n: "\\*" * (n // 2) + "\\" * (n % 2), limits.PARAGRAPH_MARKS),
        (lambda n: "- a " + "`" * n + "\n- b " + "`" * 1_000, limits.PARAGRAPH_MARKS),
        (lambda n: "a\n- " + "`" * (n - 1_000) + "\n- " + "`" * 1_000, limits.PARAGRAPH_MARKS),
    ],
)
def test_a_paragraph(write: Callable[[int], str], limit: int) -> None:
    assert lines_of_body(f"x\n\n{write(limit)}\n") == []
    assert lines_of_body(f"x\n\n{write(limit + 1)}\n") == [12]


def test_what_is_said_of_code_that_is_only_indented_can_be_done() -> None:
    code = "".join(f"    {'*' * 100}\n" for _ in range(limits.PARAGRAPH_MARKS // 100 + 1))
    (told,) = body.faults(f"See\n\n{code}", "a.md", 10)
    assert told.hint == "split it, or put it between lines of ``` where it is code"
    assert lines_of_body(f"See\n\n```\n{code}```\n") == []


def test_what_is_said_of_a_long_line_holds_for_one_in_code() -> None:
    (fault,) = body.faults("```\n" + "x" * 20_001 + "\n```\n", "a.md", 1)
    assert "code" not in fault.hint


def large_documents() -> dict[str, str]:
    """Texts of 200 kB as people write them."""
    words = "Words of an ordinary paragraph with a [link](a.md), some `code`, **bold** words and https://example.org/x. "
    return {
        "prose": "".join(f"## Part {at}\n\n{words * 4}\n\n" for at in range(450)),
        "notes": "- **Fixed**: the `sync` of large files, see [the plan](a.md)\n" * 3_300,
        "table": "| name | kind | about |\n|---|---|---|\n" + "| `name_of_it` | text | what it is for, in words |\n" * 4_200,
        "reference": "### `call(a, b)`\n\nDoes it, as was said in the words above, and no more than that.\n\n```python\ncall(1, 2)  # an example\n```\n\n: \n\n"
        * 2_000,
        "links": "".join(f"- Mended [#{at}]\n" for at in range(3_000))
        + "\n"
        + "".join(f"[#{at}]: https://tracker.example/acme/notes/issues/{at}\n" for at in range(3_000)),
        "questions": '??? question "How?"\n    So, as *said* before: with <kbd>Ctrl</kbd>.\n\n' * 2_800,
        "html": "<table>\n"
        + "<tr><td>name of it</td><td>text</td><td>what it is for, in words</td></tr>\n" * 1_200
        + "</table>\n\n"
        + (words * 4 + "\n\n") * 250,
        "code": "```text\n" + "a line of a long log of a program that ran\n" * 4_600 + "```\n",
    }


@pytest.mark.parametrize("what", large_documents())
def test_a_large_document_as_people_write_them_fits(what: str) -> None:
    text = large_documents()[what]
    assert len(text) > 190_000
    assert lines_of_body(text) == []


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


def test_the_places_in_a_long_list_are_found_by_one_look_at_it() -> None:
    words = [f"word-{at}" for at in range(5_000)]
    record = Record("a.md", "a.md", {}, f"related: [{', '.join(words)}]\n", 2)
    front_matter._columns_of.cache_clear()
    places = [span_of(record, "related", at).column for at in range(len(words))]
    assert [record.head[column - 1 :].partition(",")[0].rstrip("]\n") for column in places[::700]] == words[::700]
    assert front_matter._columns_of.cache_info().misses == 1
