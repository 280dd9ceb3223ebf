"""What `pmsite init --deploy` writes: each file is one that its program takes, as it is."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from pmsite.cli import group
from tests.deploy import servers
from tests.deploy.conftest import FIRST
from tests.make import write

CONFIGURATIONS = {
    "mkdocs.yml": "site_name: Plan\nsite_url: https://plan.example.com/\nplugins: [search, pmsite]\n",
    "mkdocs.customers.yml": "INHERIT: mkdocs.yml\nplugins:\n  - pmsite: {audience: customers}\n",
    "mkdocs.public.yml": "INHERIT: mkdocs.yml\nsite_url: https://roadmap.example.com/\nplugins:\n  pmsite: {audience: public}\n",
}
EVERYWHERE = {".gitignore", "README.md", "publish.env.example", "publish.yml", "requirements.in", "sign-in.env.example"}
WRITTEN = {
    "apache": EVERYWHERE | {"apache/pmsite.conf", "systemd/pmsite-publish.service"},
    "nginx": EVERYWHERE
    | {
        "nginx/pmsite.conf", "nginx/pmsite/site.conf", "nginx/pmsite/closed.conf", "nginx/pmsite/open.conf", "oauth2-proxy/oauth2-proxy.cfg",
        "systemd/pmsite-publish.service",
    },
    "caddy": EVERYWHERE | {"caddy/Caddyfile", "oauth2-proxy/oauth2-proxy.cfg", "systemd/pmsite-publish.service"},
    "compose": EVERYWHERE
    | {"apache/pmsite.conf", "apache/apache2.conf", "compose.yaml", "Containerfile", ".dockerignore", "pin-images.sh"},
}  # fmt: skip


def plan(root: Path) -> Path:
    write(root / "roadmap", {"features/a.md": "title: A"}, "name: Plan\naudiences: {customers: {}, public: {}}\n")
    for name, text in CONFIGURATIONS.items():
        (root / name).write_text(text, encoding="utf-8")
    return root


def init(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(group, ["init", *arguments, str(root)])


@pytest.fixture(params=sorted(WRITTEN))
def deployed(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    done = init(plan(tmp_path), "--deploy", request.param)
    assert done.exit_code == 0, done.output
    return request.param, tmp_path / "deploy"


def test_each_server_gets_its_files(deployed: tuple[str, Path]) -> None:
    server, folder = deployed
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} == WRITTEN[server]


def test_nothing_is_left_to_fill_in_by_marks(deployed: tuple[str, Path]) -> None:
    for path in deployed[1].rglob("*"):
        if path.is_file():
            assert not re.search(r"@[A-Z]+@", path.read_text(encoding="utf-8")), path


def test_each_site_has_a_host_and_only_the_public_one_is_open(deployed: tuple[str, Path]) -> None:
    server, folder = deployed
    sites = {
        "nginx": r'server_name (\S+);\n    root /srv/pmsite/current/(\S+);\n(?:    set \$pmsite_groups "([^"]+)";\n)?',
        "caddy": r"^([a-z.]+) \{\n\troot \* /srv/pmsite/current/(\S+)\n(?:[^}]*?allowed_groups=([\w-]+))?",
    }
    path = {"nginx": "nginx/pmsite.conf", "caddy": "caddy/Caddyfile"}.get(server, "apache/pmsite.conf")
    text = (folder / path).read_text(encoding="utf-8")
    if server in sites:
        found = {(host, site, group) for host, site, group in re.findall(sites[server], text, re.MULTILINE)}
    else:
        found = {
            (host, site, group)
            for site, host, group in re.findall(r'^Use PmsiteClosed (\S+) (\S+) "groups:([^"]+)"', text, re.MULTILINE)
        }
        found |= {(host, site, "") for site, host in re.findall(r"^Use PmsiteOpen (\S+) (\S+)", text, re.MULTILINE)}
    assert found == {
        ("plan.example.com", "team", "plan-team"),
        ("customers.example.com", "customers", "plan-customers"),
        ("roadmap.example.com", "public", ""),
    }


def test_the_sites_are_named_for_the_publisher_and_nothing_says_that_the_place_is_closed(deployed: tuple[str, Path]) -> None:
    told = yaml.safe_load((deployed[1] / "publish.yml").read_text(encoding="utf-8"))
    assert "closed" not in told
    assert told["sites"] == [
        {"folder": "team", "configuration": "mkdocs.yml", "audience": "team"},
        {"folder": "customers", "configuration": "mkdocs.customers.yml", "audience": "customers"},
        {"folder": "public", "configuration": "mkdocs.public.yml", "audience": "public", "public": True},
    ]


def test_sites_that_publish_yml_names_already_are_those(tmp_path: Path) -> None:
    sites = "sites:\n  - {folder: inside, audience: team}\n  - {folder: partners, configuration: mkdocs.yml, audience: partners}\n"
    (plan(tmp_path) / "publish.yml").write_text(f"branch: main\n{sites}", encoding="utf-8")
    assert init(tmp_path, "--deploy", "apache").exit_code == 0
    text = (tmp_path / "deploy/apache/pmsite.conf").read_text(encoding="utf-8")
    assert (
        'Use PmsiteClosed inside plan.example.com "groups:plan-team"\nUse PmsiteClosed partners partners.example.com "groups:plan-partners"'
        in text
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sites: []\n", "names no sites"),
        ("sites:\n\t- x\n", "publish.yml:2"),
        ("sites: [{folder: ../x, audience: team}]\n", "without a folder"),
        ("sites: [{folder: x}]\n", "without a folder or an audience"),
        ("sites: [x]\n", "without a folder"),
    ],
)
def test_a_publish_yml_with_faults_is_told_and_nothing_is_written(tmp_path: Path, text: str, told: str) -> None:
    (plan(tmp_path) / "publish.yml").write_text(text, encoding="utf-8")
    done = init(tmp_path, "--deploy", "apache")
    assert done.exit_code == 1
    assert told in done.output
    assert "Traceback" not in done.output
    assert not (tmp_path / "deploy").exists()


def test_what_is_there_stays(tmp_path: Path) -> None:
    (plan(tmp_path) / "deploy").mkdir()
    done = init(tmp_path, "--deploy", "nginx")
    assert done.exit_code == 2
    assert "nothing was written" in done.output
    assert not list((tmp_path / "deploy").iterdir())


def test_a_new_plan_and_its_server_are_written_at_once(tmp_path: Path) -> None:
    done = init(tmp_path / "new", "--deploy", "compose")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "new/roadmap/product.yml").is_file()
    assert "Use PmsiteClosed team team.example.com" in (tmp_path / "new/deploy/apache/pmsite.conf").read_text(encoding="utf-8")


@pytest.fixture
def files(tmp_path: Path) -> Callable[[str], Path]:
    def written(server: str) -> Path:
        assert init(plan(tmp_path), "--deploy", server).exit_code == 0
        (tmp_path / "sites/versions" / FIRST).mkdir(parents=True)
        (tmp_path / "sites/current").symlink_to(f"versions/{FIRST}")
        return tmp_path / "deploy"

    return written


def test_apache_takes_its_files(files: Callable[[str], Path], tmp_path: Path) -> None:
    servers.program("apache2", "apache2")
    command, environment = servers.apache(files("compose"), tmp_path / "sites", servers.free_port(), "https://login.example.com")
    assert "Syntax OK" in servers.checked([command[0], "-t", *command[3:]], environment)


def test_nginx_takes_its_files(files: Callable[[str], Path], tmp_path: Path) -> None:
    servers.program("nginx", "nginx")
    assert "test is successful" in servers.checked(
        [*servers.nginx(files("nginx"), tmp_path / "sites", servers.free_port(), 4180), "-t"]
    )


def test_caddy_takes_its_files(files: Callable[[str], Path], tmp_path: Path) -> None:
    servers.program("caddy", "caddy")
    command, environment = servers.caddy(files("caddy"), tmp_path / "sites", servers.free_port(), 4180)
    assert "Valid configuration" in servers.checked([command[0], "validate", *command[2:]], environment)


def test_the_proxy_s_file_is_one_and_names_the_closed_hosts_alone(files: Callable[[str], Path]) -> None:
    told = tomllib.loads((files("nginx") / "oauth2-proxy/oauth2-proxy.cfg").read_text(encoding="utf-8"))
    assert told["whitelist_domains"] == ["plan.example.com", "customers.example.com"]
    assert told["reverse_proxy"] is True
    assert told["http_address"].startswith("127.0.0.1:")
    assert told["cookie_name"].startswith("__Host-")
    assert told["cookie_secure"] is told["cookie_httponly"] is True


def test_the_service_is_one_that_systemd_takes(files: Callable[[str], Path], tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        servers.missing("the test needs systemd-analyze")
    unit = files("apache") / "systemd/pmsite-publish.service"
    servers.changed(unit, {"/opt/pmsite/bin/pmsite": sys.executable})
    done = subprocess.run([program, "verify", str(unit)], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if unit.name in line] == []


def test_the_compose_file_is_one_and_gives_its_containers_few_rights(files: Callable[[str], Path]) -> None:
    folder = files("compose")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(folder / "compose.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told: dict[str, Any] = yaml.safe_load((folder / "compose.yaml").read_text(encoding="utf-8"))
    for service in told["services"].values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert "privileged" not in service
    for kept in (volume.split(":") for volume in told["services"]["web"]["volumes"]):
        assert kept[-1] == "ro", kept


def test_the_images_are_named_by_hash_or_not_at_all(files: Callable[[str], Path], tmp_path: Path) -> None:
    folder = files("compose")
    container = (folder / "Containerfile").read_text(encoding="utf-8")
    assert re.findall(r"^FROM (\S+)", container, re.MULTILINE) == ["${PYTHON_IMAGE}", "${DEBIAN_IMAGE}"]
    assert re.findall(r"^ARG \w+(.*)", container, re.MULTILINE) == ["", ""]
    assert re.findall(r"^USER (\d+)$", container, re.MULTILINE) == ["10001", "10002"]
    assert container.count("HEALTHCHECK") == 2
    stand_in = tmp_path / "docker"
    stand_in.write_text('#!/bin/sh\n[ "$1" = pull ] && exit 0\nfor last; do :; done\necho "$last@sha256:0123"\n', encoding="utf-8")
    stand_in.chmod(0o755)
    done = subprocess.run(
        [folder / "pin-images.sh"],
        env={"PATH": "/usr/bin:/bin", "CONTAINER_PROGRAM": str(stand_in)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == (folder / ".env").read_text(encoding="utf-8")
    assert re.fullmatch(r"PYTHON_IMAGE=\S+@sha256:0123\nDEBIAN_IMAGE=\S+@sha256:0123\n", done.stdout)


def test_secrets_are_in_no_file_that_is_committed(deployed: tuple[str, Path]) -> None:
    folder = deployed[1]
    subprocess.run(["git", "init", "-q", str(folder.parent)], check=True)
    for name in ("sign-in.env", "publish.env", "tls/privkey.pem", "keys/deploy"):
        ignored = subprocess.run(["git", "-C", str(folder.parent), "check-ignore", "-q", f"deploy/{name}"], check=False)
        assert ignored.returncode == 0, name
    for name in (".env", "requirements.txt", "vendor/x.whl", "sign-in.env.example"):
        ignored = subprocess.run(["git", "-C", str(folder.parent), "check-ignore", "-q", f"deploy/{name}"], check=False)
        assert ignored.returncode == 1, name
