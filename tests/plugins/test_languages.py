"""A site in several languages is built once for each of them, and each build takes from the one before what is the same."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.plugins.cases import ALONE
from tests.plugins.test_matrix import ENV, files, laid_out, python, start

pytestmark = [pytest.mark.host, pytest.mark.slow]
__all__ = ["start"]

LANGUAGES = {"", "zh/", "fr/"}
TRANSLATION = "roadmap/features/guided-setup.zh.md"


def made(project: Path) -> dict[str, str]:
    """Build, and give the pages that are made, by their places, with the reasons that are told."""
    user = str(project.parent / "user")
    done = subprocess.run(
        [python("plugins"), "-m", "mkdocs", "build", "--verbose"],
        cwd=project,
        env={**os.environ, **ENV, "XDG_CACHE_HOME": user},
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(re.findall(r"pmsite: (\S+) is made: (.+)", done.stderr))


def languages(pages: dict[str, str]) -> set[str]:
    return {next((language for language in LANGUAGES - {""} if page.startswith(language)), "") for page in pages}


def test_what_is_the_same_is_made_once_in_each_language(start: Path, tmp_path: Path) -> None:
    project = laid_out(start, tmp_path / "plan", ALONE["i18n"])
    config = project / "mkdocs.yml"
    told_of_no_past = config.read_text(encoding="utf-8").replace(", pmsite]", ", pmsite: {history: false}]")
    config.write_text(told_of_no_past, encoding="utf-8")  # else pages in every language tell what changed
    first = made(project)
    assert languages(first) == LANGUAGES
    assert first["zh/roadmap/features/guided-setup.md"] == "it is new"
    built = files(project / "site")
    assert made(project) == {}
    assert files(project / "site") == built

    path = project / TRANSLATION
    path.write_text(path.read_text(encoding="utf-8") + "\n再来一步。\n", encoding="utf-8")
    assert made(project) == {"zh/roadmap/features/guided-setup.md": "texts of guided-setup"}
    again = files(project / "site")
    assert "再来一步" in again["zh/roadmap/features/guided-setup/index.html"].decode()
    assert made(project) == {}

    path.write_text(path.read_text(encoding="utf-8").replace("引导式设置", "向导"), encoding="utf-8")
    renamed = made(project)
    assert "zh/roadmap/index.md" in renamed
    assert languages(renamed) == {"zh/"}

    (project / "site").rename(tmp_path / "kept")
    (project.parent / "user").rename(tmp_path / "forgotten")
    made(project)
    assert files(project / "site") == files(tmp_path / "kept")
