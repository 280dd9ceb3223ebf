"""One real `mkdocs serve` on a small plan in a Git repository, for the tests of the editor; what a test changes is put back after it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.sites import CONFIG, EMBEDDED, FILES
from tests.make import write

QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
AGAIN = pytest.mark.flaky(reruns=1)
"""What a server, a browser and a test do together on a busy machine may come too late once; what is broken does so again."""
AS_WHO = ("-c", "user.name=A", "-c", "user.email=a@example.org")


@dataclass(frozen=True, slots=True)
class Served:
    """A plan, and the address of the server that shows it."""

    root: Path
    """The folder with mkdocs.yml in it; the plan is in `roadmap`."""
    address: str
    """Of the first page, with a slash at its end."""

    def git(self, *words: str) -> str:
        done = subprocess.run(
            ["git", *AS_WHO, *words], cwd=self.root, capture_output=True, text=True, check=True, encoding="utf-8", errors="replace"
        )
        return done.stdout

    def diff(self) -> list[str]:
        """The lines that differ from the last commit, each with its sign, after the paths of their files; files that are new and gone too."""
        self.git("add", "--all", "--intent-to-add")
        lines = self.git("-c", "core.quotePath=false", "diff", "--unified=0", "--no-color").splitlines()
        return [
            line.removeprefix("+++ b/") for line in lines if line[:1] in "+-" and not line.startswith(("--- ", "+++ /dev/null"))
        ]

    def until(self, *wanted: str, seconds: float = 30) -> None:
        """Wait until just these lines differ, apart from the paths; fails with those that do."""
        end = time.monotonic() + seconds
        while sorted(found := [line for line in self.diff() if line[0] in "+-"]) != sorted(wanted):
            assert time.monotonic() < end, found
            time.sleep(0.05)

    def read(self, path: str) -> str:
        return (self.root / "roadmap" / path).read_text("utf-8")

    def restore(self) -> None:
        """Have the plan as it was committed first, and the site of that; pages that are open then must be closed or loaded anew."""
        if not self.git("status", "--porcelain") and self.git("rev-parse", "HEAD") == self.git("rev-parse", "first"):
            return
        before = self.build()
        self.git("checkout", "--force", "--quiet", "main")
        self.git("reset", "--hard", "--quiet", "first")
        self.git("clean", "-fdq", "roadmap")
        end = time.monotonic() + 30
        while self.build() == before and time.monotonic() < end:
            time.sleep(0.05)

    def keep(self) -> None:
        """Commit what a test has changed: the next one begins with no difference, and nothing has to be built for it."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", "What a test has changed")

    def build(self) -> int:
        """The build that is shown, once no other is on its way."""
        for address in ("", "_pmsite/session"):
            with suppress(urllib.error.HTTPError), urllib.request.urlopen(f"{self.address}{address}", timeout=60) as found:
                text = found.read()  # of a plan with faults all pages are as if they were not there
        return int(json.loads(text)["build"])


@contextmanager
def serving(
    root: Path, files: Mapping[str, str] = FILES, settings: str = "name: Field Notes\n", config: str = CONFIG, *options: str
) -> Iterator[Served]:
    """Serve a plan as its author does. `options` are more words for `mkdocs serve`."""
    write(root / "roadmap", files, settings)
    (root / "docs").mkdir()
    (root / "docs" / "about.md").write_text(EMBEDDED, encoding="utf-8")
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    (root / ".gitignore").write_text("site/\n.cache/\n.site.pmsite/\n", encoding="utf-8")
    for words in (("init", "-q", "-b", "main"), ("add", "--all"), (*AS_WHO, "commit", "-qm", "The plan"), ("tag", "first")):
        subprocess.run(["git", *words], cwd=root, check=True)
    with running(root, *options) as address:
        yield Served(root, address)


@contextmanager
def running(root: Path, *options: str) -> Iterator[str]:
    """A server for a folder that has everything; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "-q", "-a", f"127.0.0.1:{port}", *options]
    with (root.parent / f"{root.name}-{port}.log").open("w+", encoding="utf-8") as log:
        environment = {**os.environ, **QUIET, "XDG_CACHE_HOME": str(root.parent / "cache")}
        process = subprocess.Popen(command, cwd=root, stdout=log, stderr=log, env=environment)
        try:
            address = f"http://127.0.0.1:{port}/"
            _await(address, process, Path(log.name))
            yield address
        finally:
            process.terminate()
            process.wait(20)


def _await(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 240  # a busy machine takes its time for the first build
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(log.read_text("utf-8"))


def drag(page: Page, what: Locator, to: Locator) -> None:
    """Drag a card as a hand does: press, move a little, move to the place, let go once it is seen there."""
    what.hover()  # which tries again where the page has just become a newer one
    box, place = what.bounding_box(), to.bounding_box()
    assert box
    assert place
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + box["height"] / 2 + 12, steps=4)
    page.locator(".pme-dragging").wait_for(state="attached")
    top = max(place["y"], 0)
    page.mouse.move(place["x"] + place["width"] / 2, top + min(120, (place["y"] + place["height"] - top) / 2), steps=8)
    page.locator(".pme-over").wait_for()
    page.mouse.up()
