"""What holds for every file, whatever is in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pmsite.diagnostics import Report
from pmsite.read import body, front_matter
from pmsite.read.workspace import read_workspace

PIECES = [
    *(
        "---\n",
        "...\n",
        "\n",
        "\r\n",
        "\t",
        " ",
        "  ",
        "- ",
        "? ",
        ": ",
        ":",
        "#",
        " #",
        "'",
        '"',
        "[",
        "]",
        "{",
        "}",
        ",",
        "&a",
        "*a",
    ),
    *(
        "!",
        "!!str ",
        "|",
        ">",
        "@",
        "`",
        "%",
        "<<",
        "~",
        "null",
        "1",
        "true",
        "\\",
        "\\ud800",
        "\\x",
        "title",
        "a: b\n",
        "\ufeff",
        "\u202e",
    ),
    *("<!-- internal -->", "<!-- /internal -->", "```", "~~~~", "[a](", "> ", "é", "离", "\0", "\u2028"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
BYTES = st.one_of(st.binary(max_size=200), TEXTS.map(str.encode), TEXTS.map(lambda text: f"---\n{text}\n---\n{text}".encode()))
WORDS = st.text(
    st.characters(
        blacklist_categories=("Cc", "Cs", "Zl", "Zp"),
        blacklist_characters="\ufeff\ufffe\uffff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    ),
    max_size=30,
)
KEYS = st.text("abcdefghij_", min_size=2, max_size=8)
MAPPINGS = st.dictionaries(
    KEYS,
    st.recursive(WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8),
    max_size=6,
)
ANY_FILE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=400)


@ANY_FILE
@given(data=BYTES)
@example(data=b"---\n\xef\xbb\xbf: a\n---\n")
@example(data=b'---\n"\n---\n')
def test_any_bytes_are_a_record_or_faults_with_a_line(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "product.yml").write_bytes(data)
    (tmp_path / "a.md").write_bytes(data)
    report = Report()
    sources = read_workspace(tmp_path, "roadmap", report)
    for path, record in (("roadmap/product.yml", sources.settings), ("roadmap/a.md", next(iter(sources.records), None))):
        errors = [found for found in report if found.span.path == path and found.severity == "error"]
        assert (record is None) == bool(errors)
        last = len(re.split(rb"\r\n|\r|\n", data))
        assert all(1 <= found.span.line <= last for found in errors)
    for found in report:
        assert (found.message + found.hint).isprintable()
        assert not re.search(
            r"token|scalar|simple key|block mapping|flow (?:sequence|mapping)|context|expected", found.message + found.hint
        )


@settings(deadline=None, max_examples=300)
@given(data=MAPPINGS, flow=st.sampled_from([True, False, None]), wide=st.booleans())
def test_what_yaml_writes_comes_back_as_text(data: dict[str, Any], flow: bool | None, wide: bool) -> None:
    wide = wide or flow is not False  # a text that goes on in a flow list's own line looks like one whose quote was left open
    written = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow, width=1000 if wide else 20)
    report = Report()
    assert front_matter.read(written, "a.md", 2, report) == data, [found.message for found in report]


@settings(deadline=None, max_examples=300)
@given(data=MAPPINGS, flow=st.sampled_from([True, False]))
def test_marks_stand_at_the_keys_and_entries(data: dict[str, Any], flow: bool) -> None:
    written = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow, width=1000)
    lines = written.split("\n")
    found = front_matter.marks(written, 2)
    assert set(found) == set(paths(data))
    for path, (line, column) in found.items():
        rest = lines[line - 2][column - 1 :]
        key = path[-1]
        assert rest.startswith((f"{key}:", f"? {key}")) if isinstance(key, str) else rest and rest[0] not in " ,"


@settings(deadline=None, max_examples=500)
@given(
    text=st.one_of(
        TEXTS, st.builds(lambda data, flow: yaml.safe_dump(data, default_flow_style=flow, width=20), MAPPINGS, st.booleans())
    )
)
@example("a: {\nb: 1}\nb: 2\n")
@example("a: {b: 1,\nc: 1}\nc : 2\n")
@example("a: \u20281\nb: 2\n")
@example("b:1: 2\n")
@example("a: [b, c-d,  é.1 ] \n")
@example("a: [x, y, ]\n")
@example("离线: [离线, b]\n")
@example("a: [b, c] # [d]\n")
def test_a_place_that_is_found_without_a_parse_is_where_a_parse_finds_it(text: str) -> None:
    for path in paths(front_matter.read(text, "a.md", 2, Report()) or {}):
        assert front_matter.place_of(text, path, 2) == front_matter.marks(text, 2)[path]


def paths(value: object, before: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    entries: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        entries = list(value.items())
    elif isinstance(value, list):
        entries = list(enumerate(value))
    return [path for key, inner in entries for path in [(*before, key), *paths(inner, (*before, key))]]


@settings(deadline=None, max_examples=300)
@given(text=TEXTS)
def test_a_body_is_judged_alike_wherever_it_begins(text: str) -> None:
    first, later = body.faults(text, "a.md", 1), body.faults(text, "a.md", 101)
    assert [found.span.line + 100 for found in first] == [found.span.line for found in later]
