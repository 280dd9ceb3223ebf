"""What a document may hold: all that files may, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as testing
from hypothesis import strategies as st

from pmsite.diagnostics import Report
from pmsite.plan.document import PlanItem
from pmsite.plan.read import Unknown
from pmsite.read.limits import YAML_DEPTH
from tests.make import load
from tests.plan.told import loaded, published, workspace

SETTINGS = "name: P\naudiences: {customers: {}}\nfields: {feature: {own: {kind: map}, words: {kind: list}}}\n"
HEAD: dict[str, Any] = {
    "format": "pmsite-plan",
    "version": 2,
    "day": "2026-11-23",
    "audience": "team",
    "settings": {
        "name": "P",
        "audiences": {"customers": {}},
        "fields": {"feature": {"own": {"kind": "map"}, "words": {"kind": "list"}}},
    },
}
ITEM: dict[str, Any] = {"type": "feature", "id": "a", "path": "features/a.md", "facts": {"title": "A"}}


def told(*items: dict[str, Any], **head: Any) -> str:
    return json.dumps(HEAD | head | {"items": list(items) or [ITEM]})


def is_accepted_as_files(item: dict[str, Any]) -> bool:
    try:
        own = PlanItem.model_validate(item)
    except ValueError:
        return False
    try:
        files = {own.path: own.text(own.path)}
        _, report = load(files, SETTINGS)
    except UnicodeEncodeError:
        return False
    return not report.failed


ODD = [
    "", " ", "a", "A: b", "#x", "- x", "null", "~", "true", "1.10", "0x1f", "a\nb", "a\n\n", "\ta", "a\x00b", "a\x1bb", "a\x7fb", "a\x85b",
    "a\u2028b", "a\u202eb", "\ufeffa", "a\u3000b", "a\u00a0b", "\ud800", "a\rb", "<!-- internal -->", "<b>", "&amp;", "＜！", "<<<<<<< a",
    "=======", ">>>>>>> b", "a\n<<<<<<< ours\nb", "[x]", "{x}", "'", '"', "\\", "@a", "`a`", "%a", "!a", "&a", "*a", "x" * 5000,
    "x" * 70_000, "x" * 100_001, "好" * 20_000, "---", "a\n---\nb", "...", "? a", "| a", "> a",
]  # fmt: skip
texts = st.sampled_from(ODD) | st.text(max_size=8)
values = st.recursive(texts, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=6)
BODIES = ["", "Text.\n", "a\x00", "a\x1b[0m", "a\u202eb", "x" * 20_001, "x" * 20_000, "> " * 201 + "a", "> " * 200 + "a", "<b>" * 10_001,
    "<<<<<<< a\n=======\n>>>>>>> b\n", "=======\n>>>>>>> b\n", "<!-- internal -->\na\n<!-- /internal -->\n", "<!-- internal -->\n", "<!-- a",
    "[" * 201, "a\r\nb", "\ufeffa", "---\n", "...\n", "\n" * 3, "x\n" * 600_000]  # fmt: skip


@testing(max_examples=150, deadline=None)
@given(
    st.fixed_dictionaries(
        {"title": texts},
        optional={"summary": texts, "tags": values, "own": values, "words": values, "related": values, "for": values},
    ),
    st.sampled_from(BODIES) | st.text(max_size=20),
)
def test_a_document_is_accepted_exactly_when_its_files_would_be(facts: dict[str, Any], body: str) -> None:
    item = ITEM | {"facts": facts, "body": body}
    assert (loaded(told(item)) is not None) == is_accepted_as_files(item)


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_so_is_every_text(body: str) -> None:
    item = ITEM | {"body": body}
    assert (loaded(told(item)) is not None) == is_accepted_as_files(item)


@pytest.mark.parametrize("depth", [YAML_DEPTH - 2, YAML_DEPTH - 1, YAML_DEPTH, YAML_DEPTH + 1])
@pytest.mark.parametrize("inner", ["[]", '["a"]', '{"a": "b"}'])
def test_so_is_every_depth(depth: int, inner: str) -> None:
    item = ITEM | {"facts": {"title": "A", "own": {"x": json.loads("[" * (depth - 2) + inner + "]" * (depth - 2))}}}
    assert (loaded(told(item)) is not None) == is_accepted_as_files(item)


@testing(max_examples=60, deadline=None)
@given(
    st.fixed_dictionaries({"title": st.just("A")}, optional={"summary": texts, "tags": st.lists(texts, max_size=3)}),
    st.text(max_size=30),
)
def test_what_is_accepted_says_what_its_files_would_say(facts: dict[str, Any], body: str) -> None:
    item = ITEM | {"facts": facts, "body": body}
    found = loaded(told(item))
    if found is not None:
        own = PlanItem.model_validate(item)
        there, report = load({own.path: own.text(own.path)}, SETTINGS)
        assert not report.failed
        left = {"path": "", "body_line": 0}
        assert {**dict(found.loaded.items["a"]), **left} == {**dict(there.items["a"]), **left}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (told(version=3), "plan.json:1 this plan is of version 3; this pmsite reads version 2"),
        (told(ITEM, ITEM | {"path": "features/b.md"}), "plan.json#2 the id a stands in two items: plan.json#1 and here"),
        (told(audience="board"), "plan.json:1 the plan is for board, and its settings know no such audience"),
        (told().replace('"version": 2', '"version": 2, "version": 2'), "plan.json an entry of the JSON names version twice"),
        (told(*({**ITEM, "id": f"a{n}", "path": f"features/a{n}.md"} for n in range(3)), items_fit=2), "more is not a known key"),
        ("[" * 100_000 + '"pmsite-plan"', "plan.json the JSON is nested too deep"),
        (told(ITEM | {"facts": {"title": "A", "status": "calm"}}), "plan.json#1 features/a.md: status: calm is not a status"),
    ],
    ids=["version", "twice", "audience", "key twice", "unknown", "deep", "status"],
)
def test_what_a_document_may_not_hold_is_told_with_its_place(text: str, message: str) -> None:
    report = Report()
    message = message.replace("more is", "items_fit is")
    assert loaded(text, report) is None
    assert any(message in f"{d.span} {d.message}" for d in report), [f"{d.span} {d.message}" for d in report]


def test_more_items_than_fit_are_refused_before_they_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    from pmsite.plan import read

    monkeypatch.setattr(read, "ITEMS", 2)
    report = Report()
    assert loaded(told(ITEM, ITEM, ITEM), report) is None
    assert [d.message for d in report] == ["the plan holds 3 items: 2 fit"]


NEWER = told(
    ITEM
    | {
        "mood": "calm",
        "facts": {"title": "A", "aura": "blue", "score": {"reach": 1, "impact": 2, "confidence": "80%", "effort": 1, "luck": 3}},
    },
    {"type": "dream", "id": "d", "path": "dreams/d.md", "facts": {"title": "D"}},
    {**ITEM, "id": "b", "path": "features/b.md", "facts": {"title": "B", "tracks": {"build": {"state": "done", "luck": "high"}}}},
    writer="9.0.0",
    later={"a": 1},
    settings={**HEAD["settings"], "moods": {"calm": {}}, "audiences": {"customers": {"mood": "calm"}}},
)


def test_what_a_later_writer_knows_besides_is_left_out_and_told_where_a_plan_is_read() -> None:
    report, unknown = Report(), Unknown()
    found = loaded(NEWER, report, unknown)
    assert found is not None, [f"{d.span} {d.message}" for d in report]
    assert sorted(found.loaded.items) == ["a", "b"]
    assert set(unknown.names) == {
        "later", "mood", "dream items", "moods of product.yml", "audiences.customers.mood of product.yml",
        "aura of a feature", "score.luck of a feature", "tracks.build.luck of a feature",
    }  # fmt: skip
    from pmsite.diagnostics import Span

    unknown.tell(Span("plan.json", 1), found.plan.writer, report)
    assert [d.severity.value for d in report] == ["notice"]
    assert (
        "and 3 more: this pmsite does not know them, and leaves them out of the plan, which pmsite 9.0.0 wrote"
        in next(iter(report)).message
    )


def test_an_import_stays_strict() -> None:
    assert loaded(NEWER) is None


def test_a_document_of_the_first_version_is_read() -> None:
    found = loaded(told(version=1))
    assert found is not None
    assert list(found.loaded.items) == ["a"]


def test_all_below_the_first_line_is_the_same_on_any_day() -> None:
    with TemporaryDirectory() as folder:
        Path(folder, "x").touch()
    one = published(workspace({"features/a.md": "title: A"}, "name: P\n"), "team")
    first, rest = one.split("\n", 1)
    assert json.loads(first.removesuffix(",") + "}") == {
        "format": "pmsite-plan",
        "version": 2,
        "writer": json.loads(one)["writer"],
        "day": "2026-11-23",
    }
    assert "2026-11-23" not in rest
    assert json.loads(one)["items"][0]["counts"] is True
