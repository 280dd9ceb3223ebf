"""The settings of other programs that the how-tos show: each is read by what reads it, or by the nearest thing that can be had."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.test_how_to import HOW_TO

APACHE = shutil.which("apache2") or shutil.which("httpd")
MODULES = Path("/usr/lib/apache2/modules")
NEEDED = ("mpm_event", "authn_core", "authz_core", "authz_user", "auth_openidc")
PROVIDERS = ("Microsoft Entra ID", "Google Workspace", "Okta", "Keycloak", "GitLab", "飞书、钉钉、企业微信")


class Loader(yaml.SafeLoader):
    """YAML as MkDocs reads it, with names of environment variables."""


Loader.add_constructor("!ENV", lambda loader, node: None)


def blocks(kind: str, page: str = "*") -> list[tuple[str, str]]:
    """Every block of a kind, with its page and line."""
    found = []
    for path in sorted(HOW_TO.glob(f"{page}.md")):
        text = path.read_text(encoding="utf-8")
        for block in re.finditer(rf"^( *)```{kind}(?: [^\n]*)?\n(.*?)^\1```$", text, re.DOTALL | re.MULTILINE):
            inside = re.sub(rf"^{block[1]}", "", block[2], flags=re.MULTILINE)
            found.append((f"{path.name}:{text.count(chr(10), 0, block.start()) + 1}", inside))
    assert found, kind
    return found


@pytest.mark.parametrize(("kind", "read"), [("json", json.loads), ("toml", tomllib.loads)])
def test_what_is_shown_is_of_its_format(kind: str, read: Any) -> None:
    for place, text in blocks(kind):
        assert isinstance(read(text), dict), place


@pytest.mark.parametrize("page", ["publish-inside", "publish-elsewhere", "publish"])
def test_settings_are_yaml(page: str) -> None:
    for place, text in blocks("yaml", page):
        assert yaml.load(text, Loader), place  # a safe one


def test_what_azure_reads_lets_nobody_in_who_has_not_signed_in_at_the_tenant() -> None:
    [(_, text), _] = blocks("json", "publish-elsewhere")
    found = json.loads(text)
    assert found["routes"] == [{"route": "/*", "allowedRoles": ["authenticated"]}]
    assert list(found["auth"]["identityProviders"]) == ["azureActiveDirectory"]
    assert "common" not in found["auth"]["identityProviders"]["azureActiveDirectory"]["registration"]["openIdIssuer"]
    assert "navigationFallback" not in found


@pytest.mark.skipif(not shutil.which("node"), reason="runs JavaScript")
@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("/", "/index.html"),
        ("/roadmap/releases/3.2/", "/roadmap/releases/3.2/index.html"),
        ("/roadmap/plan.json", "/roadmap/plan.json"),
    ],
)
def test_the_function_for_cloudfront_finds_the_pages_of_folders(asked: str, answered: str) -> None:
    [(_, text)] = blocks("js", "publish-elsewhere")
    call = f"{text}\nconsole.log(handler({{request: {{uri: {json.dumps(asked)}}}}}).uri)"
    assert subprocess.run(["node", "-e", call], capture_output=True, text=True, check=True).stdout.strip() == answered


def test_each_provider_has_its_lines_for_both_servers_and_a_group_or_a_company() -> None:
    text = (HOW_TO / "sign-in.md").read_text(encoding="utf-8")
    sections = {part.partition("\n")[0].partition(" {")[0]: part for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]}
    assert set(PROVIDERS) < set(sections)
    for provider in PROVIDERS:
        apache, proxy = (
            re.search(rf"^```{kind}\n(.*?)^```", sections[provider], re.DOTALL | re.MULTILINE) for kind in ("apache", "toml")
        )
        assert apache
        assert proxy
        assert re.search(r"^    Require claim (?:groups|hd):", apache[1], re.MULTILINE), provider
        assert {"allowed_groups", "google_groups", "gitlab_groups"} & tomllib.loads(proxy[1]).keys(), provider


@pytest.mark.skipif(not APACHE or not (MODULES / "mod_auth_openidc.so").exists(), reason="needs Apache with mod_auth_openidc")
@pytest.mark.parametrize("number", range(len(PROVIDERS)))
def test_apache_reads_the_lines_of_each_provider(number: int, tmp_path: Path) -> None:
    assert APACHE
    (_, common), *providers = blocks("apache", "sign-in")
    assert len(providers) == len(PROVIDERS)
    (tmp_path / "session-key").write_text("k" * 40)
    lines = [f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in NEEDED]
    lines += [f"ServerRoot {tmp_path}", "ServerName plan.example.com", "Listen 127.0.0.1:18081", "ErrorLog errors", "PidFile pid"]
    lines += [common.replace("/etc/pmsite/session-key", str(tmp_path / "session-key")), providers[number][1]]
    (tmp_path / "httpd.conf").write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run([APACHE, "-t", "-f", tmp_path / "httpd.conf"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
