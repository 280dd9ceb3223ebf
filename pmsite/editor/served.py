"""What the editor has to know of the server that it is part of, and of the site that this shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol


class Place(NamedTuple):
    """The item that has its page at an address."""

    id: str
    type: str


class Served(Protocol):
    """A server and its site."""

    @property
    def mount(self) -> str:
        """The path of the site's root, with a slash at both ends."""

    @property
    def is_local(self) -> bool:
        """Whether only this machine reaches it."""

    @property
    def follows(self) -> bool:
        """Whether it looks for changes by itself, and browsers load pages anew."""

    @property
    def language(self) -> str:
        """The language of the site's interface."""

    @property
    def build(self) -> int:
        """What tells the site that is shown from the one before."""

    @property
    def failed(self) -> bool:
        """Whether faults are shown in place of the site."""

    @property
    def places(self) -> Mapping[str, Place]:
        """By their addresses below the site's root, the items that have pages there."""

    def settled(self) -> int:
        """The build that is shown, once no other is on its way."""

    def wait(self, build: int, seconds: float) -> None:
        """Wait until another build is shown, but no longer than some seconds."""

    def wake(self) -> None:
        """Show what has changed in the plan."""

    def rendered(self, text: str, folder: str) -> str:
        """A text as the site would show it, as safe HTML. `folder` is the place of its file in the workspace."""
