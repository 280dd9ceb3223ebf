"""What is worked out once for a product is forgotten with it."""

from __future__ import annotations

import gc
import weakref
from datetime import date
from pathlib import Path

from pmsite import pipeline, starter
from pmsite.audience import TEAM
from pmsite.diagnostics import Report
from pmsite.memoized import memoized
from pmsite.model.product import Product
from pmsite.render.site import Basis, Site
from pmsite.texts.bodies import BodyRenderer

TODAY = date(2026, 11, 23)


class Thing:
    """Something that values are of."""


def test_a_value_is_worked_out_once_for_each_thing() -> None:
    asked = []

    @memoized
    def value(of: Thing) -> int:
        asked.append(of)
        return len(asked)

    first, second = Thing(), Thing()
    assert [value(first), value(second), value(first)] == [1, 2, 1]


def test_no_view_and_no_rule_keeps_a_product_alive(tmp_path: Path) -> None:
    """A preview makes a product for each edit, and works for days."""
    for path, text in starter.example("en", TODAY):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8", newline="")
    built = pipeline.build(tmp_path / "roadmap", "roadmap", TEAM, TODAY)
    assert isinstance(built, pipeline.Build), [str(fault) for fault in built.report]
    site = Site(
        Basis(built.product, {page.address: f"{page.address}/" for page in built.pages}, BodyRenderer([], {}), lambda *_: None),
        Report(),
    )
    for page in built.pages:
        site.page(page)
    whole = built.workspace.product
    assert whole is not None
    left: list[weakref.ref[Product]] = [weakref.ref(built.product), weakref.ref(whole)]
    del built, site, page, whole
    gc.collect()
    assert [ref() for ref in left] == [None, None]
