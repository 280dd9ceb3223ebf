"""MkDocs' server, as far as more of it is used than it promises: the one place that knows its private parts."""

from __future__ import annotations

import ipaddress
import sys
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
    "server_address",
    "_inject_js_into_html",
)
QUIET = 0.03
"""Seconds without a change after which one is followed: an editor that empties a file before it writes it is done by then."""
_COVER = ".pmsite-faults.html"


def when_it_serves(do: Callable[[Any], None]) -> None:
    """Call something with the server when it begins to serve: plugins are told of none that looks for no changes (`--no-livereload`)."""
    for name in ("mkdocs.livereload", "properdocs.livereload"):
        kind = getattr(sys.modules.get(name), "LiveReloadServer", None)
        if kind is not None and can_be_followed(kind, ("serve",)):
            _do_first(kind, do)


def _do_first(kind: Any, do: Callable[[Any], None]) -> None:
    serve = kind.serve

    def begin(server: Any, *given: Any, **named: Any) -> None:
        kind.serve = serve
        do(server)
        serve(server, *given, **named)

    kind.serve = begin


def can_be_followed(server: object, needed: Iterable[str] = NEEDED) -> bool:
    """Whether a server has all that is used here."""
    return all(hasattr(server, name) for name in needed)


class DevServer:
    """MkDocs' server, and what people see of a site in it while they edit the plan."""

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

    @property
    def shown(self) -> int:
        """What tells the site that is shown from the one before."""
        return int(self._server._visible_epoch)

    def settled(self) -> int:
        """The same once no other site is on its way, as the server waits before it looks for a file."""
        with self._server._epoch_cond:
            self._server._epoch_cond.wait_for(lambda: self._server._visible_epoch == self._server._wanted_epoch)
            return self.shown

    def wait(self, shown: int, seconds: float) -> None:
        """Wait until another site is shown, but no longer than some seconds."""
        with self._server._epoch_cond:
            self._server._epoch_cond.wait_for(lambda: self._server._visible_epoch != shown, timeout=seconds)

    @property
    def mount(self) -> str:
        """The path of the site's root, with a slash at both ends."""
        return str(self._server.mount_path)

    @property
    def is_local(self) -> bool:
        """Whether only this machine reaches it."""
        host = str(self._server.server_address[0])
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    def answer_with(self, around: Callable[[Callable[..., Iterable[bytes]]], Callable[..., Iterable[bytes]]]) -> None:
        """Answer with something around what is answered now, which loads pages anew by itself: MkDocs' own script does so no more."""
        self._server.set_app(around(self._server.get_app()))
        self._server._inject_js_into_html = lambda content, epoch: content

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
            self.settled()
            if self._is_covered:
                environ = {**environ, "PATH_INFO": self._server.mount_path + _COVER}
        return self._answer(environ, start_response)


def _is_page(path: str) -> bool:
    name = path.rpartition("/")[2]
    return "." not in name or name.endswith(".html")
