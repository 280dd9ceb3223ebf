"""The plan's changes put into a commit on a branch of their own, and sent when somebody says so: the only place that writes with git."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pmsite.editing.person_git import PersonGit, Said, Unable
from pmsite.history import git
from pmsite.history.git import NoHistory
from pmsite.wording.words import N_

REMOTE = "origin"
PUSH_SECONDS = 120
_USUAL = ("main", "master")
_UNDER_WAY = {
    "MERGE_HEAD": N_("A merge is under way in this repository."),
    "rebase-merge": N_("A rebase is under way in this repository."),
    "rebase-apply": N_("A rebase is under way in this repository."),
    "CHERRY_PICK_HEAD": N_("A cherry-pick is under way in this repository."),
    "REVERT_HEAD": N_("A revert is under way in this repository."),
}
_FROM_STANDARD_INPUT = ("--pathspec-from-file=-", "--pathspec-file-nul")


@dataclass(frozen=True, slots=True)
class State:
    """Where a repository stands."""

    branch: str
    """The branch that is checked out; nothing on none."""
    head: str
    """Its last commit; nothing where there is none."""
    default: str
    """The branch that others start from, as far as that is known."""
    unsent: int
    """Commits of the branch that the remote does not have; 0 on the default branch, whose commits are nobody's to send here."""
    sent: bool
    """Whether the remote has the branch as it is."""
    remote: str
    """The address that pushes go to; nothing where there is no remote."""
    in_the_way: str = ""
    """Why nothing can be committed, in words to be translated."""
    help: str = ""

    @property
    def is_own_branch(self) -> bool:
        """Whether the branch is one for changes like these, and not the one that others start from."""
        return bool(self.branch) and self.branch != self.default


