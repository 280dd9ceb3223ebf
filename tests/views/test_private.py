"""People, thanks and stakeholders never leave the team, unless product.yml says so field by field."""

from __future__ import annotations

import re

import pytest

from pmsite.diagnostics import Report
from pmsite.model.item import Private
from pmsite.model.types import TYPES
from pmsite.pages import pages
from pmsite.render.site import Basis, Site
from pmsite.texts.bodies import BodyRenderer
from tests.make import load, projection

PLAN = {
    "people/ada.md": "---\ntitle: Ada Brandvold\nrole: Designer\nteam: mobile\nskills: {drawing: 3}\nvisibility: [board]\n---\nLikes tea.\n",
    "people/bo.md": "title: Bo Tanning\nrole: Engineer\nteam: mobile",
    "recognition/r.md": "title: Thanks for the night shift\nto: [ada, bo]\nby: bo",
    "stakeholders/s.md": "title: Works councils\ninfluence: high\ninterest: high\nstance: opposes",
    "teams/mobile.md": "title: Mobile\nlead: bo\nmembers: [ada, bo]\nvisibility: [board, customers]",
    "features/f.md": "title: F\nstatus: building\nowner: bo\nteam: mobile\nraci: {responsible: bo, accountable: ada}\n"
    "tracks: {build: {state: active, owner: bo}}\nvisibility: [board, customers]",
    "learning/l.md": "title: L\nkind: book\npeople: [bo]\nvisibility: [board, customers]",
}
SETTINGS = "name: P\naudiences: {customers: {}, board: {fields: {person: [role]}}}\n"


def told(audience: str) -> str:
    """The text of every page that an audience gets."""
    product = projection(PLAN, audience, SETTINGS)
    found = pages(product, {})
    site = Site(
        Basis(product, {page.address: f"{page.address}/" for page in found}, BodyRenderer([], {}), lambda *_: None), Report()
    )
    return re.sub(r"<[^>]+>", " ", " ".join(site.page(page).html for page in found))


def test_the_types_about_people_are_private() -> None:
    assert {model.type for model in TYPES if issubclass(model, Private)} == {"customer", "person", "recognition", "stakeholder"}


@pytest.mark.parametrize(
    "word", ["Brandvold", "Tanning", "Designer", "drawing", "tea", "night shift", "Works councils", "ada", "bo"]
)
def test_nobody_outside_reads_of_people(word: str) -> None:
    assert re.search(rf"\b{word}\b", told("team"))
    assert not re.search(rf"\b{word}\b", told("customers"))


def test_an_audience_gets_the_listed_fields_of_the_persons_it_may_see_and_no_others() -> None:
    text = told("board")
    assert "Ada Brandvold" in text
    assert "Designer" in text
    for word in ("drawing", "tea", "Tanning", "Engineer", "night shift", "Works councils"):
        assert not re.search(rf"\b{word}\b", text)


@pytest.mark.parametrize("path", ["people/ada.md", "recognition/r.md", "stakeholders/s.md"])
def test_being_made_visible_is_not_enough(path: str) -> None:
    kind = path.split("/", maxsplit=1)[0]
    loaded, report = load({path: "title: T\nvisibility: [customers]"}, SETTINGS)
    assert [d.code for d in report] == ["private-item"], kind
    assert not loaded.items
