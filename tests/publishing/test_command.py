"""`pmsite publish` as it is called, with real builds: from a push to what readers get."""

from __future__ import annotations

import hmac
import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from tests.history.repositories import git, start
from tests.make import write

pytestmark = pytest.mark.host

SECRET = "a-secret-of-the-hook"
CONFIG = """\
site_name: T
site_url: https://plan.example/
theme: {name: material, font: false}
plugins: [search, pmsite]
"""
SITES = "closed: true\nsites:\n  - {folder: team, audience: team}\n  - {folder: customers, audience: customers}\n"
SETTINGS = "name: P\naudiences: {customers: {}}\nchecks: {feature-without-goal: off}\n"
PLAN = {
    "features/open.md": "title: Open thing\nstatus: building\nvisibility: [customers]",
    "features/hidden.md": "title: Concealed matter\nstatus: building",
}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    root = start(tmp_path / "plan")
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (root / "publish.yml").write_text(SITES, encoding="utf-8")
    (root / "docs").mkdir()
    (root / "docs/about.md").write_text("# About\n", encoding="utf-8")
    write(root / "roadmap", PLAN, SETTINGS)
    return commit(root)


def commit(root: Path) -> Path:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "The plan")
    return root


def change(root: Path, title: str) -> None:
    write(root / "roadmap", {"features/open.md": PLAN["features/open.md"].replace("Open thing", title)}, SETTINGS)
    commit(root)


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PMSITE_WEBHOOK_SECRET": SECRET, **more}


def publish(folder: Path, *words: str | Path, where: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pmsite", "publish", folder, *words]
    return subprocess.run(command, cwd=where, env=environment(**more), capture_output=True, text=True, check=False)


def page(folder: Path, site: str, feature: str = "open") -> str:
    path = folder / "current" / site / f"roadmap/features/{feature}/index.html"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def status(folder: Path) -> dict[str, object]:
    return dict(json.loads((folder / "status.json").read_text(encoding="utf-8")))


def test_each_audience_gets_its_site_and_what_fails_changes_nothing(plan: Path, tmp_path: Path) -> None:
    folder = tmp_path / "place"
    done = publish(folder, "--repository", plan)
    assert done.returncode == 0, done.stderr
    assert "Open thing" in page(folder, "team")
    assert "Open thing" in page(folder, "customers")
    assert "Concealed matter" in page(folder, "team", "hidden")
    assert not page(folder, "customers", "hidden")
    assert 'href="../../../assets/pmsite/pmsite.' in page(folder, "team")

    write(plan / "roadmap", {"features/open.md": PLAN["features/open.md"].replace("building", "bilding")}, SETTINGS)
    commit(plan)
    failed = publish(folder, "--repository", plan)
    assert failed.returncode == 1
    told = json.loads(failed.stderr.splitlines()[-1])
    assert (told["code"], told["site"]) == ("build-failed", "team")
    assert told["diagnostic"]["place"] == "roadmap/features/open.md:3:1"
    assert told["diagnostic"]["code"] == "unknown-status"
    assert "Open thing" in page(folder, "customers")
    assert status(folder)["state"] == "failing"


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("mkdocs.yml", "pmsite]", "{pmsite: {audience: team}}]", "build-failed"),
        ("mkdocs.yml", ", pmsite]", "]", "no-plugin"),
        ("mkdocs.yml", "site_name: T", "site_name: [", "build-failed"),
        ("publish.yml", "customers}", "investors}", "build-failed"),
        ("docs/about.md", "# About", "# Concealed matter", "audit-failed"),
        ("docs/about.md", "# About", "# About\n\n[x](gone.md)", "build-failed"),
    ],
)
def test_what_would_show_others_more_or_is_not_sound_is_not_shown(
    plan: Path, tmp_path: Path, name: str, old: str, new: str, code: str
) -> None:
    text = (plan / name).read_text(encoding="utf-8")
    assert old in text
    (plan / name).write_text(text.replace(old, new), encoding="utf-8")
    commit(plan)
    done = publish(tmp_path / "place", "--repository", plan)
    assert done.returncode == 1
    told = json.loads(done.stderr.splitlines()[-1])
    assert told["code"] == code, told
    assert "Concealed" not in done.stderr
    assert not (tmp_path / "place/current").exists()


WRONG_USE = {
    "nothing named": [],
    "another scheme": ["--repository", "ext::sh -c true"],
    "no branch": ["--repository", "x", "--branch", "../x"],
    "too often": ["--repository", "x", "--every", "1"],
    "no port": ["--repository", "x", "--listen", "localhost"],
    "two at once": ["--repository", "x", "--rollback", "1", "--resume"],
    "agreed twice": ["--config", "publish.yml", "--agree"],
}


