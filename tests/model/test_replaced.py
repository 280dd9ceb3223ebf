"""Work that others took the place of: what was said of it goes on with those."""

from __future__ import annotations

import pytest

from pmsite.audience import TEAM, Projection, project
from pmsite.model.demand import requests_for
from pmsite.model.feature import Feature
from pmsite.model.insight import Feedback
from pmsite.model.item import Item
from pmsite.model.period import parse
from pmsite.model.product import connect
from pmsite.model.release import Release
from pmsite.model.replaced import forebears, heirs, kept
from pmsite.model.settings import Settings
from pmsite.views import not_doing, release
from pmsite.views.demand import request
from tests.make import TODAY

SETTINGS = Settings.model_validate({"name": "P", "audiences": {"customers": {}}})


def plan(*lines: str, hidden: str = "", audience: str = TEAM) -> Projection:
    """Features, each written as `id status replaced,replaced key=value …`; `-` replaces none. A request, and a release, name `old`."""
    items: dict[str, Item] = {}
    for line in lines:
        id, status, replaces, *rest = line.split()
        facts = {"id": id, "title": id, "status": status, **dict(word.split("=") for word in rest)}
        facts |= {"replaces": replaces.split(",")} if replaces != "-" else {}  # type: ignore[dict-item]
        readers = [] if id in hidden.split() else ["customers"]
        items[id] = Feature.model_validate({**facts, "visibility": readers}, context=SETTINGS)
    items["ask"] = Feedback.model_validate({"id": "ask", "title": "ask", "features": ["old"]}, context=SETTINGS)
    written = {"id": "1.0", "title": "1.0", "date": parse("2026-09"), "scope": ["old"], "visibility": ["customers"]}
    items["1.0"] = Release.model_validate(written, context=SETTINGS)
    return project(connect(SETTINGS, items, TODAY), audience)


def told(product: Projection) -> dict[str, str]:
    return {id: " ".join(feature.id for feature in taking) for id, taking in heirs(product).items()}


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("old dropped -", "a planned old", "b planned old"), {"old": "a b"}),
        (("old dropped -", "a dropped old", "b planned a"), {"old": "b", "a": "b"}),
        (("old planned -", "a planned old"), {}),
        (("old dropped -", "a dropped old"), {}),
        (("old dropped -", "other dropped -", "one planned old,other"), {"old": "one", "other": "one"}),
        (("old dropped a", "a dropped old"), {}),
        (("old dropped a", "a dropped old", "b planned a"), {"old": "b", "a": "b"}),
    ],
    ids=["split", "chain", "not dropped", "nothing came of it", "merge", "loop", "loop with a way out"],
)
def test_what_takes_the_place_of_what(lines: tuple[str, ...], found: dict[str, str]) -> None:
    assert told(plan(*lines)) == found


def test_what_was_replaced_counts_no_more_and_is_no_refusal() -> None:
    found = plan("old dropped -", "a planned old", "gone dropped - reason=No")
    assert [feature.id for feature in found.units] == ["a", "gone"]
    assert [line.ref.id for line in not_doing.build(found).dropped] == ["gone"]


def test_readers_who_do_not_see_the_replacement_see_something_dropped() -> None:
    found = plan("old dropped -", "a planned old", hidden="a", audience="customers")
    assert (told(found), [feature.id for feature in found.units]) == ({}, ["old"])


def test_requests_reach_the_replacements() -> None:
    found = plan("old dropped -", "a building old", "b shipped old")
    asked = found.items["ask"]
    assert isinstance(asked, Feedback)
    answer = request(found, asked)
    assert ([card.id for card in answer.features], answer.answer) == (["a", "b"], "shipped")
    assert {id: requests_for(found)[id] for id in ("a", "b")} == {"a": ("ask",), "b": ("ask",)}
    assert forebears(found) == {"a": ("old",), "b": ("old",)}


@pytest.mark.parametrize(
    ("lines", "outcome", "day"),
    [
        (("old dropped -",), "dropped", None),
        (("old dropped -", "a planned old"), "not_shipped", None),
        (("old dropped -", "a shipped old shipped=2026-09-03", "b building old"), "not_shipped", None),
        (("old dropped -", "a shipped old shipped=2026-09-03", "b shipped old shipped=2026-09-20"), "with_it", "2026-09-20"),
        (("old dropped -", "a shipped old shipped=2026-09-03", "b shipped old shipped=2026-10-20"), "late", "2026-10-20"),
    ],
)
def test_a_promise_is_open_until_the_last_replacement_ships(lines: tuple[str, ...], outcome: str, day: str | None) -> None:
    found = plan(*lines)
    one = found.items["1.0"]
    assert isinstance(one, Release)
    page = release.build(found, one)
    promise = next(promise for promise in page.promises if promise.card.id == "old")
    assert (promise.outcome, str(promise.came) if promise.came else None) == (outcome, day)
    old = found.items["old"]
    assert isinstance(old, Feature)
    assert str(kept(found, old) or "") == (day or "")


def test_work_that_needs_what_was_replaced_needs_its_replacements() -> None:
    found = plan("old dropped - target=2027-Q1", "a planned old target=2027-Q2", "needs planned - target=2027-Q1")
    old, needs = (found.items[id] for id in ("old", "needs"))
    assert isinstance(old, Feature)
    assert isinstance(needs, Feature)
    assert found.comes_too_late(old, needs)
    in_time = plan("old dropped -", "a planned old target=2026-Q4", "needs planned - target=2027-Q1")
    assert not in_time.comes_too_late(in_time.items["old"], in_time.items["needs"])  # type: ignore[arg-type]
