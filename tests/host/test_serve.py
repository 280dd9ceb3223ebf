"""The preview follows every change, shows faults where people look, and lives on."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.host.test_build import CONFIG, DAY, PLAN
from tests.make import write

pytestmark = pytest.mark.host
LIMIT = 60
"""Seconds that a change may take before the test gives up; it asserts nothing about speed."""

Fetch = Callable[[str], str]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Home\n", encoding="utf-8")
    write(tmp_path / "roadmap", {name: text for name, text in PLAN.items() if name != "features/now.md"})
    write(tmp_path / "roadmap", {"features/now.md": "title: Now thing\nstatus: building\nsupports: [o.k]"})
    return tmp_path


@pytest.fixture
def fetch(project: Path) -> Iterator[Fetch]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    log = (project / "serve.log").open("wb")
    command = [sys.executable, "-m", "mkdocs", "serve", "-a", address]
    server = subprocess.Popen(command, cwd=project, env={**os.environ, **DAY}, stdout=log, stderr=subprocess.STDOUT)

    def get(path: str) -> str:
        assert server.poll() is None, (project / "serve.log").read_text(encoding="utf-8")
        try:
            with urllib.request.urlopen(f"http://{address}/{path}", timeout=LIMIT) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            return f"{error.code} {error.read().decode()}"
        except (urllib.error.URLError, ConnectionError):
            return ""

    yield get
    server.terminate()
    server.wait(20)
    log.close()


def until(fetch: Fetch, path: str, holds: Callable[[str], bool]) -> str:
    end = time.monotonic() + LIMIT
    text = ""
    while time.monotonic() < end:
        text = fetch(path)
        if holds(text):
            return text
        time.sleep(0.1)
    raise AssertionError(f"{path} did not change as expected; it shows {text[:2000]}")


def column(page: str, title: str) -> str:
    """The heading of the column that a card is in."""
    before = page[: page.index(title)]
    return max(("Now", "Next", "Later", "Shipped"), key=lambda name: before.rfind(f">{name}"))


def test_every_kind_of_change_shows_up_and_a_fault_is_shown_until_it_is_mended(project: Path, fetch: Fetch) -> None:
    plan = project / "roadmap"
    page = until(fetch, "roadmap/", lambda text: "Now thing" in text)
    assert column(page, "Now thing") == "Now"
    time.sleep(1.5)  # the server begins to watch after its first build

    write(plan, {"features/now.md": "title: Now thing\nstatus: idea\nsupports: [o.k]"})
    page = until(fetch, "roadmap/", lambda text: "Now thing" in text and column(text, "Now thing") == "Later")

    write(plan, {"features/fresh.md": "title: Fresh thing"})
    until(fetch, "roadmap/features/fresh/", lambda text: "Fresh thing" in text)

    (plan / "features/fresh.md").unlink()
    until(fetch, "roadmap/features/fresh/", lambda text: text.startswith("404"))

    write(plan, {}, "name: P\naudiences: {customers: {}, public: {}}\nstatuses: {idea: {stage: idea, label: Dreaming}}\n")
    until(fetch, "roadmap/", lambda text: "Dreaming" in text)

    write(plan, {"features/now.md": "title: Now thing\nstatus: bilding\nsupports: [o.k]"})
    for address in ("", "roadmap/features/now/"):
        shown = until(fetch, address, lambda text: "bilding" in text)
        assert "roadmap/features/now.md:3" in shown
        assert "Traceback" not in shown
    assert "bilding" in (project / "serve.log").read_text(encoding="utf-8")

    write(plan, {"features/now.md": "title: Mended thing\nstatus: building\nsupports: [o.k]"})
    until(fetch, "roadmap/features/now/", lambda text: "Mended thing" in text and "bilding" not in text)
