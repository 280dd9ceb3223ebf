"""What if an input of a priority were another? The window recomputes; nothing is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.sites import build

FILES = {
    "features/a.md": "title: First\nscore: {reach: 500, impact: 3, confidence: 80%, effort: 5}",
    "features/b.md": "title: Second\nscore: {reach: 100, impact: 1, confidence: 50%, effort: 1}",
    "features/c.md": "title: By feeling\nmoscow: should",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("what-if"), FILES)


@pytest.fixture
def priorities(folder: Path, serve: Callable[[Path], str], page: Page) -> Page:
    page.goto(f"{serve(folder).rstrip('/')}/roadmap/priorities/")
    return page


def scores(page: Page) -> list[str]:
    return [text.replace("\n", " ").strip() for text in page.locator("[data-score=rice]").all_inner_texts()]


def test_scores_and_ranks_follow_an_input_and_come_back(priorities: Page) -> None:
    assert scores(priorities) == ["240 (1)", "50 (2)"]
    button = priorities.get_by_role("button", name="What if")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    priorities.get_by_label("Second: Reach").fill("1000")
    assert scores(priorities) == ["240 (2)", "500 (1)"]
    button.click()
    assert scores(priorities) == ["240 (1)", "50 (2)"]
    assert priorities.locator("[data-in] input").count() == 0


def test_an_effort_of_nothing_has_no_score(priorities: Page) -> None:
    priorities.get_by_role("button", name="What if").click()
    priorities.get_by_label("First: Effort").fill("0")
    assert scores(priorities) == ["–", "50 (1)"]


def test_without_scripts_the_numbers_are_there_and_no_button_is(priorities: Page) -> None:
    browser = priorities.context.browser
    assert browser is not None
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(priorities.url)
    assert scores(plain) == ["240 (1)", "50 (2)"]
    expect(plain.get_by_role("button", name="What if")).to_be_hidden()
    plain.context.close()
