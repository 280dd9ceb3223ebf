"""nginx and Caddy, which ask oauth2-proxy who somebody is. It has a stand-in here, so that its own part is not tried."""

from __future__ import annotations

from typing import Any

import pytest

from tests.deploy.conftest import Server
from tests.deploy.proxy import COOKIE
from tests.deploy.reader import Reader
from tests.deploy.servers import HOSTS

TEAM, CUSTOMERS = HOSTS["team"], HOSTS["customers"]


@pytest.fixture(scope="session", params=["nginx", "caddy"])
def server(request: pytest.FixtureRequest) -> Server:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Server)
    return found


def signed_in(server: Server, who: str) -> Reader:
    return Reader(server.port, {host: {COOKIE: who} for host in HOSTS.values()})


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(server: Server) -> None:
    answer = Reader(server.port).get(TEAM, "/roadmap/")
    assert answer.status == 302
    assert answer.leads_to.startswith("/oauth2/start?rd=https://team.example.com")
    assert answer.leads_to.endswith("/roadmap/")
    assert b"Field Notes" not in answer.body
    started = Reader(server.port).get(TEAM, answer.leads_to)
    assert (started.status, started.leads_to.partition("?")[0]) == (302, "https://login.example.com/authorize")


def test_who_is_in_no_group_is_refused(server: Server) -> None:
    answer = signed_in(server, "nobody-of-us").get(TEAM, "/roadmap/")
    assert answer.status == 403
    assert b"in no group" in answer.body


def test_each_host_asks_for_its_own_group(server: Server) -> None:
    assert [signed_in(server, who).get(host, "/").status for who in ("ada", "carol") for host in (TEAM, CUSTOMERS)] == [
        200,
        403,
        403,
        200,
    ]


def test_the_proxy_is_told_what_it_needs_and_cannot_be_told_otherwise(server: Server) -> None:
    signed_in(server, "carol").get(
        TEAM, "/roadmap/?allowed_groups=plan-customers", X_Forwarded_Host=CUSTOMERS, X_Forwarded_Uri="/s/", X_Forwarded_Proto="http"
    )
    told: dict[str, Any] = server.asked[-1]
    assert told["path"] == "/oauth2/auth"
    assert told["x-forwarded-proto"] == "https"
    assert told["x-forwarded-host"].partition(":")[0] == TEAM
    assert told["x-forwarded-uri"] == "/roadmap/?allowed_groups=plan-customers"
    assert told["x-real-ip"] == "127.0.0.1"
    assert signed_in(server, "carol").get(TEAM, "/?allowed_groups=plan-customers").status == 403


def test_nobody_asks_the_proxy_for_another_group(server: Server) -> None:
    answer = signed_in(server, "carol").get(TEAM, "/oauth2/auth?allowed_groups=plan-customers")
    assert b"Field Notes" not in answer.body
