"""A small site, and what people do to it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import strategies as st

from pmsite.read.files import walk
from tests.make import PICTURE, write

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
WORDS = st.sampled_from(
    ["Alpha", "Beta & <b>", "Γάμμα", "三", "[two](two.md)", "[gone](../teams/t.md)", "[values](../metrics/m.csv)", "{{ config }}"]
)


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


def whole(root: Path, name: str, content: str | bytes) -> None:
    (root / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def added(root: Path, feature: str, words: str) -> None:
    write(
        root / "roadmap",
        {f"features/{feature}-new.md": f"title: {feature} new\nsupports: [o]\nsummary: '{words}'\ndepends_on: [one]"},
    )


def removed(root: Path, feature: str) -> None:
    (root / f"roadmap/features/{feature}-new.md").unlink(missing_ok=True)


def tell_no_changes_apart(patch: pytest.MonkeyPatch) -> None:
    """Have the system say of every file of a plan that it changed just now, whenever that was."""
    now = time.time_ns()
    patch.setattr("pmsite.read.recent.RECENT", 3_600_000_000_000)
    patch.setattr("pmsite.read.workspace.walk", lambda *given: [file._replace(changed=now) for file in walk(*given)])


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
    st.builds(lambda n: lambda r: whole(r, "roadmap/features/p.png", PICTURE * n), st.integers(1, 2)),
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
    whole(root, "roadmap/features/p.png", PICTURE)
    whole(root, "roadmap/metrics/m.csv", "date,value\n2026-10-01,4\n")
