"""Where documents come from: an https address, a file, a git repository."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from pmsite.messages import said
from pmsite.portfolio.https import NotFetched, Seen, fetch
from pmsite.portfolio.lock import DOCUMENT_BYTES
from pmsite.portfolio.settings import AUDIENCE, Git, Neighbour
from pmsite.read.files import read_bytes
from pmsite.read.text import printable

GIT_SECONDS = 120
_QUIET = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ALLOW_PROTOCOL": "https:ssh:file",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
}
_SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "protocol.ext.allow=never",
    "fetch.recurseSubmodules=false",
    "transfer.fsckObjects=true",
)
_SCHEME = re.compile(r"(?:[a-z]+://|[\w.-]+@[\w.-]+:)")
_TOKEN = re.compile(r"[\x21-\x7e]{1,4096}")


def described(plan: Neighbour, there: str) -> str:
    """Where a document is said to come from. `there` is its audience as the plan calls it."""
    if plan.workspace:
        return f"workspace {plan.workspace}"
    if isinstance(plan.source, Git):
        return f"git {plan.source.git} {plan.source.ref} {plan.source.path.replace(AUDIENCE, there)}"
    return (plan.source or "").replace(AUDIENCE, _quoted(plan, there))


def _quoted(plan: Neighbour, there: str) -> str:
    return quote(there, safe="") if is_remote(plan) else there


def is_remote(plan: Neighbour) -> bool:
    """Whether a plan's documents come by an https address."""
    return isinstance(plan.source, str) and plan.source.lower().startswith("https:")


def document_bytes(plan: Neighbour, there: str, root: Path, variables: Mapping[str, str], told: Seen | None = None) -> bytes:
    """A document as its place has it; raises NotFetched. `root` is the folder of portfolio.yml."""
    if isinstance(plan.source, Git):
        return _from_git(plan.source, there, root)
    place = described(plan, there)
    return fetch(place, _token(plan, variables), told) if is_remote(plan) else _from_file(root / place, place)


def _token(plan: Neighbour, variables: Mapping[str, str]) -> str:
    if not plan.token:
        return ""
    found = variables.get(plan.token, "").strip()
    if not _TOKEN.fullmatch(found):
        message = (
            said("the environment variable {name} holds what no token is", name=plan.token)
            if found
            else said("the environment variable {name} is not set", name=plan.token)
        )
        raise NotFetched(message, said("set it to the token for the address"))
    return found


def _from_file(path: Path, shown: str) -> bytes:
    try:
        return read_bytes(os.fspath(path), DOCUMENT_BYTES)
    except OSError as fault:
        if fault.errno == errno.EFBIG:
            raise NotFetched(
                said("{shown} is too large: {limit} MiB fit", shown=shown, limit=DOCUMENT_BYTES // 1024 // 1024)
            ) from None
        reason = (fault.strerror or said("the system gives no reason")).lower()
        raise NotFetched(
            said("{shown} cannot be read: {reason}", shown=shown, reason=reason),
            said("write its path relative to the folder of portfolio.yml"),
        ) from None


def _from_git(source: Git, there: str, root: Path) -> bytes:
    if shutil.which("git") is None:
        raise NotFetched(said("git is not installed"), said("install git, or name an address"))
    place = source.git if _SCHEME.match(source.git) else os.path.normpath(root / source.git)
    with tempfile.TemporaryDirectory() as folder:
        _git(folder, "init", "--quiet", "--bare")
        _git(
            folder,
            "fetch",
            "--quiet",
            "--depth=1",
            "--no-tags",
            "--no-write-fetch-head",
            "--end-of-options",
            place,
            f"+{source.ref}:refs/pmsite/plan",
        )
        file = f"refs/pmsite/plan:{source.path.replace(AUDIENCE, there)}"
        size = _git(folder, "cat-file", "-s", file).strip()
        if not size.isdigit() or int(size) > DOCUMENT_BYTES:
            raise NotFetched(said("it is too large: {limit} MiB fit", limit=DOCUMENT_BYTES // 1024 // 1024))
        return _git(folder, "cat-file", "blob", file)


def _git(folder: str, *words: str) -> bytes:
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in ("GIT_SSH_COMMAND", "GIT_SSH")
    }
    try:
        done = subprocess.run(
            ["git", "--no-pager", *settings, "-C", folder, *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=GIT_SECONDS,
            env=inherited | _QUIET,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotFetched(said("git takes longer than {limit} seconds", limit=GIT_SECONDS)) from None
    except OSError:
        raise NotFetched(said("git cannot be run"), said("install git, or name an address")) from None
    if done.returncode:
        told = printable(done.stderr.decode("utf-8", "replace").strip().partition("\n")[0], 200)
        raise NotFetched(
            said("git says: {told}", told=told) if told else said("git gives no answer"),
            said("try `git ls-remote` with the same address"),
        )
    return done.stdout
