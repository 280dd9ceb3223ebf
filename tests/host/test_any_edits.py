"""Whatever is done to a plan, and in whatever order: a site that follows it is the one that a build from scratch makes, byte for byte.

`PMSITE_SECONDS=3600 pytest tests/host/test_any_edits.py` goes on for an hour, and says how much it tried.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

from tests.host.test_follow import Following
from tests.host.test_served import SITEMAP, Server, comparable
from tests.make import write
from tests.properties.edits import EDITS, Files
from tests.properties.erase import item_files, joined, split
from tests.properties.plans import AUDIENCES, IDS, SETTINGS, plans

pytestmark = pytest.mark.host

CONFIG = """\
site_name: T
site_url: https://example.org/
theme: {{name: material, font: false, features: [{features}]}}
plugins: [search, pmsite: {{preview: [{preview}]}}]
markdown_extensions: [admonition, tables, {{toc: {{permalink: true}}}}]
"""
SECONDS = float(os.environ.get("PMSITE_SECONDS", "0"))
BEGINNING = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass
class State:
    """A project as it is after an edit."""

    files: Files
    settings: str
    config: str
    day: datetime
    pages: Files = field(default_factory=dict)
    """What the owner wrote."""


def _config(data: st.DataObject) -> str:
    features = data.draw(st.sampled_from(["", "navigation.tabs", "navigation.path, navigation.footer"]))
    return CONFIG.format(features=features, preview=data.draw(st.sampled_from(["", "", "customers", "customers, partners"])))


def states(data: st.DataObject) -> Iterator[State]:
    """A project, and the same after each of some edits: of the plan, of the site's settings and pages, by the day, and by going back."""
    now = State(
        mended(dict(data.draw(plans()))),
        SETTINGS.format(language=data.draw(st.sampled_from(["en", "zh"]))),
        _config(data),
        BEGINNING,
    )
    known = [now]
    yield now
    is_sound = bool(data.draw(st.integers(0, 9)))  # else a plan with faults, which come and go
    for _ in range(data.draw(st.integers(2, 6))):
        what = data.draw(st.integers(0, 9))
        if what == 0:  # another branch
            before = data.draw(st.sampled_from(known))
            now = State(before.files, before.settings, before.config, now.day, before.pages)
        elif what == 1:
            now = State(
                now.files, now.settings, now.config, now.day + timedelta(days=data.draw(st.sampled_from([1, 40]))), now.pages
            )
        elif what == 2:
            now = State(now.files, now.settings, _config(data), now.day, now.pages)
        elif what == 3:
            view = data.draw(st.sampled_from(["view: roadmap", "view: changelog", "view: timeline"]))
            page = data.draw(st.sampled_from(["guide.md", "roadmap/index.md", "roadmap/features/feature-one.md"]))
            pages = {name: text for name, text in now.pages.items() if name != page}
            if page not in now.pages:
                pages[page] = f"# Ours\n\n```pmsite\n{view}\n```\n"
            now = State(now.files, now.settings, now.config, now.day, pages)
        else:
            files, product = data.draw(st.sampled_from(EDITS))(data.draw, now.files, now.settings)
            now = State(mended(files) if is_sound else files, product, now.config, now.day, now.pages)
        known.append(now)
        yield now


def mended(files: Files) -> Files:
    """A plan whose references all lead somewhere, and never in a circle."""
    texts = {path: text for path, text in files.items() if isinstance(text, str)}
    items = item_files(texts)
    there = {str(split(texts[path])[0].get("id", path.rpartition("/")[2].removesuffix(".md"))) for path in items}
    found = dict(files)
    for path in items:
        facts, body = split(texts[path])
        own = str(facts.get("id", path.rpartition("/")[2].removesuffix(".md")))
        facts = _led(facts, there)
        if isinstance(facts.get("depends_on"), list):
            facts["depends_on"] = [other for other in facts["depends_on"] if other > own]
        facts.pop("drives", None)
        found[path] = joined(facts, body)
    return found


def _led(value: Any, there: set[str]) -> Any:
    """A value without what names an item that is not there."""
    if isinstance(value, dict):
        return {key: _led(one, there) for key, one in value.items() if not _astray(one, there)}
    return [_led(one, there) for one in value if not _astray(one, there)] if isinstance(value, list) else value


def _astray(value: Any, there: set[str]) -> bool:
    if not isinstance(value, str):
        return False
    item, _, part = value.partition(".")
    return item in NAMES and (item not in there or bool(part))


