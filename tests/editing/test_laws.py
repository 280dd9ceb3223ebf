"""The laws of plans: what was looked at is what is done, nothing half, nothing that a check refuses, and back again."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.editing.plans import broken


@given(st.integers(min_value=0, max_value=2**64))
@settings(max_examples=40, deadline=None)
def test_a_plan_is_done_whole_as_looked_at_or_not_at_all(seed: int) -> None:
    with TemporaryDirectory() as folder:
        assert broken(seed, Path(folder)) == ""
