"""Small repositories for tests, from texts: each revision names the files that it writes, with nothing for those that it removes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.make import SETTINGS

Files = Mapping[str, str | None]


def git(folder: Path, *words: str, when: str = "2026-01-01T12:00:00+00:00") -> str:
    """Run git as a person would, with nobody's configuration and a fixed clock."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    env |= {f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    command = ["git", "-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", "-C", os.fspath(folder), *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout.strip()


def start(folder: Path) -> Path:
    """An empty repository."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q")
    return folder


def put(root: Path, files: Files) -> None:
    """Write and remove files of a workspace. A text that does not begin with --- is front matter alone."""
    for name, text in files.items():
        path = root / name
        if text is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = text if not name.endswith(".md") or text.startswith("---") else f"---\n{text.rstrip()}\n---\n"
        path.write_text(whole, encoding="utf-8", newline="")


def commit(folder: Path, files: Files, when: str, workspace: str = "roadmap") -> str:
    """One revision, and its commit. `when` is a day, or a moment with its time zone."""
    put(folder / workspace, files)
    git(folder, "add", "-A")
    at = when if "T" in when else f"{when}T12:00:00+00:00"
    git(folder, "commit", "-q", "--allow-empty", "-m", "A change", when=at)
    return git(folder, "rev-parse", "HEAD")


def plan(folder: Path, *revisions: tuple[str, Files], settings: str = SETTINGS, workspace: str = "roadmap") -> Path:
    """A repository whose workspace went through revisions, each with its day."""
    start(folder)
    for number, (when, files) in enumerate(revisions):
        commit(folder, {**({"product.yml": settings} if number == 0 else {}), **files}, when, workspace)
    return folder
