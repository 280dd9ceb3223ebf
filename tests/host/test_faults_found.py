"""Promises that once did not hold, each with the input that showed it: a plan is refused by check and build alike, or its site keeps them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

TRUST = Path(__file__).parents[3] / "shared" / "faults" / "trust"
CANARY = b"SECRETCANARY"
SECONDS = 100
"""Against hangs alone."""
ENV = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "SOURCE_DATE_EPOCH": "1795392000"}

pytestmark = [
    pytest.mark.host,
    pytest.mark.slow,
    pytest.mark.skipif(not TRUST.is_dir(), reason="the faults that were found are not beside this checkout"),
]

Done = subprocess.CompletedProcess[str]


def run(folder: Path, *words: str, audience: str = "", env: dict[str, str] | None = None) -> Done:
    """A command of pmsite, or of MkDocs, in a folder; whatever it does, it ends, and no user sees a traceback."""
    command = [sys.executable, "-P", "-m", *words]
    every = {**ENV, **({"PMSITE_AUDIENCE": audience} if audience else {}), **(env or {})}
    done = subprocess.run(command, cwd=folder, env=every, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert "Traceback (most recent call last)" not in done.stderr, done.stderr[-2000:]
    assert "panicked at" not in done.stderr
    assert done.returncode in (0, 1, 2), (done.returncode, done.stderr[-2000:])
    return done


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    run(folder, "pmsite", "init", "plan")
    return folder / "plan"


@pytest.fixture
def plan(base: Path, tmp_path: Path) -> Path:
    return shutil.copytree(base, tmp_path / "plan")


def lay(case: str, plan: Path) -> None:
    """A case's files over a plan."""
    for path in (TRUST / case).rglob("*"):
        if path.is_file():
            target = plan / path.relative_to(TRUST / case)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())


def made(plan: Path, audience: str = "customers", *, strict: bool = False) -> dict[str, bytes] | None:
    """The site of a plan; nothing where the check names a fault with its line, and the build refuses the same."""
    more = ["--strict"] if strict else []
    checked = run(plan, "pmsite", "check", *more)
    built = run(plan, "mkdocs", "build", *more, audience=audience)
    assert (checked.returncode == 0) == (built.returncode == 0), checked.stdout + built.stderr
    if checked.returncode:
        assert re.search(r"\.md:\d+", checked.stdout), checked.stdout
        assert not (plan / "site").exists()
        return None
    return listing(plan / "site")


