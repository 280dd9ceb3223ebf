"""Any repository: its history, the plan at each revision and what differs are told, or refused in words."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from random import Random
from subprocess import CalledProcessError
from tempfile import TemporaryDirectory
from typing import Any

from pmsite.audience import TEAM, UnknownAudience
from pmsite.comparison.compare import compare, newly_visible
from pmsite.diagnostics import Report
from pmsite.history.git import NoHistory
from pmsite.history.read import read
from pmsite.history.revision import product_at
from pmsite.history.site_history import SiteHistory
from pmsite.pipeline import Build, build, load
from tests.fuzz import workspaces
from tests.fuzz.mutate import ODD
from tests.history.repositories import git
from tests.make import TODAY

ACCEPTED = 0
MOST = 14
"""Steps of one input; each costs a process or two."""
NAMES = ["features/a.md", "features/b.md", "features/a.zh.md", "releases/r.md", "teams/t.md", "metrics/m.md", "metrics/m.csv", "changes/1.fixed.md",
         "features/deep/c.md", "features/離.md", "features/\udcff.md", "features/ x.md", "features/a\nb.md", "features/.h.md", "README.md", "objectives/o.md"]  # fmt: skip
SETTINGS = ["name: P\naudiences: {customers: {}}\n", "name: Q\n", "name: P\naudiences: {customers: {}, partners: {}}\nas_of: {then: 2026-02-01, tag: v1}\n",
            "name: [\n", "", "\ufeffname: P\n"]  # fmt: skip
IDS = {"feature": ["a", "b", "c"], "release": ["r"], "team": ["t"], "metric": ["m"], "objective": ["o"]}
TYPES = {
    "features": "feature",
    "releases": "release",
    "teams": "team",
    "metrics": "metric",
    "objectives": "objective",
    "changes": "change",
}


def make(random: Random) -> bytes:
    steps: list[list[Any]] = [["write", "product.yml", random.choice(SETTINGS[:3])]]
    for _ in range(random.randint(2, MOST)):
        name, other = random.choice(NAMES), random.choice(NAMES)
        steps.append(
            random.choices(
                [
                    ["write", name, _content(random, name)],
                    ["commit", _day(random)],
                    ["rename", name, other],
                    ["remove", name],
                    ["write", "product.yml", random.choice(SETTINGS)],
                    ["link", name, random.choice(["/etc/passwd", "a.md", "..", "nowhere"])],
                    ["branch", random.choice(["side", "other"])],
                    ["merge", random.choice(["side", "other", "main"])],
                    ["module", random.choice(["features/sub", "sub", "features/a.md"])],
                    ["huge", name],
                    ["tag", random.choice(["v1", "v2"])],
                    ["mode", name],
                ],
                [8, 6, 2, 1, 1, 1, 1, 1, 0.5, 0.3, 0.5, 0.3],
            )[0]
        )
    steps += [["commit", _day(random)], ["write", "features/a.md", _content(random, "features/a.md")]]
    return "\n".join(json.dumps(step) for step in steps).encode()


def _day(random: Random) -> str:
    return random.choice(["2026-01-05", "2026-01-01", "2026-03-31", "2025-12-31", "1970-01-02", "2038-01-20", "2099-12-31"])


def _content(random: Random, name: str) -> str:
    if random.random() < 0.15:
        return "".join(random.choices(ODD, k=5))
    if name.endswith(".csv"):
        return workspaces.series(random, 0.1)
    return workspaces.item(random, TYPES.get(name.split("/", maxsplit=1)[0], "feature"), IDS, 0.03)


def judge(data: bytes) -> str:
    global ACCEPTED  # noqa: PLW0603  # a count of this process
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        root = Path(folder) / "roadmap"
        root.mkdir()
        commits = _repository(Path(folder), data)
        now = load(root, "roadmap", TODAY)
        with suppress(NoHistory):
            history = read(root)
            if [(r.commit, r.day) for r in read(root).revisions] != [(r.commit, r.day) for r in history.revisions]:
                return "two readings give different histories"
            if sorted(r.day for r in history.revisions) != [r.day for r in history.revisions]:
                return "days go back"
            for commit in commits:
                with suppress(NoHistory):
                    product_at(history.repository, commit, "roadmap", TODAY)
            ACCEPTED += 1
        for base, head in ((commits[0], None), (commits[0], commits[-1]), ("HEAD~1", "HEAD")) if commits else (("HEAD", None),):
            for audience in (TEAM, "customers"):
                with suppress(NoHistory, UnknownAudience):
                    compare(root, "roadmap", TODAY, base, head, audience)
        with suppress(NoHistory):
            list(newly_visible(now, commits[0] if commits else "HEAD"))
        for audience in (TEAM, *(now.settings.audiences if now.settings else ())):
            made = build(root, "roadmap", audience, TODAY, recall=SiteHistory())
            assert isinstance(made, Build) or made.report.failed
            assert isinstance(made.report, Report)
    return ""


def _repository(top: Path, data: bytes) -> list[str]:
    """A repository that went through the steps of an input; its commits. Steps that cannot be done are left out."""
    git(top, "init", "-q")
    commits: list[str] = []
    for line in data.splitlines()[: 2 * MOST]:
        with suppress(ValueError, TypeError, OSError, CalledProcessError, KeyError, IndexError):
            verb, *words = json.loads(line)
            if verb == "commit":
                git(top, "add", "-A")
                git(top, "commit", "-q", "--allow-empty", "-m", "x", when=f"{words[0]}T12:00:00+00:00")
                commits.append(git(top, "rev-parse", "HEAD"))
            else:
                STEPS[verb](top, *words)
    return commits


def _inside(top: Path, name: str) -> Path:
    """A file of the workspace. Raises ValueError where the name leads out of it."""
    parts = name.split("/")
    if set(parts) & {"", ".", "..", ".git"} or "\0" in name:
        raise ValueError(name)
    path = top / "roadmap" / name
    if not path.parent.resolve().is_relative_to(top.resolve()):
        raise ValueError(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _word(name: str) -> str:
    """The name of a branch or tag, which is no option of git's. Raises ValueError."""
    if not name.isalnum():
        raise ValueError(name)
    return name


def _write(top: Path, name: str, text: str) -> None:
    path = _inside(top, name)
    if path.is_symlink():
        path.unlink()
    path.write_bytes(text.encode("utf-8", "surrogateescape"))


def _merge(top: Path, name: str) -> None:
    try:
        git(top, "merge", "-q", "--allow-unrelated-histories", "-m", "x", _word(name))
    except CalledProcessError:
        git(top, "add", "-A")  # with the marks of the conflict in it, as it happens
        git(top, "commit", "-q", "-m", "x")


def _module(top: Path, name: str) -> None:
    _inside(top, name)
    git(top, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},roadmap/{name}")


STEPS: Mapping[str, Callable[..., Any]] = {
    "write": _write,
    "rename": lambda top, old, new: os.replace(_inside(top, old), _inside(top, new)),
    "remove": lambda top, name: _inside(top, name).unlink(),
    "link": lambda top, name, to: _inside(top, name).symlink_to(to),
    "branch": lambda top, name: git(top, "checkout", "-q", "-B", _word(name)),
    "merge": _merge,
    "module": _module,
    "huge": lambda top, name: _write(top, name, "x" * (3 << 20)),
    "tag": lambda top, name: git(top, "tag", "-f", _word(name)),
    "mode": lambda top, name: _inside(top, name).chmod(0o755),
}
