"""The commands of README, tutorial and how-tos run as they stand there, in order, on a plan that holds the files of the how-tos."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from pmsite import starter
from pmsite.cli import group
from pmsite.clock import today
from pmsite.exports import pdf
from tests.history.repositories import git, start
from tests.importers.exports import workbook
from tests.make import PICTURE
from tests.test_how_to import HOW_TO, ROOT, how_tos, write, write_the_plan_of_the_how_tos
from tools.translated import translation

pytestmark = pytest.mark.host

BLOCK = re.compile(r"^```(?P<kind>console|text)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
ELSEWHERE = {
    "python3 -m venv": "makes an environment; the tests have one",
    "git init": "begins a repository, whose commits have a name that the tests do not know",
    "git add": "is for that repository",
    "git commit": "is for that repository",
    ". .venv/bin/activate": "enters it",
    "apt install": "asks an archive of Linux packages",
    "gh issue list": "asks a code host",
    "gh project item-list": "asks a code host",
    "gh api": "asks a code host",
    "git tag v1.3.0": "is for a repository on a code host",
    "git push origin v1.3.0": "writes to a code host",
    "pmsite release notes 1.3.0 | gh": "writes to a code host",
    "pmsite release 3.0.0": "is for a plan with candidates, which tests/releasing has",
    "pmsite release 1.1.1": "is for a plan with an older line, which tests/releasing has",
    "pip install pip-tools": "asks a package index",
    "pip-compile": "asks a package index for hashes",
    "pmsite init --deploy": "is for servers, whose files tests/deploy starts",
    "/opt/pmsite": "is installed on a server, from an index",
    "install -d": "changes a server's folders",
    "ssh-key": "makes keys of a server, and asks a code host for its own",
    "chown": "changes a server's folders",
    "chmod": "changes files of a server, or of a folder that the command before wrote",
    "cd deploy": "enters what `pmsite init --deploy` wrote",
    "cp sign-in.env.example": "copies what `pmsite init --deploy` wrote",
    "cp publish.env.example": "copies what `pmsite init --deploy` wrote",
    "./pin-images.sh": "asks a registry of images",
    "runuser": "acts as a user of a server",
    "systemctl": "starts services of a server",
    "journalctl": "reads the log of a server",
    "docker compose": "starts containers",
    "pmsite fetch": "asks hosts that are nowhere; tests/portfolio has its own",
    "pmsite show app:sync": "asks for an item of a plan that nobody has fetched; tests/portfolio has its own",
    "curl": "asks a site that is nowhere",
    "aws": "writes to a host",
}
"""What is not run here, and why: nothing else is left out."""
BEFORE = {"take-a-link-back": ("send-a-private-link",), "import": ("leave",)}
"""Pages that go on where others end."""
CHINESE = ["编号", "标题", "状态"]
INPUTS: dict[str, dict[str, bytes | str]] = {
    "changes-and-releases": {
        "CHANGELOG.md": "# Changelog\n\n## [1.0.0] - 2026-01-05\n\n### Added\n\n- Notes\n",
        "releases.json": json.dumps(
            [{"tag_name": "v1.0.0", "body": "### Added\n\n- Notes\n", "published_at": "2026-01-05T09:00:00Z"}]
        ),
    },
    "coming-from-other-systems": {
        "export.csv": "ID,Work Item Type,Title,State,Area Path,Iteration Path\n7,User Story,Work without signal,Active,App,App\\Sprint 1\n"
    },
    "coming-from-a-spreadsheet": {"plan.xlsx": workbook(["Nr", "Title", "Status"], [["1", "Offline", "planned"]])},
    "coming-from-github": {
        "issues.json": json.dumps(
            [{"number": 1, "title": "Offline", "state": "OPEN", "url": "https://github.com/acme/app/issues/1"}]
        ),
        "project.json": json.dumps(
            {"items": [{"id": "x", "title": "A draft", "status": "Todo", "content": {"type": "DraftIssue"}}]}
        ),
    },
    "coming-from-jira": {"jira.csv": "Issue key,Issue Type,Summary,Status\nAPP-1,Story,Offline mode,To Do\n"},
    "coming-from-linear": {"linear.csv": "ID,Title,Status\nLIN-1,Offline mode,Todo\n"},
    "coming-from-pingcode": {"需求.xlsx": workbook(CHINESE, [["REQ-1", "离线", "已计划"]])},
    "coming-from-trello": {
        "board.json": json.dumps(
            {
                "name": "Board",
                "lists": [{"id": "l1", "name": "To Do"}, {"id": "l2", "name": "Doing"}, {"id": "l3", "name": "Done"}],
                "cards": [{"id": f"c{n}", "name": f"Card {n}", "idList": f"l{n}"} for n in (1, 2, 3)],
            }
        )
    },
    "coming-from-worktile": {"任务.xlsx": workbook(["任务编号", "标题", "状态"], [["T-1", "离线", "进行中"]])},
    "tell-us": {
        "issues.json": json.dumps(
            [
                {
                    "title": "No notes in lifts",
                    "url": "https://github.com/acme/notes/issues/12",
                    "labels": [{"name": "feedback"}],
                    "body": "### What do you need?\n\nTo write in lifts.\n\n### Which feature is it about?\n\noffline-mode",
                }
            ]
        )
    },
    "mend-faults": {"roadmap/features/tide table.png": PICTURE},
    "import": {
        "export.csv": "Issue key,Issue Type,Summary,Status\nAPP-1,Story,Work without signal,To Do\n",
        "wishes.xlsx": workbook(["Number", "Title", "Status"], [["1", "Work in lifts", "planned"]]),
    },
}
"""By page, the files that its readers bring along."""
EDITS: dict[str, dict[str, tuple[str, str, str]]] = {}
"""By page and command, what its reader writes after it: the file, the line and what becomes of it."""


@pytest.fixture(scope="module", params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> str:
    """Whose how-tos are read."""
    return str(request.param)


@pytest.fixture(scope="module")
def plan(language: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan of the how-tos in a repository with a remote and a release, beside a checkout of pmsite."""
    folder = start(tmp_path_factory.mktemp("how-tos") / "plan")
    write_the_plan_of_the_how_tos(folder, today(), language)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "The plan")
    git(folder, "tag", "v1.2.0")
    git(folder, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(folder, "commit", "-q", "--allow-empty", "-m", "feat: work in lifts")
    return folder


class Reader:
    """Somebody who does what a page says."""

    def __init__(self, page: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._page, self._folder, self._monkeypatch = page, folder, monkeypatch
        self.left_out: set[str] = set()

    def follow(self, text: str) -> None:
        """Run each command; what a page shows as its answer must be in the answer."""
        told, self._builds = "", "$ mkdocs build" in text
        for block in BLOCK.finditer(text):
            if block["kind"] == "text":
                if self._page == "tutorial":
                    shows(told, block["text"].splitlines())
                continue
            for command, answer in commands(block["text"]):
                told = self._run(command)
                shows(told, answer)
                for begin, (file, line, becomes) in EDITS.get(self._page, {}).items():
                    if command.startswith(begin):
                        path = self._folder / "roadmap" / file
                        changed = re.sub(line, becomes, path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
                        path.write_text(changed, encoding="utf-8")
                        told = self._run("pmsite check", code=None) if "next quarter" in becomes else told

    def _run(self, line: str, code: int | None = 0) -> str:
        told = ""
        for command in line.split(" && "):
            told += self._one(command, code)
        return told

    def _one(self, command: str, code: int | None) -> str:
        if begin := next((begin for begin in ELSEWHERE if command.startswith(begin)), ""):
            self.left_out.add(begin)
            return ""
        if command == "mkdocs serve":  # it goes on until somebody stops it, with a build at its beginning
            if self._builds:
                return ""
            command = "mkdocs build"
        lexer = shlex.shlex(command, posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        program, *words = lexer
        into = None
        if ">" in words:
            *words, _, into = words
        done, told, said = self._started(program, words)
        assert code is None or done == code, f"{self._page}: {command}\n{told}{said}"
        if into:
            (self._folder / into).write_text(told, encoding="utf-8")
        if words == ["links", "new-secret"]:
            self._monkeypatch.setenv("PMSITE_LINK_SECRET", told.split()[-1])
        return told + said

    def _started(self, program: str, words: list[str]) -> tuple[int, str, str]:
        if program == "cd":
            self._folder = self._folder / words[0]
            return 0, "", ""
        if (words[-1].endswith(".pdf") and not has_pango()) or (words[-1].endswith(".pptx") and find_spec("pptx") is None):
            return 0, "", ""
        if program == "pmsite":
            self._monkeypatch.chdir(self._folder)
            result = CliRunner().invoke(group, words)
            assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
            return result.exit_code, result.stdout, result.stderr
        if program == "pip":
            return self._pip(words)
        assert program == "mkdocs", f"{self._page}: nothing here runs {program}"
        env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-m", program, *words], cwd=self._folder, env=env, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout, done.stderr

    def _pip(self, words: list[str]) -> tuple[int, str, str]:
        """What is installed is the checkout, with extras that it has; no index is asked."""
        *_, wanted = words
        folder, _, extra = wanted.partition("[")
        assert (self._folder / folder / "pyproject.toml").is_file(), f"{self._page}: {wanted} is no checkout"
        known = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
        assert not extra or extra.removesuffix("]") in known
        if words[0] == "install":
            return 0, "", ""  # the tests run in an environment that has it
        offline = [sys.executable, "-m", "pip", words[0], "-q", "--no-index", "--no-build-isolation", *words[1:]]
        done = subprocess.run(offline, cwd=self._folder, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr


def commands(block: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a block without its remark, and the lines that the page shows as its answer."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *answer = part.splitlines()
        yield re.split(r"\s+# ", command)[0].strip(), answer


def shows(told: str, lines: list[str]) -> None:
    """Whether an answer has the lines that a page shows, names of secrets aside."""
    for line in lines:
        if line.strip() not in ("", "…"):
            assert re.search(re.sub(r"\b[0-9a-f]{8}\b", "[0-9a-f]{8}", re.escape(line.strip())), told), f"{line}\nis not in\n{told}"


def has_pango() -> bool:
    """Whether this machine has what the how-to installs for PDF."""
    try:
        pdf.write("<p>")
    except pdf.PdfUnavailable:
        return False
    return True


def read(page: str, language: str = "en") -> str:
    english = HOW_TO / f"{page}.md"
    theirs = translation(english) if language == "zh" else english
    return (theirs if theirs.exists() else english).read_text(encoding="utf-8")


PAGES = sorted(path.stem for path in how_tos() if path.stem != "publish" and "```console" in path.read_text(encoding="utf-8"))


@pytest.fixture
def reader_of(plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("PMSITE_LINK_SECRET", raising=False)
    at_a_terminal = SimpleNamespace(stdout=SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("pmsite.cli.secrecy.sys", at_a_terminal)
    checkout = tmp_path / "pmsite"
    (checkout / "pmsite").mkdir(parents=True)
    for name in ("pyproject.toml", "README.md", "LICENSE", "pmsite/__init__.py"):
        shutil.copyfile(ROOT / name, checkout / name)

    def made(page: str, folder: Path | None = None) -> Reader:
        if folder is None:
            folder = tmp_path / "plan"
            shutil.copytree(plan, folder, symlinks=True)
        return Reader(page, folder, monkeypatch)

    return made


def brought(page: str, text: str) -> dict[str, bytes | str]:
    """The files that readers of a page bring along, and the one that it mends."""
    shown = re.search(r"```markdown\n(.*?)```", text, re.DOTALL) if page == "mend-faults" else None
    return {**INPUTS.get(page, {}), **({"roadmap/features/tide-table.md": shown[1]} if shown else {})}


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_how_to_work(page: str, language: str, reader_of: Any, tmp_path: Path) -> None:
    reader = reader_of(page)
    folder = tmp_path / "plan"
    text = read(page, language)
    for name, content in brought(page, text).items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    if page in ("send-a-private-link", "take-a-link-back"):
        links = read("send-a-private-link", language)
        brief = re.search(r"^```yaml\n(---\n.*?link: true.*?)```$", links, re.DOTALL | re.MULTILINE)
        assert brief
        write(folder / "roadmap/briefs/for-acme.md", brief[1])
    for before in BEFORE.get(page, ()):
        reader.follow(read(before, language))
    reader.follow(text)


@pytest.mark.parametrize("kind", ["starter", "example"])
def test_the_commands_of_a_starters_readme_work_in_a_fresh_clone(language: str, kind: str, reader_of: Any, tmp_path: Path) -> None:
    begun = start(tmp_path / "begun")
    for path, text in starter.example(language, today()) if kind == "example" else starter.files(language, "Field Notes", today()):
        write(begun / path, text)
    git(begun, "add", "-A")
    git(begun, "commit", "-q", "-m", "The plan")
    git(tmp_path, "clone", "-q", str(begun), "clone")
    reader_of("readme", tmp_path / "clone").follow((tmp_path / "clone/README.md").read_text(encoding="utf-8"))
    assert git(tmp_path / "clone", "status", "--porcelain", "--ignored=no") == ""


def test_what_publish_says_works_in_a_fresh_clone(plan: Path, language: str, reader_of: Any, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", str(plan), "clone")
    reader_of("publish", tmp_path / "clone").follow(read("publish", language))
    assert git(tmp_path / "clone", "status", "--porcelain") == ""
    assert (tmp_path / "clone/site-customers/roadmap/features/offline-mode/index.html").is_file()


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial/index.md"])
def test_a_newcomer_gets_a_site(page: str, language: str, reader_of: Any, tmp_path: Path) -> None:
    file = translation(ROOT / page) if language == "zh" else ROOT / page
    text = file.read_text(encoding="utf-8")
    if page == "README.md":
        text = text.split("\n## ")[1]  # how one starts
    reader_of("tutorial" if "tutorial" in page else page, tmp_path / "pmsite").follow(text)


def test_an_extra_is_added_to_the_pmsite_that_is_installed() -> None:
    """What pmsite's own messages say, `pip install "pmsite[links]"`, looks for pmsite nowhere else."""
    command = [sys.executable, "-m", "pip", "install", "--no-index", "--no-deps", "--dry-run", "pmsite[links]"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "already satisfied: pmsite[links]" in done.stdout


def test_what_is_left_out_is_what_pages_say() -> None:
    pages = [ROOT / "README.md", ROOT / "docs/tutorial/index.md", *how_tos()]
    shown = [
        command
        for page in pages
        for block in BLOCK.finditer(page.read_text(encoding="utf-8"))
        for command, _ in commands(block["text"])
    ]
    assert [begin for begin in ELSEWHERE if not any(part.startswith(begin) for line in shown for part in line.split(" && "))] == []
