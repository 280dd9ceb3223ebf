"""What a build takes from earlier ones is what it would have made itself, byte for byte."""

from __future__ import annotations

import shutil
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from mkdocs.commands.build import build
from mkdocs.config import load_config

from tests.make import write

pytestmark = pytest.mark.host

CONFIG = """\
site_name: T
site_url: https://example.org/
theme: {name: material, font: false, features: [navigation.tabs, navigation.path, navigation.footer]}
plugins: [search, pmsite]
markdown_extensions: [admonition, tables, {toc: {permalink: true}}, pymdownx.superfences]
"""
PLAN = {
    "visions/v.md": "title: Our vision\nstatement: Less paper.",
    "objectives/o.md": "title: Goal\nperiod: 2026-Q4\nparent: v\nkey_results:\n  - {id: k, title: KR, baseline: 0, target: 10, current: 4}",
    "teams/t.md": "title: Team",
    "features/one.md": "---\ntitle: One\nstatus: building\nteam: t\nsupports: [o.k]\ntags: [x]\n---\n## Why\n\nSee [two](two.md#more), ![p](p.png).\n",
    "features/two.md": "---\ntitle: Two\nstatus: idea\nsupports: [o]\n---\n## More\n\n<script>no()</script>\n\n```pmsite\nview: roadmap\n```\n",
    "features/三.md": "---\ntitle: 三\nstatus: planned\nsupports: [o]\n---\n[home](../../docs/index.md)\n",
    "metrics/m.md": "title: Weekly\n",
}
FEATURE = st.sampled_from(["one", "two", "三"])
WORDS = st.sampled_from(["Alpha", "Beta & <b>", "Γάμμα", "三", "[two](two.md)", "[gone](../teams/t.md)", "{{ config }}"])


def facts(root: Path, feature: str, line: str) -> None:
    path = root / "roadmap/features" / f"{feature}.md"
    if path.exists():
        _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
        kept = [old for old in head.splitlines() if old.partition(":")[0] != line.partition(":")[0]]
        path.write_text("---\n" + "\n".join([*kept, line]) + "\n---\n" + body, encoding="utf-8")


def text(root: Path, feature: str, words: str) -> None:
    path = root / "roadmap/features" / f"{feature}.md"
    if path.exists():
        path.write_text(path.read_text(encoding="utf-8") + f"\n{words}\n", encoding="utf-8")


def whole(root: Path, name: str, content: str) -> None:
    (root / name).write_text(content, encoding="utf-8")


def added(root: Path, feature: str, words: str) -> None:
    write(
        root / "roadmap",
        {f"features/{feature}-new.md": f"title: {feature} new\nsupports: [o]\nsummary: '{words}'\ndepends_on: [one]"},
    )


def removed(root: Path, feature: str) -> None:
    (root / f"roadmap/features/{feature}-new.md").unlink(missing_ok=True)


EDITS: st.SearchStrategy[Callable[[Path], None]] = st.one_of(
    st.builds(lambda f, s: lambda r: facts(r, f, f"status: {s}"), FEATURE, st.sampled_from(["idea", "building", "shipped"])),
    st.builds(lambda f, w: lambda r: facts(r, f, f"title: 'A {w}'"), FEATURE, WORDS),
    st.builds(lambda f, w: lambda r: facts(r, f, f"tags: ['{w}']"), FEATURE, WORDS),
    st.builds(lambda f, w: lambda r: text(r, f, w), FEATURE, WORDS),
    st.builds(lambda f, w: lambda r: added(r, f, w), FEATURE, WORDS),
    st.builds(lambda f: lambda r: removed(r, f), FEATURE),
    st.builds(lambda w: lambda r: whole(r, "docs/index.md", f"# {w}\n\n```pmsite\nview: roadmap\n```\n"), WORDS),
    st.builds(
        lambda n: lambda r: whole(r, "roadmap/metrics/m.csv", f"date,value\n2026-10-01,{n}\n2026-11-01,5\n"), st.integers(1, 3)
    ),
    st.builds(lambda n: lambda r: whole(r, "roadmap/features/p.png", "x" * n), st.integers(1, 2)),
    st.builds(
        lambda name, language: (
            lambda r: whole(
                r, "roadmap/product.yml", f"name: {name}\nlanguage: {language}\naudiences: {{customers: {{}}, public: {{}}}}\n"
            )
        ),
        st.sampled_from(["P", "Q"]),
        st.sampled_from(["en", "zh"]),
    ),
    st.builds(
        lambda pair: lambda r: whole(r, "mkdocs.yml", (r / "mkdocs.yml").read_text(encoding="utf-8").replace(*pair)),
        st.sampled_from(
            [
                ("site_name: T", "site_name: U"),
                ("navigation.tabs, ", ""),
                ("permalink: true", "permalink: false"),
                ("example.org", "example.com"),
            ]
        ),
    ),
)


def make(root: Path) -> None:
    (root / "docs").mkdir(parents=True)
    whole(root, "mkdocs.yml", CONFIG)
    whole(root, "docs/index.md", "# Home\n")
    write(root / "roadmap", PLAN)
    whole(root, "roadmap/features/p.png", "x")
    whole(root, "roadmap/metrics/m.csv", "date,value\n2026-10-01,4\n")


def built(root: Path) -> dict[str, bytes]:
    config = load_config(str(root / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return {path.relative_to(root / "site").as_posix(): path.read_bytes() for path in (root / "site").rglob("*") if path.is_file()}


@pytest.fixture(autouse=True)
def own_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    make(tmp_path / "project")
    return tmp_path / "project"


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
        ("theme: {name: material, font: false, custom_dir: theme}", "theme/x.html"),
        ("theme: {name: mkdocs}", "x"),
        ("plugins: [search, pmsite, tags]", "x"),
        ("plugins: [{search: {jieba_dict: x}}, pmsite]", "x"),
        ("markdown_extensions: [meta, toc, tables]", "x"),
        ("watch: [.]", "x"),
    ],
)
def test_a_site_with_parts_that_nobody_knows_remembers_nothing(project: Path, line: str, file: str) -> None:
    key = line.partition(":")[0]
    kept = [old for old in CONFIG.splitlines() if not old.startswith(f"{key}:")]
    whole(project, "mkdocs.yml", "\n".join([*kept, line]) + "\n")
    (project / file).parent.mkdir(exist_ok=True)
    whole(project, file, "")
    built(project)
    assert not list(project.glob(".cache/pmsite/*.db"))


def test_a_link_in_place_of_the_store_is_not_followed(project: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (project / ".cache").symlink_to(tmp_path / "elsewhere")
    built(project)
    assert not list((tmp_path / "elsewhere").iterdir())
