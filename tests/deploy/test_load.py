"""Sites change while they are read: no request fails, and no page of one version comes with a file of another.

Here for a few seconds; `PMSITE_LOAD_SECONDS=60` tries it for a minute, with twenty changes and two rollbacks either way.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy import load, servers
from tests.deploy.conftest import GROUPS, Published, Server
from tests.deploy.proxy import COOKIE, standing_in
from tests.deploy.reader import Reader

SECONDS = float(os.environ.get("PMSITE_LOAD_SECONDS", "6"))
EACH_SECOND = 200
TEAM = servers.HOSTS["team"]


@pytest.fixture(params=["apache", "nginx", "caddy"])
def changing(request: pytest.FixtureRequest, shared: Path, published: Published, provider: str) -> Iterator[tuple[Server, Path]]:
    """A server in front of a place of its own."""
    kind = request.param
    servers.program("apache2" if kind == "apache" else kind, kind)
    folder, port = shared / f"load-{kind}-{servers.free_port()}", servers.free_port()
    (folder / "versions").mkdir(parents=True)
    load.publish(folder, 1)
    with standing_in(GROUPS) as (asked_at, _):
        files = servers.written(published.plan, "compose" if kind == "apache" else kind, folder.with_name(f"{folder.name}-files"))
        environment: dict[str, str] = {}
        if kind == "apache":
            command, environment = servers.apache(files, folder, port, provider)
        elif kind == "nginx":
            command = servers.nginx(files, folder, port, asked_at)
        else:
            command, environment = servers.caddy(files, folder, port, asked_at)
        with servers.running(command, port, files / "run", environment):
            yield Server(kind, port), folder


def signed_in(server: Server) -> Reader:
    reader = Reader(server.port, {TEAM: {COOKIE: "ada"}})
    if server.kind == "apache":
        reader.sign_in(TEAM, "ada", "/0/")
    return reader


@pytest.mark.slow
def test_no_request_fails_and_no_page_is_half_while_sites_change(changing: tuple[Server, Path]) -> None:
    server, folder = changing
    reader = signed_in(server)
    changes = [load.publishes(folder, number) for number in range(2, 22)]
    changes.insert(8, load.goes_back(folder, 7))
    changes.insert(15, load.goes_back(folder, 12))
    result = load.run(TEAM, reader, folder, seconds=SECONDS, each_second=EACH_SECOND, changes=changes)
    print(
        f"{server.kind}: {result.asked} requests in {result.seconds:.1f} s, {len(result.versions)} versions, {len(result.faults)} faults"
    )
    assert result.faults == []
    assert len(result.versions) > 10
    assert sorted(path.name for path in (folder / "versions").iterdir()) == [load.name_of(number) for number in range(17, 22)]


@pytest.mark.slow
def test_a_request_keeps_to_the_version_that_it_began_with(changing: tuple[Server, Path]) -> None:
    server, folder = changing
    load.publish(folder, 2)
    load.publish(folder, 3)
    reader = signed_in(server)
    with load.restless(folder, [1, 2, 3]):
        result = load.run(TEAM, reader, folder, seconds=SECONDS, each_second=2 * EACH_SECOND, changes=[])
    assert result.faults == []
