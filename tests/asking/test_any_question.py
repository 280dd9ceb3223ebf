"""Any question is answered, or refused with a sentence; nothing else happens."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

from hypothesis import given
from hypothesis import settings as testing
from hypothesis import strategies as st

from pmsite.asking import table, telling
from pmsite.asking.fields import Fields
from pmsite.asking.find import Query, find
from pmsite.asking.plan import Plan, plan_of
from pmsite.asking.refused import Refused
from pmsite.asking.show import show
from pmsite.asking.why import why
from pmsite.model.types import BY_NAME
from pmsite.pipeline import load
from pmsite.reporting.safe import document
from tests.make import TODAY

DUTIES = Path(__file__).parent.parent / "views/plans/duties"
WORDS = (
    "title",
    "score",
    "rice",
    "late",
    "target",
    "tracks",
    "build",
    "custom",
    "key_results",
    "metric",
    "==",
    "in",
    "and",
    "not",
    "(",
    ")",
    "[",
    '"a"',
    "1",
    "|",
    "is",
    ".",
    "-",
    ",",
    "_",
    "说",
)


@cache
def plan() -> Plan:
    return plan_of(load(DUTIES, "roadmap", TODAY))


@cache
def names() -> tuple[str, ...]:
    fields = Fields(plan().seen)
    return (*fields.names, *fields.inner)


T = TypeVar("T")


def answer(ask: Callable[[], T]) -> T | Refused:
    """What is answered, or why not."""
    try:
        return ask()
    except Refused as fault:
        return fault


PIECES = st.lists(st.sampled_from(WORDS), max_size=6)
NAME = st.one_of(st.deferred(lambda: st.sampled_from(names())), PIECES.map(".".join), PIECES.map("".join))
TYPE = st.sampled_from(["", *BY_NAME, "nonsense"])


@testing(max_examples=150, deadline=None)
@given(TYPE, st.one_of(st.just(""), PIECES.map(" ".join)), st.lists(NAME, max_size=4), st.tuples(st.sampled_from(["", "-"]), NAME))
def test_a_list_comes_or_a_sentence(kind: str, where: str, fields: list[str], sort: tuple[str, str]) -> None:
    found = answer(lambda: find(plan(), Query(kind, where, tuple(fields), "".join(sort))))
    if isinstance(found, Refused):
        assert found.message
        assert found.at is None or 0 <= found.at <= len(found.asked)
        return
    assert document(found.as_json())
    assert len("".join(table.lines(found, 80)).splitlines()) == (found.total + 1 if found.total else 0)
    assert "".join(table.as_csv(found))


@testing(max_examples=60, deadline=None)
@given(st.one_of(st.deferred(lambda: st.sampled_from(sorted(plan().seen.items))), PIECES.map("".join)))
def test_an_item_is_told_or_a_sentence(id: str) -> None:
    known, reasons = answer(lambda: show(plan(), id)), answer(lambda: why(plan(), id))
    if isinstance(known, Refused) or isinstance(reasons, Refused):
        assert str(known) == str(reasons) != ""
        return
    assert document(known.as_json())
    assert document(reasons.as_json())
    assert list(telling.shown(known, "zh", 80))
    assert list(telling.told(reasons, "zh", 80))
