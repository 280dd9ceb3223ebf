"""A brief as one HTML file without scripts: it opens from a mail or a disk, and prints whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from markupsafe import Markup

from pmsite.audience import Projection
from pmsite.diagnostics import Report, Span
from pmsite.model.brief import Brief
from pmsite.model.parsing import apart
from pmsite.render.environment import environment
from pmsite.render.site import Basis, Site
from pmsite.templates import assets
from pmsite.texts.bodies import BodyRenderer
from pmsite.texts.carried import Refused, cleaned
from pmsite.texts.loose import INSIDE, Read, loosen
from pmsite.views import brief as view

DIGITS = 16
"""How much of the content's SHA-256 a document names."""


def document(
    product: Projection,
    brief: Brief,
    filters: view.Filters,
    report: Report,
    read: Read,
    site: str = "",
    revision: str = "",
) -> str:
    """The whole document; the same plan gives the same bytes. `site` is where its readers find the pages of items, if anywhere.

    `read` gives the files of the workspace that texts show as pictures.
    """
    page = view.build(product, brief, filters)
    article = loosen(content(product, brief, page, report, read, site), _cleaned(read, report))
    shell = environment(product.settings.language).get_template("documents/page.html")
    return shell.render(
        title=brief.title,
        style=Markup(assets.document_style()),
        article=Markup(article),
        as_of=page.as_of,
        revision=revision,
        digest=digest(article),
    )


def content(product: Projection, brief: Brief, page: view.BriefPage, report: Report, read: Read, site: str = "") -> str:
    """What a brief's document says, without the page around it; pictures of its texts by their paths."""
    inside = Site(Basis(product, addresses(product, site), _bodies(), _pictures(read)), report)
    return inside.document("documents/brief.html", brief, page)


def digest(article: str) -> str:
    """What tells one content from another."""
    return hashlib.sha256(article.encode()).hexdigest()[:DIGITS]


def addresses(product: Projection, site: str) -> Mapping[str, str]:
    """Where the pages of items are on a site; nowhere without one. Those of other plans' items are elsewhere."""
    root = site.rstrip("/")
    own = (item for id, item in product.items.items() if not apart(id)[0])
    return {at: f"{root}/{at}/" for item in own for at in (f"roadmap/{item.folder}/{item.id}",)} if root else {}


def _bodies() -> BodyRenderer:
    return BodyRenderer(configs={"toc": {"permalink": False}})


def _cleaned(read: Read, report: Report) -> Read:
    """Reads pictures as whoever gets the document may have them: it is sent on, and nobody knows to whom."""

    def clean(path: str) -> bytes | None:
        data = read(path)
        try:
            return None if data is None else cleaned(path, data)
        except Refused as refused:
            report.error(refused.fault.code, Span(path), refused.fault.message, refused.fault.hint)
            return None

    return clean


def _pictures(read: Read) -> Callable[[str, str], str | None]:
    return lambda path, root: f"{INSIDE}{path}" if read(path) is not None else None
