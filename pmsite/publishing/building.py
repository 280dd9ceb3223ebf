"""One site: built as its owner would build it, and searched for what its readers may not see, each in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pmsite.audience import TEAM
from pmsite.messages import said
from pmsite.publishing.commands import run
from pmsite.publishing.configuration import Site
from pmsite.publishing.destination import remove
from pmsite.publishing.failed import Failed
from pmsite.publishing.openness import VARIABLE as PUBLIC
from pmsite.publishing.outcome import AUDIENCE
from pmsite.publishing.outcome import VARIABLE as TOLD
from pmsite.publishing.repository import TOKEN, without_login
from pmsite.read.text import printable

BUILD_SECONDS, AUDIT_SECONDS = 3600, 1800
HOOK_SECRET = "PMSITE_WEBHOOK_SECRET"  # noqa: S105  # the name of a variable
_OWN = frozenset({TOKEN, HOOK_SECRET})
"""What no build gets: its configuration may publish any variable of the environment."""
BUILT = "built"
"""Where sites are built, and stay until they are built again."""
_FULL = ("No space left on device", "File too large", "Disk quota exceeded", "disk is full")


@dataclass(frozen=True, slots=True)
class Builder:
    """What sites are built with."""

    tree: Path
    work: Path
    holding: int = -1

    def build(self, site: Site, into: Path) -> list[Path]:
        """Build a site as `mkdocs build --strict` does; the workspaces that it shows. Raises Failed.

        It is built where it was built before, so that what is the same need not be made again, and copied from there.
        """
        configuration = self.tree / site.configuration
        if not configuration.is_file() or not configuration.resolve().is_relative_to(self.tree.resolve()):
            raise Failed("no-configuration", said("this commit has no {file}", file=site.configuration), site=site.folder)
        told = self.work / "told.jsonl"
        told.unlink(missing_ok=True)
        command = [
            sys.executable,
            "-P",
            "-m",
            _host(site.configuration),
            "build",
            "--strict",
            "-f",
            str(configuration),
            "-d",
            str(self.work / BUILT / site.folder),
        ]
        code, out = self._run(command, configuration.parent, self._environment(site, told), BUILD_SECONDS, site)
        facts = list(_told(told))
        if code:
            raise _not_built(out, facts, site, self.tree)
        workspaces = [Path(fact["workspace"]) for fact in facts if fact.get("audience") == site.audience]
        if not workspaces:
            raise Failed(
                "no-plugin",
                said("{file} does not name the plugin pmsite, so its site shows no plan", file=site.configuration),
                site=site.folder,
            )
        shutil.copytree(self.work / BUILT / site.folder, into, symlinks=True)
        return [*dict.fromkeys(workspaces)]

    def forget_others(self, sites: Collection[str]) -> None:
        """Keep nothing of sites that are published no more."""
        for folder in (self.work / BUILT).glob("*"):
            if folder.name not in sites:
                remove(folder)

    def audit(self, site: Site, folder: Path, workspaces: Iterable[Path]) -> None:
        """Raises Failed where the site holds what its audience may not see, or that cannot be told."""
        if site.audience == TEAM:
            return
        named = [word for workspace in workspaces for word in ("-w", str(workspace))]
        command = [sys.executable, "-P", "-m", "pmsite", "audit", str(folder), "--audience", site.audience, *named]
        code, out = self._run(command, self.tree, self._environment(site, None), AUDIT_SECONDS, site)
        if code:
            lines = [line for line in out.splitlines() if line.strip()]
            if any(word in out for word in _FULL):
                raise Failed("disk-full", said("the disk is full"), site=site.folder)
            told = next((line for line in lines if line.startswith("Error: ")), lines[0] if lines else "")
            raise Failed(
                "audit-failed",
                said("the site for {audience} failed its audit: {why}", audience=site.audience, why=_short(told)),
                site=site.folder,
            )

    def _run(self, command: list[str], folder: Path, environment: dict[str, str], seconds: float, site: Site) -> tuple[int, str]:
        code, out, err = run(command, folder, environment, seconds, holding=self.holding)
        text = without_login((out + b"\n" + err).decode("utf-8", "replace"))
        with suppress(OSError):
            (self.work / f"{site.folder}.log").write_text(text, encoding="utf-8")
        return code, text

    def _environment(self, site: Site, told: Path | None) -> dict[str, str]:
        found = {name: value for name, value in os.environ.items() if name not in _OWN and not name.startswith("GIT_")}
        found.setdefault("CI", "true")  # where sites are published from, a missing secret of links is a fault
        found.setdefault("XDG_CACHE_HOME", str(self.work / "cache"))
        found |= {"TMPDIR": str(self.work / "tmp"), AUDIENCE: site.audience}
        found |= {PUBLIC: "true" if site.public else "false", "PYTHONUNBUFFERED": "1", "NO_COLOR": "1"}
        found |= {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
        return found | ({TOLD: str(told)} if told else {})


def _host(configuration: str) -> str:
    """The program that builds: what the file is called after, as far as it is there."""
    wanted = "properdocs" if Path(configuration).name.startswith("properdocs") else "mkdocs"
    return wanted if find_spec(wanted) else "properdocs" if find_spec("properdocs") else "mkdocs"


def _told(path: Path) -> Iterator[dict[str, Any]]:
    with suppress(OSError):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            with suppress(ValueError):
                fact = json.loads(line)
                if isinstance(fact, dict):
                    yield fact


def _not_built(out: str, facts: list[dict[str, Any]], site: Site, tree: Path) -> Failed:
    if any(word in out for word in _FULL):
        return Failed(
            "disk-full",
            said("the disk is full, so the site for {audience} cannot be built", audience=site.audience),
            site=site.folder,
        )
    diagnostics = [one for fact in facts for one in fact.get("diagnostics", ())]
    graver = [one for one in diagnostics if one.get("severity") == "error"]
    first = next(iter(graver or diagnostics), None)
    if first:
        message = _short(f"{first['place']} {first['code']}: {first['message']}")
        if more := len(graver or diagnostics) - 1:
            message = said("{message} (and {more} more)", message=message, more=more)
    else:
        lines = [line.strip() for line in out.replace(str(tree), "").splitlines() if line.strip()]
        marked = [line for line in lines if line.startswith(("ERROR", "WARNING", "Error", "Config value"))]
        message = _short((marked or lines[-1:] or [said("it said nothing")])[0])
    return Failed(
        "build-failed",
        said("the site for {audience} is not built: {message}", audience=site.audience, message=message),
        site=site.folder,
        diagnostic=first,
    )


def _short(text: str) -> str:
    return printable(text, 500)
