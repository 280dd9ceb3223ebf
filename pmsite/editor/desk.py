"""The plan that is edited: whether it can be, and the one who looks at it and changes it."""

from __future__ import annotations

import os
import threading
from http import HTTPStatus
from pathlib import Path
from typing import Any

from pmsite.audience import TEAM
from pmsite.clock import today
from pmsite.editing.commit import WorkTree
from pmsite.editing.since_commit import Comparing, SinceCommit
from pmsite.editing.watched import WatchedPlan
from pmsite.editor.refusal import Refusal
from pmsite.editor.served import Served
from pmsite.history.git import NoHistory, find
from pmsite.judged import Judged
from pmsite.wording.words import N_
from pmsite.workspace import Workspace

LOOPBACK_ONLY = N_("This preview can be reached from other machines, so it is only for reading.")
FOR_THE_TEAM = N_("This preview shows what {audience} see, so it is only for reading.")
NO_FOLDER = N_("The plan is no folder of its own, so it is only for reading.")
NOT_WRITABLE = N_("The folder of the plan cannot be written to, so it is only for reading.")


class Desk:
    """A plan, and who may do what with it."""

    def __init__(self, root: Path, prefix: str, audience: str, served: Served, judged: Judged | None = None) -> None:
        self.root, self.prefix, self.audience = root, prefix, audience
        self._served = served
        self.plan = WatchedPlan(root, prefix, TEAM, judged)
        self._comparing: Comparing | None = None
        self._comparing_alone = threading.Lock()

    def begin(self) -> None:
        """Look at the plan for the first time, while nobody waits for that."""
        if not self.closed:
            threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        with self.plan.alone:
            self.plan.workspace()

    def tree(self) -> WorkTree:
        """The work tree of the plan. Raises Unable."""
        return WorkTree(self.root)

    def compared(self, tree: WorkTree, workspace: Workspace, head: str, language: str) -> SinceCommit:
        """What is different from the last commit, which is read once. Raises Unable."""
        with self._comparing_alone:
            if self._comparing is None or self._comparing.today != today():
                self._comparing = Comparing(tree, today())
            return self._comparing.changes(workspace, head, language)

    def branch(self) -> dict[str, Any]:
        """Whether git keeps the plan, and on which branch."""
        try:
            repository = find(self.root)
        except NoHistory:
            return {"has_git": False, "branch": ""}
        try:
            return {"has_git": True, "branch": repository.run("symbolic-ref", "--quiet", "--short", "HEAD").decode().strip()}
        except NoHistory:  # no branch is checked out
            return {"has_git": True, "branch": ""}

    @property
    def closed(self) -> Refusal | None:
        """Why nothing of the plan is told, if it is not."""
        if not self._served.is_local:
            hint = N_("Start it without --dev-addr, or with 127.0.0.1, to edit the plan here.")
            return Refusal(HTTPStatus.LOCKED, LOOPBACK_ONLY, hint)
        if self.audience != TEAM:
            hint = N_("Start it without an audience to edit the plan here.")
            return Refusal(HTTPStatus.LOCKED, FOR_THE_TEAM, hint, audience=self.audience)
        return None

    @property
    def read_only(self) -> Refusal | None:
        """Why nothing can be changed, if it cannot."""
        if refusal := self.closed:
            return refusal
        if self.root.is_symlink() or not self.root.is_dir():
            return Refusal(HTTPStatus.LOCKED, NO_FOLDER, N_("Put the folder itself beside mkdocs.yml."))
        if not (os.access(self.root, os.W_OK) and os.access(self.root.parent, os.W_OK)):
            return Refusal(HTTPStatus.LOCKED, NOT_WRITABLE, N_("Have its owner let you write there."))
        return None
