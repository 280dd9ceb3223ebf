"""The picture that the README shows is the one that is drawn today; `PMSITE_WRITE_EXPECTED=1 pytest tests/pictures` draws it anew."""

from __future__ import annotations

import os
from pathlib import Path

from click.testing import CliRunner

from pmsite.cli import group
from tests.pictures.test_cases import DAY, drawn

ROOT = Path(__file__).parent.parent.parent
PICTURE = ROOT / "docs/assets/timeline.svg"


def test_the_picture_of_the_readme_is_not_stale(tmp_path: Path) -> None:
    made = CliRunner().invoke(group, ["init", str(tmp_path / "p"), "--example"], env={"SOURCE_DATE_EPOCH": DAY})
    assert made.exit_code == 0, made.output
    found = drawn("timeline", "--theme", "auto", "-w", str(tmp_path / "p/roadmap"))
    assert found.exit_code == 0, found.stderr
    if os.environ.get("PMSITE_WRITE_EXPECTED"):
        PICTURE.write_text(found.stdout, encoding="utf-8", newline="")
    assert PICTURE.read_text(encoding="utf-8") == found.stdout
    assert f"]({PICTURE.relative_to(ROOT).as_posix()})" in (ROOT / "README.md").read_text(encoding="utf-8")
