"""What can be written into each field of each type, as `controls.txt` lists it.

`PMSITE_WRITE_EXPECTED=1 pytest tests/model/test_controls.py` writes the list anew, to be read before it is committed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pmsite.model import controls as module
from pmsite.model.controls import Control, controls, every
from pmsite.model.item import Item
from pmsite.model.settings import Settings
from pmsite.model.types import BY_NAME, TYPES, keys
from pmsite.wording.labels import VALUES
from tests.make import product

LISTED = Path(__file__).parent / "controls.txt"
SETTINGS = """\
name: P
language: en
audiences: {customers: {label: Our customers}, public: {}}
statuses: {doing: {stage: building, label: Doing it}}
change_kinds: {performance: {label: Faster}}
capabilities: [offline, sso]
axes: {price: Price, depth: Depth}
fields:
  feature:
    maturity: {kind: choice, values: [alpha, beta], label: Maturity, audiences: [public]}
    notes: {kind: text}
    cost: {kind: number}
    legal: {kind: boolean}
    frozen: {kind: date}
    names: {kind: list}
    participating: {kind: references, to: team, label: Participating teams}
    spec: {kind: url}
    milestones: {kind: map, values_are: release}
    dates: {kind: map, values_are: date}
"""


@pytest.fixture(scope="module")
def settings() -> Settings:
    return product({}, settings=SETTINGS).settings


def lines(found: dict[str, Control] | object, indent: str = "") -> Iterator[str]:
    assert isinstance(found, dict)
    for name, one in found.items():
        yield f"{indent}{name}: {' '.join(words(one))}"
        yield from lines(dict(one.fields), f"{indent}  ")


def words(one: Control) -> Iterator[str]:
    yield one.kind
    yield from (word for word in ("many", "keys", "free", "above", "whole", "required", "outside", "custom") if getattr(one, word))
    yield from (f"{name}={value:g}" for name, value in (("low", one.low), ("high", one.high)) if value is not None)
    yield from (f"to={','.join(one.to)}",) if one.to else ()
    yield from (f"names={','.join(one.names)}",) if one.names else ()
    yield from (f"short={one.short}",) if one.short else ()
    yield from (f"default={one.default}",) if one.default else ()
    told = (f"{choice.value}{f'({choice.stage})' if choice.stage else ''}" for choice in one.choices)
    yield from (f"[{' '.join(told)}]",) if one.choices else ()


def test_every_field_has_the_control_that_fits_it(settings: Settings) -> None:
    common = {"title", "summary", "owner", "visibility", "for", "related", "tags", "verified"}
    shown = ["every type:", *lines({name: one for name, one in controls(Item, settings).items() if name in common}, "  ")]
    for model in TYPES:
        own = {name: one for name, one in controls(model, settings).items() if name not in common}
        shown += [f"{model.type}:", *lines(own, "  ")]
    text = "\n".join(shown) + "\n"
    if os.environ.get("PMSITE_WRITE_EXPECTED"):
        LISTED.write_text(text, encoding="utf-8")
    assert LISTED.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.type)
def test_what_a_control_says_holds(model: type[Item], settings: Settings) -> None:
    found = controls(model, settings)
    assert found.keys() == {*keys(model), *settings.custom_fields(model.type)} - {"id", "imported"}
    documented = set(re.findall(r"^\| `(\w+)` \|", module.__doc__ or "", re.MULTILINE))
    for name, own in found.items():
        for one in every(own):
            assert one.kind in documented
            assert set(one.to) <= {*BY_NAME, "key_result"}
            assert one.label
            assert one.custom or one.help
            assert one.kind not in ("choice", "choices") or one.choices or one.kind == "choices", name
            for choice in one.choices:
                assert choice.label or choice.value in VALUES or model.type == "brief", (name, choice)
            if one.kind == "group" and isinstance(one.example, dict) and not one.keys:
                assert one.example.keys() <= one.fields.keys()


def test_the_workspace_has_its_own_words(settings: Settings) -> None:
    found = controls(BY_NAME["feature"], settings)
    assert ("doing", "Doing it", "building") in {(one.value, one.label, one.stage) for one in found["status"].choices}
    assert [(one.value, one.label) for one in found["visibility"].choices] == [("customers", "Our customers"), ("public", "public")]
    assert found["maturity"].label == "Maturity"
    assert found["capabilities"].kind == "choices"
    assert controls(BY_NAME["competitor"], settings)["position"].names == ("price", "depth")
    assert "performance" in [one.value for one in controls(BY_NAME["change"], settings)["kind"].choices]
