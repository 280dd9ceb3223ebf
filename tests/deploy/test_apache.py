"""Apache with mod_auth_openidc and a real provider, with the files that are written for the container."""

from __future__ import annotations

from tests.deploy.conftest import Published, Server
from tests.deploy.reader import Reader
from tests.deploy.servers import HOSTS

TEAM, CUSTOMERS = HOSTS["team"], HOSTS["customers"]
HIDDEN = b"offline-sync"


def test_who_is_not_signed_in_is_sent_to_sign_in(apache: Server, provider: str) -> None:
    answer = Reader(apache.port).get(TEAM, "/roadmap/")
    assert answer.status == 302
    assert answer.leads_to.startswith(f"{provider}/oauth2/authorize?")
    assert "team.example.com" in answer.leads_to
    assert "code_challenge_method=S256" in answer.leads_to
    assert answer.headers["Cache-Control"] == "no-cache, no-store, max-age=0"
    assert b"Field Notes" not in answer.body


def test_who_is_in_no_group_is_refused(apache: Server) -> None:
    answer = Reader(apache.port).sign_in(TEAM, "nobody-of-us", "/roadmap/")
    assert answer.status == 403
    assert b"in no group" in answer.body


def test_who_is_in_the_group_reads_the_page_that_they_asked_for(apache: Server) -> None:
    answer = Reader(apache.port).sign_in(TEAM, "ada", "/roadmap/")
    assert answer.status == 200
    assert b"<title>Roadmap - Field Notes</title>" in answer.body


def test_those_of_one_site_get_nothing_of_another(apache: Server, published: Published) -> None:
    customer = Reader(apache.port)
    assert customer.sign_in(CUSTOMERS, "carol").status == 200
    assert customer.sign_in(TEAM, "carol").status == 403
    shown = {
        path.relative_to(published.folder / "current/customers").as_posix()
        for path in published.folder.glob("current/customers/**/*.html")
    }
    only_team = [
        path for site in published.folder.glob("current/team") for page in site.glob("roadmap/**/index.html")
        if (path := page.relative_to(site).as_posix()) not in shown
    ]  # fmt: skip
    assert len(only_team) > 100
    for path in only_team[::12]:
        assert customer.get(CUSTOMERS, f"/{path.removesuffix('index.html')}").status == 404, path


def test_a_session_of_one_host_is_none_of_another(apache: Server) -> None:
    member = Reader(apache.port)
    member.sign_in(TEAM, "ada")
    stranger = Reader(apache.port, {CUSTOMERS: dict(member.cookies[TEAM])})
    answer = stranger.get(CUSTOMERS, "/")
    assert answer.status in (302, 401, 403)
    assert b"Field Notes" not in answer.body


def test_a_host_that_is_none_of_the_sites_shows_nothing(apache: Server) -> None:
    member = Reader(apache.port)
    member.sign_in(TEAM, "ada")
    stranger = Reader(apache.port, {"other.example.com": dict(member.cookies[TEAM])})
    assert stranger.get("other.example.com", "/roadmap/").status == 403
