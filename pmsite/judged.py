"""What the rules found in a plan, for whoever looks at the same plan again: an edit is judged before it is written, and then as it stands."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from pmsite.diagnostics import Diagnostic
from pmsite.read.files import read_bytes
from pmsite.read.limits import TABLE_BYTES
from pmsite.read.workspace import Stamp
from pmsite.workspace import Workspace

_KEPT = 3
"""Plans that are known: the one that stands, the one that may come, and the one before."""


class _Plan(NamedTuple):
    """All that rules look at."""

    facts: tuple[Any, ...]
    others: Mapping[str, Stamp]
    """Its other files, and what changes when they are written."""
    over: Mapping[str, bytes | None]
    """What was read in place of some of them."""


class Judged:
    """The findings in the plans that were looked at last, by what is in them. Only plans whose files can all be read are known."""

    def __init__(self) -> None:
        self._known: list[tuple[_Plan, tuple[Diagnostic, ...]]] = []
        self._lock = threading.Lock()

    def of(self, workspace: Workspace) -> tuple[Diagnostic, ...] | None:
        """All that is to be found in a plan; nothing where that is not known."""
        plan = _plan_of(workspace)
        if plan is None:
            return None
        with self._lock:
            known = list(self._known)
        return next((found for other, found in known if _is_same(plan, other, workspace)), None)

    def note(self, workspace: Workspace, found: tuple[Diagnostic, ...]) -> None:
        """Know what was found in a plan."""
        plan = _plan_of(workspace)
        if plan is not None:
            with self._lock:
                self._known = [(plan, found), *self._known][:_KEPT]


def _plan_of(workspace: Workspace) -> _Plan | None:
    if workspace.product is None or workspace.absent or workspace.unsound:
        return None
    day: date = workspace.product.today
    told = workspace.root, workspace.prefix, day, workspace.settings, workspace.written
    over = {inside: content for inside, content in workspace.over.items() if inside in workspace.others}
    return _Plan((*told, workspace.records, workspace.translations, workspace.files), workspace.others, over)


def _is_same(one: _Plan, other: _Plan, workspace: Workspace) -> bool:
    if one.others.keys() != other.others.keys() or one.facts != other.facts:
        return False
    differing = [inside for inside, stamp in one.others.items() if stamp != other.others[inside]]
    return all(_holds(workspace, inside, other.over.get(inside)) for inside in (*differing, *one.over))


def _holds(workspace: Workspace, inside: str, content: bytes | None) -> bool:
    """Whether a file is just what another plan was thought to have there."""
    if inside in workspace.over:
        return workspace.over[inside] == content
    try:
        return content is not None and read_bytes(str(workspace.root / inside), TABLE_BYTES) == content
    except OSError:
        return False
