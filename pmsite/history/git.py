"""Git, asked for data alone: nothing of a repository's configuration runs, nothing is fetched, no argument becomes an option."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from threading import Timer
from typing import IO

from pmsite.messages import said

SECONDS = 120
"""How long git may take for one answer."""

_QUIET = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
}
_SETTINGS = (
    "core.fsmonitor=false", f"core.hooksPath={os.devnull}", "protocol.ext.allow=never", "log.showSignature=false",
    "log.diffMerges=first-parent", "log.follow=false", "diff.relative=false", "core.commitGraph=true",
)  # fmt: skip
_REF = re.compile(r"[A-Za-z0-9][\w./-]*(?:[~^][0-9]{0,4})*")
_TRUST = "dubious ownership"


class NoHistory(Exception):
    """Git cannot answer; the text is a sentence on why, and `hint` on what helps."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository, and the place of a workspace in it."""

    top: Path
    prefix: str
    """The workspace's folder from the repository's top, ending in `/`; nothing where it is the top itself."""
    store: Path
    """The folder that git keeps its own files in, shared by all work trees."""
    is_shallow: bool
    trusted: tuple[str, ...] = ()
    """Folders that the person who runs this has told git to trust."""

    def run(self, *words: str) -> bytes:
        """What one command prints; raises NoHistory."""
        return _run(self.top, words, self.trusted)

    def commit(self, ref: str) -> str:
        """The commit that a name stands for; raises NoHistory where there is none."""
        if not _REF.fullmatch(ref):
            raise NoHistory(
                said("{ref} is not the name of a revision", ref=f"{ref[:100]!r}"),
                said("write a branch, a tag or a commit, such as main or v1.2"),
            )
        try:
            return self.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}").decode().strip()
        except NoHistory:
            hint = (
                said("this clone is shallow: fetch the whole history first")
                if self.is_shallow
                else said("fetch it first, or check its name")
            )
            raise NoHistory(said("there is no revision {ref}", ref=ref), hint) from None

    def fork(self, base: str, head: str) -> str | None:
        """The commit from which two others went their own ways; nothing where they share no history."""
        try:
            return self.run("merge-base", base, head).decode().strip() or None
        except NoHistory:
            return None

    def blobs(self, names: Iterable[str], limit: int) -> Iterator[tuple[str, bytes | None]]:
        """The contents of blobs, in one run of git; nothing for those that are missing or larger than `limit`."""
        with TemporaryFile() as wanted:
            wanted.write("".join(f"{name}\n" for name in names).encode())
            wanted.seek(0)
            command = _command(self.top, ("cat-file", "--batch", "--buffer"), self.trusted)
            with subprocess.Popen(
                command, stdin=wanted, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
            ) as process:
                watch = Timer(SECONDS, process.kill)
                watch.start()
                try:
                    assert process.stdout is not None  # it was asked for
                    while header := process.stdout.readline():
                        name, *facts = header.decode().split()
                        if len(facts) < 2:
                            yield name, None
                            continue
                        size = int(facts[1])
                        if size <= limit:
                            yield name, process.stdout.read(size + 1)[:-1]
                        else:
                            _skip(process.stdout, size + 1)
                            yield name, None
                finally:
                    watch.cancel()
                    process.kill()


def _skip(stream: IO[bytes], size: int) -> None:
    while size > 0 and (part := stream.read(min(size, 1 << 20))):
        size -= len(part)


def find(folder: Path) -> Repository:
    """The repository that a folder is in; raises NoHistory."""
    if shutil.which("git") is None:
        raise NoHistory(said("git is not installed"), said("install git to see how the plan came about"))
    if not folder.is_dir():
        raise NoHistory(said("there is no folder {name}", name=folder.name), said("name the folder of the workspace"))
    trusted: tuple[str, ...] = ()
    try:
        prefix = _run(folder, ("rev-parse", "--show-prefix"))
    except NoHistory as fault:
        trusted = _trusted() if _TRUST in str(fault) else ()
        if not trusted:
            raise _explained(fault) from None
        try:
            prefix = _run(folder, ("rev-parse", "--show-prefix"), trusted)
        except NoHistory as still:
            raise _explained(still) from None
    facts = _run(folder, ("rev-parse", "--is-shallow-repository", "--show-cdup", "--git-common-dir"), trusted)
    shallow, up, store = facts.removesuffix(b"\n").split(b"\n", 2)
    inside = os.fsdecode(prefix.removesuffix(b"\n"))
    return Repository(folder / os.fsdecode(up), inside, folder / os.fsdecode(store), shallow == b"true", trusted)


def _explained(fault: NoHistory) -> NoHistory:
    told = str(fault)
    if _TRUST in told:
        return NoHistory(
            said("git does not trust this folder, since it belongs to somebody else"),
            said("tell git that you trust it: git config --global --add safe.directory FOLDER"),
        )
    if "not a git repository" in told:
        return NoHistory(said("this folder is in no git repository"), said("run `git init` and commit the plan"))
    return fault


def _trusted() -> tuple[str, ...]:
    """What the person's own configuration trusts, which a repository cannot change."""
    try:
        done = subprocess.run(
            ["git", "config", "--get-all", "-z", "safe.directory"],
            cwd=Path.home().anchor,
            capture_output=True,
            timeout=SECONDS,
            env=_inherited(),
            check=False,
        )
    except (OSError, subprocess.SubprocessError, RuntimeError):
        return ()
    return tuple(os.fsdecode(name) for name in done.stdout.split(b"\0") if name)


def _run(folder: Path, words: tuple[str, ...], trusted: tuple[str, ...] = ()) -> bytes:
    try:
        done = subprocess.run(
            _command(folder, words, trusted),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NoHistory(said("git took longer than {limit} seconds", limit=SECONDS)) from None
    except OSError:
        raise NoHistory(said("git cannot be run")) from None
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise NoHistory(said("git says: {told}", told=told) if told else said("git gives no answer"))
    return done.stdout


def _command(folder: Path, words: tuple[str, ...], trusted: tuple[str, ...]) -> list[str]:
    settings = [*_SETTINGS, *(f"safe.directory={name}" for name in trusted)]
    return ["git", "--no-pager", *(part for setting in settings for part in ("-c", setting)), "-C", os.fspath(folder), *words]


def _inherited() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}


def _environment() -> dict[str, str]:
    return _inherited() | _QUIET
