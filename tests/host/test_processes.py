"""A build or a check of which a process is killed ends as one of which none is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.host.edits import CONFIG
from tests.make import write

pytestmark = [
    pytest.mark.host,
    pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="only Linux shares work so"),
]
LONG = 120
"""Seconds after which something counts as hanging."""
ITEMS = 90
TROUBLED = """
import os, signal, sys, time
from pathlib import Path
import pmsite.background as e

e.FEW, e.processors = 1, lambda: 3
here = os.getpid()

def strange():
    return lambda: 0

def no_memory():
    raise MemoryError

ACTS = {
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "ended": lambda: os._exit(3),
    "no memory": no_memory,
    "a fault": lambda: 1 // 0,
    "stuck": lambda: time.sleep(600),
    "nothing": int,
}

def troubled(function, act, at):
    def work(*args, **kwargs):
        if os.getpid() != here:
            with open("began", "a") as began:
                began.write(f"{os.getpid()}\\n")
            if len(Path("began").read_text().split()) == at or act == "stuck":
                if act == "strange":
                    return strange()
                ACTS[act]()
        return function(*args, **kwargs)
    return work

place, act, command = sys.argv[1:4]
if command == "build":
    from pmsite.host.mkdocs_files import SiteFiles
    from pmsite.host.mkdocs_theme import SiteTheme
    from pmsite.host.written import Writer
    from pmsite.render.site import Site
    if place == "pages":
        Site.make = troubled(Site.make, act, 40)
    elif place == "theme":
        SiteTheme.part = troubled(SiteTheme.part, act, 5)
    elif place == "writing":
        Writer.write = troubled(Writer.write, act, 40)
    elif place == "files":
        SiteFiles.write = troubled(SiteFiles.write, act, 1)
    from mkdocs.__main__ import cli
    sys.exit(cli(["build", "--quiet"]))
if place == "reading":
    import pmsite.read.prefetch as ahead
    ahead.read_one = troubled(ahead.read_one, act, 40)
elif place == "rules":
    import pmsite.checks as checks
    checks._found = troubled(checks._found, act, 1)
from pmsite.cli import main
main(["check", *sys.argv[4:]])
"""
"""A program whose processes come to grief at a place, in a way."""
BUILDING, CHECKING = ("pages", "theme", "writing", "files"), ("reading", "rules")


def start(root: Path, place: str, act: str, *command: str) -> subprocess.Popen[str]:
    (root / "began").unlink(missing_ok=True)
    return subprocess.Popen(
        [sys.executable, "-c", TROUBLED, place, act, *command],
        cwd=root,
        env={
            **os.environ,
            "XDG_CACHE_HOME": str(root.parent / "user"),
            "SOURCE_DATE_EPOCH": "1795392000",
            "NO_MKDOCS_2_WARNING": "1",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def run(root: Path, place: str, act: str, *command: str) -> tuple[int, str, str]:
    with start(root, place, act, *command) as program:
        try:
            out, err = program.communicate(timeout=LONG)
        except subprocess.TimeoutExpired:
            os.killpg(program.pid, signal.SIGKILL)
            raise
    return program.returncode, out, err


def site(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in (root / "site").rglob("*") if path.is_file()}


def make(root: Path) -> Path:
    write(
        root / "roadmap",
        {
            f"features/f{n}.md": f"---\ntitle: F {n}\nstatus: idea\n---\n## Why\n\n<script>x</script> See [it](f{n - 1}.md) and F {n - 2}.\n"
            for n in range(2, ITEMS)
        },
    )
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (root / "docs").mkdir()
    return root


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make(tmp_path / "project")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a build gives of which nothing comes to grief."""
    root = make(tmp_path_factory.mktemp("whole") / "project")
    assert run(root, "nowhere", "nothing", "build")[0] == 0
    return site(root)


@pytest.mark.parametrize(
    ("place", "act"),
    [*((place, "killed") for place in BUILDING), ("writing", "no memory"), ("pages", "ended"), ("files", "strange")],
)
def test_a_build_ends_with_the_same_bytes_whatever_becomes_of_a_process(
    project: Path, whole: dict[str, bytes], place: str, act: str
) -> None:
    code, _, said = run(project, place, act, "build")
    assert (project / "began").exists()
    assert (code, "Traceback" in said) == (0, False), said
    assert site(project) == whole


@pytest.mark.parametrize("place", CHECKING)
@pytest.mark.parametrize("act", ["killed", "no memory", "strange"])
def test_a_check_tells_the_same_whatever_becomes_of_a_process(project: Path, place: str, act: str) -> None:
    (project / "roadmap/features/bad.md").write_text("---\ntitle: Bad\nstatus: bilding\n", encoding="utf-8")
    (project / "roadmap/features/unknown.md").write_text("---\ntitle: U\nsupports: [nobody]\n---\nText.\n", encoding="utf-8")
    told = run(project, "nowhere", "nothing", "check")
    assert told[0] == 1
    assert run(project, place, act, "check") == told
    assert (project / "began").exists()


def is_gone(process: str) -> bool:
    """Whether a process has ended, though perhaps nobody has asked how."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


@pytest.mark.parametrize(
    ("place", "number", "whom"),
    [
        ("pages", signal.SIGINT, os.kill),
        ("pages", signal.SIGKILL, os.kill),
        ("theme", signal.SIGINT, os.killpg),
        ("writing", signal.SIGTERM, os.kill),
        ("files", signal.SIGINT, os.kill),
        ("reading", signal.SIGINT, os.kill),
        ("reading", signal.SIGKILL, os.kill),
    ],
)
def test_no_process_is_left_of_what_is_ended(
    project: Path, place: str, number: signal.Signals, whom: Callable[[int, int], None]
) -> None:
    end = time.monotonic() + LONG
    with start(project, place, "stuck", "build" if place in BUILDING else "check") as program:
        try:
            while not (project / "began").exists() or not (project / "began").read_text(encoding="utf-8").endswith("\n"):
                assert time.monotonic() < end
                time.sleep(0.05)
            whom(program.pid, number)
            program.wait(LONG)
            while not all(map(is_gone, (project / "began").read_text(encoding="utf-8").split())):
                assert time.monotonic() < end
                time.sleep(0.05)
            assert not (project / "site").exists()
        finally:
            for process in (project / "began").read_text(encoding="utf-8").split():
                if not is_gone(process):
                    os.kill(int(process), signal.SIGKILL)
            if program.poll() is None:
                os.killpg(program.pid, signal.SIGKILL)
