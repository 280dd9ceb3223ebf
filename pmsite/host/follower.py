"""A server follows its plan without building the site anew, as long as nothing else has changed that it watches.

What an edit does, such as adding a page, may still take a build: `mkdocs_following` finds that out, and says so. Nothing here looks into
files; it only finds which have changed, and has one of the two done.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pmsite.host.mkdocs_server import Preview
from pmsite.host.watching import Stamps, Watch, differing, stamps


class Follower:
    """Stands in for what builds the site of a server, and builds it only where a page cannot be made without."""

    def __init__(self, preview: Preview, plan: Path, build: Callable[..., None], follow: Callable[[Preview], bool | None]) -> None:
        """`follow` shows what has changed in the plan; it gives nothing where nothing has, and false where that takes a build."""
        self._preview, self._plan, self._build, self._follow = preview, str(plan), build, follow
        self._known = self._others()
        self._watch = Watch(self._plan, preview.wake)

    def start(self) -> None:
        """Hear of changes in the plan, those included that were made while the first build went on."""
        self._watch.start()
        self._preview.wake()

    def stop(self) -> None:
        """Hear of nothing more."""
        self._watch.stop()

    def __call__(self, *given: Any) -> None:
        """Let the server show what there is."""
        now = self._others()
        others, self._known = differing(self._known, now), now
        followed = False if given or others else self._follow(self._preview)
        if followed is None:  # two watchers have told of the same change
            self._preview.be_as_before()
        elif not followed:
            self._preview.uncover()
            self._build(*given)

    def _others(self) -> Stamps:
        """What is watched besides the plan."""
        inside = f"{self._plan}{os.sep}"
        found = stamps(path for path in self._preview.watched() if path != self._plan)
        return {file: stamp for file, stamp in found.items() if not file.startswith(inside)}