def listing(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


class Tags(HTMLParser):
    """Every tag of a page, with its attributes."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes in self.found if attribute in attributes]


def page(site: dict[str, bytes], id: str = "aa") -> bytes:
    return site[f"roadmap/features/{id}/index.html"]


@pytest.mark.parametrize("case", ["passage-inline-code", "passage-mistyped-comment", "passage-fence-in-comment"])
def test_a_passage_for_the_team_reaches_nobody_else(plan: Path, case: str) -> None:
    lay(case, plan)
    site = made(plan)
    assert site is None or not [name for name, content in site.items() if CANARY in content]


@pytest.mark.parametrize("audience", ["customers", "team"])
def test_content_is_no_part_of_the_theme(plan: Path, audience: str) -> None:
    lay("theme-id", plan)
    site = made(plan, audience)
    if site is not None:
        tags = Tags(page(site))
        ids = tags.all("id")
        assert not {id for id in ids if ids.count(id) > 1}
        assert "pm-data" not in ids
        assert not any(tags.all("data-pmsite") + ["getElementById"] * tags.all("name").count("getElementById"))
        assert not any("md-consent" in names for names in tags.all("class"))


def test_files_that_run_in_browsers_are_not_published(plan: Path) -> None:
    lay("attached-scripts", plan)
    site = made(plan, "team")
    names = {path.name for path in (TRUST / "attached-scripts").rglob("*") if path.suffix != ".md"}
    assert site is None or not [name for name in site if name.rpartition("/")[2] in names]


def test_no_page_asks_a_foreign_host(plan: Path) -> None:
    lay("remote-pictures", plan)
    site = made(plan, strict=True)
    assert site is None or not [src for src in Tags(page(site)).all("src") if "evil" in src]


@pytest.mark.parametrize("case", ["where-brackets", "where-filters"])
def test_a_filter_too_deep_is_a_fault_with_its_line(plan: Path, case: str) -> None:
    lay(case, plan)
    assert made(plan) is None


def test_a_body_of_many_definitions_is_checked_in_time(plan: Path) -> None:
    subprocess.run([sys.executable, TRUST / "definitions/write.py", "40000", plan / "roadmap/features/aa.md"], check=True)
    run(plan, "pmsite", "check")


def test_a_link_longer_than_a_file_name_is_a_fault_with_its_line(plan: Path) -> None:
    lay("long-link", plan)
    assert "features/aa.md:7" in run(plan, "pmsite", "check").stdout


def test_no_extension_reads_a_file_of_the_repository(plan: Path) -> None:
    lay("snippets-by-class", plan)
    extra = (plan / "mkdocs-extra.yml").read_text(encoding="utf-8").partition("\n")[2]
    config = plan / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("  - admonition\n", f"{extra}  - admonition\n"), encoding="utf-8")
    secret = (plan / "secret.txt").read_bytes().strip()
    built = run(plan, "mkdocs", "build")
    assert secret
    assert built.returncode or not [name for name, content in listing(plan / "site").items() if secret in content]


@pytest.mark.parametrize("name", ["ok", "far2", "over", "zipversion"])
def test_a_workbook_is_read_or_refused(plan: Path, name: str) -> None:
    done = run(plan, "pmsite", "import", "xlsx", str(TRUST / f"xlsx/{name}.xlsx"))
    assert name != "ok" or done.returncode == 0, done.stderr
    assert run(plan, "pmsite", "check").returncode == 0


def test_a_card_with_a_number_for_its_people_is_a_fault_of_its_row(plan: Path) -> None:
    before = listing(plan)
    done = run(
        plan, "pmsite", "import", "trello", str(TRUST / "importers/trello-number-members.json"), "--status", "Doing=building"
    )
    assert done.returncode == 0 or listing(plan) == before


def test_an_imported_changelog_is_a_plan_without_faults(plan: Path) -> None:
    run(plan, "pmsite", "import", "changelog", str(TRUST / "importers/changelog-control-character.md"))
    assert run(plan, "pmsite", "check").returncode == 0


def test_a_journal_that_came_with_a_repository_writes_nothing(tmp_path: Path) -> None:
    shutil.copy(TRUST / "journal/repro.sh", tmp_path)
    home = {"HOME": str(tmp_path), "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(["bash", "repro.sh"], cwd=tmp_path, env={**ENV, **home}, capture_output=True, timeout=SECONDS, check=False)
    assert (tmp_path / "victim/roadmap/product.yml").is_file()
    assert not (tmp_path / "victim/.git/hooks/pre-commit").exists()
    assert not (tmp_path / "HOME/.config").exists()
    assert not (tmp_path / "PWNED-BY-HOOK").exists()


def test_two_builds_at_once_leave_a_whole_site(plan: Path, tmp_path: Path) -> None:
    alone = shutil.copytree(plan, tmp_path / "alone")
    assert run(alone, "mkdocs", "build").returncode == 0
    command = [sys.executable, "-P", "-m", "mkdocs", "build"]
    both = [subprocess.Popen(command, cwd=plan, env=ENV, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait(SECONDS) for process in both] == [0, 0]
    assert listing(plan / "site").keys() == listing(alone / "site").keys()


# "kill-window": killed when the first part of the previous site has gone
KILLED = """\
import os, signal, sys
real = os.rename
def rename(a, b, **more):
    real(a, b, **more)
    if os.path.basename(os.path.dirname(str(a))) == "site":
        os.kill(os.getpid(), signal.SIGKILL)
os.rename = rename
sys.argv = ["mkdocs", "build", "-q"]
from mkdocs.__main__ import cli
cli()
"""


def test_a_build_that_is_killed_and_one_that_fails_leave_the_site_of_before(plan: Path) -> None:
    assert run(plan, "mkdocs", "build").returncode == 0
    before = listing(plan / "site")
    killed = subprocess.run(
        [sys.executable, "-P", "-c", KILLED], cwd=plan, env=ENV, capture_output=True, timeout=SECONDS, check=False
    )
    assert killed.returncode == -9
    vision = plan / "roadmap/vision.md"
    vision.write_text("---\n[\n", encoding="utf-8")
    assert run(plan, "mkdocs", "build").returncode == 1
    assert listing(plan / "site").keys() == before.keys()


@pytest.mark.skipif(sys.platform == "win32", reason="limits are set as on other systems")
def test_a_new_item_that_cannot_be_written_is_not_there(plan: Path) -> None:
    before = listing(plan)
    command = f"ulimit -f 0; exec {sys.executable} -P -m pmsite new feature 'A thing'"
    done = subprocess.run(["sh", "-c", command], cwd=plan, env=ENV, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert listing(plan) == before


MARKED = [
    ("check",), ("new", "feature", "A thing"), ("export", "json"), ("schema",), ("init", "--ci", "github"), ("import", "csv", "table.csv"),
]  # fmt: skip


@pytest.mark.parametrize("words", MARKED, ids="-".join)
def test_settings_with_a_byte_order_mark_are_settings(plan: Path, words: tuple[str, ...]) -> None:
    settings = plan / "roadmap/product.yml"
    settings.write_bytes(b"\xef\xbb\xbf" + settings.read_bytes())
    (plan / "table.csv").write_text("type,id,title,status\nfeature,zz,A thing,planned\n", encoding="utf-8")
    done = run(plan, "pmsite", *words)
    assert done.returncode == 0, done.stdout + done.stderr


ELSEWHERE = {"worker-killed": "test_processes.py"}
"""Cases whose input calls a part of the code that has another shape now, and the tests of the same thing."""


def test_every_case_has_its_test() -> None:
    told = Path(__file__).read_text(encoding="utf-8")
    assert not [case.name for case in TRUST.iterdir() if f'"{case.name}' not in told and f"{case.name}/" not in told]
