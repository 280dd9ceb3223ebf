"""What tests of several folders share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright, sync_playwright


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers: one for all tests, since a process can have no second one beside it."""
    with sync_playwright() as found:
        yield found
