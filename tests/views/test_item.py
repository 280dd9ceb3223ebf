"""The page of an item: what matters most in a strip, no link twice around the story, and everything that it is connected with."""

from __future__ import annotations

from collections import Counter
from datetime import date
from html.parser import HTMLParser

import pytest

from pmsite import starter
from pmsite.audience import TEAM, Projection, project
from pmsite.diagnostics import Report
from pmsite.filters import section_filters
from pmsite.model.links import Link
from pmsite.model.types import TYPES
from pmsite.pages import Filters, pages
from pmsite.pages.items import place_of
from pmsite.pipeline import load
from pmsite.render.site import Basis, Site
from pmsite.texts.bodies import BodyRenderer
from pmsite.views import strip
from pmsite.views.connections import connections
from pmsite.workspace import words
from tests.make import projection

TODAY = date(2026, 11, 30)


@pytest.fixture(scope="module", params=[(language, who) for language in starter.LANGUAGES for who in (TEAM, "customers")], ids=str)
def example(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Projection, dict[str, str]]:
    """The example product as an audience sees it, and the page of each item."""
    language, audience = request.param
    root = tmp_path_factory.mktemp("example")
    for path, text in starter.example(language, TODAY):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")
    workspace = load(root / "roadmap", "roadmap", TODAY)
    assert workspace.product is not None
    product = project(workspace.product, audience, words(workspace))
    return product, told(product, section_filters(product, workspace))


def told(product: Projection, filters: Filters) -> dict[str, str]:
    """The page of each item, by id."""
    found = pages(product, filters)
    urls = {page.address: f"{page.address}/" for page in found}
    site = Site(Basis(product, urls, BodyRenderer([], {}), lambda *_: None), Report())
    return {page.item.id: site.page(page).html for page in found if page.item}


VOID = {"br", "hr", "img", "input", "meta", "link", "source", "col", "wbr"}


class Links(HTMLParser):
    """The addresses that a page leads to, each with the classes around it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._open: list[str] = []
        self.found: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self._open.append(given.get("class") or "")
        if tag == "a" and given.get("href"):
            self.found.append((str(given["href"]), " ".join(self._open)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._open.pop()

    def within(self, *names: str) -> list[str]:
        """The addresses within elements of some classes."""
        return [href for href, around in self.found if set(names) & set(around.split())]


def test_around_the_story_nothing_is_linked_twice(example: tuple[Projection, dict[str, str]]) -> None:
    _, made = example
    twice = {}
    for id, html in made.items():
        links = Links(html)
        around = Counter(links.within("pm-rail", "pm-thread", "pm-connections"))
        around.update(set(links.within("pm-strip")) & set(links.within("pm-rail", "pm-connections")))
        twice[id] = [href for href, times in around.items() if times > 1]
    assert {id: found for id, found in twice.items() if found} == {}


def test_all_that_an_item_is_connected_with_can_be_reached_from_its_page(example: tuple[Projection, dict[str, str]]) -> None:
    product, made = example
    lost = []
    for id, html in made.items():
        reached = {href.split("#")[0].rstrip("/").rpartition("/")[2] for href, _ in Links(html).found}
        named = {link.target for link in product.outgoing.get(id, ()) if not is_inside_a_group(link)}
        near = named | {link.source for link in product.incoming.get(id, ())}
        pages = {other: place_of(product, product.items[other])[0].rpartition("/")[2] for other in near}  # work is a row of one
        lost += [(product.items[id].type, id, other) for other in sorted(near) if pages[other] not in reached | {id}]
    assert lost == []


def is_inside_a_group(link: Link) -> bool:
    """Whether a link stands beside a task, as its owner does, or in a section of a brief, which shows what it chooses."""
    return len(link.place) > 1 and (link.kind.loose or link.field == "items")


def test_readers_outside_meet_nothing_of_the_workshop(example: tuple[Projection, dict[str, str]]) -> None:
    product, made = example
    shown = {id: ("pm-thread" in html, f"<code>{id}</code>" in html) for id, html in made.items()}
    if product.is_inside:
        assert all(has_id for _, has_id in shown.values())
        assert any(has_thread for has_thread, _ in shown.values())
    else:
        assert set(shown.values()) == {(False, False)}


def test_eight_of_a_kind_are_seen_at_once_and_the_rest_is_folded() -> None:
    files = {f"decisions/d{n:03}.md": f"title: D{n:03}\naffects: [f]" for n in range(111)}
    product = projection({**files, "features/f.md": "title: F"})
    (found,) = connections(product, product.items["f"], ())
    assert (found.name, found.outward, len(found.refs), len(found.folded), found.more, found.total) == (
        "affects",
        False,
        8,
        92,
        11,
        111,
    )


def test_what_names_features_is_called_by_its_type() -> None:
    named = "title: T\nfeatures: [f]"
    product = projection(
        {"features/f.md": "title: F", "launches/l.md": named, "feedback/b.md": named, "changes/c.md": f"{named}\nkind: added"}
    )
    assert {found.type: [r.id for r in found.refs] for found in connections(product, product.items["f"], ())} == {
        "launch": ["l"],
        "feedback": ["b"],
        "change": ["c"],
    }


def test_what_somebody_answers_for_twice_is_a_link_once() -> None:
    product = projection(
        {"people/ada.md": "title: Ada", "decisions/d.md": "title: D\nowner: ada\ndriver: ada\ninformed: [ada, Bo]"}
    )
    found = next(page for page in pages(product, {}) if page.address == "roadmap/decisions/d")
    page = found.view()
    assert [cell.name for cell in page.strip] == ["status", "owner"]
    assert {fact.name: fact.values for fact in page.facts} == {"driver": ("Ada",), "informed": ("Ada", "Bo")}


def test_every_type_has_a_strip() -> None:
    assert set(strip.STRIPS) == set(TYPES)
