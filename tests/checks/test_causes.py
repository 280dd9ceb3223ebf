"""A file that cannot be read is one fault, told first; what only follows from it is told with it."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from types import MappingProxyType

import pytest

from pmsite.diagnostics import Report
from pmsite.pipeline import load
from pmsite.reporting.registry import FORMATS
from tests.make import write

DATA = Path(__file__).parents[3] / "shared/data"
DAY = date(2026, 11, 29)
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the plans are not beside this checkout")
MOST = 3
"""Findings that one broken file may add."""


def line(pattern: str, new: str) -> Callable[[bytes], bytes]:
    """Replace the first line that fits, if there is one."""
    return lambda data: re.sub(pattern.encode(), new.encode(), data, count=1, flags=re.MULTILINE)


def after_title(new: str) -> Callable[[bytes], bytes]:
    return line(r"^((?:title|name):.*\n)", rf"\1{new}\n")


BREAKAGES: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType(
    {
        "colon": line(r"^(title|name): ", r"\1: Node: "),
        "unclosed list": after_title("tags: [a, b"),
        "duplicated key": line(r"^((?:title|name):.*\n)", r"\1\1"),
        "tab": after_title("tags:\\n\\t- a"),
        "unknown key": after_title("titel: x"),
        "unknown status": line(r"^status:.*$", "status: nonsense"),
        "unknown audience": line(r"^visibility:.*$", "visibility: [nobody]"),
        "never closed": lambda data: data.replace(b"\n---\n", b"\n", 1),
        "not UTF-8": lambda data: data + b"\xff\xfe\xfa\n",
        "no bytes": lambda data: b"",
        "conflict": lambda data: b"<<<<<<< HEAD\n" + data + b"=======\n" + data + b">>>>>>> theirs\n",
        "conflict in facts": line(r"^((?:title|name):.*\n)", r"<<<<<<< HEAD\n\1=======\n\1>>>>>>> theirs\n"),
        "bad date": line(r"^(target|date|period|as_of|verified|expires): .*$", r"\1: 2026-13"),
        "no title": line(r"^(title|name):.*\n", ""),
        "other type": after_title("type: nothing"),
        "id of two words": after_title("id: two words"),
        "wrong shape": after_title("summary: [a, {b: c}]"),
        "control character": after_title("summary: a\x08b"),
        "too large": lambda data: data + b"x " * (1 << 19) + b"\n",
        "broken stage": line(r"stage: \w+", "stage: nonsense"),
        "broken kind": line(r"kind: \w+", "kind: nonsense"),
        "broken audience": line(r"^(audiences:\n  \w+:).*$", r"\1 [x]"),
        "no audiences": line(r"^audiences:$", "audienses:"),
        "open passage": lambda data: data + b"\n<!-- internal -->\nx\n",
        "value of a table": line(r"^(20[0-9-]+),[^,\n]*", r"\1,many"),
    }
)


def found(root: Path) -> Report:
    return load(root, "roadmap", DAY).report


@cache
def before(root: Path) -> int:
    return len(found(root))


def files(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.suffix in (".md", ".yml", ".csv"))


def check(plan: str, root: Path, name: str, kind: str) -> None:
    """Break a file of a plan, look what is said, and mend it."""
    path = root / name
    data = path.read_bytes()
    broken = BREAKAGES[kind](data)
    if broken == data:
        return
    path.write_bytes(broken)
    try:
        told = found(root)
    finally:
        path.write_bytes(data)
    said = [f"{d.span} {d.severity.value} {d.code}: {d.message}" for d in told]
    assert len(told) <= before(DATA / plan / "roadmap") + MOST, (name, kind, said[:12])
    if told.failed:
        assert next(iter(told)).span.path == f"roadmap/{name}", (name, kind, said[:4])
        assert {d.span.path for d in told if d.severity.value == "error"} == {f"roadmap/{name}"}, (name, kind, said[:12])


def copied(plan: str, to: Path) -> Path:
    shutil.copytree(DATA / plan / "roadmap", to / "roadmap")
    for folder, _, names in os.walk(to):
        for name in ("", *names):
            os.chmod(os.path.join(folder, name), 0o755 if not name else 0o644)
    return to / "roadmap"


@needs_data
@pytest.mark.parametrize("number", range(3))
def test_any_file_of_a_plan_broken_in_some_way_is_one_fault(tmp_path: Path, number: int) -> None:
    """Each file of a small plan, in ways that all come up."""
    root = copied("harbour", tmp_path)
    kinds = list(BREAKAGES)
    for at, name in enumerate(files(root)):
        check("harbour", root, name, kinds[(at * 7 + number * 9) % len(kinds)])


@needs_data
def test_a_file_of_a_large_plan_is_one_fault(tmp_path: Path) -> None:
    root, random = copied("kubernetes", tmp_path), Random(20261129)
    names = files(root)
    check("kubernetes", root, "teams/sig-node.md", "colon")
    for name in (*random.sample([name for name in names if not name.startswith("features/")], 2), *random.sample(names, 2)):
        check("kubernetes", root, name, random.choice(list(BREAKAGES)))


GOAL = "title: Goal\nkey_results: [{id: kr1, title: More, baseline: 0, target: 9}]"
PLAN = {
    "objectives/goal.md": GOAL,
    "features/a.md": "title: A\nstatus: planned\nsupports: [goal.kr1]",
    "features/b.md": "title: B\nstatus: planned\nsupports: [goal]\nrelated: [a]",
    "features/c.md": "---\ntitle: C\nstatus: planned\nsupports: [goal]\n---\nSee [the goal](../objectives/goal.md).\n",
    "objectives/goal.zh.md": "title: 目标",
}


@pytest.mark.parametrize("how", ["linked", "locked", "capital ending", "folder"])
def test_what_cannot_be_opened_owns_its_id_too(tmp_path: Path, how: str) -> None:
    root = write(tmp_path / "roadmap", PLAN)
    goal = root / "objectives/goal.md"
    if how == "linked":
        goal.rename(tmp_path / "goal.md")
        goal.symlink_to(tmp_path / "goal.md")
    elif how == "locked":
        goal.unlink()
        goal.mkdir()  # nobody may read it, whoever runs this
    elif how == "capital ending":
        goal.rename(root / "objectives/goal.MD")
    else:
        (root / "objectives").rename(tmp_path / "elsewhere")
        (root / "objectives").symlink_to(tmp_path / "elsewhere")
    told = list(found(root))
    assert len([d for d in told if d.severity.is_fault]) == 1, [f"{d.span} {d.message}" for d in told]
    assert told[0].is_cause
    assert len(told[0].follows) == 3


def test_what_follows_is_told_with_its_cause(tmp_path: Path) -> None:
    root = write(tmp_path / "roadmap", {**PLAN, "objectives/goal.md": GOAL.replace("title: Goal", "title: Goal: more")})
    told = found(root)
    cause = next(iter(told))
    assert [(str(at), words) for at, words in cause.follows] == [
        ("roadmap/features/a.md:4:12", "supports names goal.kr1"),
        ("roadmap/features/b.md:4:12", "supports names goal"),
        ("roadmap/features/c.md:4:12", "supports names goal"),
    ]
    assert "    and 3 that follow from it\n1 error\n" in FORMATS["text"](told, tmp_path)
    entry = json.loads(FORMATS["json"](told, tmp_path))["diagnostics"][0]
    assert (entry["is_cause"], len(entry["follows"]), entry["follows"][0]["path"]) == (True, 3, "roadmap/features/a.md")
    for form in ("markdown", "github", "gitlab", "sarif"):
        assert "and 3 that follow from it" in FORMATS[form](told, tmp_path), form
    (run,) = json.loads(FORMATS["sarif"](told, tmp_path))["runs"]
    assert len(run["results"][0]["relatedLocations"]) == 3


def test_causes_come_first_and_what_is_due_comes_last(tmp_path: Path) -> None:
    files = {
        "features/a.md": "title: A\ntarget: 2025\nstatus: planned",
        "features/z.md": "title: Z\nstatus: plannd",
        "launches/l.md": "title: L",
    }
    told = [d.code for d in found(write(tmp_path / "roadmap", {**files, "features/b.md": "title: B\nteam: nobody"}))]
    assert told == ["unknown-status", "unknown-reference", "launch-without-owner", "planned-in-the-past"]


def test_another_fault_of_a_plan_is_told_beside_one_of_its_settings(tmp_path: Path) -> None:
    settings = "name: P\naudiences: {customers: {}}\nstatuses: {done: {stage: shiped}}\n"
    plan = {"features/a.md": "title: A\nstatus: done\nvisibility: [customers]", "features/b.md": "title: B\nstatus: dnoe"}
    told = list(found(write(tmp_path / "roadmap", plan, settings)))
    assert [f"{d.span} {d.message}" for d in told] == [
        "roadmap/product.yml:3:19 stage: shiped is not known here",
        "roadmap/features/b.md:3:1 status: dnoe is not a status of this workspace",
    ]
    assert [str(at) for at, _ in told[0].follows] == ["roadmap/features/a.md:3:1"]
