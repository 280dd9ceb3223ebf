"""Links that follow files, and everything else in a text, which stays as it is."""

from __future__ import annotations

import pytest

from pmsite.writing.links import rebased

MOVED = {"features/map.md": "features/atlas.md"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[m](map.md)", "[m](atlas.md)"),
        ("[m](./map.md#a)", "[m](./atlas.md#a)"),
        ("[m](../features/map.md?b)", "[m](../features/atlas.md?b)"),
        ("[m]: map.md", "[m]: atlas.md"),
        ("[m](<map.md> 'a') [m]( <map.md#a b> )", "[m](<atlas.md> 'a') [m]( <atlas.md#a b> )"),
        ("[m]: <map.md> 'a'", "[m]: <atlas.md> 'a'"),
        ('<a href="map.md">m</a>', '<a href="atlas.md">m</a>'),
        ("[m](https://example.com/map.md)", "[m](https://example.com/map.md)"),
        ("`[m](map.md)`", "`[m](map.md)`"),
        ("```\n[m](map.md)\n```\n[m](map.md)", "```\n[m](map.md)\n```\n[m](atlas.md)"),
        (
            "a\r\n\r\n```\r\n[m](map.md)\r\n```\r\n\r\n[m](map.md)\r\n",
            "a\r\n\r\n```\r\n[m](map.md)\r\n```\r\n\r\n[m](atlas.md)\r\n",
        ),
        ("a\r\n\r\n    [m](map.md)\r\n\r\n[m](map.md)", "a\r\n\r\n    [m](map.md)\r\n\r\n[m](atlas.md)"),
    ],
)
def test_links_to_a_file_of_another_name_say_that_name_and_nothing_else_changes(text: str, found: str) -> None:
    assert rebased(text, "features", "features", MOVED) == found


@pytest.mark.parametrize(
    ("folder", "found"),
    [
        ("features/sub", "[m](sub/map.md#a)"),
        ("features/a b", "[m](a%20b/map.md#a)"),
        ("features/a#b", "[m](a%23b/map.md#a)"),
        ("features/a (b)", "[m](a%20%28b%29/map.md#a)"),
        ("features/地图", "[m](地图/map.md#a)"),
    ],
)
def test_what_would_end_an_address_is_written_so_that_it_does_not(folder: str, found: str) -> None:
    assert rebased("[m](map.md#a)", "features", "features", {"features/map.md": f"{folder}/map.md"}) == found


@pytest.mark.parametrize(
    ("text", "after", "found"),
    [
        ("[s](sync.md)", "features/sub", "[s](../sync.md)"),
        ("[s](<a b/sync.md>)", "features/sub", "[s](<../a b/sync.md>)"),
        ("[s](a%20b/sync.md)", "features/sub", "[s](../a%20b/sync.md)"),
        ("[s](a%20b/sync.md)", "features/a b", "[s](sync.md)"),
        ("[s](#part)", "features/sub", "[s](#part)"),
    ],
)
def test_links_of_a_text_in_another_folder_lead_where_they_led(text: str, after: str, found: str) -> None:
    assert rebased(text, "features", after) == found
