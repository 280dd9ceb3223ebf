"""The files that let a code host check and publish a plan, for each host. `@WORKSPACE@` and `@AUDIENCE@` stand for their names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pmsite
from pmsite.model.scaffold import scalar

HOSTS = ("github", "gitlab", "gitee")
REQUIREMENTS = "requirements-plan.in"
LOCKED = "requirements-plan.txt"
"""What the pipelines install, each package with its hash; made by the plan's owner, since hashes come from an index."""
VENDOR = "vendor"
"""Where the wheel of pmsite is, beside what is pinned: no index has it yet."""
FOLDER = Path(__file__).parent / "pipelines"


def paths(host: str) -> list[str]:
    """Where the files of a host belong, below the root of the repository."""
    return [path for path, _ in _sources(host)]


def files(host: str, workspace: str, audience: str) -> Iterator[tuple[str, str]]:
    """Each file as its path below the root of the repository and its text; last what is to be pinned, which all hosts share."""
    for path, source in _sources(host):
        text = source.read_text(encoding="utf-8")
        yield path, text.replace("@WORKSPACE@", scalar(workspace)).replace("@AUDIENCE@", scalar(audience))
    yield REQUIREMENTS, f"pmsite[links]=={pmsite.__version__}\n"


def _sources(host: str) -> list[tuple[str, Path]]:
    folder = FOLDER / host
    return [(path.relative_to(folder).as_posix(), path) for path in sorted(folder.rglob("*")) if path.is_file()]
