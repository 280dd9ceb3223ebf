"""Pages as Markdown beside themselves, and `llms.txt`: for whom, with what in them, and when they are written."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from tests.make import write

pytestmark = pytest.mark.host

CONFIG = """\
site_name: T
site_url: https://example.org/plan/
use_directory_urls: {urls}
theme: {{name: {theme}, font: false}}
plugins: [search, pmsite: {{{options}}}]
"""
SETTINGS = "name: Field Notes\naudiences: {customers: {}}\n"
PLAN = {
    "vision.md": "---\ntitle: Nothing is lost\nsummary: Why we are here.\nvisibility: [customers]\n---\n",
    "features/open-door.md": "---\ntitle: Open door\nowner: zq4owner77\nvisibility: [customers]\ntarget: 2031-03\n---\nTold *to all*, see [it](../vision.md).\n",
    "features/sealed-room.md": "---\ntitle: Sealed room\n---\nWalls of zq6body99 all around.\n",
}


def site(root: Path, options: str = "", *, urls: str = "true", theme: str = "material") -> dict[str, str]:
    """The texts of a site for programs that read, by path."""
    write(root / "roadmap", PLAN, SETTINGS)
    (root / "docs").mkdir(exist_ok=True)
    (root / "mkdocs.yml").write_text(CONFIG.format(urls=urls, theme=theme, options=options))
    config = load_config(str(root / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    found = [path for path in (root / "site").rglob("*") if path.suffix == ".md" or path.name == "llms.txt"]
    return {path.relative_to(root / "site").as_posix(): path.read_text(encoding="utf-8") for path in found}


def test_every_page_is_there_as_markdown_and_its_head_says_so(tmp_path: Path) -> None:
    found = site(tmp_path)
    pages = {path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("index.html")}
    assert found.keys() == {page.replace(".html", ".md") for page in pages} | {"llms.txt"}
    for page in pages:
        assert (
            '<link rel="alternate" type="text/markdown" title="Markdown" href="index.md">' in (tmp_path / "site" / page).read_text()
        )
    told = found["roadmap/features/open-door/index.md"]
    assert "# Open door" in told
    assert "Told *to all*, see [it](../../../roadmap/visions/vision/)." in told
    assert "- **Owner**: zq4owner77" in told


def test_llms_txt_leads_to_what_is_there(tmp_path: Path) -> None:
    told = site(tmp_path)["llms.txt"]
    assert told.startswith("# Field Notes\n\n> The product plan of Field Notes")
    assert "- [Nothing is lost](https://example.org/plan/roadmap/visions/vision/index.md): Why we are here." in told
    links = re.findall(r"\]\(https://example.org/plan/(.*?)\)", told)
    assert len(links) > 3
    assert [link for link in links if not (tmp_path / "site" / link).is_file()] == []


def test_pages_may_have_no_folders_of_their_own(tmp_path: Path) -> None:
    found = site(tmp_path, urls="false")
    assert "roadmap/features/open-door.md" in found
    assert 'href="open-door.md"' in (tmp_path / "site/roadmap/features/open-door.html").read_text()
    assert all(
        (tmp_path / "site" / link).is_file() for link in re.findall(r"\]\(https://example.org/plan/(.*?)\)", found["llms.txt"])
    )


def test_a_page_of_the_owners_is_led_to_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "docs/roadmap").mkdir(parents=True)
    (tmp_path / "docs/roadmap/index.md").write_text("# Ours\n")
    found = site(tmp_path)
    assert "roadmap/index.md" not in found
    assert "(https://example.org/plan/roadmap/)" in found["llms.txt"]


def test_they_can_be_left_out(tmp_path: Path) -> None:
    site(tmp_path)
    assert site(tmp_path, "markdown: false") == {}
    assert "text/markdown" not in (tmp_path / "site/roadmap/features/open-door/index.html").read_text()


def test_another_theme_has_them_too(tmp_path: Path) -> None:
    ours = site(tmp_path / "a")
    assert site(tmp_path / "b", theme="mkdocs") == ours


def test_previews_have_none(tmp_path: Path) -> None:
    assert [path for path in site(tmp_path, "preview: [customers]") if path.startswith("as/")] == []


def test_nothing_hidden_is_in_them_and_the_audit_reads_them(tmp_path: Path) -> None:
    found = site(tmp_path, "audience: customers")
    assert "roadmap/features/open-door/index.md" in found
    assert not [path for path, text in found.items() if "sealed" in text.lower() or "zq" in text]

    assert audit(tmp_path).returncode == 0
    for path in ("roadmap/features/open-door/index.md", "llms.txt"):
        whole = (tmp_path / "site" / path).read_text()
        (tmp_path / "site" / path).write_text(f"{whole}\nWalls of zq6body99 *all* around.\n")
        leak = audit(tmp_path)
        assert leak.returncode == 1
        assert f"{path} holds" in leak.stdout
        assert "zq6body99" not in leak.stdout
        (tmp_path / "site" / path).write_text(whole)


def audit(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pmsite", "audit", "site", "--audience", "customers"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def test_only_what_changed_is_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    root = tmp_path / "project"
    site(root)
    files = [path for path in (root / "site").rglob("*") if path.suffix == ".md"]
    before = {path: path.stat().st_mtime_ns for path in files}
    changed = root / "roadmap/features/sealed-room.md"
    changed.write_text(changed.read_text() + "\nMore.\n")
    (root / "site/roadmap/visions/vision/index.md").write_text("touched")
    config = load_config(str(root / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    written = {path.parent.name for path in files if path.stat().st_mtime_ns != before[path]}
    assert written == {"sealed-room", "vision"}
    assert "touched" not in (root / "site/roadmap/visions/vision/index.md").read_text()
