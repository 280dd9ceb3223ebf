"""What commands write: whole or not at all, and nothing that was not asked for."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pmsite.share.secret import VARIABLE
from tests.cli.test_commands import pmsite
from tests.make import write
from tests.share.reading import MASTER_TEXT

LEFT = {
    ".roadmap.pmsite-x/0.old": "#!/bin/sh\ntouch hostile\n",
    ".roadmap.pmsite-x/1.old": "hostile\n",
    ".roadmap.pmsite-x/lock": "",
    ".roadmap.pmsite-x/journal": '[{"path": ".git/hooks/pre-commit", "existed": true, "new": null, "folder": "."},\n'
    ' {"path": "../elsewhere/x.desktop", "existed": true, "new": null, "folder": "/"}]',
}
"""What the author of a repository may commit, so that it looks like what an interrupted command leaves."""
READING = [
    ("check",),
    ("changes", "from-git", "HEAD~0..HEAD", "--dry-run"),
    ("release", "1.0.0", "--dry-run"),
    ("import", "csv", "rows.csv", "--dry-run"),
    ("import", "--suggest", "rows.csv"),
    ("export", "json"),
]
WRITING = [
    ("changes", "from-git", "HEAD~0..HEAD"),
    ("release", "1.0.0"),
    ("import", "csv", "rows.csv"),
    ("new", "feature", "Offline mode"),
]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    here = tmp_path / "here"
    write(
        here / "roadmap",
        {"features/a.md": "title: A\nstatus: shipped\nvisibility: [customers]", "changes/c.md": "title: C\nkind: added"},
    )
    for path, text in {**LEFT, "rows.csv": "id,title,type\nb,B,feature\n", "CHANGELOG.md": "# Changelog\n"}.items():
        (here / path).parent.mkdir(exist_ok=True)
        (here / path).write_text(text, encoding="utf-8")
    (here / ".roadmap.pmsite-x/0.old").chmod(0o755)
    git(here, "init", "-q")
    (here / ".git/hooks").mkdir(exist_ok=True)
    git(here, "add", "-A", "-f")
    git(here, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "x")
    return here


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def tree(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.relative_to(folder).parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.mark.parametrize("words", [*READING, *WRITING], ids=" ".join)
def test_a_folder_that_others_committed_makes_no_command_write_anything(repository: Path, words: tuple[str, ...]) -> None:
    before = tree(repository.parent)
    hooks = set((repository / ".git/hooks").iterdir())
    done = pmsite(repository, *words)
    assert done.returncode == 0, done.stderr
    assert set((repository / ".git/hooks").iterdir()) == hooks
    assert not (repository.parent / "elsewhere").exists()
    after = tree(repository.parent)
    assert {path: text for path, text in after.items() if ".roadmap.pmsite-x" in path} == {
        f"here/{path}": text.encode() for path, text in LEFT.items()
    }
    if words in READING:
        assert after == before
    assert (".roadmap.pmsite-x beside roadmap looks like what an interrupted command leaves" in done.stderr) == (words in WRITING)


FULL = [
    ("new", "feature", "Offline mode"),
    ("new", "trend", "A trend"),
    ("new", "brief", "For all", "--kind", "executive"),
    ("init", "other/place"),
    ("init", "--example", "other"),
    ("init", "--ci", "github"),
    ("schema", "--editor", "vscode"),
    ("export", "json", "-o", "plan.json"),
    ("brief", "b", "-o", "brief.html"),
    ("import", "csv", "rows.csv"),
    ("import", "csv", "rows.csv", "--dry-run", "--receipt", "receipt.csv"),
    ("links", "new-secret", "-o", "secret"),
]


@pytest.mark.parametrize("words", FULL, ids=" ".join)
def test_a_disk_that_is_full_leaves_nothing_behind(tmp_path: Path, words: tuple[str, ...]) -> None:
    write(
        tmp_path / "roadmap",
        {"features/a.md": "title: A", "briefs/b.md": "title: B\naudience: customers\nsections: [roadmap]"},
    )
    (tmp_path / "rows.csv").write_text(f"id,title,type\nb,B {'x' * 90},feature\n", encoding="utf-8")
    before = tree(tmp_path), sorted(path for path in tmp_path.rglob("*"))
    done = subprocess.run(
        [sys.executable, "-B", "-m", "pmsite", *words],
        cwd=tmp_path,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1795392000"},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (40, 40)),  # as many bytes fit into a file
    )
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert "file too large" in done.stderr.lower()
    assert (tree(tmp_path), sorted(path for path in tmp_path.rglob("*"))) == before


MARK = b"\xef\xbb\xbf"
LOG = "## [Unreleased]\n\n- By hand\n\n## [0.9.0] - 2026-01-01\n\n- First\n"
MARKED = [
    ("check",),
    ("schema", "product"),
    ("init", "--ci", "github"),
    ("import", "csv", "rows.csv", "--mapping", "mapping.yml"),
    ("import", "--suggest", "rows.csv"),
    ("import", "changelog", "log.md"),
    ("release", "1.0.0"),
    ("changes", "from-git", "HEAD~0..HEAD", "--dry-run"),
    ("export", "json"),
    ("new", "feature", "Offline mode"),
    ("links", "rotate"),
]


@pytest.mark.parametrize("words", MARKED, ids=" ".join)
def test_a_byte_order_mark_makes_no_difference_to_any_command_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv(VARIABLE, MASTER_TEXT)
    told = []
    for folder, mark in ((tmp_path / "plain", b""), (tmp_path / "marked", MARK)):
        write(folder / "roadmap", {"features/a.md": "title: A\nstatus: shipped", "changes/c.md": "title: C\nkind: added"})
        for path, text in {
            "rows.csv": "Name,Kind\nB,feature\n",
            "mapping.yml": "source: ours\ncolumns: {Name: title, Kind: type}\n",
            "CHANGELOG.md": LOG,
            "log.md": f"# Ours\n\nAll of it.\n\n{LOG}",
        }.items():
            (folder / path).write_text(text, encoding="utf-8")
        for file in folder.rglob("*.*"):
            file.write_bytes(mark + file.read_bytes())
        git(folder, "init", "-q")
        git(folder, "add", "-A")
        git(folder, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "feat: x")
        done = pmsite(folder, *words)
        made = {path: text.removeprefix(MARK) for path, text in tree(folder).items()}
        out = re.sub(r'"revision": "\w+"', "", done.stdout)  # the marks make it another commit
        told.append((done.returncode, out.replace("\ufeff", ""), made))
        assert (folder / "roadmap/product.yml").read_bytes().startswith(mark)
        assert (folder / "CHANGELOG.md").read_bytes().startswith(mark)
        assert done.returncode == 0, done.stderr
    assert told[0] == told[1]


BAD = [
    (b"name: P\n".decode().encode("utf-16"), "roadmap/product.yml:1:1 error not-utf-8", "it is UTF-16 now"),
    (b"name: P\x08\n", "roadmap/product.yml:1:8 error control-character", "remove it"),
    (b"name: P\n" + b"# " + b"x" * (1 << 20), "roadmap/product.yml error file-too-large", "1024 KiB fit"),
    (b"name: P\nlanguege: en\n", "roadmap/product.yml:2:1 error unknown-key", "did you mean"),
]


@pytest.mark.parametrize(("content", "place", "why"), BAD, ids=["utf-16", "control", "large", "key"])
@pytest.mark.parametrize(
    "words",
    [("check",), ("schema", "product"), ("init", "--ci", "github"), ("import", "csv", "rows.csv"), ("links", "rotate")],
    ids=" ".join,
)
def test_every_command_says_the_same_of_a_product_yml_with_a_fault(
    tmp_path: Path, words: tuple[str, ...], content: bytes, place: str, why: str
) -> None:
    (tmp_path / "roadmap").mkdir()
    (tmp_path / "roadmap/product.yml").write_bytes(content)
    (tmp_path / "rows.csv").write_text("id,title,type\nb,B,feature\n", encoding="utf-8")
    before = tree(tmp_path)
    done = pmsite(tmp_path, *words)
    assert done.returncode == 1
    assert place in done.stdout + done.stderr
    assert why in done.stdout + done.stderr
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("roadmap/features", ("new", "feature", "Offline mode")),
        ("roadmap/changes", ("new", "change", "Faster")),
        (".vscode", ("schema", "--editor", "vscode")),
        (".github", ("init", "--ci", "github")),
        ("docs", ("init",)),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_a_link_that_others_committed_leads_no_command_outside(tmp_path: Path, link: str, words: tuple[str, ...]) -> None:
    here = tmp_path / "here"
    here.mkdir()
    if words != ("init",):
        write(here / "roadmap", {}, "name: P\naudiences: {public: {}}\n")
    (tmp_path / "elsewhere").mkdir()
    (here / link).symlink_to(tmp_path / "elsewhere")
    before = tree(here)
    done = pmsite(here, *words)
    assert done.returncode == 1
    assert f"nothing was written: this is a symbolic link, which may lead anywhere: {link}" in done.stderr
    assert not list((tmp_path / "elsewhere").iterdir())
    assert tree(here) == before


def _link(path: Path) -> None:
    path.symlink_to("elsewhere")


@pytest.mark.parametrize(
    ("make", "code"), [(_link, "symbolic-link"), (os.mkfifo, "not-a-regular-file"), (Path.mkdir, "not-a-regular-file")]
)
@pytest.mark.parametrize(
    "words", [("check",), ("schema", "product"), ("init", "--ci", "github"), ("links", "rotate")], ids=" ".join
)
def test_every_command_says_the_same_of_a_product_yml_that_is_no_file(
    tmp_path: Path, words: tuple[str, ...], make: Callable[[Path], None], code: str
) -> None:
    (tmp_path / "roadmap").mkdir()
    make(tmp_path / "roadmap/product.yml")
    done = pmsite(tmp_path, *words)
    assert done.returncode == 1
    assert f"roadmap/product.yml error {code}" in done.stdout + done.stderr
