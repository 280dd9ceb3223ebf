"""Whatever changes for a reader is told: no edit changes a byte of what somebody gets while a comparison says that nothing differs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as testing
from hypothesis import strategies as st

from pmsite.audience import TEAM, project
from pmsite.comparison.attached import Attached, blob
from pmsite.comparison.compare import seen_before
from pmsite.history.diff import Known, compare
from pmsite.history.exposure import Exposure
from pmsite.model.product import Product
from pmsite.pipeline import load
from tests.make import TODAY, write
from tests.properties.edits import Files, edited
from tests.properties.plans import AUDIENCES, SETTINGS, plans
from tests.properties.site import outputs

QUICK = testing(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def read(files: Files, settings: str) -> tuple[Product, Attached]:
    """The product that files make, and the files that its texts bring along."""
    with TemporaryDirectory() as folder:
        found = load(write(Path(folder), files, settings), "roadmap", TODAY)
    assert found.product is not None, [fault.message for fault in found.report]
    names = {name: blob(data if isinstance(data, bytes) else data.encode()) for name, data in files.items()}
    return found.product, Attached("roadmap", names)


@QUICK
@given(st.data())
def test_what_changes_for_readers_is_told(data: st.DataObject) -> None:
    audience = data.draw(st.sampled_from([*AUDIENCES, TEAM]))
    settings = SETTINGS.format(language=data.draw(st.sampled_from(["en", "zh"])))
    old, new = data.draw(edited(data.draw(plans()), settings))
    (before, attached), (after, attaching) = read(*old), read(*new)
    known = Known(attached=(attached, attaching))
    if outputs(*old, audience) != outputs(*new, audience):
        assert not compare(before, after, known=known).is_empty
        told = compare(project(before, audience), project(after, audience), known=known)
        assert not told.is_empty
    seen = project(after, audience)
    if audience != TEAM and outputs(*_without(old, before, seen.items.keys()), audience) != outputs(*new, audience):
        assert not compare(seen_before(before, seen), seen, inside=False, known=known).is_empty


def _without(plan: tuple[Files, str], product: Product, kept: Any) -> tuple[Files, str]:
    """A plan without the items that its readers no longer see, which are none of their business."""
    gone = [item.path.removeprefix("roadmap/").removesuffix("md") for id, item in product.items.items() if id not in kept]
    return {name: text for name, text in plan[0].items() if not name.startswith(tuple(gone))}, plan[1]


@QUICK
@given(st.data())
def test_whatever_an_audience_newly_gets_is_named(data: st.DataObject) -> None:
    settings = SETTINGS.format(language="en")
    old, new = data.draw(edited(data.draw(plans()), settings))
    (before, attached), (after, attaching) = read(*old), read(*new)
    told = compare(before, after, known=Known(attached=(attached, attaching))).exposed
    for audience in AUDIENCES:
        named = {found.id: found for found in told if found.audience == audience}
        known, now = (
            {item["id"]: item for item in json.loads(outputs(*plan, audience)["roadmap/plan.json"])["items"]} for plan in (old, new)
        )
        for id, item in now.items():
            if id not in known or known[id]["type"] != item["type"]:
                assert _is_whole(named[id])
            else:
                for place in _new_places(known[id], item):
                    assert any(name == place or name.startswith(f"{place}.") for name in (*named[id].fields, *named[id].words)), (
                        place
                    )


def _is_whole(found: Exposure) -> bool:
    return not found.fields and not found.words


TEXTS = (
    "title",
    "summary",
    "reason",
    "migration",
    "mission",
    "statement",
    "plan",
    "definition",
    "highlights",
    "facts",
    "done",
    "codename",
)


def _new_places(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Where an item, as its readers get it in plan.json, holds something for the first time, or words that it did not hold before."""
    old, new = before["facts"], after["facts"]
    for name, value in new.items():
        if name in ("visibility", "breaking", "for"):
            continue
        if name not in old or (name in TEXTS and _lines(value) - _lines(old[name])):
            yield name
    if _lines(after.get("body", "")) - _lines(before.get("body", "")):
        yield "body"
    if {point["date"] for point in after.get("series", ())} - {point["date"] for point in before.get("series", ())}:
        yield "series"
    for language, words in after.get("translations", {}).items():
        for name, text in words.items():
            if _lines(text) - _lines(before.get("translations", {}).get(language, {}).get(name, "")):
                yield f"translations.{language}.{name}"


def _lines(value: str | list[str]) -> set[str]:
    """The lines of a text, without the paths of its links, which are others where its file has moved."""
    lines = value if isinstance(value, list) else value.splitlines()
    return {re.sub(r"\]\([^)]*\)", "]", line).strip() for line in lines if line.strip()}
