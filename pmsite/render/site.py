"""Pages as HTML."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from pmsite.addresses import Target, joined
from pmsite.attached import Around, is_look, markup_fault
from pmsite.audience import Projection
from pmsite.diagnostics import Diagnostic, Report, Severity, Span
from pmsite.model.indexes import Index, index, note
from pmsite.model.item import Item
from pmsite.model.parsing import apart
from pmsite.model.product import titles
from pmsite.model.scaffold import Beside, id_from, new_item
from pmsite.model.settings import LANGUAGES
from pmsite.model.trackers import address_of
from pmsite.model.types import BY_NAME, TYPES
from pmsite.pages import Page, hub_address
from pmsite.read.picture import picture_of
from pmsite.render import blocks
from pmsite.render.environment import environment
from pmsite.render.links import Links, without_links
from pmsite.render.naming import PageNames
from pmsite.render.rendered import Made, Rendered
from pmsite.texts.bodies import Body, BodyRenderer
from pmsite.wording import labels, words
from pmsite.wording.differences import Teller

if TYPE_CHECKING:
    from pmsite.views.brief import Part


Offer = tuple[str, str, bool]
"""A file that a page offers: a word, a path from the root of the site, and whether programs come back for it."""


@dataclass(frozen=True, slots=True)
class Way:
    """The address of a page as one audience sees it: without a label the team."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Basis:
    """What all pages of a site are made from, besides their own views."""

    product: Projection
    urls: Mapping[str, str]
    """The addresses of pages, from the site's root."""
    bodies: BodyRenderer
    other_url: Callable[[str, str], str | None]
    """The address of a page or a file that is not an item's, by its path and the way to the site's root."""
    untranslated: frozenset[str] = frozenset()
    """The items whose words are in the other language."""
    around: Around | None = None
    """What texts may link to, where that is to be judged."""
    edit_links: Mapping[str, str] = field(default_factory=dict)
    """By item, where its file is edited, as far as that is known."""
    new_file: Callable[[str, str], str] | None = None
    """Where a file with a text is begun, by its path in the workspace and its text; for the team alone, as far as that is known."""
    searched: bool = True
    """Whether its pages belong into the search of the whole site."""
    beside: Mapping[str, str] = field(default_factory=dict)
    """By id, the addresses of pages that items of other plans have in the same site, and by plan and `:` those of the plans."""


@dataclass(frozen=True, slots=True)
class Here:
    """The page that is being rendered, and what is found on the way."""

    root: str
    """The way to the site's root."""
    report: Report
    assets: set[str]
    item: Item | None = None
    """Whose page it is."""


