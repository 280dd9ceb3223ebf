"""A workspace as a whole: what is missing, what is an item, what is read again."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from pmsite.diagnostics import Report
from pmsite.read.files import read_bytes
from pmsite.read.spans import span_of
from pmsite.read.workspace import Cache, read_workspace

ITEM = "---\ntitle: x\n---\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "roadmap"
    (root / "features").mkdir(parents=True)
    (root / "product.yml").write_text("name: Field Notes\n")
    (root / "features" / "a.md").write_text("---\ntitle: A\nscore: {reach: 010}\ntags: [x, no, ~, '~']\nowner:\n---\nBody.\n")
    (root / "features" / "b.md").write_text("---\ntitle: @x\n---\n")
    (root / "features" / "c.md").write_text("---\ntitle: C #1\n---\n")
    return root


def faults(report: Report) -> list[str]:
    return [f"{found.span} {found.code}" for found in report]


def test_a_record(root: Path) -> None:
    sources = read_workspace(root, "plans", Report())
    record = sources.records[0]
    assert (record.path, record.inside) == ("plans/features/a.md", "features/a.md")
    assert record.data == {"title": "A", "score": {"reach": "010"}, "tags": ["x", "no", None, "~"], "owner": None}
    assert (record.body, record.body_line, record.head_line) == ("Body.\n", 7, 2)
    assert str(span_of(record, "score", "reach")) == "plans/features/a.md:3:9"
    assert str(span_of(record, "tags", 1)) == "plans/features/a.md:4:11"
    assert str(span_of(record, "tags", 9)) == "plans/features/a.md:4:1"
    assert sources.settings is not None
    assert (sources.settings.inside, sources.settings.data) == ("product.yml", {"name": "Field Notes"})
    assert str(span_of(sources.settings, "name")) == "plans/product.yml:1:1"


def test_no_workspace(tmp_path: Path) -> None:
    report = Report()
    sources = read_workspace(tmp_path / "roadmap", "roadmap", report)
    assert (sources.settings, sources.records, sources.files) == (None, (), frozenset())
    assert faults(report) == ["roadmap no-workspace"]
    assert "pmsite init" in next(iter(report)).hint


def test_a_workspace_that_is_a_link(root: Path) -> None:
    (root.parent / "linked").symlink_to(root)
    report = Report()
    assert read_workspace(root.parent / "linked", "linked", report).records == ()
    assert faults(report) == ["linked symbolic-link"]


@pytest.mark.parametrize(
    ("other", "hint"),
    [(None, "pmsite init"), ("product.yaml", "rename"), ("plan/product.yml", "the folder plan in it has one: name plan")],
)
def test_no_settings(root: Path, other: str | None, hint: str) -> None:
    (root / "product.yml").unlink()
    if other:
        (root / other).parent.mkdir(exist_ok=True)
        (root / other).write_text("name: x\n")
    report = Report()
    sources = read_workspace(root, "roadmap", report)
    assert "roadmap/product.yml no-settings" in faults(report)
    assert any(hint in found.hint for found in report)
    assert len(sources.records) == 2


def test_markdown_elsewhere_is_an_item_only_where_it_names_a_type(root: Path) -> None:
    (root / "README.md").write_bytes(b"Read \xff me.\n")
    (root / "guide.md").write_text("---\ntitle: x\n---\ntype: feature\n")
    (root / "typed.md").write_bytes(b"\xef\xbb\xbf---\r\ntype: feature\r\n---\r\n")
    (root / "broken.md").write_text("---\ntitle: x\ntype: feature\n")
    report = Report()
    sources = read_workspace(root, "roadmap", report, lambda inside: inside.startswith("features/"))
    assert [record.inside for record in sources.records] == ["features/a.md", "features/c.md", "typed.md"]
    assert sources.files == {"README.md", "guide.md"}
    assert "roadmap/broken.md:1:1 front-matter-not-closed" in faults(report)


def test_only_what_changed_is_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def noting(path: str, limit: int) -> bytes:
        opened.append(os.path.basename(path))
        return read_bytes(path, limit)

    monkeypatch.setattr("pmsite.read.workspace.read_bytes", noting)
    monkeypatch.setattr("pmsite.read.recent.RECENT", 0)
    cache: Cache = {}
    first, second = Report(), Report()
    before = read_workspace(root, "roadmap", first, cache=cache)
    assert opened == ["a.md", "b.md", "c.md", "product.yml"]
    assert faults(first) == ["roadmap/features/b.md:2:8 value-needs-quotes", "roadmap/features/c.md:2:10 comment-in-value"]

    opened.clear()
    cache = pickle.loads(pickle.dumps(cache))
    assert read_workspace(root, "roadmap", second, cache=cache) == before
    assert (opened, faults(second)) == ([], faults(first))

    (root / "features" / "b.md").write_text("---\ntitle: x\n---\n")
    (root / "features" / "c.md").unlink()
    third = Report()
    after = read_workspace(root, "roadmap", third, cache=cache)
    assert opened == ["b.md"]
    assert [record.inside for record in after.records] == ["features/a.md", "features/b.md"]
    assert faults(third) == []
    assert sorted(cache) == ["roadmap/features/a.md", "roadmap/features/b.md", "roadmap/product.yml"]


def test_a_file_that_had_just_changed_is_read_again_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache: Cache = {}
    first = read_workspace(root, "roadmap", Report(), cache=cache)
    cache["roadmap/features/a.md"] = (*cache["roadmap/features/a.md"][:2], None, (), True)
    monkeypatch.setattr("pmsite.read.recent.RECENT", 0)
    again = read_workspace(root, "roadmap", Report(), cache=cache)
    assert again.rewritten == {"features/a.md"}
    assert [found is known for found, known in zip(again.records, first.records, strict=True)] == [False, True]
    assert not any(known[4] for known in cache.values())
    assert not read_workspace(root, "roadmap", Report(), cache=cache).rewritten


def test_a_change_that_keeps_the_size_is_seen(root: Path) -> None:
    cache: Cache = {}
    read_workspace(root, "roadmap", Report(), cache=cache)
    path = root / "features" / "a.md"
    path.write_text(path.read_text().replace("title: A", "title: Z"))
    os.utime(path, ns=(1, 1))
    assert read_workspace(root, "roadmap", Report(), cache=cache).records[0].data["title"] == "Z"
