"""One brief as a finished document for its readers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pmsite.audience import TEAM, Projection, project
from pmsite.filters import section_filters
from pmsite.messages import said
from pmsite.model.brief import Brief
from pmsite.model.customer import Customer
from pmsite.model.faults import did_you_mean
from pmsite.model.item import Item
from pmsite.model.product import Product
from pmsite.read.files import read_bytes
from pmsite.read.limits import IMAGE_BYTES
from pmsite.render.standalone import document
from pmsite.views import account
from pmsite.views import brief as view
from pmsite.views.brief import BriefPage, Filters, previous
from pmsite.workspace import Workspace, with_others, words


class UnknownBrief(ValueError):
    """There is no such brief, or its readers may not see it. The text says so; `hint` says what to write instead."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Told:
    """A brief as its readers see it: in its language, with what they may see of the plan."""

    seen: Projection
    brief: Brief
    filters: Filters
    own: Brief
    """As its author wrote it."""

    @property
    def page(self) -> BriefPage:
        """What it shows."""
        return view.build(self.seen, self.brief, self.filters)

    @property
    def site(self) -> str:
        """Where its readers find the pages of items; nothing where there is no such place."""
        seen = self.seen
        return (seen.settings.site if seen.is_inside else seen.settings.audiences[seen.audience].site) or ""


def told(workspace: Workspace, id: str, audience: str = "") -> Told:
    """One brief for its own audience, or for another that may see it; faults go to the workspace's report.

    Raises UnknownBrief, UnknownAudience.
    """
    product = workspace.product
    assert product is not None  # callers look at the report first
    asked = product.items.get(id)
    if not isinstance(asked, Brief):
        known = [found.id for found in product.of(Brief)]
        near = did_you_mean(id, known)
        raise UnknownBrief(
            said("there is no brief {id}", id=id),
            said("did you mean {near}?", near=near)
            if near
            else said("write one of {known}", known=list(known) or said("none yet")),
        )
    reader = audience or asked.audience
    if reader not in (TEAM, asked.audience, *asked.visibility) and reader in product.settings.audiences:
        raise UnknownBrief(
            said("the brief {id} is for {audience}, not for {reader}", id=id, audience=asked.audience, reader=reader),
            said("add {reader} to its `visibility`", reader=reader),
        )
    addressed = _addressed(product, asked)
    own = project(addressed, reader, words(workspace, addressed.settings.language))
    seen = with_others(workspace, addressed, own, workspace.report)
    shown = seen.items[id]
    assert isinstance(shown, Brief)  # a projection keeps types
    shown = _for_its_customer(product, asked, seen, shown)
    return Told(seen, shown, section_filters(seen, workspace, shown), asked)


def _for_its_customer(product: Product, asked: Brief, seen: Projection, shown: Brief) -> Brief:
    """A brief for one customer with what its readers may see of what that customer asked for, which only the team knows."""
    customer = product.items.get(asked.customer or "")
    if not isinstance(customer, Customer) or seen.is_inside:
        return shown
    about = account.about(project(product, TEAM), customer)
    visible = tuple(id for id in about if id in seen.items)
    sections = view.sections_of(seen, shown.model_copy(update={"customer": customer.id}))
    told = (s.model_copy(update={"items": visible, "where": ""}) if s.view == view.ACCOUNT else s for s in sections)
    return shown.model_copy(update={"sections": tuple(told)})


def brief(workspace: Workspace, id: str, audience: str = "", revision: str = "") -> str:
    """One brief as a document. `revision` is what the document says of where it comes from, if anything.

    Raises UnknownBrief, UnknownAudience.
    """
    found = told(workspace, id, audience)
    files = files_of(workspace, found.own)
    return document(found.seen, found.brief, found.filters, workspace.report, files, found.site, revision)


def _addressed(product: Product, brief: Brief) -> Product:
    """The product in a brief's language, with the brief, and no other that is only addressed to them, in sight of its readers.

    What it counts as new begins with the last brief to the same readers, of which they learn the date alone.
    """
    since = brief.since or previous(project(product, TEAM), brief)
    sent = brief.model_copy(update={"visibility": (*brief.visibility, brief.audience), "since": since})
    settings = product.settings.model_copy(update={"language": brief.language or product.settings.language})
    return replace(product, settings=settings, items={**product.items, brief.id: sent})


def files_of(workspace: Workspace, item: Item) -> Callable[[str], bytes | None]:
    """Reads the workspace's files by their paths as messages show them; nothing where there is none, or it is too large."""
    prefix = item.path.removesuffix(workspace.records[item.id].inside)

    def read(path: str) -> bytes | None:
        inside = path.removeprefix(prefix)
        if inside == path or inside not in workspace.files:
            return None
        try:
            return read_bytes(str(workspace.root / inside), IMAGE_BYTES)
        except OSError:
            return None

    return read
