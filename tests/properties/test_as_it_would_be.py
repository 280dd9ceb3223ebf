"""A plan with other files in the place of its own is the plan that it is once they are written."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from pmsite.memory import Memory
from pmsite.pipeline import load
from tests.fuzz import workspaces
from tests.make import TODAY

NAMES = (
    "features/a b.md",
    "features/CON.md",
    "features/deep/er/y.md",
    "metrics/metric-1.csv",
    "notes.txt",
    "changes/1.fixed.md",
    "features/é.md",
    "features/\u202e.md",
)


def told(root: Path, over: dict[str, bytes | None], memory: Memory | None = None) -> tuple[object, ...]:
    found = load(root, "roadmap", TODAY, memory, over)
    items = repr(found.product.items) if found.product else ""
    return list(found.report), items, found.files, sorted(found.unsound), sorted(found.translations)


def tried(seed: int, folder: Path) -> None:
    random = Random(seed)
    root, other = folder / "roadmap", folder / "other/roadmap"
    files = {name: text.encode() for name, text in workspaces.plan(random, odd=0.05, most=6).items()}
    new = {name: text.encode() for name, text in workspaces.plan(random, odd=0.05, most=6).items()}
    over: dict[str, bytes | None] = {name: random.choice([data, data, None]) for name, data in new.items() if random.random() < 0.6}
    over |= {
        name: random.choice([b"A line.", b"---\ntitle: T\n---\n", b"date,value\n2026-01,1\n", b"\xff", None])
        for name in random.sample(NAMES, random.randint(0, 3))
    }
    over |= {name: None for name in files if random.random() < 0.1 and name not in over}
    after = {name: data for name, data in {**files, **over}.items() if data is not None}
    for place, contents in ((root, files), (other, after)):
        place.mkdir(parents=True)
        workspaces.write(place, contents)
    memory = Memory()
    before = told(root, {}, memory)
    wanted = told(other, {})
    assert told(root, over) == wanted
    assert told(root, over, memory) == wanted
    assert told(root, {}, memory) == before


@given(st.integers(min_value=0, max_value=2**64))
@settings(max_examples=60, deadline=None)
def test_as_it_would_be_is_as_it_is_then(seed: int) -> None:
    with TemporaryDirectory() as folder:
        tried(seed, Path(folder))


def test_a_name_that_differs_in_case_alone_is_a_fault(tmp_path: Path) -> None:
    workspaces.write(
        tmp_path / "roadmap",
        {"product.yml": b"name: P\n", "metrics/m.csv": b"date,value\n", "metrics/m.md": b"---\ntitle: M\n---\n"},
    )
    for name in ("metrics/M.csv", "Metrics/n.md"):
        found = load(tmp_path / "roadmap", "roadmap", TODAY, over={name: b"---\ntitle: N\n---\n"})
        assert "names-differ-in-case" in [fault.code for fault in found.report]
