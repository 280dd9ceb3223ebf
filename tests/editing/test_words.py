"""Changes as they are said in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.diagnostics import Diagnostic
from pmsite.editing.said import word
from pmsite.editing.session import Session
from pmsite.editing.words import changing
from pmsite.pipeline import read
from pmsite.writing.refused import Refused
from tests.make import TODAY, write

SETTINGS = """\
name: P
audiences: {customers: {}}
fields:
  feature:
    milestones: {kind: map, values_are: date}
    partners: {kind: list, label: 合作伙伴}
"""
FILES = {
    "features/sync.md": """\
---
title: Sync
status: planned
tags: [mobile, web]
partners: [acme]
milestones: {"3.2": 2026-11}
acceptance:
  - {text: It is fast, done: false}
  - It is safe
tracks:
  build: {state: active}
---
""",
    "objectives/grow.md": """\
---
title: Grow
period: 2026-Q4
key_results:
  - {id: kr1, title: Teams, baseline: 1, target: 9, current: 2}
  - {id: kr.b, title: Notes, baseline: 1, target: 9}
---
""",
    "teams/web.md": "title: Web",
}


def said(tmp_path: Path, id: str, *words: str) -> tuple[list[str], list[str]]:
    """The lines that words take out, and put in."""
    root = write(tmp_path / "roadmap", FILES, SETTINGS)
    verdict = Session(root, "roadmap", TODAY).preview(lambda seen: changing(seen, [id], list(map(word, words))))
    assert verdict.ok, verdict.faults
    out: list[str] = []
    new: list[str] = []
    for change in verdict.files:
        before, after = ((text or b"").decode().splitlines() for text in (change.before, change.after))
        before, after = list(before), list(after)
        out += [line for line in before if line not in after]
        new += [line for line in after if line not in before]
    return out, new


@pytest.mark.parametrize(
    ("id", "say", "out", "new"),
    [
        ("sync", "status=building", ["status: planned"], ["status: building"]),
        ("sync", "team=web", [], ["team: web"]),
        ("sync", "tags+=desktop", ["tags: [mobile, web]"], ["tags: [mobile, web, desktop]"]),
        ("sync", "tags+=a, b", ["tags: [mobile, web]"], ["tags: [mobile, web, a, b]"]),
        ("sync", "tags-=mobile", ["tags: [mobile, web]"], ["tags: [web]"]),
        ("sync", "tags=one,two", ["tags: [mobile, web]"], ["tags: [one, two]"]),
        ("sync", 'tags=["a, b"]', ["tags: [mobile, web]"], ['tags: ["a, b"]']),
        ("sync", 'tags=a, "b, c"', ["tags: [mobile, web]"], ['tags: [a, "b, c"]']),
        ("sync", "tags=", ["tags: [mobile, web]"], []),
        ("sync", "supports=grow.kr1", [], ["supports: [grow.kr1]"]),
        ("sync", "partners+=umbrella", ["partners: [acme]"], ["partners: [acme, umbrella]"]),
        ("sync", "milestones.3.2=2026-12", ['milestones: {"3.2": 2026-11}'], ['milestones: {"3.2": 2026-12}']),
        ("sync", "milestones.4.0=2027", ['milestones: {"3.2": 2026-11}'], ['milestones: {"3.2": 2026-11, "4.0": 2027}']),
        (
            "sync",
            "acceptance.1.done=true",
            ["  - {text: It is fast, done: false}"],
            ["  - {text: It is fast, done: true}"],
        ),
        ("sync", "acceptance+=It is, above all, loved", [], ["  - It is, above all, loved"]),
        ("sync", "acceptance+={text: Loved, done: true}", [], ["  - {text: Loved, done: true}"]),
        ("sync", "acceptance-=It is safe", ["  - It is safe"], []),
        ("sync", "acceptance-=It is fast", ["  - {text: It is fast, done: false}"], []),
        ("sync", "tracks.build.owner=web", ["  build: {state: active}"], ["  build: {state: active, owner: web}"]),
        ("sync", "tracks.design.state=done", [], ["  design: {state: done}"]),
        ("sync", "for.customers.title=Work: anywhere", [], ["for:", '  customers: {title: "Work: anywhere"}']),
        ("sync", "score={reach: 5, impact: 2, confidence: 80%, effort: 3}", [], ['score: {reach: 5, impact: 2, confidence: "80%", effort: 3}']),
        ("grow", "key_results.kr1.current=40", None, ["  - {id: kr1, title: Teams, baseline: 1, target: 9, current: 40}"]),
        ("grow.kr1", "current=40", None, ["  - {id: kr1, title: Teams, baseline: 1, target: 9, current: 40}"]),
        ("grow", "key_results.kr.b.current=4", None, ["  - {id: kr.b, title: Notes, baseline: 1, target: 9, current: 4}"]),
        ("grow", "key_results-=kr.b", ["  - {id: kr.b, title: Notes, baseline: 1, target: 9}"], []),
        ("sync", "summary=a = b", [], ['summary: "a = b"']),
    ],
)  # fmt: skip
def test_a_word_changes_its_fact(tmp_path: Path, id: str, say: str, out: list[str] | None, new: list[str]) -> None:
    found = said(tmp_path, id, say)
    assert found[1] == new
    assert out is None or found[0] == out


@pytest.mark.parametrize(
    ("id", "say", "code", "message", "hint"),
    [
        ("sync", "status", "not-a-change", "status is no change", "write FIELD=VALUE, such as status=building or tags+=mobile"),
        ("sync", "=x", "not-a-change", "=x is no change", "write FIELD=VALUE, such as status=building or tags+=mobile"),
        ("synk", "status=idea", "unknown-item", "there is no item synk", "did you mean sync?"),
        ("sync", "statsu=idea", "unknown-key", "feature has no field statsu", "did you mean status?"),
        ("sync", "合作伙伴+=umbrella", "unknown-key", "feature has no field 合作伙伴", "did you mean partners?"),
        ("sync", "key_results.kr1.current=4", "unknown-key", "feature has no field key_results", None),
        ("grow", "key_results.kr1.curent=4", "unknown-key", "key_results.kr1 has no field curent", "did you mean current?"),
        ("grow", "key_results.kr9.current=4", "no-such-place", "key_results has no entry kr9", "name one of kr1, kr.b"),
        ("sync", "tags.9=x", "no-such-place", "tags has no entry 9", "it has 2 entries; += adds one"),
        ("sync", "tags.0=x", "no-such-place", "tags has no entry 0", "count its entries from 1"),
        ("sync", "status.x=1", "no-such-place", "status holds one value, in which there is no x", "write status=VALUE"),
        ("sync", "status+=idea", "not-a-list", "status is no list", "write status=idea to set it"),
        ("sync", "tags-=desktop", "not-in-list", "tags does not hold desktop", "it holds mobile, web"),
        ("sync", "id=other", "only-renamed", "an id stands in other files, too", "write `pmsite rename sync NEW`"),
        ("sync", "status=bilding", "unknown-status", "status: bilding is not a status of this workspace", None),
        ("sync", "score={reach: [", "unclosed-bracket", None, None),
    ],
)
def test_what_fits_nowhere_is_refused(tmp_path: Path, id: str, say: str, code: str, message: str | None, hint: str | None) -> None:
    root = write(tmp_path / "roadmap", FILES, SETTINGS)
    fault: Diagnostic
    try:
        verdict = Session(root, "roadmap", TODAY).preview(lambda seen: changing(seen, [id], [word(say)]))
        fault = verdict.faults[0]
    except Refused as refused:
        fault = refused.diagnostic
    assert fault.code == code
    assert message in (None, fault.message)
    assert hint in (None, fault.hint)


def test_of_many_items_only_those_lose_an_entry_that_have_it(tmp_path: Path) -> None:
    root = write(tmp_path / "roadmap", {**FILES, "features/map.md": "title: Map"}, SETTINGS)
    seen = read(root, "roadmap", TODAY)
    assert [wish.item for wish in changing(seen, ["sync", "map"], [word("tags-=web")]).operations] == ["sync"]
