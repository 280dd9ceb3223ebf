"""A workspace that was read ahead is the workspace as it is read anyway."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.diagnostics import Report
from pmsite.model.load import must_be_item
from pmsite.read import prefetch
from pmsite.read.files import walk
from pmsite.read.workspace import Cache, Sources, read_workspace

FILES = {
    "product.yml": "name: P\n",
    "README.md": "About this folder.\n",
    "notes/plan.md": "---\ntitle: Not an item\n---\n",
    "notes/other.md": "---\ntype: feature\ntitle: An item by its own word\n---\n",
    "vision.md": "---\ntitle: V\n---\n",
    "features/a.md": "---\ntitle: A\ntags: [x, y]\n---\nText.\n",
    "features/离线.md": "---\ntitle: 离线\n---\n",
    "features/unclosed.md": "---\ntitle: Unclosed\n",
    "features/twice.md": "---\ntitle: A\ntitle: B\n---\n",
    "features/binary.md": "\udcff",
    "features/series.csv": "date,value\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    return tmp_path


def read(root: Path, cache: Cache | None = None) -> tuple[Sources, list[object]]:
    report = Report()
    sources = read_workspace(root, "roadmap", report, must_be_item, cache)
    return sources, list(report)


def ahead(root: Path, prefix: str = "roadmap") -> Cache:
    with prefetch.Prefetch(root, prefix) as found:
        found.fill(walk(str(root), prefix, Report()), must_be_item)
        return found


@pytest.mark.parametrize("processors", [0, 1, 3, 50])
@pytest.mark.parametrize("meanwhile", [0, 1, 2, 1000])
def test_the_same_is_read_on_any_number_of_processors(
    root: Path, processors: int, meanwhile: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prefetch, "spare_processors", lambda: processors)
    monkeypatch.setattr(prefetch, "MEANWHILE", meanwhile)
    cache = ahead(root)
    assert set(cache) == (
        {f"roadmap/{name}" for name in FILES if must_be_item(name) and name.endswith(".md")} | {"roadmap/product.yml"}
        if processors
        else set()
    )
    assert read(root, cache) == read(root)
    with prefetch.Prefetch(root, "roadmap") as begun:
        assert read(root, begun) == read(root)


def test_what_was_read_ahead_is_not_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefetch, "spare_processors", lambda: 1)
    known = ahead(root)
    changed, size, record, _, _ = known["roadmap/features/a.md"]
    assert record is not None
    assert dict(record.data) == {"title": "A", "tags": ["x", "y"]}
    marked = (changed, size, record, (), False)
    known["roadmap/features/unclosed.md"] = known["roadmap/features/unclosed.md"][:2] + marked[2:]
    assert [found.inside for found in read(root, known)[0].records].count("features/a.md") == 2


def test_a_file_that_changes_meanwhile_is_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefetch, "spare_processors", lambda: 1)
    cache = ahead(root)
    (root / "features/a.md").write_text("---\ntitle: Another\n---\n", encoding="utf-8")
    assert [r.data["title"] for r in read(root, cache)[0].records if r.inside == "features/a.md"] == ["Another"]


def test_a_folder_that_is_not_there_has_nothing_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefetch, "spare_processors", lambda: 2)
    assert ahead(tmp_path / "none", "none") == {}
