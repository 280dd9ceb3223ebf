"""A view holds what its page shows, and no other item whole: then a change of what is not shown makes no other view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path

import pytest

from pmsite.audience import TEAM
from pmsite.model.item import Item
from pmsite.pipeline import Build, build
from pmsite.starter import example

LANGUAGES, TODAY = ("en", "zh"), date(2026, 11, 30)


def held(value: object, place: str) -> Iterator[tuple[Item, str]]:
    """The items in a view, and where."""
    if isinstance(value, Item):
        yield value, place
    elif is_dataclass(value):
        for field in fields(value):
            yield from held(getattr(value, field.name), f"{place}.{field.name}")
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from held(entry, f"{place}[{key}]")
    elif isinstance(value, tuple):
        for at, entry in enumerate(value):
            yield from held(entry, f"{place}[{at}]")


@pytest.fixture(params=LANGUAGES)
def shown(request: pytest.FixtureRequest, tmp_path: Path) -> Build:
    """The example, which has every type and every page."""
    for path, text in example(request.param, TODAY):
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    found = build(tmp_path / "roadmap", "roadmap", TEAM, TODAY)
    assert isinstance(found, Build)
    return found


def test_a_view_holds_no_item_but_that_of_its_page(shown: Build) -> None:
    found = {
        (page.address, place)
        for page in shown.pages
        for item, place in held(page.view(), page.name)
        if page.item is None or item.id != page.item.id
    }
    assert not found
