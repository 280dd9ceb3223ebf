"""Regular files under sound names, and nothing that leads elsewhere or waits for ever."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pmsite.diagnostics import Report
from pmsite.read import files
from pmsite.read.workspace import Sources, read_workspace

ITEM = "---\ntitle: x\n---\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "roadmap"
    root.mkdir()
    (root / "product.yml").write_text("name: x\n")
    (root / "sound.md").write_text(ITEM)
    return root


def read(root: Path) -> tuple[Sources, list[str]]:
    report = Report()
    sources = read_workspace(root, "roadmap", report)
    return sources, [f"{found.span} {found.code}" for found in report]


def test_items_and_other_files_are_told_apart(root: Path) -> None:
    (root / "features" / "mobile").mkdir(parents=True)
    for name in ("features/b.md", "features/mobile/a.md", "features.md"):
        (root / name).write_text(ITEM)
    for name in ("features/map.png", "weekly active.csv", "notes.yml", ".hidden.md"):
        (root / name).write_bytes(b"\xff\0")
    sources, faults = read(root)
    assert faults == []
    assert [record.inside for record in sources.records] == ["features.md", "features/b.md", "features/mobile/a.md", "sound.md"]
    assert [record.path for record in sources.records][1] == "roadmap/features/b.md"
    assert sources.files == {"features/map.png", "weekly active.csv", "notes.yml"}


@pytest.mark.parametrize(
    ("lay", "fault"),
    [
        (lambda root: (root / "a.md").symlink_to(root / "sound.md"), "roadmap/a.md symbolic-link"),
        (lambda root: (root / "a.md").symlink_to("nowhere"), "roadmap/a.md symbolic-link"),
        (lambda root: (root / "linked").symlink_to("/"), "roadmap/linked symbolic-link"),
        (lambda root: (root / "loop").symlink_to("."), "roadmap/loop symbolic-link"),
        (lambda root: (root / "map.png").symlink_to(root / "sound.md"), "roadmap/map.png symbolic-link"),
        (lambda root: os.mkfifo(root / "a.md"), "roadmap/a.md not-a-regular-file"),
        (lambda root: (root / "a.md").mkdir(), "roadmap/a.md not-a-regular-file"),
        (lambda root: (root / "A.MD").write_text(ITEM), "roadmap/A.MD bad-file-name"),
        (lambda root: (root / "--output=x.md").write_text(ITEM), "roadmap/--output=x.md bad-file-name"),
        (lambda root: (root / "a\n::error::.md").write_text(ITEM), "roadmap/a\\u000a::error::.md bad-file-name"),
        (lambda root: (root / "a\u202edm.md").write_text(ITEM), "roadmap/a\\u202edm.md bad-file-name"),
        (lambda root: (root / "a%b").mkdir(), "roadmap/a%b bad-file-name"),
    ],
)
def test_a_fault_of_one_file_leaves_the_others(root: Path, lay: Callable[[Path], object], fault: str) -> None:
    lay(root)
    sources, faults = read(root)
    assert faults == [fault]
    assert [record.inside for record in sources.records] == ["sound.md"]
    assert sources.settings is not None


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="this system has no such names")
def test_a_name_that_is_not_utf_8(root: Path) -> None:
    (root / os.fsdecode(b"a\xff.md")).write_text(ITEM)
    assert read(root)[1] == ["roadmap/a\\udcff.md bad-file-name"]


def test_settings_that_are_a_link(root: Path) -> None:
    (root / "product.yml").rename(root.parent / "product.yml")
    (root / "product.yml").symlink_to(root.parent / "product.yml")
    sources, faults = read(root)
    assert faults == ["roadmap/product.yml symbolic-link"]
    assert sources.settings is None


def test_settings_that_are_a_folder(root: Path) -> None:
    (root / "product.yml").unlink()
    (root / "product.yml").mkdir()
    assert read(root)[1] == ["roadmap/product.yml not-a-regular-file"]


def test_names_that_differ_only_in_case(root: Path) -> None:
    (root / "Map.png").write_bytes(b"")
    (root / "map.png").write_bytes(b"")
    if len(os.listdir(root)) == 3:
        pytest.skip("this system ignores case itself")
    assert read(root)[1] == ["roadmap/map.png names-differ-in-case"]


def test_folders_may_nest_sixteen_deep(root: Path) -> None:
    deep = root.joinpath(*["d"] * 16)
    deep.mkdir(parents=True)
    (deep / "a.md").write_text(ITEM)
    assert len(read(root)[0].records) == 2
    (deep / "d").mkdir()
    assert [fault.rpartition(" ")[2] for fault in read(root)[1]] == ["folders-too-deep"]


def test_the_number_of_items_is_limited(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "ITEMS", 2)
    (root / "b.md").write_text(ITEM)
    (root / "map.png").write_bytes(b"")
    assert len(read(root)[0].records) == 2
    (root / "c.md").write_text(ITEM)
    sources, faults = read(root)
    assert faults == ["roadmap too-many-items"]
    assert sources.records == ()


def test_reading_never_follows_a_link_that_was_put_there_later(root: Path) -> None:
    (root / "a.md").symlink_to(root / "sound.md")
    with pytest.raises(OSError, match="symbolic"):
        files.read_bytes(str(root / "a.md"), 100)
