"""Plans of operations drawn by chance, on workspaces drawn by chance, and what holds for each."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from pmsite.diagnostics import Severity
from pmsite.editing.plan import Plan
from pmsite.editing.session import Session
from pmsite.model.types import TYPES
from pmsite.pipeline import load
from pmsite.writing.operation import Add, Body, Create, Drop, Measure, Move, Operation, Remove, Rename, Set, Unset
from tests.fuzz import workspaces
from tests.make import TODAY

VALUES: tuple[Any, ...] = (
    "planned",
    "2026-Q4",
    "soon",
    "Two: words",
    "",
    "true",
    "80%",
    "feature-1",
    "objective-1.kr1",
    ["customers"],
    {"reach": "5"},
    "a\nb",
)


def drawn(random: Random, root: Path, ids: list[str]) -> Plan:
    """Some operations, of which many fit."""
    found = load(root, "roadmap", TODAY)
    wishes: list[Operation] = []
    for _ in range(random.randint(1, 4)):
        item = random.choice(ids)
        record = found.records.get(item)
        keys = list(record.data) if record else ["title"]
        key = random.choice([*keys, "status", "tags", "related", "visibility", "owner"])
        links = found.product.outgoing.get(item, ()) if found.product else ()
        wishes.append(
            random.choice(
                [
                    Set(item, (key,), random.choice(VALUES)),
                    Set(item, ("title",), "Another title"),
                    Unset(item, (key,)),
                    Add(item, (random.choice(["tags", "related"]),), random.choice(["x", *ids])),
                    Remove(item, links[0].place[:-1], links[0].written)
                    if links and len(links[0].place) > 1
                    else Unset(item, ("related",)),
                    Body(item, random.choice(["", "New words.\n", "See [it](feature-1.md).\n"])),
                    Create(random.choice(["new-one", "NEW-one", item]), random.choice(TYPES).type, {"title": "New"}),
                    Rename(item, random.choice(["other-name", "other.name", item.upper(), *ids])),
                    Drop(item, random.choice(["refuse", "unset"])),
                    Move(item, random.choice(["features", "features/deep/er", "metrics/a", "", "elsewhere"])),
                    Measure(item, random.choice(["2026-11-23", "2020-01", "soon"]), "5", random.choice(["", "why"])),
                ]
            )
        )
    return Plan(tuple(wishes))


def broken(seed: int, folder: Path) -> str:
    """What is wrong with a plan that follows from a number, in a line."""
    random = Random(seed)
    root = folder / "roadmap"
    root.mkdir(parents=True)
    files = workspaces.plan(random, odd=random.choice((0.0, 0.0, 0.05)), most=8)
    workspaces.write(root, {name: text.encode() for name, text in files.items()})
    ids = sorted({Path(name).name.partition(".")[0] for name in files if name.endswith(".md")})
    editor, before = Session(root, "roadmap", TODAY), everything(root)
    errors = _errors(root)
    plan = drawn(random, root, ids)
    looked = editor.preview(plan)
    if everything(root) != before:
        return "preview: it wrote something"
    done = editor.apply(plan, seen=looked.digest)
    if done.faults != looked.faults or done.files != looked.files:
        return "apply: it says something else than the preview"
    if not done.ok:
        return "" if everything(root) == before else "refused: something was written"
    after = everything(root)
    meant = {**before, **{one.inside: one.after for one in done.files}}
    if after != {name: data for name, data in meant.items() if data is not None}:
        return "apply: other files than it says"
    renamed = any(isinstance(wish, (Rename, Move)) for wish in plan.operations)
    if not renamed and (new := _errors(root) - errors):
        return f"check: it finds {next(iter(new))}"
    if renamed and sum(_errors(root).values()) > sum(errors.values()):
        return "check: it finds more errors"
    if not done.files:
        return ""
    if not editor.undo().ok or everything(root) != before:
        return "undo: not everything is as it was"
    if not editor.redo().ok or everything(root) != after:
        return "redo: not everything is as it was"
    return ""


def _errors(root: Path) -> Counter[tuple[str, str, str]]:
    found = load(root, "roadmap", TODAY).report
    return Counter((fault.code, fault.span.path, fault.message) for fault in found if fault.severity is Severity.ERROR)


def everything(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
