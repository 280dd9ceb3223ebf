"""The files that the how-tos show: put where their headings say, they are one plan without a fault."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from pmsite import starter
from pmsite.pipeline import load
from tests.make import TODAY

ROOT = Path(__file__).parent.parent
HOW_TO = ROOT / "docs" / "how-to"
FILE = re.compile(r'^```\w+ title="(?P<path>[^"]+)"\n(?P<text>.*?)^```$', re.DOTALL | re.MULTILINE)
SETTINGS = re.compile(r"^```yaml\n(?P<text>capabilities:.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_files_of_the_how_tos_are_a_plan_without_a_fault(tmp_path: Path, language: str) -> None:
    shown = write_the_plan_of_the_how_tos(tmp_path, TODAY, language)

    read = load(tmp_path / "roadmap", "roadmap", TODAY)

    assert [f"{d.span} {d.code} {d.message}" for d in read.report if d.severity.is_fault] == []
    assert read.product is not None
    items = {Path(path).stem for path in shown if path.startswith("roadmap/")} - {"product"}
    assert items <= set(read.product.items)


def how_tos(language: str = "en") -> list[Path]:
    """The how-tos as readers of a language have them."""
    english = [page for page in sorted(HOW_TO.glob("*.md")) if not page.name.endswith(".zh.md")]
    return [theirs if language == "zh" and (theirs := page.with_suffix(".zh.md")).exists() else page for page in english]


def write_the_plan_of_the_how_tos(folder: Path, day: date, language: str = "en") -> list[str]:
    """The starter's plan of a language with every file that a how-to shows in it; their paths."""
    for path, text in starter.files(language, "Field Notes", day):
        write(folder / path, text)
    pages = [page.read_text(encoding="utf-8") for page in how_tos(language)]
    shown = [found for page in pages for found in FILE.finditer(page)]
    for found in shown:
        write(folder / found["path"], found["text"])
    settings = folder / "roadmap" / "product.yml"
    write(settings, settings.read_text(encoding="utf-8") + "".join(f["text"] for page in pages for f in SETTINGS.finditer(page)))
    return [found["path"] for found in shown]


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
