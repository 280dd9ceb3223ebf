"""The files of private links: one for every brief whose link opens today, and none that is over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pmsite.model.brief import Brief
from pmsite.model.settings import Settings
from pmsite.share import ready
from pmsite.share.publish import HEADERS, files, keys_of
from pmsite.share.secret import VARIABLE, BadSecret, Secret
from tests.make import product
from tests.share.reading import MASTER, MASTER_TEXT, open_payload, payload_of

SETTINGS = "name: P\nlanguage: zh\naudiences: {investors: {}}\nlinks: {site_id: demo, kid: 6aec60fc}\n"
BRIEF = "title: A\naudience: investors\nlink: true\nexpires: 2026-12-31\n"
DAY = date(2026, 12, 1)
SECRET = Secret(MASTER)


def plan(**briefs: str) -> tuple[Settings, dict[str, Brief]]:
    found = product({f"briefs/{name}.md": text for name, text in briefs.items()}, SETTINGS)
    return found.settings, {brief.id: brief for brief in found.of(Brief)}


def published(day: date = DAY, /, **briefs: str) -> dict[str, bytes]:
    settings, found = plan(**briefs)
    return files(((brief, f"<p>{brief.id}") for brief in found.values()), settings, SECRET, day)


def pages(found: dict[str, bytes]) -> set[str]:
    return set(found) - {HEADERS}


def test_a_linked_brief_is_a_page_that_its_link_opens() -> None:
    found = published(**{"acme-q3": BRIEF, "plain": "title: Plain"})
    assert set(found) == {"s/jHJ3GwCctjeh1J3Q9Purcg/index.html", HEADERS}
    page = found["s/jHJ3GwCctjeh1J3Q9Purcg/index.html"]
    settings, briefs = plan(**{"acme-q3": BRIEF})
    assert open_payload(payload_of(page), keys_of(briefs["acme-q3"], settings.links, SECRET).link) == "<p>acme-q3"
    assert b'<html lang="zh">' in page


def test_a_brief_speaks_its_own_language() -> None:
    (page,) = (content for name, content in published(a=f"{BRIEF}language: en").items() if name != HEADERS)
    assert b'<html lang="en">' in page


def test_without_links_there_is_nothing() -> None:
    assert published(a="title: A") == {}


@pytest.mark.parametrize(("day", "there"), [(date(2026, 12, 31), True), (date(2027, 1, 1), False), (date(2026, 12, 1), True)])
def test_a_link_is_published_to_the_end_of_its_last_day(day: date, there: bool) -> None:
    assert bool(pages(published(day, a=BRIEF))) is there


def test_the_same_secret_gives_the_same_bytes_and_a_higher_epoch_shares_no_file() -> None:
    one, two = published(a=BRIEF, b=BRIEF), published(a=BRIEF, b=BRIEF)
    assert one == two
    raised = published(a=f"{BRIEF}link_epoch: 2", b=BRIEF)
    assert len(pages(one) & pages(raised)) == 1
    assert pages(published(a=BRIEF)).isdisjoint(pages(published(a=f"{BRIEF}link_epoch: 2")))


def test_a_change_in_one_brief_changes_its_own_page_alone() -> None:
    settings, briefs = plan(a=BRIEF, b=BRIEF)
    one, two = (files([(briefs["a"], text), (briefs["b"], "same")], settings, SECRET, DAY) for text in ("before", "after"))
    assert len([name for name in one if one[name] != two[name]]) == 1


def test_the_headers_are_for_links_alone() -> None:
    text = published(a=BRIEF)[HEADERS].decode()
    assert text.startswith("/s/*\n  Content-Security-Policy: default-src 'none'; script-src 'sha256-")
    assert "frame-ancestors 'none'" in text
    assert all(line.startswith("  ") for line in text.splitlines()[1:])


@pytest.mark.parametrize(
    ("settings", "text", "code"),
    [
        (SETTINGS, "", "link-secret-missing"),
        (SETTINGS, MASTER_TEXT[::-1].replace("8", "A"), "link-secret-other"),
        (SETTINGS.replace(", kid: 6aec60fc", ""), MASTER_TEXT, "link-not-set-up"),
        ("name: P\n", MASTER_TEXT, "link-not-set-up"),
    ],
)
def test_only_the_fitting_secret_makes_links(settings: str, text: str, code: str) -> None:
    links = product({}, settings).settings.links
    with pytest.raises(BadSecret) as found:
        ready.fitting_secret(links, {VARIABLE: text})
    assert found.value.code == code
    assert not text or text not in str(found.value)


@pytest.mark.parametrize(
    ("value", "there"), [("", False), ("false", False), ("0", False), ("true", True), ("1", True), ("yes", True)]
)
def test_what_counts_as_ci(value: str, there: bool) -> None:
    assert ready.in_ci({"CI": value}) is there


def test_a_day_without_end_has_no_end() -> None:
    open_ended = BRIEF.replace("expires: 2026-12-31\n", "")
    (page,) = (content for name, content in published(DAY + timedelta(days=9999), a=open_ended).items() if name != HEADERS)
    assert '"exp":null' in payload_of(page)["aad"]
