"""Sites that are published, and the servers that show them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.deploy import place, servers
from tests.deploy.proxy import standing_in

GROUPS = {
    "ada": frozenset({"plan-team", "everybody"}),
    "carol": frozenset({"plan-customers"}),
    "nobody-of-us": frozenset({"everybody"}),
}
FIRST = "20261001T080000Z-aaaaaaaaaaaa"


@dataclass(frozen=True, slots=True)
class Published:
    """The sites of the example."""

    plan: Path
    folder: Path
    """Where they are published."""
    link: str
    """The path of the private link, which is on both sites."""
    key: str
    port: int
    """Where Apache shows them, as their address says."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs."""

    kind: str
    port: int
    asked: list[dict[str, str]] = field(default_factory=list)
    """What a stand-in for oauth2-proxy was asked."""
    plain: int = 0
    """Where it listens without TLS."""


@pytest.fixture(scope="session")
def shared() -> Iterator[Path]:
    """A folder that a server without rights may read."""
    folder = Path(tempfile.mkdtemp(prefix="pmsite-deploy-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def published(shared: Path) -> Published:
    root = shared / "plan"
    root.mkdir()
    secret, port = place.secret(), servers.free_port()
    place.plan(root, secret, f"https://{servers.HOSTS['team']}:{port}/")
    made = place.build(root, shared / "made", secret)
    place.keep(shared / "sites", made, FIRST)
    place.show(shared / "sites", FIRST)
    return Published(root, shared / "sites", *place.link_of(root, secret), port)


@pytest.fixture(scope="session")
def provider() -> Iterator[str]:
    """A provider of sign-ins; its address."""
    port = servers.free_port()
    people = [json.dumps({"sub": who, "email": f"{who}@example.com", "groups": sorted(groups)}) for who, groups in GROUPS.items()]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    for one in people:
        command += ["--user-claims", one]
    with tempfile.TemporaryFile() as log:
        running = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "PYTHONWARNINGS": "ignore"})
        address = f"http://localhost:{port}"
        end = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"{address}/.well-known/openid-configuration", timeout=5):
                    break
            except OSError:
                assert running.poll() is None, "the provider has ended"
                assert time.monotonic() < end, "the provider does not answer"
                time.sleep(0.1)
        yield address
        running.terminate()
        running.wait(20)


@pytest.fixture(scope="session")
def apache(shared: Path, published: Published, provider: str) -> Iterator[Server]:
    servers.program("apache2", "apache2")
    files, port = servers.written(published.plan, "compose", shared / "apache"), published.port
    plain = servers.free_port()
    command, environment = servers.apache(files, published.folder, port, provider, plain)
    with servers.running(command, port, files / "run", environment):
        yield Server("apache", port, plain=plain)


@pytest.fixture(scope="session")
def nginx(shared: Path, published: Published) -> Iterator[Server]:
    servers.program("nginx", "nginx")
    with standing_in(GROUPS) as (asked_at, asked):
        files, port = servers.written(published.plan, "nginx", shared / "nginx"), servers.free_port()
        command = servers.nginx(files, published.folder, port, asked_at)
        with servers.running(command, port, files / "run"):
            yield Server("nginx", port, asked)


@pytest.fixture(scope="session")
def caddy(shared: Path, published: Published) -> Iterator[Server]:
    servers.program("caddy", "caddy")
    with standing_in(GROUPS) as (asked_at, asked):
        files, port = servers.written(published.plan, "caddy", shared / "caddy"), servers.free_port()
        command, environment = servers.caddy(files, published.folder, port, asked_at)
        with servers.running(command, port, files / "run", environment):
            yield Server("caddy", port, asked)
