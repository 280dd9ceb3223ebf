"""The pages that a site's owner wrote, and what stands in them of the plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pmsite.audience import Projection
from pmsite.diagnostics import Report
from pmsite.host.mkdocs_pages import GeneratedPage
from pmsite.messages import said
from pmsite.model.indexes import Reads, recording
from pmsite.read import marked
from pmsite.read.fenced import fences
from pmsite.read.parts import MARKS
from pmsite.read.text import place
from pmsite.render import blocks
from pmsite.render.site import Site

if TYPE_CHECKING:
    from mkdocs.structure.files import File
    from mkdocs.structure.pages import Page as HostPage

_HEADING = re.compile(r"<(/?)h([1-6])\b")


class OwnedPages:
    """The pages of one build that are not pmsite's."""

    def __init__(self, report: Report, docs: str) -> None:
        """`docs` is their folder, as messages show it."""
        self._report, self._docs = report, docs
        self.reads: Reads = frozenset()
        """What was read for the views in them."""
        self._blocks: dict[str, tuple[blocks.Block, ...]] = {}

    def take_blocks(self, markdown: str, page: HostPage, product: Projection) -> str:
        """A page with its blocks taken out, which show a product."""
        if isinstance(page, GeneratedPage):
            return markdown
        if not product.is_inside:
            self._refuse_passages(markdown, page.file)
        if "pmsite" not in markdown:
            return markdown
        line = _first_line(page.file.content_string, markdown)
        with recording() as reads:
            text, found = blocks.extract(markdown, self._docs + page.file.src_uri, line, product, self._report)
        self.reads |= reads
        if found:
            self._blocks[page.file.src_uri] = found
        return text

    def refuse_blocks(self, markdown: str, page: HostPage, product: Projection, wanted: Sequence[str]) -> None:
        """Report blocks where nobody can know of which of several products they are to show views."""
        if not product.is_inside:
            self._refuse_passages(markdown, page.file)
        line = _first_line(page.file.content_string, markdown)
        for fence in fences(markdown).blocks if "pmsite" in markdown else ():
            if fence.info == "pmsite":
                span = place(markdown, fence.start, self._docs + page.file.src_uri, line)
                message = said("this page is of no product of the site, so nobody knows of which one the view is to be")
                hint = said("put the page into one of the folders {folders}", folders=[self._docs + folder for folder in wanted])
                self._report.error("block-of-no-product", span, message, hint)

    def put_views(self, html: str, page: HostPage, site: Site) -> str:
        """A page with the views of its blocks. The search finds what they show by itself."""
        found = self._blocks.get(page.file.src_uri, ())
        with recording() as reads:
            views = {block.mark: _unsearched(beneath(html, block.mark, site.view(block, page.file.url))) for block in found}
            shown = blocks.insert(html, views)
        self.reads |= reads
        return shown

    def _refuse_passages(self, markdown: str, file: File) -> None:
        """Report a passage for the team, which readers outside of it would get as it is."""
        mark = next((part for part in marked.read(markdown).parts if part.kind in MARKS), None)
        if mark is not None:
            span = place(markdown, mark.start, self._docs + file.src_uri, _first_line(file.content_string, markdown))
            message = said("internal passages are for items: nothing takes them out of a page of the site's own")
            self._report.error(
                "internal-passage-in-page", span, message, said("write the text into an item, or into a page of the team's site")
            )


def _unsearched(html: str) -> str:
    """Something that search is to pass over: the theme's takes the end of any element of the same name for the end of this one."""
    return f'<pm-view data-search-exclude="">{html}</pm-view>'


def beneath(page: str, mark: str, view: str) -> str:
    """A view whose headings follow the one that stands before it in the page, so that no level is left out."""
    before, levels = _HEADING.findall(page.partition(mark)[0]), _HEADING.findall(view)
    down = min((int(level) for _, level in levels), default=0) - 1 - int(before[-1][1] if before else 1)
    return _HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) - down}", view) if down > 0 else view


def _first_line(whole: str, text: str) -> int:
    """The line of a file that its text begins at, once MkDocs has taken the front matter off."""
    at = whole.replace("\r\n", "\n").rfind(text.strip("\n"))
    return whole.count("\n", 0, max(at, 0)) + 1 - (len(text) - len(text.lstrip("\n")))
