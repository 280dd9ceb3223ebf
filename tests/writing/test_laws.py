"""The laws of changed files, over front matter in any dress."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.writing import laws
from tests.writing.dressed import Dresser, operation

FEW = 0.002


def tried(seed: int) -> str:
    random = Random(seed)
    text = Dresser(random).file()
    record = laws.read(text)
    return laws.broken(text, operation(random, dict(record.data) if record else {}))


@given(st.integers(min_value=0, max_value=2**64))
@settings(max_examples=400, deadline=None)
def test_a_change_changes_what_is_meant_and_nothing_else(seed: int) -> None:
    found = tried(seed)
    assert not found or found.startswith(laws.REFUSED), found


def test_hardly_anything_is_left_to_people() -> None:
    found = [tried(seed) for seed in range(1_500)]
    assert sum(one.startswith(laws.REFUSED) for one in found) <= FEW * len(found)