@pytest.mark.parametrize("name", WRONG_USE)
def test_wrong_use_is_said_and_nothing_is_done(tmp_path: Path, name: str) -> None:
    done = publish(tmp_path / "place", *WRONG_USE[name], where=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_secret_that_is_short_is_none(tmp_path: Path) -> None:
    done = publish(tmp_path / "place", "--repository", "x", "--listen", "127.0.0.1:0", PMSITE_WEBHOOK_SECRET="short")
    assert done.returncode == 2
    assert "PMSITE_WEBHOOK_SECRET" in done.stderr
    assert "short" not in done.stderr


def test_a_publish_yml_in_the_current_folder_is_the_owners_own_and_a_rollback_needs_no_more(plan: Path, tmp_path: Path) -> None:
    folder = tmp_path / "place"
    assert publish(folder, where=plan).returncode == 0
    assert publish(folder, "--rollback").returncode == 1
    change(plan, "Newer thing")
    assert publish(folder, where=plan).returncode == 0
    assert "Newer thing" in page(folder, "customers")
    assert publish(folder, "--rollback").returncode == 0
    assert "Open thing" in page(folder, "customers")
    assert publish(folder, where=plan).returncode == 0
    assert status(folder)["state"] == "held"
    assert publish(folder, "--resume", where=tmp_path).returncode == 0  # for a publisher that runs elsewhere
    assert publish(folder, "--rollback").returncode == 1
    assert publish(folder, "--resume", where=plan).returncode == 0
    assert "Newer thing" in page(folder, "customers")


@contextmanager
def served(folder: Path, *words: str | Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    command = [sys.executable, "-m", "pmsite", "publish", folder, "--listen", "127.0.0.1:0", *words]
    with subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            while (told := json.loads(process.stderr.readline()))["event"] != "listening":
                pass
            yield process, told["port"]
        finally:
            process.kill()


def heard(process: subprocess.Popen[str], event: str) -> dict[str, object]:
    assert process.stderr
    for line in process.stderr:
        told = json.loads(line)
        if told["event"] == event:
            return dict(told)
    raise AssertionError(f"no {event}")


def call(port: int, body: bytes = b"{}") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    signature = hmac.new(SECRET.encode(), body, sha256).hexdigest()
    connection.request("POST", "/", body, {"X-Hub-Signature-256": f"sha256={signature}"})
    answered = connection.getresponse().status
    connection.close()
    return answered


def test_a_push_that_is_told_of_is_shown_and_a_request_to_end_leaves_nothing(plan: Path, tmp_path: Path) -> None:
    folder = tmp_path / "place"
    with served(folder, "--repository", plan) as (process, port):
        heard(process, "published")
        change(plan, "Newer thing")
        assert call(port) == 202
        heard(process, "published")
        assert "Newer thing" in page(folder, "customers")
        change(plan, "Newest thing")
        assert call(port, b'{"again": 1}') == 202
        heard(process, "fetched")
        process.send_signal(signal.SIGTERM)  # in the middle of a build
        heard(process, "stopped")
        assert process.wait(30) == 0
    assert "Newer thing" in page(folder, "customers")
    assert not _of(folder)
    assert publish(folder, "--repository", plan).returncode == 0
    assert "Newest thing" in page(folder, "customers")
    assert not [path.name for path in (folder / "versions").iterdir() if path.name.startswith(".")]


def _of(folder: Path) -> list[str]:
    """The processes that have something to do with a folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = entry.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        if str(folder) in command:
            found.append(command)
    return found


READ_ONLY = """\
mount --bind "$1" "$1" && mount -o remount,ro,bind / || exit 77
for below in /tmp /var /run /dev/shm; do
  if mountpoint -q $below; then mount -o remount,ro,bind $below || exit 77; fi
done
exec setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps +dac_read_search --ambient-caps +dac_read_search \\
  "$2" -m pmsite publish "$1" --repository "$3"
"""
"""All of the machine is read-only but the folder, and nobody's user publishes, who has no home and may read what tests may."""


def test_nothing_needs_to_be_writable_but_the_folder(plan: Path, tmp_path: Path) -> None:
    if sys.platform != "linux" or os.geteuid():
        pytest.skip("only root can try this")
    folder = tmp_path / "place"
    folder.mkdir()
    for path in (folder, plan, *plan.rglob("*")):
        os.chown(path, 65534, 65534)
    for above in (tmp_path, *tmp_path.parents):
        if above.stat().st_mode & 0o001 == 0 and above.is_relative_to(tempfile.gettempdir()):
            above.chmod(0o711)
    command = ["unshare", "--mount", "sh", "-c", READ_ONLY, "sh", str(folder), sys.executable, str(plan)]
    bare = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
    done = subprocess.run(command, env=bare, capture_output=True, text=True, check=False)
    if done.returncode == 77 or "unshare failed" in done.stderr:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    assert "Open thing" in page(folder, "customers")


def test_the_schema_of_publish_yml(plan: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "pmsite", "schema", "publish"], capture_output=True, text=True, check=True)
    schema = json.loads(done.stdout)
    import jsonschema
    import yaml

    jsonschema.validate(yaml.safe_load(SITES), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"sites": [{"folder": "x"}]}, schema)


def test_a_place_that_cannot_be_written_is_told_of(plan: Path, tmp_path: Path) -> None:
    (tmp_path / "place").write_text("a file")
    done = publish(tmp_path / "place", "--repository", plan)
    assert done.returncode == 2
    assert "is not a folder" in done.stderr