class WorkTree:
    """The work tree that a workspace lies in."""

    def __init__(self, root: Path) -> None:
        """Raises Unable."""
        try:
            found = git.find(root)
        except NoHistory as fault:
            if "in no git repository" in str(fault):
                hint = N_('Begin one in a terminal: git init && git add . && git commit -m "The plan"')
                raise Unable(N_("This plan is in no Git repository, so nothing is known of what it was."), hint) from None
            raise Unable(_literally(f"{str(fault)[:1].upper()}{str(fault)[1:]}."), _literally(fault.hint)) from None
        self.repository = found
        self._git = PersonGit(Path(os.path.realpath(found.top)), found.trusted)

    def state(self) -> State:
        """Where the repository stands. Raises Unable."""
        branch, head = (
            self._asked("symbolic-ref", "--quiet", "--short", "HEAD"),
            self._asked("rev-parse", "--verify", "--quiet", "HEAD"),
        )
        default = self._default()
        remote = self._asked("remote", "get-url", "--push", REMOTE)
        unsent, sent = self._unsent(branch) if branch and head and branch != default else (0, False)
        why, hint = self._in_the_way(branch, head)
        return State(branch, head, default, unsent, sent, remote, why, hint)

    def changed(self) -> Mapping[str, str]:
        """By place in the workspace, the plan's files that are not as in the last commit: `new`, `changed` or `gone`. Raises Unable."""
        prefix = self.repository.prefix or "."
        words = ("diff", "--raw", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "--abbrev=4")
        found = self._git.ask(*words, "HEAD", "--", prefix)
        others = self._git.ask("ls-files", "-z", "--others", "--exclude-standard", "--", prefix)
        if found.code or others.code:
            raise Unable(N_("Git cannot tell what is different."), said=found.words or others.words)
        told = found.out.split(b"\0")
        hows = {self._inside(name): _HOW.get(facts[-1:], "changed") for facts, name in zip(told[::2], told[1::2], strict=False)}
        hows |= {self._inside(name): "new" for name in others.out.split(b"\0") if name}
        return {inside: hows[inside] for inside in sorted(hows) if not any(part.startswith(".") for part in inside.split("/"))}

    def committed(self, inside: str) -> bytes | None:
        """A file of the workspace as the last commit puts it into a work tree; nothing where that has none. Raises Unable."""
        path = self.repository.prefix + inside
        if not self._git.ask("ls-tree", "-z", "--full-tree", "HEAD", "--", path).out.startswith(b"100"):
            return None
        found = self._git.ask("cat-file", "--filters", f"HEAD:{path}")
        if found.code:
            raise Unable(N_("Git cannot give {path} as it was."), said=found.words, path=inside)
        return found.out

    def free_name(self, wanted: str) -> str:
        """A name for a new branch, like the one that is wanted."""
        wanted = wanted if self._is_name(wanted) else "plan/changes"
        if self._is_taken(wanted.partition("/")[0]):  # git keeps branches as files, so none can be in another
            wanted = wanted.replace("/", "-")
        name, number = wanted, 1
        while self._is_taken(name):
            number += 1
            name = f"{wanted}-{number}"
        return name

    def commit(self, branch: str, message: str, files: Sequence[str]) -> str:
        """Commit some files of the workspace, and nothing else, to a new branch or the one that is checked out; gives the commit.

        What others have staged stays staged. Raises Unable, and then nothing is committed and the branch is the one it was.
        """
        before = self.state()
        self._must_be_possible(before, branch, message)
        is_new = branch != before.branch
        if is_new:
            self._done(self._git.do("switch", "--quiet", "--no-track", "--create", branch), N_("Git could not make the branch."))
        paths = [self.repository.prefix + inside for inside in files]
        added: list[str] = []
        try:
            added = self._add(paths)
            self._commit(message, paths)
        except BaseException:
            if self._asked("rev-parse", "--verify", "--quiet", "HEAD") == before.head:
                self._back(before, branch if is_new else "", added)
                raise
        return self._asked("rev-parse", "--verify", "--quiet", "HEAD")

    def push(self, branch: str) -> str:
        """Send the branch that is checked out to the remote; gives git's words. Raises Unable."""
        state = self.state()
        if not state.remote:
            hint = N_("Add its address in a terminal: git remote add origin ADDRESS")
            raise Unable(N_("This repository has no remote called origin."), hint)
        if branch != state.branch or not state.is_own_branch:
            raise Unable(N_("Only the branch that you are on, and that is your own, is sent."), N_("Commit to a new branch first."))
        words = ("push", "--set-upstream", "--no-follow-tags", "--recurse-submodules=no", "--no-progress")
        ref = f"refs/heads/{branch}"
        told = self._git.do(*words, "--", REMOTE, f"{ref}:{ref}", settings=("push.gpgSign=false",), seconds=PUSH_SECONDS)
        if told.code:
            hint = N_("Nothing is lost: the commit is on the branch. Push it in a terminal, where you can sign in.")
            raise Unable(N_("The branch could not be sent."), hint, told.words)
        return told.words

    def _asked(self, *words: str) -> str:
        found = self._git.ask(*words)
        return "" if found.code else os.fsdecode(found.out).strip()

    def _inside(self, name: bytes) -> str:
        return os.fsdecode(name).removeprefix(self.repository.prefix)

    def _default(self) -> str:
        known = self._asked("symbolic-ref", "--quiet", "--short", f"refs/remotes/{REMOTE}/HEAD").removeprefix(f"{REMOTE}/")
        return known or next((name for name in _USUAL if self._is_taken(name)), "")

    def _unsent(self, branch: str) -> tuple[int, bool]:
        theirs = f"refs/remotes/{REMOTE}/{branch}"
        is_there = bool(self._asked("rev-parse", "--verify", "--quiet", theirs))
        span = [f"refs/heads/{branch}", "--not", theirs if is_there else f"--remotes={REMOTE}"]
        default = self._default()
        if not is_there and default and self._is_taken(default):
            span.append(f"refs/heads/{default}")
        unsent = int(self._asked("rev-list", "--count", *span) or 0)
        return unsent, is_there and not unsent

    def _in_the_way(self, branch: str, head: str) -> tuple[str, str]:
        if not head:
            hint = N_('Make the first commit in a terminal: git add . && git commit -m "The plan"')
            return N_("Nothing has been committed in this repository yet."), hint
        names = [part for name in _UNDER_WAY for part in ("--git-path", name)]
        for name, path in zip(_UNDER_WAY, self._asked("rev-parse", *names).splitlines(), strict=False):
            if (self._git.top / path).exists():
                return _UNDER_WAY[name], N_("End it first, or give it up.")
        if not branch:
            hint = N_("Go to a branch first, in a terminal: git switch main")
            return N_("This repository is on no branch, but on a single commit of its history."), hint
        return "", ""

    def _must_be_possible(self, before: State, branch: str, message: str) -> None:
        if before.in_the_way:
            raise Unable(before.in_the_way, before.help)
        if branch == before.branch and not before.is_own_branch:
            raise Unable(
                N_("Others start from the branch {name}, so changes go to one of their own."),
                N_("Choose another name."),
                name=branch,
            )
        if not self._is_name(branch):
            hint = N_("Use letters, digits, - and /, as in plan/offline-mode.")
            raise Unable(N_("“{name}” cannot be the name of a branch."), hint, name=branch[:100])
        if branch != before.branch and self._is_taken(branch):
            raise Unable(N_("There is a branch {name} already."), N_("Choose another name."), name=branch)
        if not message.strip():
            raise Unable(N_("The commit has no message."), N_("Write in a line what has changed, and why."))
        who = self._git.ask("var", "GIT_AUTHOR_IDENT"), self._git.ask("var", "GIT_COMMITTER_IDENT")
        if any(one.code for one in who):
            hint = N_(
                'Tell it in a terminal: git config --global user.name "Your Name" && git config --global user.email you@example.org'
            )
            raise Unable(N_("Git does not know who you are."), hint)

    def _is_name(self, name: str) -> bool:
        """Whether git takes it for a branch, and nobody could take it for anything else."""
        if name.startswith(("-", "@{")) or name.upper() == "HEAD" or not name.isprintable():
            return False
        found = self._git.ask("check-ref-format", f"refs/heads/{name}")
        return not found.code

    def _is_taken(self, name: str) -> bool:
        return not self._git.ask("show-ref", "--verify", "--quiet", f"refs/heads/{name}").code

    def _add(self, paths: Iterable[str]) -> list[str]:
        """Let git know of new files, without their content, since it commits none that it does not know; gives them."""
        new = set(self._listed(paths, "ls-files", "-z", "--others", "--exclude-standard"))
        if new:
            wanted = "\0".join(sorted(new))
            self._done(
                self._git.do("add", "--intent-to-add", *_FROM_STANDARD_INPUT, stdin=os.fsencode(wanted)),
                N_("Git could not take the new files in."),
            )
        return sorted(new)

    def _listed(self, paths: Iterable[str], *words: str) -> Iterable[str]:
        wanted = set(paths)
        found = self._git.ask(*words, "--", self.repository.prefix or ".")
        return (name for name in map(os.fsdecode, found.out.split(b"\0")) if name in wanted)

    def _commit(self, message: str, paths: Iterable[str]) -> None:
        with TemporaryDirectory(prefix="pmsite-") as folder:
            file = Path(folder, "message")
            file.write_text(message.strip() + "\n", encoding="utf-8", newline="\n")
            words = ("commit", "--quiet", "--only", "--cleanup=whitespace", "--no-edit", f"--file={file}", *_FROM_STANDARD_INPUT)
            told = self._git.do(*words, stdin=os.fsencode("\0".join(paths)), settings=("i18n.commitEncoding=utf-8",))
        self._done(told, N_("Git did not commit."), N_("Nothing was committed. Mend what it says, and try again."))

    def _back(self, before: State, branch: str, added: Sequence[str]) -> None:
        """Leave the repository as it was before a commit that did not come to be."""
        with suppress(Unable):
            if added:
                self._git.do("reset", "--quiet", *_FROM_STANDARD_INPUT, stdin=os.fsencode("\0".join(added)))
            if branch:
                self._git.do("symbolic-ref", "HEAD", f"refs/heads/{before.branch}")
                self._git.do("update-ref", "-d", f"refs/heads/{branch}", before.head)

    @staticmethod
    def _done(told: Said, message: str, hint: str = "") -> None:
        if told.code:
            raise Unable(message, hint, told.words)


_HOW = {b"A": "new", b"D": "gone"}


def _literally(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
