"""A server follows its plan without building the site anew: where an edit changes no more than what pages hold, MkDocs has no part in it.

Whatever else an edit may do, such as adding a page or a fault, is a build as any other. So nothing here decides what a page shows:
it only finds that all but some pages, and what a site has for other programs, is as it was.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pmsite.host.watching import Stamps, Watch, differing, stamps
from pmsite.read.workspace import SETTINGS

ENDINGS = (".md", ".csv")


class Follower:
    """Stands in for what builds the site of a server, and builds it only where a page cannot be made without."""

    def __init__(
        self, server: Any, plan: Path, build: Callable[[], None], follow: Callable[[set[str], Callable[[], None]], bool]
    ) -> None:
        """`follow` is given the files of the plan that have changed, and what shows the pages that are written; it may decline."""
        self._server, self._plan, self._build, self._follow = server, f"{plan}{os.sep}", build, follow
        self._known: Stamps = stamps(self._paths())
        self._watch = Watch(str(plan), self._tell)

    def start(self) -> None:
        """Hear of changes in the plan."""
        self._watch.start()

    def stop(self) -> None:
        """Hear of nothing more."""
        self._watch.stop()

    def __call__(self, *given: Any) -> None:
        """Let the server show what there is."""
        now = stamps(self._paths())
        files, self._known = differing(self._known, now), now
        if not files:  # two watchers have told of the same change
            self._be_as_before()
        elif given or not self._is_followed(files):
            self._build(*given)

    def _is_followed(self, files: set[str]) -> bool:
        inside = {file.removeprefix(self._plan) for file in files if file.startswith(self._plan)}
        is_plan_alone = len(inside) == len(files) and all(file.endswith(ENDINGS) and file != SETTINGS for file in inside)
        return is_plan_alone and self._follow({f"{self._plan}{file}" for file in inside}, self._be_shown)

    def _paths(self) -> list[str]:
        return list(self._server._watched_paths)  # it has no other name

    def _tell(self) -> None:
        server = self._server
        with server._rebuild_cond:  # as its own watcher does
            server._want_rebuild = True
            server._rebuild_cond.notify_all()

    def _be_as_before(self) -> None:
        """Leave browsers alone."""
        with self._server._epoch_cond:
            self._server._wanted_epoch = self._server._visible_epoch

    def _be_shown(self) -> None:
        """Answer those who wait for the site, and have browsers load it anew; once more when all is written."""
        server = self._server
        with server._epoch_cond:
            server._visible_epoch = server._wanted_epoch
            server._epoch_cond.notify_all()
            server._wanted_epoch += 1
