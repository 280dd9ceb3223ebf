"""Pages of links that have ended go; whatever else lies in a site stays."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pmsite.share.keys import LinkKeys, derive
from pmsite.share.page import seal
from pmsite.share.secret import Secret
from pmsite.share.withdraw import withdraw_ended
from tests.share.reading import MASTER

END = date(2026, 12, 31)


def keys(id: str = "a") -> LinkKeys:
    return derive(Secret(MASTER), "demo", id, 1)


def put(site: Path, name: str, content: bytes) -> Path:
    page = site / name
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_bytes(content)
    return page


@pytest.mark.parametrize(("day", "there"), [(END, True), (date(2027, 1, 1), False), (date(2029, 5, 5), False)])
def test_a_page_goes_once_its_last_day_is_over(tmp_path: Path, day: date, there: bool) -> None:
    page = put(tmp_path, f"s/{keys().token}/index.html", seal("x", keys(), language="en", expires=END))
    endless = put(tmp_path, f"s/{keys('b').token}/index.html", seal("x", keys("b"), language="en"))
    assert withdraw_ended(tmp_path, day) == (0 if there else 1)
    assert (page.exists(), page.parent.exists(), endless.exists()) == (there, there, True)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<p>s</p>",
        b'<script type="application/json" id="sealed">{</script>',
        b'<script type="application/json" id="sealed">[1]</script>',
    ],
)
def test_a_page_of_the_owners_own_stays(tmp_path: Path, content: bytes) -> None:
    page = put(tmp_path, "s/own/index.html", content)
    assert withdraw_ended(tmp_path, date(2030, 1, 1)) == 0
    assert page.read_bytes() == content


def test_a_page_under_another_name_and_files_beside_one_stay(tmp_path: Path) -> None:
    sealed = seal("x", keys(), language="en", expires=END)
    copied = put(tmp_path, "s/copy/index.html", sealed)
    page, beside = put(tmp_path, f"s/{keys().token}/index.html", sealed), put(tmp_path, f"s/{keys().token}/own.txt", b"x")
    assert withdraw_ended(tmp_path, date(2030, 1, 1)) == 1
    assert (copied.exists(), page.exists(), beside.exists()) == (True, False, True)


def test_no_link_is_followed(tmp_path: Path) -> None:
    page = put(tmp_path / "elsewhere", f"{keys().token}/index.html", seal("x", keys(), language="en", expires=END))
    (tmp_path / "site").mkdir()
    (tmp_path / "site/s").symlink_to(tmp_path / "elsewhere")
    assert withdraw_ended(tmp_path / "site", date(2030, 1, 1)) == 0
    (tmp_path / "site/s").unlink()
    (tmp_path / "site/s").mkdir()
    (tmp_path / f"site/s/{keys().token}").symlink_to(page.parent)
    assert withdraw_ended(tmp_path / "site", date(2030, 1, 1)) == 0
    assert page.exists()


def test_a_site_without_links_is_left_alone(tmp_path: Path) -> None:
    assert withdraw_ended(tmp_path / "site", date(2030, 1, 1)) == 0
