"""Many pages at once, on as many processors as there are."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pmsite.elsewhere import free
from pmsite.pages import Page
from pmsite.render.rendered import Made
from pmsite.render.store import Fresh

if TYPE_CHECKING:
    from pmsite.render.site import Site

Result = tuple[str, Made, Fresh]
"""A page's address, what was made of it, and what is new for the store."""

FEW = 300
"""Pages below which starting processes costs more than it saves."""
CHUNK = 16

_work: tuple[Site, Sequence[Page]] | None = None


def render(site: Site, pages: Sequence[Page]) -> Iterator[Result]:
    """Every page, in order; nothing where the pages are few or the system cannot share work, so that they render one by one."""
    global _work  # noqa: PLW0603  # forked processes inherit the pages through it instead of receiving copies
    others = free()
    if len(pages) < FEW or not others:
        return
    _work = (site, pages)
    gc.freeze()  # what is there already is looked through by no process: each look would copy it
    try:
        with multiprocessing.get_context("fork").Pool(others + 1) as pool:
            for results in pool.imap(_chunk, _chunks(pages)):
                yield from results
    finally:
        _work = None
        gc.unfreeze()


def _chunks(pages: Sequence[Page]) -> Iterator[slice]:
    """Pages that list others one by one, since each takes its time; the pages of items by the dozen."""
    at = 0
    while at < len(pages):
        size = 1 if pages[at].item is None else CHUNK
        yield slice(at, at + size)
        at += size


def _chunk(at: slice) -> list[Result]:
    assert _work is not None  # set before the processes begin
    site, pages = _work
    return [(page.address, site.make(page), site.fresh()) for page in pages[at]]
