"""Whatever is said, it is done or refused with a sentence, and said again it changes nothing more."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from pmsite.editing.said import Word
from pmsite.editing.session import Session
from pmsite.editing.words import changing
from pmsite.model.types import BY_NAME, keys, paths
from pmsite.pipeline import read
from tests.fuzz import workspaces
from tests.make import TODAY

VALUES = (
    "",
    "x",
    "a, b",
    "[a, b]",
    "{text: a}",
    "[{id: a, title: B}]",
    "{",
    "[",
    "- a",
    "80%",
    "2026-Q4",
    "true",
    "a: b # c",
    "'",
    "\n",
    "feature-1",
)
PLACES = ("", ".1", ".0", ".99", ".a", ".a.b", ".kr1", ".kr1.current", ".title", ".", "..")  # fmt: skip


def said(seed: int, folder: Path) -> str:
    """What is wrong with some words that follow from a number, in a line."""
    random = Random(seed)
    root = folder / "roadmap"
    root.mkdir()
    workspaces.write(root, {name: text.encode() for name, text in workspaces.plan(random, most=6).items()})
    seen = read(root, "roadmap", TODAY)
    if seen.product is None or not seen.records:
        return ""
    id = random.choice(sorted(seen.records))
    model = BY_NAME[seen.product.items[id].type]
    field = random.choice([*keys(model), *paths(model), *seen.product.settings.custom_fields(model.type)])
    word = Word(field + random.choice(PLACES), random.choice(("=", "=", "+=", "-=")), random.choice(VALUES))
    editor = Session(root, "roadmap", TODAY)
    verdict = editor.apply(lambda now: changing(now, [id], [word]))
    if not verdict.ok:
        return "" if all(fault.message for fault in verdict.faults) else f"{word}: no sentence"
    again = editor.apply(lambda now: changing(now, [id], [word]))
    is_told = not again.ok and again.faults[0].code == "not-in-list"
    is_group = word.sign == "+=" and word.value.startswith("{")
    return "" if is_told or is_group or not again.files else f"{id} {word}: said again it changes more"


@given(st.integers(min_value=0, max_value=2**64))
@settings(max_examples=60, deadline=None)
def test_words_are_done_or_refused(seed: int) -> None:
    with TemporaryDirectory() as folder:
        assert said(seed, Path(folder)) == ""
