"""The container's own steps, run as a script in an empty environment. What the system's packages do, and the images, are not tried."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import pmsite
from tests.deploy import servers
from tests.deploy.conftest import Server

ROOT = Path(__file__).parent.parent.parent
EXTRAS = ("cryptography", "cffi", "pycparser", "brotli")
"""What the extras of requirements.in bring, with what that needs."""


def locked(wheel: Path) -> str:
    """Everything with its hash, as pip-compile writes it."""
    site, everything = ((ROOT / "requirements" / name).read_text(encoding="utf-8") for name in ("site.txt", "dev.txt"))
    more = "".join(re.findall(rf"^(?:{'|'.join(EXTRAS)})==(?:.*\\\n)+.*\n", everything, re.MULTILINE))
    assert more.count("==") == len(EXTRAS)
    return f"{site}\n{more}\npmsite[links,publish]=={pmsite.__version__} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


@pytest.mark.slow
def test_the_builder_s_steps_make_a_pmsite_that_builds_a_plan(tmp_path: Path) -> None:
    plan = tmp_path / "plan"
    _run([sys.executable, "-m", "pmsite", "init", "--deploy", "compose", str(plan)], tmp_path)
    install = tmp_path / "install"
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(install / "vendor"), str(ROOT)]
    _run(build, tmp_path)
    (install / "requirements.txt").write_text(locked(next((install / "vendor").glob("*.whl"))), encoding="utf-8")
    container = (plan / "deploy/Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    step = next(line for line in container.splitlines() if line.startswith("RUN python -m venv"))
    script = step.removeprefix("RUN ").replace("/opt/pmsite", str(tmp_path / "opt")).replace("/install/", f"{install}/")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").write_text(f'#!/bin/sh\nexec "{os.path.realpath(sys.executable)}" "$@"\n', encoding="utf-8")
    (tmp_path / "bin" / "python").chmod(0o755)
    empty = {
        name: value
        for name, value in os.environ.items()
        if name == "HOME" or name.startswith(("PIP_", "SSL_")) or name.lower().endswith("_proxy")
    }
    empty["PATH"] = f"{tmp_path}/bin:/usr/bin:/bin"
    _run(["sh", "-euc", script], tmp_path, empty)
    made = tmp_path / "opt" / "bin"
    assert pmsite.__version__ in _run([str(made / "pmsite"), "--version"], tmp_path, empty)
    shutil.rmtree(plan / "deploy")
    _run([str(made / "mkdocs"), "build", "--strict"], plan, empty)
    finish = "import sys; from pathlib import Path; from pmsite.publishing.finish import finish; finish(Path('site'), 'team', public=False)"
    _run([str(made / "python"), "-c", finish], plan, empty)
    assert (plan / "site/roadmap/index.html.br").is_file()


@pytest.mark.parametrize("user", ["10001", "10002"])
def test_a_step_that_is_for_root_comes_before_the_user(user: str, tmp_path: Path) -> None:
    _run([sys.executable, "-m", "pmsite", "init", "--deploy", "compose", str(tmp_path / "plan")], tmp_path)
    container = (tmp_path / "plan/deploy/Containerfile").read_text(encoding="utf-8")
    stage = next(part for part in re.split(r"^FROM ", container, flags=re.MULTILINE) if f"USER {user}" in part)
    assert "RUN" not in stage.partition(f"USER {user}")[2]
    assert f"--uid {user}" in stage


def test_the_health_of_the_server_is_asked_as_the_container_does(apache: Server, tmp_path: Path) -> None:
    _run([sys.executable, "-m", "pmsite", "init", "--deploy", "compose", str(tmp_path / "plan")], tmp_path)
    container = (tmp_path / "plan/deploy/Containerfile").read_text(encoding="utf-8")
    asked = re.findall(r'HEALTHCHECK .*CMD \["bash", "-c", "(.*)"\]', container)[0].replace("\\\\", "\\")
    command = ["bash", "-c", asked.replace("127.0.0.1/80", f"127.0.0.1/{apache.plain}")]
    assert subprocess.run(command, check=False).returncode == 0
    nobody = ["bash", "-c", asked.replace("127.0.0.1/80", f"127.0.0.1/{servers.free_port()}")]
    assert subprocess.run(nobody, check=False, capture_output=True).returncode != 0


def _run(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
