"""Pages as HTML."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import partial
from itertools import chain
from typing import Any

from markupsafe import Markup

from pmsite.addresses import OWN, Target, joined
from pmsite.attached import Around, is_look, markup_fault
from pmsite.audience import Projection
from pmsite.background import BackgroundTasks, in_chunks, is_worth_it, spare_processors
from pmsite.diagnostics import Diagnostic, Report, Severity, Span
from pmsite.model.item import Item
from pmsite.model.product import titles
from pmsite.model.scaffold import Beside, id_from, new_item
from pmsite.model.settings import LANGUAGES
from pmsite.model.trackers import address_of
from pmsite.model.types import BY_NAME, TYPES
from pmsite.pages import Page, hub_address
from pmsite.render import blocks, words
from pmsite.render.bodies import Body, BodyRenderer
from pmsite.render.differences import Teller
from pmsite.render.environment import environment
from pmsite.render.kept import Kept, is_its_own
from pmsite.render.packed import pack
from pmsite.render.picture_of import picture_of
from pmsite.render.remembered import Remembered
from pmsite.render.rendered import Made, Rendered
from pmsite.render.spool import Spool
from pmsite.render.store import Fresh, Store
from pmsite.views.brief import Part
from pmsite.views.parts import Ref


@dataclass(frozen=True, slots=True)
class Way:
    """The address of a page as one audience sees it: without a label the team, without an address not at all."""

    label: str
    url: str
    current: bool


class Links:
    """Turns items and pages into addresses relative to the page being rendered."""

    def __init__(self, product: Projection, urls: Mapping[str, str]) -> None:
        self._product, self._urls = product, urls
        self._items = {id: urls.get(f"roadmap/{item.folder}/{id}", "") for id, item in product.items.items()}
        self.root = ""
        self.edit_links: dict[str, str] = {}
        """By item, where its file is edited, as far as that is known."""

    def edit(self, id: str) -> str:
        """Where an item's file is edited, or nothing where that is not known."""
        return self.edit_links.get(id, "")

    def has(self, id: str) -> bool:
        """Whether an item has a page."""
        return id in self._items

    def __call__(self, target: Ref | str) -> str:
        """The address of an item's page, or nothing where it has none."""
        id, part = (target.id, target.part) if isinstance(target, Ref) else (target, "")
        at = self._items[id]
        return self.root + at + (f"#{OWN}{part}" if part else "") if at else ""

    def page(self, address: str) -> str:
        """The address of a page, or nothing where the site has no such page."""
        return self.root + self._urls[address] if address in self._urls else ""

    def hub(self, type_name: str) -> str:
        """The address of the page that lists a type, or nothing where the site has no such page."""
        return self.page(hub_address(self._product, type_name))


