"""What a build takes from earlier ones is what it would have made itself, byte for byte."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from mkdocs.commands.build import build
from mkdocs.config import load_config

from tests.host.edits import CONFIG, EDITS, facts, make, whole
from tests.make import write

pytestmark = [pytest.mark.host, pytest.mark.usefixtures("own_secret")]


def built(root: Path) -> dict[str, bytes]:
    config = load_config(str(root / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return {path.relative_to(root / "site").as_posix(): path.read_bytes() for path in (root / "site").rglob("*") if path.is_file()}


def store(root: Path) -> Path:
    (found,) = (root / ".cache/pmsite").glob("*.db")
    return found


def tamper(root: Path) -> None:
    """Put another word into everything that is remembered."""
    with sqlite3.connect(store(root)) as connection:
        connection.create_function(
            "tampered", 1, lambda value: zlib.compress(zlib.decompress(value).replace(b"Team", b"Told before"))
        )
        connection.execute("UPDATE kept SET value = tampered(value)")
    connection.close()


def held(root: Path) -> bytes:
    """All that is remembered."""
    with sqlite3.connect(store(root)) as connection:
        found = [zlib.decompress(value) for (value,) in connection.execute("SELECT value FROM kept")]
    connection.close()
    return b"".join(found)


@settings(max_examples=6, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(edits=st.lists(EDITS, min_size=1, max_size=4))
def test_after_any_edits_a_build_that_remembers_equals_one_that_does_not(
    tmp_path_factory: pytest.TempPathFactory, edits: list[Callable[[Path], None]]
) -> None:
    root = tmp_path_factory.mktemp("edits") / "project"
    make(root)
    built(root)
    for edit in edits:
        edit(root)
        warm = built(root)
    shutil.rmtree(root / ".cache")
    assert warm == built(root)


def test_what_has_not_changed_is_not_rendered_again(project: Path) -> None:
    built(project)
    tamper(project)
    again = built(project)
    assert b"Told before" in again["roadmap/teams/t/index.html"]
    assert b"Told before" in again["search/search_index.json"]
    facts(project, "one", "title: Another")
    assert b"Another" in built(project)["roadmap/features/one/index.html"]


COUNTED = """
import pmsite.background as e
import pmsite.host.mkdocs_theme as theme
import pmsite.render.store as store
from pmsite.render.site import Site

e.FEW, e.processors, store.FEWEST = 1, lambda: 3, 1

def counted(function, name):
    def work(*args, **kwargs):
        with open(name, "ab", buffering=0) as file:
            file.write(b"x")
        return function(*args, **kwargs)
    return work

Site._make = counted(Site._make, "made")
theme.get_context = counted(theme.get_context, "themed")
from mkdocs.__main__ import cli
cli(["build", "--quiet"])
"""
"""A build by several processes that counts the pages which it makes, and those which the theme makes."""


@pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="only Linux shares work so")
def test_a_build_without_an_edit_costs_the_same_each_time(project: Path) -> None:
    write(project / "roadmap", {f"features/more-{n}.md": f"---\ntitle: More {n}\n---\nText {n}.\n" for n in range(60)})
    made = []
    for _ in range(4):
        subprocess.run([sys.executable, "-c", COUNTED], cwd=project, check=True)
        counts = [path.stat().st_size if path.exists() else 0 for path in (project / "made", project / "themed")]
        made.append(counts)
        for name in ("made", "themed"):
            (project / name).unlink(missing_ok=True)
    first, *others = made
    assert min(first) > 60
    assert others == [others[0]] * 3
    assert sum(others[0]) < 5


def test_a_store_that_came_with_the_content_is_never_opened(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = built(project)
    tamper(project)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "somebody else"))
    assert built(project) == first


def test_audiences_have_stores_of_their_own(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(project)
    assert b"Team" in held(project)
    inside = store(project)
    inside.rename(inside.with_suffix(".kept"))
    monkeypatch.setenv("PMSITE_AUDIENCE", "public")
    built(project)
    assert store(project).name != inside.name
    assert b"Team" not in held(project)


@pytest.mark.parametrize("content", [b"", b"not a database" * 100])
def test_a_broken_store_is_made_anew(project: Path, content: bytes) -> None:
    first = built(project)
    store(project).write_bytes(content)
    assert built(project) == first
    assert built(project) == first


@pytest.mark.parametrize(
    ("line", "file"),
    [
        ("hooks: [hook.py]", "hook.py"),
        ("markdown_extensions: [meta, toc, tables]", "x"),
        ("watch: [.]", "x"),
    ],
)
def test_a_site_with_parts_that_may_change_what_pages_hold_remembers_nothing(project: Path, line: str, file: str) -> None:
    configure(project, line, file)
    built(project)
    assert not list(project.glob(".cache/pmsite/*.db"))


@pytest.mark.parametrize(
    ("line", "file", "told"),
    [
        ("theme: {name: material, font: false, custom_dir: theme}", "theme/x.html", "`custom_dir`"),
        ("theme: {name: mkdocs}", "x", "the theme `mkdocs`"),
        ("plugins: [search, pmsite, typeset]", "x", "the plugin `material/typeset`"),
        ("plugins: [{search: {jieba_dict: x}}, pmsite]", "x", "a dictionary"),
    ],
)
def test_a_site_with_parts_that_may_change_what_the_theme_makes_remembers_what_pages_hold_alone(
    project: Path, line: str, file: str, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "mkdocs")
    configure(project, line, file)
    first = built(project)
    assert told in next(message for message in caplog.messages if "the theme makes every page anew" in message)
    assert built(project) == first
    tamper(project)
    again = built(project)["roadmap/teams/t/index.html"]
    assert b"Told before" in again
    assert b"<title>Team" in again


def test_a_site_with_known_parts_alone_is_told_nothing(project: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "mkdocs")
    configure(project, "plugins: [search, tags, pmsite]", "x")
    built(project)
    assert not [message for message in caplog.messages if "anew" in message or "nothing is kept" in message]


def configure(project: Path, line: str, file: str) -> None:
    key = line.partition(":")[0]
    kept = [old for old in CONFIG.splitlines() if not old.startswith(f"{key}:")]
    whole(project, "mkdocs.yml", "\n".join([*kept, line]) + "\n")
    (project / file).parent.mkdir(exist_ok=True)
    whole(project, file, "")


def test_a_link_in_place_of_the_store_is_not_followed(project: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (project / ".cache").symlink_to(tmp_path / "elsewhere")
    built(project)
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_link_in_the_store_is_not_followed(project: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("theirs", encoding="utf-8")
    (project / ".cache/pmsite").mkdir(parents=True)
    (project / ".cache/pmsite/.gitignore").symlink_to(tmp_path / "elsewhere")
    built(project)
    assert (tmp_path / "elsewhere").read_text(encoding="utf-8") == "theirs"
    assert (project / ".cache/pmsite/.gitignore").read_text(encoding="utf-8") == "*\n"


def test_after_a_build_that_failed_the_next_one_goes_to_the_same_folder(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = load_config(str(project / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    with monkeypatch.context() as patch:
        patch.setattr("mkdocs.commands.build._build_page", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            build(config)
    assert config.site_dir == str(project / "site")
    build(config)
    config.plugins.on_shutdown()
    assert (project / "site/index.html").is_file()
    assert not (project / ".site.pmsite").exists()