NAMES = {id for ids in IDS.values() for id in ids}


class Project:
    """A project on disk, of which only what changes is written."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._there: dict[str, str | bytes] = {}
        (root / "docs").mkdir(parents=True)

    def become(self, state: State) -> None:
        """Bring the files of a state onto the disk."""
        wanted: dict[str, str | bytes] = {f"roadmap/{name}": text for name, text in state.files.items()}
        wanted |= {f"docs/{name}": text for name, text in state.pages.items()} | {"docs/index.md": "# Home\n"}
        wanted |= {"mkdocs.yml": state.config, "roadmap/product.yml": state.settings}
        for gone in self._there.keys() - wanted.keys():
            (self.root / gone).unlink()
        for name, text in wanted.items():
            if self._there.get(name) != text:
                folder, _, inside = name.partition("/")
                write(self.root / folder, {inside: text}, state.settings) if folder == "roadmap" else _put(self.root / name, text)
        self._there = wanted


def _put(path: Path, text: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def built(root: Path) -> dict[str, bytes] | None:
    """The site of a build; nothing where it failed."""
    config = load_config(str(root / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    except Abort:
        return None
    return site(root / "site")


def site(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Clock:
    """How long a test goes on, and what it has tried."""

    def __init__(self) -> None:
        self.end = time.monotonic() + SECONDS
        self.plans = self.edits = self.sound = 0

    def go_on(self, test: Callable[[], None]) -> None:
        """Run a test, and again as long as there is time."""
        test()
        while time.monotonic() < self.end:
            test()


@contextmanager
def another_process() -> Iterator[None]:
    """Plugins as another process would have them: within one, MkDocs has every server use the same."""
    option: Any = dict(MkDocsConfig._schema)["plugins"]
    before, option.plugin_cache = option.plugin_cache, {}
    try:
        yield
    finally:
        option.plugin_cache = before


FEW = settings(max_examples=4, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("audience", ["team", AUDIENCES[0]])
def test_builds_follow_any_edits(tmp_path_factory: pytest.TempPathFactory, audience: str) -> None:
    clock = Clock()

    @FEW
    @given(st.data())
    def follow(data: st.DataObject) -> None:
        folder = tmp_path_factory.mktemp("edits")
        warm, cold = Project(folder / "project"), folder / "project"
        clock.plans += 1
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PMSITE_AUDIENCE", audience)
            for state in states(data):
                clock.edits += 1
                patch.setenv("SOURCE_DATE_EPOCH", str(int(state.day.timestamp())))
                patch.setenv("XDG_CACHE_HOME", str(folder / "user"))
                warm.become(state)
                followed = built(warm.root)
                stood = site(warm.root / "site") if (warm.root / "site").exists() else {}
                if (warm.root / "site").exists():
                    (warm.root / "site").rename(folder / "kept")
                patch.setenv("XDG_CACHE_HOME", str(folder / f"user-{clock.edits}"))
                assert built(cold) == followed
                if followed is not None:
                    clock.sound += 1
                    assert stood == followed
                shutil.rmtree(warm.root / "site", ignore_errors=True)
                if (folder / "kept").exists():
                    (folder / "kept").rename(warm.root / "site")
        shutil.rmtree(folder)

    clock.go_on(follow)
    print(f"{clock.plans} plans, {clock.edits} states, {clock.sound} of them sound: builds for {audience}")


def test_a_server_follows_any_edits(tmp_path_factory: pytest.TempPathFactory) -> None:
    clock = Clock()

    @FEW
    @given(st.data())
    def follow(data: st.DataObject) -> None:
        folder = tmp_path_factory.mktemp("edits")
        project, server = Project(folder / "project"), None
        clock.plans += 1
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_CACHE_HOME", str(folder / "user"))
            for state in states(data):
                clock.edits += 1
                patch.setenv("SOURCE_DATE_EPOCH", str(int(state.day.timestamp())))
                project.become(state)
                server = server or Following(project.root)
                shown = server.follow()
                with another_process():
                    fresh = Server(project.root, "fresh").build()
                shutil.rmtree(folder / "fresh")
                fresh = {name: data for name, data in fresh.items() if name not in SITEMAP}
                if "search/search_index.json" in fresh and "search/search_index.json" in shown:
                    assert comparable(shown) == comparable(fresh)
                else:
                    assert shown == fresh
        shutil.rmtree(folder)

    clock.go_on(follow)
    print(f"{clock.plans} plans, {clock.edits} states: a server")
