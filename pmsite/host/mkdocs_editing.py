"""A site that a server shows, as the editor of its pages knows it."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from pmsite.addresses import Target
from pmsite.editor.app import Editor
from pmsite.editor.desk import Desk
from pmsite.editor.served import Place
from pmsite.host.mkdocs_plan import audience_of
from pmsite.host.mkdocs_server import DevServer
from pmsite.host.mkdocs_settings import language_of
from pmsite.judged import Judged
from pmsite.texts.bodies import BodyRenderer

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from pmsite.host.mkdocs_config import PmsiteConfig
    from pmsite.model.item import Item


class EditedSite:
    """What the editor asks of the server and of the site in it."""

    def __init__(
        self, options: PmsiteConfig, config: MkDocsConfig, server: DevServer, judged: Judged | None, *, follows: bool = True
    ) -> None:
        self._config, self._server, self.follows = config, server, follows
        self.root = Path(config.config_file_path or ".").resolve().parent / options.workspace
        self._folder, self._prefix = Path(config.config_file_path or ".").resolve().parent, options.workspace
        self._desk = Desk(self.root, options.workspace, audience_of(options), self, judged)
        self.places: Mapping[str, Place] = MappingProxyType({})
        """By their addresses below the site's root, the items that have pages there."""
        self._urls: Mapping[str, str] = MappingProxyType({})
        """By the files of items, the addresses of their pages."""
        self._rendering = threading.Lock()

    def begin(self) -> None:
        """Answer what pages ask from now on."""
        self._server.answer_with(lambda answer: Editor(answer, self, self._desk))
        self._desk.begin()

    def show(self, config: MkDocsConfig, places: Mapping[str, Item]) -> None:
        """Know which items have pages in a site that was built, and where."""
        self._config = config
        self.places = {url: Place(item.id, item.type) for url, item in places.items()}
        self._urls = {item.path: url for url, item in places.items()}

    @property
    def mount(self) -> str:
        """The path of the site's root."""
        return self._server.mount

    @property
    def is_local(self) -> bool:
        """Whether only this machine reaches the server."""
        return self._server.is_local

    @property
    def language(self) -> str:
        """The language of the site's interface."""
        return language_of(self._config)

    @property
    def build(self) -> int:
        """What tells the site that is shown from the one before."""
        return self._server.shown

    @property
    def failed(self) -> bool:
        """Whether there is something else to be seen than the site."""
        return self._server.is_covered

    def settled(self) -> int:
        """The build that is shown, once no other is on its way."""
        return self._server.settled()

    def wait(self, build: int, seconds: float) -> None:
        """Wait until another build is shown, but no longer than some seconds."""
        self._server.wait(build, seconds)

    def wake(self) -> None:
        """Show what has changed in the plan."""
        self._server.wake()

    def rendered(self, text: str, folder: str) -> str:
        """A text as the site would show it. `folder` is the place of its file in the workspace."""
        with self._rendering:
            return self._bodies.render(text, f"{self._prefix}/{folder}".rstrip("/"), self._target).html

    @cached_property
    def _bodies(self) -> BodyRenderer:
        return BodyRenderer(self._config.markdown_extensions, self._config.mdx_configs)

    def _target(self, path: str) -> Target | None:
        if path in self._urls:
            return Target(self.mount + self._urls[path], is_item=True)
        inside = path.removeprefix(f"{self._prefix}/")
        is_there = inside != path and not path.endswith(".md") and (self._folder / path).is_file()
        return Target(f"{self.mount}roadmap/{inside}") if is_there else None
