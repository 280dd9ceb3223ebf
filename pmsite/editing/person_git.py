"""Git as the person at the keyboard runs it: with their name, their keys and their hooks, but with no prompt that nobody can see."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from pmsite.wording.words import N_

SECONDS = 120
"""How long git, with all hooks of the repository, may take for one command."""
_LONGEST = 4_000
"""Characters of git's own words that are told."""
_LOGIN = re.compile(r"(?<=//)[^/@\s]+@")
_CONTROL = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|[^\S\n ]|[\x00-\x09\x0b-\x1f\x7f]")
_OF_ANOTHER_PLACE = re.compile(
    r"GIT_(?:DIR|WORK_TREE|INDEX_FILE|INDEX_VERSION|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX"
    r"|REFLOG_ACTION|QUARANTINE_PATH|CEILING_DIRECTORIES|.*_PATHSPECS|TRACE.*|EXTERNAL_DIFF|PAGER|EDITOR|SEQUENCE_EDITOR)"
)
_ALWAYS = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_EDITOR": "true",
    "GIT_SEQUENCE_EDITOR": "true",
    "GIT_MERGE_AUTOEDIT": "no",
    "GCM_INTERACTIVE": "never",
}
_SETTINGS = ("core.quotePath=false", "gc.auto=0", "maintenance.auto=false", "user.useConfigOnly=true", "color.ui=false")
_ASKING = ("core.fsmonitor=false", f"core.hooksPath={os.devnull}", "log.showSignature=false", "diff.relative=false")


class Unable(Exception):
    """Something that git, or the state of the repository, does not let happen; `message` and `hint` are words to be translated."""

    def __init__(self, message: str, hint: str = "", said: str = "", **names: str) -> None:
        super().__init__(message.format(**names))
        self.message, self.hint, self.said, self.names = message, hint, said, names


class Said(NamedTuple):
    """What git answered."""

    code: int
    out: bytes
    words: str
    """What it said to people, without what lets others in."""


class PersonGit:
    """Runs git in one work tree."""

    def __init__(self, top: Path, trusted: Iterable[str] = ()) -> None:
        self.top = top
        self._settings = (*_SETTINGS, *(f"safe.directory={name}" for name in trusted))

    def ask(self, *words: str, stdin: bytes = b"") -> Said:
        """What git knows. No hook runs and nothing is locked."""
        return self._run(words, stdin, {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}, _ASKING)

    def do(self, *words: str, stdin: bytes = b"", settings: Iterable[str] = (), seconds: float = SECONDS) -> Said:
        """Let git change something, with the hooks of the repository. Raises Unable where it takes too long."""
        return self._run(words, stdin, {}, tuple(settings), seconds)

    def _run(
        self, words: tuple[str, ...], stdin: bytes, also: Mapping[str, str], settings: tuple[str, ...], seconds: float = SECONDS
    ) -> Said:
        told = [part for setting in (*self._settings, *settings) for part in ("-c", setting)]
        command = ["git", "--no-pager", *told, "-C", os.fspath(self.top), *words]
        try:
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**_environment(), **also},
                start_new_session=True,  # without a terminal nobody asks there for a password that no page shows
            )  # fmt: skip
        except OSError:
            raise Unable(N_("Git cannot be run."), N_("Install Git to commit changes.")) from None
        with process:
            try:
                out, said = process.communicate(stdin, timeout=seconds)
            except BaseException as fault:
                _kill(process)
                if isinstance(fault, subprocess.TimeoutExpired):
                    hint = N_("Commit in a terminal, where you see what it waits for.")
                    raise Unable(N_("Git took longer than {num} seconds."), hint, num=str(round(seconds))) from None
                raise
        return Said(process.returncode, out, readable(said + (b"" if also else out)))


def readable(said: bytes) -> str:
    """What a program said, as it can be shown: no colours, no passwords, and no more than a page holds."""
    text = _LOGIN.sub("", said.decode("utf-8", "replace").replace("\r", "\n"))
    lines = [line.rstrip() for line in _CONTROL.sub("", text).splitlines()]
    return "\n".join(line for line in lines if line)[-_LONGEST:]


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End git with all that it started."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:  # on Windows
            process.kill()


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not _OF_ANOTHER_PLACE.fullmatch(name)} | _ALWAYS
