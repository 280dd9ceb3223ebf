"""Pictures that a page sends: stored beside their item, undone like everything else, and nothing but pictures."""

from __future__ import annotations

import pytest

from tests.browser.editing import Served
from tests.editor.client import Client
from tests.make import PICTURE

ADDRESS = "picture?item=one&name=The%20map.png"


def test_a_picture_is_stored_under_a_name_of_its_own_and_taken_back(served: Served, window: Client) -> None:
    for name in ("the-map.png", "the-map-2.png"):
        told = window.post(ADDRESS, PICTURE, Content_Type="image/png").told
        assert told["name"] == name
        assert told["files"][0]["diff"][-1] == f"+({len(PICTURE)} bytes)"
        assert (served.root / "roadmap/features" / name).read_bytes() == PICTURE
    assert window.post("undo").status == 200
    assert not (served.root / "roadmap/features/the-map-2.png").exists()


@pytest.mark.parametrize(
    ("address", "content", "kind", "status"),
    [
        (ADDRESS, b"<svg onload='x'/>", "image/svg+xml", 415),
        (ADDRESS, b"<svg onload='x'/>", "image/png", 422),
        (ADDRESS, PICTURE, "text/html", 415),
        (ADDRESS, PICTURE, "application/json", 415),
        (ADDRESS, b"", "image/png", 422),
        (ADDRESS, PICTURE + b"\0" * 6_000_000, "image/png", 413),
        ("picture?item=nobody&name=a.png", PICTURE, "image/png", 422),
        ("picture?item=one&name=a.html", PICTURE, "image/png", 422),
        ("picture", PICTURE, "image/png", 422),
    ],
)
def test_nothing_else_is_stored(served: Served, window: Client, address: str, content: bytes, kind: str, status: int) -> None:
    answer = window.post(address, content, Content_Type=kind)
    assert answer.status == status
    assert answer.reason
    assert served.git("status", "--porcelain") == ""


def test_its_name_leads_nowhere_else(served: Served, window: Client) -> None:
    told = window.post("picture?item=one&name=..%2F..%2Fdocs%2Fa%00.png", PICTURE, Content_Type="image/png")
    assert told.status == 200, told.body
    assert served.git("status", "--porcelain") == "?? roadmap/features/a.png\n"


def test_another_site_stores_none(served: Served, window: Client) -> None:
    for headers in ({"Origin": "http://evil.example"}, {"X_Pmsite_Token": "x"}, {"Sec_Fetch_Site": "cross-site"}):
        assert window.post(ADDRESS, PICTURE, Content_Type="image/png", **headers).status == 403
    assert served.git("status", "--porcelain") == ""


def test_dates_are_offered_in_words(window: Client) -> None:
    told = window.get("/_pmsite/dates?precision=half&around=2026-12-15").told
    assert told["value"] == "2026-H2"
    assert {"value": "2026-H2", "label": "H2 2026"} in told["periods"]
