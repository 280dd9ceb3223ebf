"""Sites with other plugins, on another host, with another theme: each is built thrice, and must be whole, quiet, and thrice the same."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.plugins.cases import ALONE, HUB, ITEM, OTHERWISE, TOGETHER, Case

ROOT = Path(__file__).parent.parent.parent
ENV = {"SOURCE_DATE_EPOCH": "1795392000", "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
GIT = ["git", "-c", "user.name=Ada Okoro", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]
CASES = {**ALONE, "together": TOGETHER, **OTHERWISE}

pytestmark = [pytest.mark.host, pytest.mark.slow]


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small starter."""
    at = tmp_path_factory.mktemp("start") / "plan"
    subprocess.run([sys.executable, "-m", "pmsite", "init", at], env={**os.environ, **ENV}, check=True, capture_output=True)
    return at


def python(environment: str) -> Path:
    found = ROOT / ".venv-plugins" / environment / "bin/python"
    if not found.exists():
        told = "run `make plugins` first, which installs the plugins that sites are tried with"
        pytest.fail(told) if os.environ.get("CI") else pytest.skip(told)
    return found


def laid_out(start: Path, project: Path, case: Case) -> Path:
    shutil.copytree(start, project)
    config = (project / "mkdocs.yml").read_text(encoding="utf-8")
    last, _, rest = case.plugins.partition(" | ")
    plugins = ", ".join(filter(None, [last, "pmsite", rest]))
    config = re.sub(r"plugins:\n.*?\n\n", f"plugins: [{plugins}]\n\n", config, flags=re.DOTALL)
    config = config.replace("name: material", f"name: {case.theme}") + case.more
    (project / "mkdocs.yml").unlink()
    for path, text in {**case.files, f"{case.host}.yml": config}.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text, encoding="utf-8")
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "Begin"]):
        subprocess.run([*GIT, *command], cwd=project, check=True)
    return project


def files(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def dead_links(site: Path) -> list[str]:
    """Links between pages of a site that lead to no file."""
    dead = []
    for page in site.rglob("*.html"):
        if page.name == "404.html":
            continue
        for link in set(re.findall(r'<a [^>]*href="([^"#?]+)', page.read_text(encoding="utf-8"))):
            if not re.match(r"[a-z]+:|/", link):
                target = page.parent / unquote(link)
                if not (target.is_file() or (target / "index.html").is_file()):
                    dead.append(f"{page.relative_to(site)}: {link}")
    return dead


@pytest.mark.parametrize("name", CASES)
def test_a_site_with(name: str, start: Path, tmp_path: Path) -> None:
    case = CASES[name]
    project = laid_out(start, tmp_path / "plan", case)
    command = [case.host, "build", *(["--strict"] if case.strict else [])]
    done = subprocess.run(
        [python(case.environment), ROOT / "tests/plugins/three_builds.py", *command],
        cwd=project,
        env={**os.environ, **ENV, **case.env, "XDG_CACHE_HOME": str(tmp_path / "user")},
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert not re.search(r"(?:WARNING|ERROR) .*pmsite", said), said
    assert case.says in said, said
    assert ("the theme makes every page anew" in said) is not case.known, said
    built = files(project / "site-0")
    for path, text in {HUB: "Guided set-up", ITEM: "The first screen asks", **case.shows}.items():
        found = built.get(path) or built[path.replace("/index.html", ".html")]
        assert text.encode() in found, path
    for path, text in case.lacks.items():
        assert text not in built[path].decode(), path
    assert not built.keys() & set(case.gone)
    assert dead_links(project / "site-0") == []
    for at in (1, 2):
        again = files(project / f"site-{at}")
        assert again.keys() == built.keys()
        assert [path for path, content in built.items() if again[path] != content and not re.search(case.varies, path)] == []
    kept = [path.suffix for path in (tmp_path / "user/pmsite/sites").glob("*")]
    assert kept in ([], [".state"])


def test_mike_publishes_the_whole_site(start: Path, tmp_path: Path) -> None:
    project = laid_out(start, tmp_path / "plan", Case("search, mike"))
    scripts = python("plugins").parent
    identity = {
        f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "Ada"), ("EMAIL", "a@b"))
    }
    env = {**os.environ, **ENV, **identity, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([scripts / "mike", "deploy", "1.0"], cwd=project, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    listed = subprocess.run(
        [*GIT, "ls-tree", "-r", "--name-only", "gh-pages"], cwd=project, capture_output=True, text=True, check=True
    )
    assert {f"1.0/{HUB}", f"1.0/{ITEM}"} <= set(listed.stdout.split())


def test_the_page_about_other_plugins_names_those_that_are_tried() -> None:
    page = (ROOT / "docs/reference/other-plugins.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `([a-z0-9-]+)` \|", page, re.MULTILINE)
    assert sorted(named) == sorted([*ALONE, "mike"])