class Site:
    """Renders the pages of one projection in one language."""

    def __init__(
        self,
        product: Projection,
        urls: Mapping[str, str],
        bodies: BodyRenderer,
        report: Report,
        elsewhere: Callable[[str, str], str | None],
        untranslated: frozenset[str] = frozenset(),
        store: Store | None = None,
        around: Around | None = None,
    ) -> None:
        """`urls` are the addresses of pages from the site's root; `elsewhere` finds a page that is not an item's.

        `untranslated` are the items whose words are in the other language. What texts link to is judged by what there is `around`.
        """
        self.product, self.report, self._around = product, report, around
        self._readers: frozenset[str] = frozenset() if product.is_inside else frozenset({product.audience})
        self._bodies, self._elsewhere, self._store = bodies, elsewhere, store
        self.urls = urls
        """The addresses of pages, from the site's root."""
        self._by_path = {item.path: item for item in product.items.values()}
        language = product.settings.language
        self._translate = words.gettext(language)
        self._environment = environment(language)
        self.links = Links(product, urls)
        self._environment.globals |= {
            "to": self.links,
            "product": product.settings.name,
            "today": product.today,
            "inside": product.is_inside,
            "address_of": partial(address_of, trackers=product.settings.trackers),
            "markdown": self._markdown,
            "picture": self._picture,
            "untranslated": untranslated,
            "other_language": next(other for other in LANGUAGES if other != language),
            "who": self._who,
            "tell": Teller(language, product.settings, titles(product)),
            "show": self._show,
        }
        self._environment.filters["who"] = self._who
        self.searched = True
        """Whether its pages belong into the search of the whole site."""
        self.work_out: Callable[[Page, Rendered], list[Any]] | None = None
        """What the host makes of a page that is rendered ahead, as plain data."""
        self.new_file: Callable[[str, str], str] | None = None
        """Where a file with a text is begun, by its path in the workspace and its text; for the team alone, as far as that is known."""
        self._hubs = {hub_address(product, model.type): model for model in TYPES} | {"roadmap/index": BY_NAME["feature"]}
        self.assets: set[str] = set()
        """Files of the workspace that rendered bodies use, as shown in messages."""
        self._item: Item | None = None
        self.kept: Kept | None = None
        """The pages of the builds before this one, where a server runs."""
        self.remembered: Remembered | None = None
        """The pages of earlier builds, where they can be found by what they are made from."""
        self._ready: dict[str, Made] = {}
        self._spool = Spool()

    def title(self, page: Page) -> str:
        """What a page is called."""
        if page.words.startswith("type:"):
            return self._translate(words.TYPES[page.words.removeprefix("type:")][1])
        return page.title or self._translate(page.words)

    def word(self, english: str) -> str:
        """A word of the interface."""
        return self._translate(english)

    def duty(self, name: str) -> str:
        """What a section of the navigation is called."""
        return self._translate(words.DUTIES[name])

    @property
    def audience(self) -> str:
        """What its readers are called; nothing for the team."""
        settings, name = self.product.settings, self.product.audience
        return "" if self.product.is_inside else settings.audiences[name].label or name

    def url(self, address: str) -> str:
        """Where a page is, from the root of the whole site; nothing where the readers have no such page."""
        return self.urls.get(address, "")

    def switch(self, address: str, sites: Iterable[Site]) -> str:
        """The ways from a page to the same page in other sites of the workspace."""
        self._at(self.urls[address])
        ways = []
        for site in sites:
            url = site.url(address)
            ways.append(Way(site.audience, self.links.root + url if url else "", site is self))
        return self._environment.get_template("_switch.html").render(
            outside=self.audience, ways=ways, start=self.links.root + self.url("index")
        )

    def offers(self, address: str, files: Iterable[tuple[str, str, bool]]) -> str:
        """The links from a page to files: a word, a path from the root of the site, and whether programs come back for it."""
        self._at(self.urls[address])
        told = [(self._translate(word), self.links.root + path, followed) for word, path, followed in files]
        return self._environment.get_template("_offers.html").render(
            followed=[(word, url) for word, url, followed in told if followed],
            taken=[(word, url) for word, url, followed in told if not followed],
        )

    def prepare(self, pages: Iterable[Page]) -> None:
        """Render pages ahead, on all processors, where there are many."""
        found = sorted(pages, key=lambda page: page.item is not None)
        if not is_worth_it(len(found)):
            return
        lists = sum(page.item is None for page in found)

        def work(at: slice) -> list[tuple[str, Made, Fresh]]:
            return [(page.address, self.make(page), self.fresh()) for page in found[at]]

        with BackgroundTasks(in_chunks(work, len(found), lists), spare_processors() + 1) as others:
            for address, made, fresh in chain.from_iterable(others.values()):
                self._ready[address] = replace(made, rendered=made.rendered.spooled(self._spool))
                if self._store:
                    self._store.take(fresh)

    def fresh(self) -> Fresh:
        """What this process has for the store and cannot write itself."""
        return self._store.give() if self._store else []

    def close(self) -> None:
        """Let go of the pages that were rendered ahead."""
        if self.kept is None:  # else the next build may have a use for them
            self._spool.close()

    def page(self, page: Page) -> Rendered:
        """One page. Its faults go to the report, the files that it uses to the assets."""
        made = self._ready.pop(page.address, None)
        if self.kept is not None:
            view = page.view()
            made = made or self.kept.find(page, view) or self._made(page, view)
            self.kept.keep(page, view, made)
        made = made or self.make(page)
        self.report.extend(made.faults)
        self.assets |= made.assets
        return made.rendered

    def make(self, page: Page) -> Made:
        """One page, rendered now or in an earlier build, with what the host works out from it."""
        return self._made(page, page.view())

    def _made(self, page: Page, view: Any) -> Made:
        if self.remembered is None or not is_its_own(page):
            return self._make(page, view)
        key = self.remembered.key(page, view)
        made = self.remembered.find(key)
        if made is None:
            made = self._make(page, view)
            self.remembered.keep(key, made)
        return made

    def _make(self, page: Page, view: Any) -> Made:
        outer, self.report, self.assets = (self.report, self.assets), Report(), set()
        try:
            rendered = self._rendered(page, view)
            if self.work_out is not None:
                rendered = rendered.with_beside(self.work_out(page, rendered))
            return Made(rendered, tuple(self.report), frozenset(self.assets))
        finally:
            self.report, self.assets = outer

    def _rendered(self, page: Page, view: Any) -> Rendered:
        self._at(self.urls[page.address])
        self._item = page.item
        if page.item is None:
            html = self._environment.get_template(page.template).render(
                heading=self.title(page), page=page.address, **shallow(view)
            )
            return Rendered(pack(self._beginning(page) + html))
        body = self._body(page.item)
        html = self._environment.get_template(page.template).render(body=Markup(body.html), **shallow(view))
        start = html.find(body.html) if body.html else 0
        return Rendered(pack(html), body.headings, (start, start + len(body.html)))

    def _beginning(self, page: Page) -> str:
        """Where the team begins a new item of the type that a page lists."""
        model = self._hubs.get(page.address)
        if model is None or self.new_file is None:
            return ""
        title = self._translate(words.N_("New %(type)s")) % {"type": self._translate(words.TYPES[model.type][0]).lower()}
        beside = Beside(settings=self.product.settings)
        url = self.new_file(f"{model.folder}/{id_from(title)}.md", new_item(model, title, beside=beside))
        return self._environment.get_template("_new.html").render(url=url, title=title) if url else ""

    def view(self, block: blocks.Block, url: str) -> str:
        """An embedded view, for a page at a url."""
        self._at(url)
        return self._environment.get_template(block.template).render(heading="", page="", **shallow(block.view))

    def document(self, template: str, item: Item, view: Any) -> str:
        """One item outside of the site, where only absolute addresses lead anywhere."""
        self.links.root = ""
        return self._environment.get_template(template).render(body=Markup(self._body(item).html), **shallow(view))

    def _show(self, part: Part) -> Markup:
        """The view of a brief's section."""
        return Markup(self._environment.get_template(part.template).render(heading="", page="", **shallow(part.content)))

    def _at(self, url: str) -> None:
        self.links.root = "../" * url.removeprefix("./").count("/")  # MkDocs calls the site's root "./"

    def _body(self, item: Item) -> Body:
        self._item = item
        text, found = blocks.extract(item.body, item.path, item.body_line, self.product, self.report)
        body = self._text(text, Span(item.path, item.body_line))
        if found:
            root = self.links.root
            rendered = {
                b.mark: self._environment.get_template(b.template).render(heading="", page="", **shallow(b.view)) for b in found
            }
            self.links.root = root
            return replace(body, html=blocks.insert(body.html, rendered))
        return body

    def _text(self, text: str, span: Span) -> Body:
        """A text that begins at a place; what may not stand in it goes to the report."""
        body = self._bodies.render(text, posixpath.dirname(span.path), self._resolve)
        for name in body.removed:
            fault = markup_fault(name)
            severity = Severity.REMINDER if is_look(name) else Severity.WARNING
            self.report.add(Diagnostic(fault.code, severity, span, fault.message, fault.hint))
        for use in body.uses:
            path = joined(posixpath.dirname(span.path), use.address.path)
            if path not in self._by_path and self._elsewhere(path, "") is not None:
                self.assets.add(path)
            for fault in self._around.faults(use, span.path, self._readers) if self._around else ():
                if fault.code not in ("broken-link", "missing-image"):  # told by the check; nothing to protect readers from
                    self.report.error(fault.code, span, fault.message, fault.hint)
        return body

    def _who(self, name: str) -> str:
        """What somebody is called who is named by id; roles and names that have no page stay as they are written."""
        found = self.product.items.get(name)
        return found.title if found is not None and found.type in ("person", "team") else name

    def _markdown(self, text: str, path: str = "") -> Markup:
        """A text of the item whose page this is, or of the one whose file is at a path."""
        path = path or (self._item.path if self._item else "")
        return Markup(self._text(text, Span(path)).html)

    def _picture(self, text: str, path: str) -> Markup:
        """The first picture of a body whose file is at a path, without the words around it."""
        return Markup(self._text(picture_of(text), Span(path)).html)

    def _resolve(self, path: str) -> Target | None:
        item = self._by_path.get(path)
        if item is not None:
            return Target(self.links(item.id), is_item=True)
        found = self._elsewhere(path, self.links.root)
        return None if found is None else Target(found)


def shallow(view: Any) -> dict[str, Any]:
    """A view's fields by name: all that its template gets."""
    return {field.name: getattr(view, field.name) for field in fields(view)}
