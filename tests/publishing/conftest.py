"""A repository with two sites, and a builder that takes no time: what it builds says what the commit says."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pmsite.publishing import building
from pmsite.publishing.destination import Destination
from pmsite.publishing.log import Log
from pmsite.publishing.publisher import Publisher, Wish
from tests.history.repositories import git, start

SITES = """\
closed: true
sites:
  - {folder: team, audience: team}
  - {folder: customers, audience: customers}
"""


@pytest.fixture(autouse=True)
def _own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user and a day of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """What is published: one line, and two sites."""
    root = start(tmp_path / "plan")
    (root / "mkdocs.yml").write_text("site_name: T\n", encoding="utf-8")
    (root / "publish.yml").write_text(SITES, encoding="utf-8")
    say(root, "first")
    return root


def say(root: Path, line: str, **files: str) -> str:
    """Commit a line."""
    (root / "line.txt").write_text(line, encoding="utf-8")
    for name, text in files.items():
        (root / name.replace("__", "/").replace("_yml", ".yml")).write_text(text, encoding="utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", line)
    return git(root, "rev-parse", "HEAD")


@dataclass
class Builder:
    """Stands where processes begin."""

    built: list[str] = field(default_factory=list)
    environments: list[Mapping[str, str]] = field(default_factory=list)
    fails: dict[str, bytes] = field(default_factory=dict)
    """By audience, or by `audit`, what is said."""
    also: Callable[[str, Path], None] = lambda audience, into: None
    tells: bool = True

    def run(
        self, command: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: float, *, holding: int = -1
    ) -> tuple[int, bytes, bytes]:
        self.environments.append(environment)
        audience = environment["PMSITE_AUDIENCE"]
        if "audit" in command:
            return (1, self.fails["audit"], b"") if "audit" in self.fails else (0, b"", b"")
        if audience in self.fails:
            return 1, b"", self.fails[audience]
        into = Path(command[command.index("-d") + 1])
        shutil.rmtree(into, ignore_errors=True)
        into.mkdir(parents=True)
        line = (folder / "line.txt").read_text(encoding="utf-8")
        (into / "index.html").write_text(f'<link rel="stylesheet" href="a.css">{line} for {audience}', encoding="utf-8")
        (into / "a.css").write_text(f"/* {line} */", encoding="utf-8")
        try:
            self.also(audience, into)
        except OSError:
            shutil.rmtree(into)  # as a build that fails leaves nothing of what it made
            raise
        if self.tells:
            with open(environment["PMSITE_PUBLISHES"], "a", encoding="utf-8") as told:
                told.write(json.dumps({"audience": audience, "workspace": str(folder / "roadmap")}) + "\n")
        self.built.append(f"{line} for {audience}")
        return 0, b"", b""


@pytest.fixture
def builder(monkeypatch: pytest.MonkeyPatch) -> Builder:
    found = Builder()
    monkeypatch.setattr(building, "run", found.run)
    return found


@dataclass
class Published:
    """A destination, and who publishes into it."""

    folder: Path
    publisher: Publisher
    stream: io.StringIO

    def events(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]

    def said(self) -> list[object]:
        return [event["event"] for event in self.events()]

    def shows(self, site: str = "customers") -> str:
        """What readers of a site get."""
        path = self.folder / "current" / site / "index.html"
        return path.read_text(encoding="utf-8").rpartition(">")[2].strip() if path.exists() else ""

    @property
    def status(self) -> dict[str, object]:
        return dict(json.loads((self.folder / "status.json").read_text(encoding="utf-8")))

    @property
    def versions(self) -> list[str]:
        return sorted(path.name for path in (self.folder / "versions").iterdir())

    def round(self) -> str:
        return self.publisher.publish().state


def into(folder: Path, repository: Path | str, wish: Wish | None = None) -> Published:
    """A place in a folder."""
    stream = io.StringIO()
    log = Log(stream, sentences=False)
    return Published(folder, Publisher(Destination(folder), wish or Wish(repository=str(repository)), log), stream)


@pytest.fixture
def published(tmp_path: Path, repository: Path, builder: Builder) -> Published:
    return into(tmp_path / "place", repository)
