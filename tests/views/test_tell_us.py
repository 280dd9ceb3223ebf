"""The link to the form: on features, for the readers that product.yml names, and in nothing that others get."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.audience import TEAM
from pmsite.pages import pages
from pmsite.pipeline import load
from tests.make import TODAY, projection, write

SETTINGS = """\
name: P
audiences: {customers: {}, partners: {}}
intake: {form: "https://host.example/new?item={id}&title={title}", audiences: [customers]}
"""
FILES = {
    "features/offline.md": "---\ntitle: Offline & free\nvisibility: [customers, partners]\nfor:\n  customers: {title: Work anywhere}\n---\n",
    "releases/r.md": "---\ntitle: R\nvisibility: [customers, partners]\n---\n",
}


@pytest.mark.parametrize(
    ("audience", "id", "address"),
    [
        ("customers", "offline", "https://host.example/new?item=offline&title=Work%20anywhere"),
        ("partners", "offline", ""),
        (TEAM, "offline", ""),
        ("customers", "r", ""),
    ],
)
def test_who_is_led_to_the_form(audience: str, id: str, address: str) -> None:
    seen = projection(FILES, audience, SETTINGS)
    page = next(page for page in pages(seen, {}) if page.item is seen.items[id])
    assert page.view().tell_us == address


def test_others_get_nothing_of_the_form() -> None:
    without = projection(FILES, "partners", SETTINGS.partition("intake")[0])
    assert projection(FILES, "partners", SETTINGS).settings == without.settings
    form = projection(FILES, "customers", SETTINGS.replace("[customers]", "[customers, partners]")).settings.intake
    assert form is not None
    assert form.audiences == ("customers",)


def test_a_wrong_form_hides_no_fault_of_an_item(tmp_path: Path) -> None:
    settings = "name: P\naudiences: {a: {}}\nintake: {form: 'https://host.example/{x}', audiences: [a]}"
    root = write(tmp_path, {"features/f.md": "---\ntitle: F\nstatus: nonsense\nvisibility: [a]\n---\n"}, settings)
    found = load(root, "roadmap", TODAY)
    assert {d.code for d in found.report} == {"unknown-placeholder", "unknown-status"}
