"""A server that is asked in raw requests; after each test the plan is as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.editing import Served, serving
from tests.editor.client import Client

PLAN = {
    "objectives/grow.md": "title: Grow\nperiod: 2026-Q4\nkey_results:\n  - {id: teams, title: Teams, baseline: 0, target: 10}",
    "teams/web.md": "title: Web",
    "metrics/active.md": "title: Active",
    "metrics/active.csv": "date,value\n2026-10-01,4\n",
    "features/one.md": "---\ntitle: One\nstatus: building  # since May\nteam: web\nsupports: [grow.teams]\ntags: [a]\n---\nSee [two](two.md).\n",
    "features/two.md": "---\ntitle: Two\nstatus: idea\ntags: [a]\n---\nText.\n",
    "features/three.md": "---\ntitle: Three\nstatus: planned\ntags: [a]\n---\nText.\n",
    "features/three.zh.md": "---\ntitle: 三\n---\n正文。\n",
}
SETTINGS = "name: Field Notes\naudiences: {customers: {label: Customers}}\n"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("edited") / "p", PLAN, SETTINGS) as found:
        yield found


@pytest.fixture
def served(server: Served) -> Iterator[Served]:
    yield server
    if server.git("status", "--porcelain") or server.git("log", "--format=%D", "-1").strip() != "HEAD -> main, tag: first":
        server.restore()


@pytest.fixture
def window(served: Served) -> Client:
    return Client(served.address)


def log_of(served: Served) -> str:
    """What a server has said."""
    found = sorted(Path(served.root.parent).glob(f"{served.root.name}-*.log"))
    return found[-1].read_text("utf-8")
