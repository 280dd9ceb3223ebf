"""Views in an owner's page: their headings go on where those of the page are."""

from __future__ import annotations

import pytest

from pmsite.host.mkdocs_owned import beneath

BOARD = '<div><h3 class="pm-h2">Now</h3><h4>Team</h4></div>'


@pytest.mark.parametrize(
    ("before", "view", "shown"),
    [
        ("<h1>Home</h1>", BOARD, '<div><h2 class="pm-h2">Now</h2><h3>Team</h3></div>'),
        ("<p>No heading of its own</p>", BOARD, '<div><h2 class="pm-h2">Now</h2><h3>Team</h3></div>'),
        ("<h1>Home</h1><h2>Plan</h2>", BOARD, BOARD),
        ("<h1>Home</h1><h2>Plan</h2><h3>Board</h3>", BOARD, BOARD),
        ("<h1>Home</h1>", "<h2>What we aim for</h2><h3>Goal</h3>", "<h2>What we aim for</h2><h3>Goal</h3>"),
        ("<h1>Home</h1>", "<p>Nothing here right now.</p>", "<p>Nothing here right now.</p>"),
    ],
)
def test_no_level_of_headings_is_left_out(before: str, view: str, shown: str) -> None:
    assert beneath(f"{before}<p>MARK</p><h2>After it</h2>", "MARK", view) == shown
