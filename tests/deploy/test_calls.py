"""The code host calls after a push: it needs no sign-in, and reaches the publisher and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deploy import servers
from tests.deploy.conftest import GROUPS, Published
from tests.deploy.proxy import standing_in
from tests.deploy.reader import Reader

HOST = servers.HOSTS["team"]
COMMENTED = {
    "nginx": ("nginx/pmsite/site.conf", "# location = /-/publish {", "# }"),
    "caddy": ("caddy/Caddyfile", "# handle /-/publish {", "# }"),
}


@pytest.mark.parametrize("kind", ["apache", "nginx", "caddy"])
def test_a_call_of_the_code_host_reaches_the_publisher(kind: str, shared: Path, published: Published, provider: str) -> None:
    servers.program("apache2" if kind == "apache" else kind, kind)
    files = servers.written(published.plan, "compose" if kind == "apache" else kind, shared / f"calls-{kind}")
    port = servers.free_port()
    with standing_in(GROUPS) as (asked_at, asked):
        environment: dict[str, str] = {}
        if kind == "apache":
            servers.changed(
                files / "apache/pmsite.conf",
                {
                    "# Define PMSITE_HOOK http://127.0.0.1:8181/": f"Define PMSITE_HOOK http://127.0.0.1:{asked_at}/",
                    "# Header always set Strict": "Header always set Strict",
                },
            )
            command, environment = servers.apache(files, published.folder, port, provider)
        elif kind == "nginx":
            uncomment(files / COMMENTED[kind][0], *COMMENTED[kind][1:])
            servers.changed(
                files / COMMENTED[kind][0], {"127.0.0.1:8181": f"127.0.0.1:{asked_at}", "# add_header Strict": "add_header Strict"}
            )
            command = servers.nginx(files, published.folder, port, asked_at)
        else:
            uncomment(files / COMMENTED[kind][0], *COMMENTED[kind][1:])
            servers.changed(
                files / COMMENTED[kind][0], {"127.0.0.1:8181": f"127.0.0.1:{asked_at}", "# Strict-Transport": "Strict-Transport"}
            )
            command, environment = servers.caddy(files, published.folder, port, asked_at)
        with servers.running(command, port, files / "run", environment):
            caller = Reader(port)
            answer = caller.ask("POST", HOST, "/-/publish", X_Signature="not looked at")
            assert answer.status == 202
            assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
            assert (asked[-1]["path"], asked[-1]["x-signature"]) == ("/", "not looked at")
            assert caller.ask("POST", HOST, "/-/publish/x").status in (302, 404, 405)
            assert caller.ask("POST", HOST, "/roadmap/").status in (302, 405)


def uncomment(path: Path, first: str, last: str) -> None:
    """Switch on the lines of a file that begin and end so."""
    lines, is_on = path.read_text(encoding="utf-8").splitlines(), False
    for at, line in enumerate(lines):
        is_on |= line.strip() == first
        if is_on:
            lines[at] = line.replace("# ", "", 1).replace("#", "", 1) if line.strip().startswith("#") else line
            is_on = line.strip() != last
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
