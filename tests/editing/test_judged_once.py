"""An edit is judged once: what was found before it was written is known of it as it stands, and is what a check from scratch finds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from pmsite import checks
from pmsite.diagnostics import Diagnostic
from pmsite.editing.plan import Plan
from pmsite.editing.session import Session
from pmsite.judged import Judged
from pmsite.memory import Memory
from pmsite.pipeline import judge, load, read
from pmsite.workspace import Workspace
from pmsite.writing.operation import Create, Measure, Rename, Set, Unset
from tests.editing.plans import drawn
from tests.fuzz import workspaces
from tests.make import PICTURE, TODAY, write

PLAN: dict[str, str | bytes] = {
    "features/one.md": "---\ntitle: One\nstatus: building\n---\n![p](p.png) and [two](two.md)\n",
    "features/two.md": "---\ntitle: Two\nstatus: idea\n---\nText.\n",
    "metrics/m.md": "title: M",
    "metrics/m.csv": "date,value\n2026-10-01,4\n",
    "features/p.png": PICTURE,
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """How often the rules are asked."""
    times: list[object] = []
    run: Any = checks.run

    def counted(*given: Any) -> None:
        times.append(given)
        run(*given)

    monkeypatch.setattr(checks, "run", counted)
    return times


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "roadmap", PLAN)


def findings(workspace: Workspace) -> set[Diagnostic]:
    return set(workspace.report)


def stands(root: Path, memory: Memory) -> Workspace:
    """The plan as somebody else reads it, who shares what was judged."""
    found = read(root, "roadmap", TODAY, memory)
    judge(found, memory)
    return found


@pytest.mark.parametrize(
    "wish",
    [
        Set("one", ("target",), "2026-Q4"),
        Unset("one", ("status",)),
        Create("three", "feature", {"title": "Three"}),
        Rename("two", "second"),
        Measure("m", "2026-11-01", "5"),
    ],
)
def test_rules_are_asked_once_for_an_edit(root: Path, asked: list[object], wish: Any) -> None:
    judged = Judged()
    session, other = Session(root, "roadmap", TODAY, Memory(judged=judged)), Memory(judged=judged)
    stands(root, other)
    session.look()
    assert len(asked) == 1
    assert session.apply(Plan((wish,))).ok
    assert len(asked) == 2
    seen = stands(root, other)
    assert findings(session.look()) == findings(seen)
    assert len(asked) == 2
    assert findings(load(root, "roadmap", TODAY)) == findings(seen)
    assert session.apply(Plan((Set("one", ("summary",), "Words"),))).ok
    assert len(asked) == 4  # the check from scratch, and the next edit


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("features/p.png", PICTURE + b" "),
        ("features/p.png", None),
        ("features/new.txt", b"x"),
        ("metrics/m.csv", b"date,value\n2026-10-01,5\n"),
        ("features/two.md", b"---\ntitle: Two\nstatus: idea\n---\nTexts\n"),
        ("product.yml", b"name: Q\n"),
    ],
)
def test_another_plan_is_judged_anew(root: Path, asked: list[object], path: str, content: bytes | None) -> None:
    memory = Memory(judged=Judged())
    stands(root, memory)
    if content is None:
        (root / path).unlink()
    else:
        (root / path).write_bytes(content)
    assert findings(stands(root, memory)) == findings(load(root, "roadmap", TODAY))
    assert len(asked) == 3


def test_another_day_is_another_plan(root: Path, asked: list[object]) -> None:
    memory = Memory(judged=Judged())
    stands(root, memory)
    judge(read(root, "roadmap", TODAY + timedelta(days=1), memory), memory)
    assert len(asked) == 2


def test_what_is_known_is_what_a_check_finds(tmp_path: Path) -> None:
    for seed in range(25):
        random, root = Random(seed), tmp_path / str(seed) / "roadmap"
        root.mkdir(parents=True)
        files = workspaces.plan(random, odd=random.choice((0.0, 0.05)), most=8)
        workspaces.write(root, {name: text.encode() for name, text in files.items()})
        ids = sorted({Path(name).name.partition(".")[0] for name in files if name.endswith(".md")})
        judged = Judged()
        session, other = Session(root, "roadmap", TODAY, Memory(judged=judged)), Memory(judged=judged)
        for _ in range(4):
            session.apply(drawn(random, root, ids))
            assert findings(stands(root, other)) == findings(load(root, "roadmap", TODAY)), seed
            assert findings(session.look()) == findings(load(root, "roadmap", TODAY)), seed
    assert replace(other).judged is judged
