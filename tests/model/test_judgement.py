"""How goals, features and launches are judged: the vectors, in both languages."""

from __future__ import annotations

import pytest

from pmsite.render.reasons import judged_words
from pmsite.render.words import gettext
from tests.model.judged import Case, cases, judged

EVERY = [case for name in ("key-results", "objectives", "features", "launches") for case in cases(name)]


@pytest.mark.parametrize("case", EVERY, ids=[f"{case['id']}: {case['what']}" for case in EVERY])
def test_a_case_is_judged(case: Case) -> None:
    found = judged(case)
    assert (found.state, judged_words(found, "en", gettext("en"))) == (case["state"], case["en"])


@pytest.mark.parametrize("case", [case for case in EVERY if "zh" in case], ids=lambda case: case["id"])
def test_a_case_is_told_in_chinese(case: Case) -> None:
    assert judged_words(judged(case), "zh", gettext("zh")) == case["zh"]
