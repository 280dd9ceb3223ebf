"""MkDocs' server, as far as more of it is used than it promises: the one place that knows its private parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

NEEDED = (
    "_watched_paths",
    "_rebuild_cond",
    "_want_rebuild",
    "_epoch_cond",
    "_wanted_epoch",
    "_visible_epoch",
    "build_delay",
    "mount_path",
    "root",
    "get_app",
    "set_app",
)
QUIET = 0.03
"""Seconds without a change after which one is followed: an editor that empties a file before it writes it is done by then."""
_COVER = ".pmsite-faults.html"


def can_be_followed(server: object) -> bool:
    """Whether a server has all that is used here."""
    return all(hasattr(server, name) for name in NEEDED)


class Preview:
    """What people see of a site while they edit it."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._answer: Callable[..., Iterable[bytes]] = server.get_app()
        self._is_covered = False
        server.set_app(self._answer_or_cover)
        server.build_delay = min(server.build_delay, QUIET)

    def watched(self) -> list[str]:
        """The files and folders that the server looks at again and again."""
        return list(self._server._watched_paths)

    def wake(self) -> None:
        """Have the server build, as its own watcher does."""
        with self._server._rebuild_cond:
            self._server._want_rebuild = True
            self._server._rebuild_cond.notify_all()

    def be_as_before(self) -> None:
        """Leave browsers alone, since nothing is to be seen of a build."""
        with self._server._epoch_cond:
            self._server._wanted_epoch = self._server._visible_epoch
            self._server._epoch_cond.notify_all()

    def show(self) -> None:
        """Answer those who wait for the site, and have browsers load it anew, while the build goes on."""
        with self._server._epoch_cond:
            self._server._visible_epoch = self._server._wanted_epoch
            self._server._epoch_cond.notify_all()

    def show_again(self) -> None:
        """Have browsers load the site once more as soon as the build ends."""
        with self._server._epoch_cond:
            self._server._wanted_epoch += 1

    def cover(self, html: str) -> None:
        """Show one page at any address, whatever the site is, until it is uncovered."""
        Path(self._server.root, _COVER).write_text(html, encoding="utf-8")
        self._is_covered = True

    def uncover(self) -> None:
        """Show the site."""
        self._is_covered = False

    @property
    def is_covered(self) -> bool:
        """Whether there is one page to be seen at any address."""
        return self._is_covered

    def _answer_or_cover(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if _is_page(path) and path.startswith(self._server.mount_path):
            with self._server._epoch_cond:  # as the server does, before it looks for the file
                self._server._epoch_cond.wait_for(lambda: self._server._visible_epoch == self._server._wanted_epoch)
            if self._is_covered:
                environ = {**environ, "PATH_INFO": self._server.mount_path + _COVER}
        return self._answer(environ, start_response)


def _is_page(path: str) -> bool:
    name = path.rpartition("/")[2]
    return "." not in name or name.endswith(".html")
