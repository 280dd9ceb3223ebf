"""The repository that is published: a bare clone, and one work tree that follows it.

Git is asked for data alone. Nothing that a repository brings runs: no hook, no filter, no submodule, no setting of its own. Only the
fetch sees the configuration of the person who runs this, since keys, proxies and certificates are there.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from pmsite.messages import joined, said
from pmsite.publishing.commands import run
from pmsite.publishing.configuration import SCHEMES
from pmsite.publishing.failed import Failed

TOKEN = "PMSITE_REPOSITORY_TOKEN"  # noqa: S105  # the name of a variable
FETCH_SECONDS = 600
SECONDS = 300
WANTED = "refs/pmsite/wanted"

_SETTINGS = (
    "core.fsmonitor=false", f"core.hooksPath={os.devnull}", "protocol.ext.allow=never", "submodule.recurse=false",
    "fetch.recurseSubmodules=false", "gc.autoDetach=false", "maintenance.auto=false", "gc.auto=0", "advice.detachedHead=false",
    "core.autocrlf=false", "http.lowSpeedLimit=1000", "http.lowSpeedTime=60", "transfer.bundleURI=false",
)  # fmt: skip
_QUIET = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
}
_ALWAYS = {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
_OF_THE_OWNER = re.compile(
    r"GIT_(?:SSH(?:_COMMAND|_VARIANT)?|ASKPASS|SSL_.*|PROXY_.*|HTTP_.*|CONFIG_(?:GLOBAL|SYSTEM|COUNT|KEY_\d+|VALUE_\d+))"
)
_LOGIN = re.compile(r"(?<=//)[^/@\s]+@")
_HELPER = '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" "$PMSITE_GIT_USER" "$PMSITE_GIT_PASSWORD"; }; f'
_LOOSE_MOST = 2000
"""Objects in files of their own from which on they are packed."""


class Repository:
    """A bare clone at a path, and the work tree of its newest commit."""

    def __init__(self, path: Path, tree: Path, holding: int = -1) -> None:
        self.path, self.tree, self.holding = path, tree, holding

    def fetch(self, source: str, branch: str) -> str:
        """Bring the newest commit of a branch here, whatever became of the commits before it; raises Failed."""
        self._prepare()
        ref = f"refs/heads/{branch}" if branch else "HEAD"
        settings = _credentials(source)
        environment = _for_fetch(settings)
        words = (
            "fetch",
            "--quiet",
            "--force",
            "--prune",
            "--no-write-fetch-head",
            "--no-recurse-submodules",
            "--no-auto-maintenance",
        )
        refs = (f"+{ref}:{WANTED}", "+refs/tags/*:refs/tags/*")
        trusted = [f"safe.directory={source}"] if os.path.isabs(source) else []
        code, _, output = run(
            _git(self.path, *words, "--no-tags", "--", source, *refs, settings=trusted),
            self.path, environment, FETCH_SECONDS, holding=self.holding,
        )  # fmt: skip
        if code:
            raise _not_fetched(output, source, branch)
        return self._text("rev-parse", "--verify", f"{WANTED}^{{commit}}")

    def tags(self) -> str:
        """What tells whether tags have come, gone or moved: pages show the plan as it was at some."""
        return sha256(self._ask("for-each-ref", "refs/tags")).hexdigest()[:16]

    def file(self, commit: str, path: str) -> bytes | None:
        """A file of a commit, or nothing."""
        code, out, _ = self._run("cat-file", "blob", f"{commit}:{path}")
        return None if code else out

    def check_out(self, commit: str) -> None:
        """Make the work tree that of a commit, with nothing else in it; raises Failed."""
        if not self._is_tree():
            _remove(self.tree)
            self._ask("worktree", "prune", "--expire", "now")
            self._ask("worktree", "add", "--quiet", "--force", "--detach", str(self.tree), commit)
        else:
            self._ask("checkout", "--quiet", "--force", "--detach", commit, folder=self.tree)
        self._ask("clean", "-ffdxq", folder=self.tree)
        if astray := next(self._links_astray(commit), None):
            raise Failed(
                "link-leads-out", said("{astray} is a symbolic link that leads out of the repository", astray=astray), path=astray
            )

    def pack(self) -> None:
        """Put loose objects into packs, and drop those that nothing has asked for in two weeks, where there are many."""
        loose = sum(len(os.listdir(folder)) for folder in (self.path / "objects").glob("[0-9a-f][0-9a-f]"))
        packs = len(list((self.path / "objects/pack").glob("*.pack"))) if loose < _LOOSE_MOST else 0
        if loose >= _LOOSE_MOST or packs > 50:
            with suppress(Failed):
                self._ask("-c", "gc.auto=1", "gc", "--quiet", seconds=FETCH_SECONDS)

    def _prepare(self) -> None:
        if shutil.which("git") is None:
            raise Failed("no-git", said("git is not installed"))
        if self.path.is_symlink() or not (self.path / "HEAD").is_file():
            _remove(self.path)
            self.path.mkdir(mode=0o700)
            self._ask("init", "--quiet", "--bare", "--template=", "--initial-branch=main")
        for lock in (*self.path.glob("*.lock"), *self.path.glob("refs/**/*.lock"), *self.path.glob("worktrees/*/*.lock")):
            with suppress(OSError):
                lock.unlink()  # of a git that was killed: this place has one at a time

    def _is_tree(self) -> bool:
        """Whether the work tree is one of this clone; where it was damaged or moved, it is made anew."""
        if self.tree.is_symlink() or not (self.tree / ".git").is_file():
            return False
        code, out, _ = self._run("rev-parse", "--path-format=absolute", "--git-common-dir", folder=self.tree)
        return not code and os.path.realpath(os.fsdecode(out.rstrip(b"\n"))) == os.path.realpath(self.path)

    def _links_astray(self, commit: str) -> Iterator[str]:
        top = os.path.realpath(self.tree)
        for entry in self._ask("ls-tree", "-r", "-z", commit).split(b"\0"):
            facts, _, name = entry.partition(b"\t")
            if facts.startswith(b"120000 "):
                path = os.fsdecode(name)
                real = os.path.realpath(self.tree / path)
                inside = os.path.relpath(real, top)
                if inside == ".." or inside.startswith(f"..{os.sep}") or inside.split(os.sep)[0] == ".git":
                    yield path

    def _text(self, *words: str) -> str:
        return self._ask(*words).decode("utf-8", "replace").strip()

    def _ask(self, *words: str, folder: Path | None = None, seconds: float = SECONDS) -> bytes:
        code, out, output = self._run(*words, folder=folder, seconds=seconds)
        if code:
            told = _first_line(output)
            code_word = "disk-full" if "No space left" in told or "File too large" in told else "git-failed"
            raise Failed(
                code_word, said("git says: {told}", told=told) if told else said("git {command} gives no answer", command=words[0])
            )
        return out

    def _run(self, *words: str, folder: Path | None = None, seconds: float = SECONDS) -> tuple[int, bytes, bytes]:
        place = folder or self.path
        return run(_git(place, *words), place, _quiet(), seconds, holding=self.holding)


def _git(folder: Path, *words: str, settings: list[str] | None = None) -> list[str]:
    told = [*_SETTINGS, *(settings or ())]
    return ["git", "--no-pager", *(part for setting in told for part in ("-c", setting)), "-C", os.fspath(folder), *words]


def _quiet() -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return inherited | _QUIET | _ALWAYS


def _for_fetch(settings: dict[str, str]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or _OF_THE_OWNER.fullmatch(name)}
    inherited.pop(TOKEN, None)
    return inherited | {"GIT_ALLOW_PROTOCOL": ":".join(SCHEMES)} | _ALWAYS | settings


def _credentials(source: str) -> dict[str, str]:
    """What gives git the token of the environment, for this host alone and never as an argument, which others could see."""
    token = os.environ.get(TOKEN, "")
    address = urlsplit(source)
    if not token or address.scheme != "https":
        return {}
    user, colon, password = token.partition(":")
    if not colon:
        user, password = "oauth2", token  # any name will do where a token stands alone
    host = address.netloc.rpartition("@")[2]
    count = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
    return {
        "GIT_CONFIG_COUNT": str(count + 1),
        f"GIT_CONFIG_KEY_{count}": f"credential.https://{host}.helper",
        f"GIT_CONFIG_VALUE_{count}": _HELPER,
        "PMSITE_GIT_USER": user,
        "PMSITE_GIT_PASSWORD": password,
    }


def _not_fetched(output: bytes, source: str, branch: str) -> Failed:
    text = output.decode("utf-8", "replace")
    if "couldn't find remote ref" in text:
        return Failed(
            "branch-gone",
            said("the repository has no branch {branch}", branch=branch) if branch else said("the repository has no commit yet"),
        )
    if "No space left" in text or "File too large" in text:
        return Failed("disk-full", said("the disk is full, so nothing can be fetched"))
    told = _first_line(output)
    message = said("{source} cannot be fetched from; git says: {told}", source=without_login(source), told=told)
    if "dubious ownership" in text:
        message = joined(message, said("that folder belongs to somebody else: let this user own it, or fetch it over ssh"))
    return Failed("not-fetched", message)


def _first_line(output: bytes) -> str:
    """The line that says what is wrong, without what lets others in."""
    lines = [line.strip() for line in output.decode("utf-8", "replace").splitlines() if line.strip()]
    chosen = next((line for line in lines if line.startswith(("fatal:", "error:"))), lines[0] if lines else "")
    return without_login(chosen)[:500]


def without_login(text: str) -> str:
    """A text whose addresses name neither a user nor a password."""
    return _LOGIN.sub("", text)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
