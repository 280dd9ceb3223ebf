"""A plan that is read once, and again what changed of it before it answers."""

from __future__ import annotations

import os
import threading
from contextlib import AbstractContextManager
from pathlib import Path

from pmsite.asking.plan import Plan, over_all, plan_of
from pmsite.clock import today
from pmsite.diagnostics import Report
from pmsite.editing.session import Session
from pmsite.judged import Judged
from pmsite.memory import Memory
from pmsite.read.files import walk
from pmsite.read.recent import LastLook
from pmsite.workspace import Workspace


class WatchedPlan:
    """A workspace as one audience may ask it. Whoever asks holds it meanwhile (`alone`), since two may ask at once."""

    def __init__(self, root: Path, prefix: str, audience: str, judged: Judged | None = None) -> None:
        """`judged` is shared with others who look at the same plan."""
        self.root, self.prefix, self.audience = root, prefix, audience
        self._judged = judged or Judged()
        self._lock = threading.Lock()
        self._last = LastLook()
        self._session = self._begun()
        self._workspace: Workspace | None = None
        self._plans: dict[bool, Plan] = {}

    @property
    def alone(self) -> AbstractContextManager[object]:
        """Nobody else asks or changes the plan meanwhile."""
        return self._lock

    @property
    def session(self) -> Session:
        """What changes the plan, as of today."""
        if self._session.today != today():
            self._session, self._workspace = self._begun(), None
        return self._session

    def _begun(self) -> Session:
        return Session(self.root, self.prefix, today(), Memory(judged=self._judged))

    def workspace(self) -> Workspace:
        """The workspace as it stands on the disk now, checked."""
        session = self.session
        stamps = {file.inside: (file.changed, file.size) for file in walk(os.fspath(self.root), self.prefix, Report())}
        if self._last.changed(stamps, os.fspath(self.root)) or self._workspace is None:
            self._workspace, self._plans = None, {}  # should it not come to a new one
            self._workspace = session.look()
        return self._workspace

    def plan(self, *, partly: bool = False) -> Plan:
        """What the audience sees of it. Raises UnknownAudience, and Faulty where files cannot be read, unless the team asks for the rest."""
        workspace = self.workspace()
        if partly not in self._plans:
            self._plans[partly] = over_all(plan_of(workspace, self.audience, partly), partly)
        return self._plans[partly]