class Site:
    """Renders the pages of one projection in one language."""

    def __init__(self, basis: Basis, report: Report) -> None:
        self.basis, self.report = basis, report
        self.product = product = basis.product
        self._readers: frozenset[str] = frozenset() if product.is_inside else frozenset({product.audience})
        self._by_path = Index("paths", {item.path: item.id for item in product.items.values()})
        self._untranslated = Index("untranslated", dict.fromkeys(basis.untranslated, True))
        language = product.settings.language
        self.names = PageNames(product)
        self._translate = words.gettext(language)
        self.assets: set[str] = set()
        """Files of the workspace that rendered bodies use, as shown in messages."""
        self._here = self._nowhere = Here("", report, self.assets)
        self._links = Links(product, basis.urls, basis.edit_links, lambda: self._here.root, basis.beside)
        self._hubs = {hub_address(model.type): model for model in TYPES} | {"roadmap/index": BY_NAME["feature"]}
        self._environment = environment(language)
        self._environment.globals |= {
            "to": self._links,
            "of_product": self._of_product,
            "product": product.settings.name,
            "inside": product.is_inside,
            "language": language,
            "address_of": partial(address_of, trackers=product.settings.trackers),
            "markdown": self._markdown,
            "picture": self._picture,
            "untranslated": self._untranslated,
            "other_language": next(other for other in LANGUAGES if other != language),
            "who": self._who,
            "tell": Teller(language, product.settings, titles(product)),
            "show": self._show,
        }
        self._environment.filters["who"] = self._who

    @property
    def around(self) -> Mapping[str, Mapping[str, object]]:
        """What its pages may read besides the product, by what such reads are recorded as, as far as it is known here."""
        around = self.basis.around
        files = {f"{around.prefix}/{inside}": frozenset[str]() for inside in around.files} if around else {}
        told = {**files, **(around.items if around else {})}
        return {**self._links.around, "paths": self._by_path, "untranslated": self._untranslated, "around": told}

    def _of_product(self, id: str) -> str:
        """The product that an item of another plan is of, as pages call it."""
        plan = self.product.plans.get(apart(id)[0])
        return plan.label if plan else ""

    def url(self, address: str) -> str:
        """Where a page is, from the root of the whole site; nothing where the readers have no such page."""
        return self.basis.urls.get(address, "")

    def switch(self, address: str, sites: Iterable[Site]) -> str:
        """The ways from a page to the same page in those other sites of the workspace that have it; nothing where none has."""
        root = _root(self.basis.urls[address])
        ways = [Way(site.names.readers, root + site.url(address), site is self) for site in sites if site.url(address)]
        return self._environment.get_template("_switch.html").render(outside=self.names.readers, ways=ways) if len(ways) > 1 else ""

    def products(self, page: Page, sites: Iterable[Site]) -> str:
        """The ways from a page to the other products of the site; to the same page, where it is no item's and they have it."""
        root = _root(self.basis.urls[page.address])
        same = hub_address(page.item.type) if page.item else page.address
        ways = [Way(site.product.settings.name, root + (site.url(same) or site.url("index")), site is self) for site in sites]
        return self._environment.get_template("_products.html").render(ways=ways)

    def not_found(self, root: str, *, has_search: bool) -> str:
        """What stands where no page is, with ways on; `root` is the site's address on its host."""
        home, roadmap = (root + self.url(address).removeprefix("./") for address in ("index", "roadmap/index"))
        return self._environment.get_template("not_found.html").render(
            home=home, roadmap=roadmap if self.url("roadmap/index") else "", search=f"{home}?q=" if has_search else ""
        )

    def offers(self, address: str, files: Iterable[Offer]) -> str:
        """The links from a page to files; the team alone is offered those that no program comes back for."""
        root = _root(self.basis.urls[address])
        told = [
            (self._translate(word), root + path, followed) for word, path, followed in files if followed or self.product.is_inside
        ]
        if not told:
            return ""
        return self._environment.get_template("_offers.html").render(
            followed=[(word, url) for word, url, followed in told if followed],
            taken=[(word, url) for word, url, followed in told if not followed],
        )

    def page(self, page: Page) -> Rendered:
        """One page. Its faults go to the report, the files that it uses to the assets."""
        made = self.make(page, page.view())
        self.account(made.faults, made.assets)
        assert made.rendered is not None  # nothing stays as it was before
        return made.rendered

    def account(self, faults: Iterable[Diagnostic], assets: Iterable[str]) -> None:
        """Tell what was found in a page, and take note of the files that it uses."""
        self.report.extend(faults)
        self.assets.update(assets)

    def make(self, page: Page, view: Any) -> Made:
        """One page and its view, with what was found in it."""
        here = Here(_root(self.basis.urls[page.address]), Report(), set(), page.item)
        with self._at(here):
            rendered = self._rendered(page, view, here)
        return Made(rendered, tuple(here.report), frozenset(here.assets))

    def _rendered(self, page: Page, view: Any, here: Here) -> Rendered:
        template = self._environment.get_template(page.template)
        if page.item is None:
            html = self._with_homes(template.render(heading=self.names.title(page), page=page.address, **_fields_of(view)))
            return Rendered(self._beginning(page) + html)
        body = self._body(page.item, here)
        html = self._with_homes(template.render(body=Markup(body.html), **_fields_of(view)))
        start = html.find(body.html) if body.html else 0
        return Rendered(html, body.headings, (start, start + len(body.html)))

    def _beginning(self, page: Page) -> str:
        """Where the team begins a new item of the type that a page lists."""
        model = self._hubs.get(page.address)
        if model is None or self.basis.new_file is None:
            return ""
        title = self._translate(words.N_("New %(type)s")) % {"type": self._translate(labels.TYPES[model.type][0]).lower()}
        beside = Beside(settings=self.product.settings)
        url = self.basis.new_file(f"{model.folder}/{id_from(title)}.md", new_item(model, title, beside=beside))
        return self._environment.get_template("_new.html").render(url=url, title=title) if url else ""

    def view(self, block: blocks.Block, url: str) -> str:
        """An embedded view, for a page at a url."""
        with self._at(replace(self._nowhere, root=_root(url))):
            return self._embedded(block)

    def _embedded(self, block: blocks.Block) -> str:
        return self._with_homes(
            self._environment.get_template(block.template).render(heading="", page="", **_fields_of(block.view))
        )

    def _with_homes(self, html: str) -> str:
        """A page on which the items of other plans that have no page anywhere are plain text."""
        return without_links(html) if self.product.plans else html

    def document(self, template: str, item: Item, view: Any) -> str:
        """One item outside of the site, where only absolute addresses lead anywhere."""
        here = replace(self._nowhere, item=item)
        with self._at(here):
            body = Markup(self._body(item, here).html)
            html = self._environment.get_template(template).render(body=body, **_fields_of(view))
            return self._with_homes(html)

    @contextmanager
    def _at(self, here: Here) -> Iterator[None]:
        """Render a page: what templates call asks where that is. Macros know nothing of the page that calls them, so it cannot be handed to them."""
        outer, self._here = self._here, here
        try:
            yield
        finally:
            self._here = outer

    def _show(self, part: Part) -> Markup:
        """The view of a brief's section."""
        return Markup(self._environment.get_template(part.template).render(heading="", page="", **_fields_of(part.content)))

    def _body(self, item: Item, here: Here) -> Body:
        text, found = blocks.extract(item.body, item.path, item.body_line, self.product, here.report)
        body = self._text(text, Span(item.path, item.body_line), here)
        if found:
            return replace(body, html=blocks.insert(body.html, {block.mark: self._embedded(block) for block in found}))
        return body

    def _text(self, text: str, span: Span, here: Here) -> Body:
        """A text that begins at a place; what may not stand in it goes to the report."""
        body = self.basis.bodies.render(text, posixpath.dirname(span.path), partial(self._resolve, here=here))
        for name in body.removed:
            fault = markup_fault(name)
            severity = Severity.REMINDER if is_look(name) else Severity.WARNING
            here.report.add(Diagnostic(fault.code, severity, span, fault.message, fault.hint))
        around = self.basis.around
        for use in body.uses:
            path = joined(posixpath.dirname(span.path), use.address.path)
            note("files", path)
            note("around", path)
            if path not in self._by_path and self.basis.other_url(path, "") is not None:
                here.assets.add(path)
            for fault in around.faults(use, span.path, self._readers) if around else ():
                if fault.code not in ("broken-link", "missing-image"):  # told by the check; nothing to protect readers from
                    here.report.error(fault.code, span, fault.message, fault.hint)
        return body

    def _who(self, name: str) -> str:
        """What somebody is called who is named by id; roles and names that have no page stay as they are written."""
        return names(self.product).get(name) or apart(name)[1]

    def _markdown(self, text: str, path: str = "") -> Markup:
        """A text of the item whose page this is, or of the one whose file is at a path."""
        here = self._here
        return Markup(self._text(text, Span(path or (here.item.path if here.item else "")), here).html)

    def _picture(self, text: str, path: str) -> Markup:
        """The first picture of a body whose file is at a path, without the words around it."""
        return Markup(self._text(picture_of(text), Span(path), self._here).html)

    def _resolve(self, path: str, here: Here) -> Target | None:
        id = self._by_path.get(path)
        if id is not None:
            return Target(self._links(id), is_item=True)
        note("files", path)
        found = self.basis.other_url(path, here.root)
        return None if found is None else Target(found)


@index
def names(product: Projection) -> Mapping[str, str]:
    """By id, what people and teams are called."""
    return {id: item.title for id, item in product.items.items() if item.type in ("person", "team")}


def _root(url: str) -> str:
    return "../" * url.removeprefix("./").count("/")  # MkDocs calls the site's root "./"


def _fields_of(view: Any) -> dict[str, Any]:
    """A view's fields by name: all that its template gets."""
    return {field.name: getattr(view, field.name) for field in fields(view)}
