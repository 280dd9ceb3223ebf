"""Real servers on this machine, with the files that `pmsite init --deploy` writes: only paths and ports are others."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

HOSTS = {"team": "team.example.com", "customers": "customers.example.com"}
_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"


def program(name: str, package: str) -> str:
    """Where a program is; without it the tests are skipped, but where everything has to be there."""
    path = shutil.which(name, path=_PATH)
    if path is None:
        told = f"the tests of servers need the system package {package}"
        missing(told)
    return path


def missing(told: str) -> NoReturn:
    """End a test for want of something; in CI nothing is skipped."""
    if os.environ.get("CI"):
        pytest.fail(told)
    pytest.skip(told)


def written(root: Path, server: str, into: Path) -> Path:
    """The files for a server, written beside a plan and moved away from it."""
    command = [sys.executable, "-m", "pmsite", "init", "--deploy", server, "."]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    shutil.move(root / "deploy", into)
    return into


def changed(path: Path, others: Mapping[str, str]) -> None:
    """Replace paths and ports in a file. Each has to be there."""
    text = path.read_text(encoding="utf-8")
    for old, new in others.items():
        assert old in text, f"{path.name} has no {old}"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def certificate(folder: Path) -> Path:
    """A certificate that nobody trusts, as fullchain.pem and privkey.pem."""
    folder.mkdir(parents=True, exist_ok=True)
    names = ",".join(f"DNS:{host}" for host in HOSTS.values())
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=plan",
        "-addext",
        f"subjectAltName={names}",
    ]
    subprocess.run(
        [*command, "-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")], check=True, capture_output=True
    )
    (folder / "privkey.pem").chmod(0o644)
    return folder


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running(command: Sequence[str], port: int, folder: Path, environment: Mapping[str, str] | None = None) -> Iterator[None]:
    """A server while the tests run, without the rights of root."""
    log = folder / "server.log"
    who: dict[str, object] = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
    with log.open("ab") as out:
        server = subprocess.Popen(
            command,
            cwd=folder,
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
            env={"PATH": _PATH, **(environment or {})},
            **who,  # type: ignore[call-overload]
        )
    try:
        end = time.monotonic() + 30
        while not _listens(port):
            assert server.poll() is None, log.read_text(errors="replace")
            assert time.monotonic() < end, log.read_text(errors="replace")
            time.sleep(0.05)
        yield
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _listens(port: int) -> bool:
    with socket.socket() as one:
        one.settimeout(0.5)
        return one.connect_ex(("127.0.0.1", port)) == 0


def apache(files: Path, sites: Path, port: int, issuer: str, plain: int = 0) -> tuple[list[str], dict[str, str]]:
    """The command and the environment of Apache, as the container has it."""
    run = files / "run"
    run.mkdir(mode=0o777)
    run.chmod(0o777)
    tls = certificate(files / "tls")
    plain = plain or free_port()
    changed(
        files / "apache" / "pmsite.conf",
        {"/srv/pmsite": str(sites), "/etc/pmsite/tls": str(tls), "*:80>": f"*:{plain}>", "*:443>": f"*:{port}>"},
    )
    changed(
        files / "apache" / "apache2.conf",
        {
            "Listen 80\n": f"Listen 127.0.0.1:{plain}\n",
            "Listen 443\n": f"Listen 127.0.0.1:{port}\n",
            "/run/apache2": str(run),
            "/dev/stderr": str(run / "error.log"),
            "/dev/stdout": str(run / "access.log"),
            "/etc/pmsite/pmsite.conf": str(files / "apache" / "pmsite.conf"),
        },
    )
    environment = {
        "OIDC_ISSUER": issuer,
        "OIDC_CLIENT_ID": "plan",
        "OIDC_CLIENT_SECRET": "not kept",
        "OIDC_CRYPTO_PASSPHRASE": "not kept",
    }
    return [program("apache2", "apache2"), "-D", "FOREGROUND", "-f", str(files / "apache" / "apache2.conf")], environment


def nginx(files: Path, sites: Path, port: int, asked: int) -> list[str]:
    """The command of nginx; `asked` is who answers in place of oauth2-proxy."""
    tls, run = certificate(files / "tls"), files / "run"
    run.mkdir(mode=0o777)
    run.chmod(0o777)
    snippets = files / "nginx" / "pmsite"
    listen = {"listen 443 ssl": f"listen 127.0.0.1:{port} ssl", "/etc/pmsite/tls": str(tls)}
    changed(snippets / "site.conf", listen)
    changed(snippets / "closed.conf", {"127.0.0.1:4180": f"127.0.0.1:{asked}"})
    changed(
        files / "nginx" / "pmsite.conf",
        {**listen, "/srv/pmsite": str(sites), "/etc/nginx/pmsite": str(snippets), "listen 80;": f"listen 127.0.0.1:{free_port()};"},
    )
    temporary = "\n".join(f"{kind}_temp_path {run}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    main = files / "nginx" / "nginx.conf"
    main.write_text(
        f"daemon off;\npid {run}/nginx.pid;\nerror_log {run}/error.log;\nworker_processes 1;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}\ninclude {files}/nginx/pmsite.conf;\n}}\n",
        encoding="utf-8",
    )
    return [program("nginx", "nginx"), "-p", str(run), "-e", str(run / "error.log"), "-c", str(main)]


def caddy(files: Path, sites: Path, port: int, asked: int) -> tuple[list[str], dict[str, str]]:
    """The command and the environment of Caddy, which makes its own certificates here."""
    run = files / "run"
    run.mkdir(mode=0o777)
    run.chmod(0o777)
    others = f"{{\n\tadmin off\n\thttp_port {free_port()}\n\thttps_port {port}\n\tlocal_certs\n\tskip_install_trust\n\tdefault_bind 127.0.0.1\n"
    changed(
        files / "caddy" / "Caddyfile",
        {"{\n\tservers {": f"{others}\tservers {{", "/srv/pmsite": str(sites), "127.0.0.1:4180": f"127.0.0.1:{asked}"},
    )
    environment = {"HOME": str(run), "XDG_DATA_HOME": str(run), "XDG_CONFIG_HOME": str(run)}
    return [program("caddy", "caddy"), "run", "--config", str(files / "caddy" / "Caddyfile"), "--adapter", "caddyfile"], environment


def checked(command: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    """What a program says of its configuration; it has to find nothing wrong."""
    done = subprocess.run(command, capture_output=True, text=True, env={"PATH": _PATH, **(environment or {})}, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
