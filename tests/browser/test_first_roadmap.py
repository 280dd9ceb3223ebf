"""What the tutorial does is done as it says, and each step changes just the lines that were meant: `first_roadmap.txt`.

`PMSITE_WRITE_EXPECTED=1 pytest tests/browser/test_first_roadmap.py` writes them anew, to be read before they are committed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.editing import AGAIN
from tests.browser.first_roadmap import DAY, PATIENCE, Tutorial, begun

pytestmark = [pytest.mark.browser, AGAIN]
TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial"
EXPECTED = Path(__file__).parent
LANGUAGES = {"en": "", "zh": ".zh"}
"""What the name of a page and of what is expected has of a language."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_step_of_the_tutorial_changes_what_it_says(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    page.set_default_timeout(PATIENCE)
    told = []
    with begun(tmp_path / "plan", language) as served:
        for name, step in Tutorial(language).steps().items():
            before = tmp_path / "before"
            shutil.rmtree(before, ignore_errors=True)
            shutil.copytree(served.root / "roadmap", before)
            step(page, served.address)
            told.append(f"# {name}\n{_difference(before, served.root / 'roadmap')}")
        assert served.git("symbolic-ref", "--short", "HEAD").strip() == "plan/first-roadmap"
        assert served.git("status", "--porcelain") == ""
        shown = _shown_in_the_tutorial(TUTORIAL / f"index{LANGUAGES[language]}.md")
        assert shown in [file.read_text(encoding="utf-8") for file in served.root.glob("roadmap/features/*.md")]
    found = "\n".join(told)
    expected = EXPECTED / f"first_roadmap{LANGUAGES[language]}.txt"
    if os.environ.get("PMSITE_WRITE_EXPECTED"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


def _shown_in_the_tutorial(page: Path) -> str:
    """The file that the last chapter shows."""
    found = re.search(r"```markdown\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    assert found
    return found[1]


def _difference(before: Path, after: Path) -> str:
    """The lines that differ, below the names of their files."""
    words = ["git", "-c", "core.quotePath=false", "diff", "--no-index", "--unified=0", "--no-color", str(before), str(after)]
    lines = subprocess.run(words, capture_output=True, text=True, check=False, encoding="utf-8").stdout.splitlines()
    shown = []
    for line in lines:
        if line.startswith("diff --git"):
            shown.append(re.sub(r"^.*/(?:roadmap|before)/", "", line))
        elif line[:1] in "+-" and not line.startswith(("--- ", "+++ ")):
            shown.append(line)
    return "".join(f"{line}\n" for line in shown)
