"""The files that `pmsite init --ci` writes into a repository."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit
from urllib.request import url2pathname

import click

from pmsite.cli.common import settings_of
from pmsite.cli.place import Place
from pmsite.cli.writing import write_files
from pmsite.read.workspace import SETTINGS
from pmsite.starter import ci

WORKSPACE = "roadmap"
PUBLIC = "public"


class Pipelines:
    """What one code host needs, in one repository; refused before anything is written where it cannot be written whole."""

    def __init__(self, root: Path, host: str, workspace: str | None) -> None:
        self._root, self._host = root, host
        self._workspace = PurePosixPath(Path(workspace or WORKSPACE).as_posix())
        if self._workspace.is_absolute() or ".." in self._workspace.parts:
            raise click.UsageError(f"--workspace is a folder inside {root}")
        _refuse_below(root)
        refuse([root / path for path in ci.paths(host) if (root / path).exists()], "Move them away first, or merge by hand.")

    @property
    def has_plan(self) -> bool:
        """Whether the repository has the workspace."""
        return os.path.lexists(self._root / self._workspace / SETTINGS)

    def write(self) -> None:
        """Write the files and say what is left to do."""
        place = Place(self._root / self._workspace, str(self._workspace), self._root)
        audiences = list(settings_of(place).audiences)
        if not audiences:
            raise click.UsageError(
                f"{place.prefix}/{SETTINGS} names no audience, and what is published is published for one; add `audiences: {{public: {{}}}}`"
            )
        audience = PUBLIC if PUBLIC in audiences else audiences[0]
        wanted = dict(ci.files(self._host, str(self._workspace), audience))
        if (self._root / ci.REQUIREMENTS).exists():
            wanted.pop(ci.REQUIREMENTS, None)  # another host's files need the same
        write_files(place.path, {self._root / path: text for path, text in wanted.items()}, within=self._root, new=True)
        for path in wanted:
            click.echo(path)
        told = _NEXT.format(audience=audience, checkout=_checkout(), vendor=ci.VENDOR, source=ci.REQUIREMENTS, locked=ci.LOCKED)
        click.echo(told, err=True)


def refuse(existing: Sequence[Path], instead: str) -> None:
    """End the command where files would be written over."""
    if existing:
        shown = ", ".join(str(path) for path in existing[:3])
        raise click.UsageError(f"{shown} {'exist' if len(existing) > 1 else 'exists'} already; nothing was written. {instead}")


def _refuse_below(root: Path) -> None:
    here = root.resolve()
    top = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
    if top != here:
        raise click.UsageError(
            f"a code host reads these files in the root of the repository, which is {top}. Run it there, and name the plan with --workspace."
        )


def _checkout() -> str:
    """Where pmsite was installed from, for a shell; where nothing says so, beside this folder."""
    installed = next(iter(metadata.distributions(name="pmsite")), None)
    told = json.loads((installed and installed.read_text("direct_url.json")) or "{}")
    address = urlsplit(told.get("url", ""))
    return shlex.quote(url2pathname(address.path)) if address.scheme == "file" else "../pmsite"


_NEXT = """
The site that is previewed and published is for {audience}. pmsite is on no package index yet, so its wheel goes into the repository.
Pin what the pipelines install, with hashes, then commit it all:

    pip wheel --no-deps --wheel-dir {vendor} {checkout}
    pip install pip-tools
    pip-compile --generate-hashes --allow-unsafe --no-emit-index-url --find-links {vendor} -o {locked} {source}

What to set up at the code host is in the how-to "Check every pull request"."""
