"""What every server does with the sites, whoever asks for the sign-in: refuses, shows, names headers, keeps and packs."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable

import brotli
import pytest

from tests.deploy.conftest import Published, Server
from tests.deploy.proxy import COOKIE
from tests.deploy.reader import Answer, Reader
from tests.deploy.servers import HOSTS

TEAM, CUSTOMERS = HOSTS["team"], HOSTS["customers"]
SENT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "frame-ancestors 'none'; base-uri 'none'; object-src 'none'; script-src-attr 'none'",
}
SENT_WITH_LINKS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
}
SignIn = Callable[[Reader, str, str], None]


@pytest.fixture(scope="session", params=["apache", "nginx", "caddy"])
def server(request: pytest.FixtureRequest) -> Server:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Server)
    return found


@pytest.fixture(scope="session")
def member(server: Server) -> Reader:
    """Somebody of the team who has signed in."""
    reader = Reader(server.port)
    if server.kind == "apache":
        reader.sign_in(TEAM, "ada")
    else:
        reader.cookies[TEAM] = {COOKIE: "ada"}
    return reader


def sent(answer: Answer, names: dict[str, str]) -> dict[str, str | None]:
    return {name: answer.headers.get(name) for name in names}


def test_a_member_gets_a_page_with_its_headers(server: Server, member: Reader) -> None:
    answer = member.get(TEAM, "/roadmap/")
    assert answer.status == 200
    assert answer.headers["Content-Type"].replace(" ", "").lower() == "text/html;charset=utf-8"
    assert b"<title>Roadmap - Field Notes</title>" in answer.body
    assert sent(answer, SENT) == SENT
    assert all(len(answer.headers.get_all(name, [])) == 1 for name in SENT)


def test_a_folder_without_its_slash_leads_to_the_page(server: Server, member: Reader) -> None:
    answer = member.get(TEAM, "/roadmap")
    assert answer.status in (301, 308)
    assert re.fullmatch(rf"(https://{TEAM}:{server.port})?/roadmap/", answer.leads_to)


def test_a_page_is_asked_for_again_and_sent_once(server: Server, member: Reader) -> None:
    first = member.get(TEAM, "/roadmap/")
    again = member.get(TEAM, "/roadmap/", If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["Cache-Control"] == "private, no-cache"


def test_what_is_named_by_its_content_is_kept_for_a_year(server: Server, member: Reader) -> None:
    page = member.get(TEAM, "/roadmap/").body.decode()
    sheet = re.search(r'href="\.\./(assets/stylesheets/main\.[0-9a-f]{8}\.min\.css)"', page)
    assert sheet
    answer = member.get(TEAM, f"/{sheet[1]}")
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "private, max-age=31536000, immutable")
    gone = member.get(TEAM, "/assets/stylesheets/main.00000000.min.css")
    assert gone.status == 404
    assert "immutable" not in gone.headers.get("Cache-Control", "")
    asked = Reader(server.port).get(TEAM, f"/{sheet[1]}")
    assert asked.status == 302
    assert "immutable" not in asked.headers.get("Cache-Control", "")


@pytest.mark.parametrize("accepted", ["gzip", "gzip, deflate, br"])
def test_texts_are_sent_packed(server: Server, member: Reader, accepted: str) -> None:
    plain = member.get(TEAM, "/roadmap/")
    answer = member.get(TEAM, "/roadmap/", Accept_Encoding=accepted)
    assert answer.headers["Content-Type"] == plain.headers["Content-Type"]
    assert "Accept-Encoding" in answer.headers["Vary"]
    kind = answer.headers["Content-Encoding"]
    assert kind == ("br" if "br" in accepted and server.kind != "nginx" else "gzip")  # nginx packs so with a module of its own
    assert (brotli.decompress(answer.body) if kind == "br" else gzip.decompress(answer.body)) == plain.body
    assert len(answer.body) < len(plain.body) / 3
    unwanted = member.get(TEAM, "/roadmap/", Accept_Encoding="gzip;q=0, br;q=0")
    assert server.kind == "caddy" or unwanted.body == plain.body
    for path, kind in (("/search/search_index.json", "application/json"), ("/assets/stylesheets/", "text/html")):
        assert member.get(TEAM, path, Accept_Encoding=accepted).headers["Content-Type"].startswith((kind, "text/plain"))


def test_an_address_without_a_page_shows_the_page_for_that(server: Server, member: Reader) -> None:
    answer = member.get(TEAM, "/roadmap/features/nobody-has-this/")
    assert answer.status == 404
    assert b"There is no page at this address" in answer.body


@pytest.mark.parametrize("path", ["/.git/config", "/_headers", "/roadmap/.hidden", "/../version.json", "/%2e%2e/version.json"])
def test_what_is_no_page_is_not_there(server: Server, member: Reader, path: str) -> None:
    answer = member.get(TEAM, path)
    assert answer.status in (400, 404)
    assert b'"name": "2026' not in answer.body


def test_a_private_link_opens_without_a_sign_in_and_with_its_headers(server: Server, published: Published) -> None:
    for host in (TEAM, CUSTOMERS):
        answer = Reader(server.port).get(host, published.link)
        assert answer.status == 200
        assert b'id="sealed"' in answer.body
        assert sent(answer, SENT_WITH_LINKS) == SENT_WITH_LINKS


@pytest.mark.parametrize(
    "path",
    [
        "/s/", "/s", "/s/AAAAAAAAAAAAAAAAAAAAAA/x", "/s/AAAAAAAAAAAAAAAAAAAAAA/../../roadmap/", "/s/AAAAAAAAAAAAAAAAAAAAAA/%2e%2e/%2e%2e/",
        "//s/AAAAAAAAAAAAAAAAAAAAAA/../../", "/s/../roadmap/", "/S/AAAAAAAAAAAAAAAAAAAAAA/", "/s/AAAAAAAAAAAAAAAAAAAAAA/", "/robots.txt", "/404.html",
        "/search/search_index.json", "/roadmap/index.html", "/index.html.gz", "/sitemap.xml", "/roadmap/feeds/roadmap.xml",
    ],
)  # fmt: skip
def test_nothing_else_opens_without_a_sign_in(server: Server, path: str) -> None:
    answer = Reader(server.port).get(TEAM, path)
    assert answer.status in (302, 400, 404)
    assert b"Field Notes" not in answer.body
    assert b"md-nav" not in answer.body


def test_an_address_of_no_link_tells_nothing_of_the_site(server: Server, member: Reader) -> None:
    for reader in (Reader(server.port), member):
        answer = reader.get(TEAM, "/s/AAAAAAAAAAAAAAAAAAAAAA/")
        assert answer.status == 404
        assert b"Field Notes" not in answer.body
