"""The files that `pmsite init --ci` writes into a repository."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit
from urllib.request import url2pathname

import click

from pmsite.cli.common import settings_of
from pmsite.cli.language import echo
from pmsite.cli.workspace_folder import WorkspaceFolder
from pmsite.cli.writing import write_files
from pmsite.messages import counted, said
from pmsite.read.workspace import SETTINGS
from pmsite.starter import ci

WORKSPACE = "roadmap"
PUBLIC = "public"
CONFIG = "mkdocs.yml"
_SHARED = (ci.REQUIREMENTS, *ci.UPDATES)
_OTHER_UPDATES = (
    ".github/dependabot.yaml",
    ".github/renovate.json",
    ".github/renovate.json5",
    ".gitlab/renovate.json",
    "renovate.json5",
)


class Pipelines:
    """What one code host needs, in one repository; refused before anything is written where it cannot be written whole."""

    def __init__(self, root: Path, host: str, workspace: str | None) -> None:
        self._root, self._host = root, host
        self._workspace = PurePosixPath(Path(workspace or WORKSPACE).as_posix())
        if self._workspace.is_absolute() or ".." in self._workspace.parts:
            raise click.UsageError(said("--workspace is a folder inside {root}", root=root))
        refuse_below(root)
        self._others = [found for path in _tells(host) if (found := self._checked(path)) is not None]
        wanted = [path for path, _ in self._files("public", "en") if path not in _SHARED]
        refuse([root / path for path in wanted if (root / path).exists()], said("Move them away first, or merge by hand."))

    @property
    def has_plan(self) -> bool:
        """Whether the repository has the workspace."""
        return os.path.lexists(self._root / self._workspace / SETTINGS)

    def write(self) -> None:
        """Write the files and say what is left to do."""
        place = WorkspaceFolder(self._root / self._workspace, str(self._workspace), self._root)
        settings = settings_of(place)
        audiences = list(settings.audiences)
        if not audiences:
            raise click.UsageError(
                said(
                    "{path} names no audience, and what is published is published for one; add `audiences: {{public: {{}}}}`",
                    path=f"{place.prefix}/{SETTINGS}",
                )
            )
        audience = PUBLIC if PUBLIC in audiences else audiences[0]
        wanted = dict(self._files(audience, settings.language))
        for shared in _SHARED:
            if (self._root / shared).exists() or (shared in ci.UPDATES and self._has_updates()):
                wanted.pop(shared, None)  # another plan's or host's files need the same, or people wrote their own
        write_files(place.path, {self._root / path: text for path, text in wanted.items()}, within=self._root, new=True)
        for path in wanted:
            click.echo(path)
        echo(_next(audience), err=True)
        self._tell_by_hand(self._plan(audience, settings.language))

    def _plan(self, audience: str, language: str) -> ci.Plan:
        return ci.Plan(str(self._workspace), audience, self._site(), language)

    def _site(self) -> str:
        """The folder of the site's configuration: the nearest one from the workspace upwards."""
        folders = [folder for folder in self._workspace.parents if (self._root / folder / CONFIG).is_file()]
        return str(folders[0] if folders else self._workspace.parent)

    def _files(self, audience: str, language: str) -> Iterator[tuple[str, str]]:
        plan = self._plan(audience, language)
        if self._others:
            yield from ci.further(self._host, plan)
            yield from ((path, text) for path, text in ci.first(self._host, plan) if path in ci.UPDATES)
        elif self._joins_jobs():
            yield from ci.included(plan)
        else:
            yield from ci.first(self._host, plan)
        yield ci.requirements()

    def _checked(self, path: str) -> str | None:
        """The other plan that a file of ours checks already, if there is one."""
        named = ci.workspace_of(_text(self._root / path))
        return named if named != str(self._workspace) else None

    def _joins_jobs(self) -> bool:
        """Whether the repository has jobs for GitLab that are not of ours."""
        text = _text(self._root / ci.CHECK["gitlab"])
        return self._host == "gitlab" and bool(text) and ci.workspace_of(text) is None

    def _has_updates(self) -> bool:
        return any((self._root / path).exists() for path in (*ci.UPDATES, *_OTHER_UPDATES))

    def _tell_by_hand(self, plan: ci.Plan) -> None:
        """What must be added to files that are there already."""
        if self._host == "gitlab" and (self._others or self._joins_jobs()):
            path = next(path for path, _ in self._files(plan.audience, plan.language) if path.startswith(".gitlab/"))
            echo(said("\nAdd this to {file}:\n\n    include:\n      - local: {path}", file=ci.CHECK["gitlab"], path=path), err=True)
        if self._others and self._host != "gitee":
            where = ci.PUBLISH if self._host == "github" else said("the job `pages`")
            echo(
                said("\nTo publish this plan too, add a line to SITES in {where}:\n\n    {line}", where=where, line=plan.line),
                err=True,
            )
            if plan.patterns and self._host == "github":
                echo(said("\nand {pattern} to its `paths`.", pattern=json.dumps(plan.patterns[0], ensure_ascii=False)), err=True)


def _tells(host: str) -> tuple[str, ...]:
    """The files that say which plan came first."""
    return (ci.CHECK[host], ci.INCLUDED) if host == "gitlab" else (ci.CHECK[host],)


def _text(path: Path) -> str:
    """A file's text, or nothing where there is none."""
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def refuse(existing: Sequence[Path], instead: str) -> None:
    """End the command where files would be written over."""
    if existing:
        shown = [str(path) for path in existing[:3]]
        raise click.UsageError(
            counted(
                len(existing),
                "{files} exists already; nothing was written. {instead}",
                "{files} exist already; nothing was written. {instead}",
                files=shown,
                instead=instead,
            )
        )


def refuse_below(root: Path) -> None:
    """End the command where a folder is not the root of its repository."""
    here = root.resolve()
    top = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
    if top != here:
        raise click.UsageError(
            said(
                "a code host reads these files in the root of the repository, which is {top}. Run it there, and name the plan with --workspace.",
                top=top,
            )
        )


def checkout() -> str:
    """Where pmsite was installed from, for a shell; where nothing says so, beside this folder."""
    installed = next(iter(metadata.distributions(name="pmsite")), None)
    told = json.loads((installed and installed.read_text("direct_url.json")) or "{}")
    address = urlsplit(told.get("url", ""))
    return shlex.quote(url2pathname(address.path)) if address.scheme == "file" else "../pmsite"


def _next(audience: str) -> str:
    return said(
        """
The site that is previewed and published is for {audience}. pmsite is on no package index yet, so its wheel goes into the repository.
Pin what the pipelines install, with hashes, then commit it all:

    pip wheel --no-deps --wheel-dir {vendor} {checkout}
    pip install pip-tools
    pip-compile --generate-hashes --allow-unsafe --no-emit-index-url --find-links {vendor} -o {locked} {source}

What to set up at the code host is in the how-to "Check every pull request".""",
        audience=audience,
        checkout=checkout(),
        vendor=ci.VENDOR,
        source=ci.REQUIREMENTS,
        locked=ci.LOCKED,
    )
