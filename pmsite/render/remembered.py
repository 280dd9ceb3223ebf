"""Pages of earlier builds, in the store: found by all that a page is made from, so that the same page need not be made again."""

from __future__ import annotations

from dataclasses import astuple

from pmsite.render.bodies import listed
from pmsite.render.rendered import Made, Rendered
from pmsite.render.store import Store, key_of


class Remembered:
    """The pages of one site, by what `kept` compares them by, as its `repr` tells it.

    A page in which faults were found is made again, so that they are told again.
    """

    def __init__(self, store: Store, surroundings: object) -> None:
        self._store = store
        self._surroundings = key_of(repr(surroundings)).hex()

    def key(self, mark: str) -> str:
        """What a page is found by, from what tells it from others of its site."""
        return key_of("made", self._surroundings, mark).hex()

    def find(self, key: str) -> Made | None:
        """What an earlier build made of a page."""
        rest = self._store.get(key_of(key, "rest"))
        content = self._store.get_packed(key_of(key, "content")) if rest else b""
        beside = self._store.get_packed(key_of(key, "beside")) if content else b""
        if not beside:
            return None
        headings, body, assets = rest
        return Made(Rendered(content, tuple(map(listed, headings)), tuple(body), beside), (), frozenset(assets))

    def keep(self, key: str, made: Made) -> None:
        """Keep what was made of a page for later builds."""
        found = made.rendered
        if not made.faults and found.beside:
            self._store.put(key_of(key, "rest"), [list(map(astuple, found.headings)), found.body, sorted(made.assets)])
            self._store.take([(key_of(key, "content"), found.packed), (key_of(key, "beside"), found.beside)])
