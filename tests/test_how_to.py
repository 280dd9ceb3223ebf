"""The files that the how-tos show: put where their headings say, they are one plan without a fault."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from pmsite import starter
from pmsite.pipeline import load
from tests.make import TODAY

ROOT = Path(__file__).parent.parent
HOW_TO = ROOT / "docs" / "how-to"
FILE = re.compile(r'^```\w+ title="(?P<path>[^"]+)"\n(?P<text>.*?)^```$', re.DOTALL | re.MULTILINE)
SETTINGS = re.compile(r"^```yaml\n(?P<text>capabilities:.*?)^```$", re.DOTALL | re.MULTILINE)


def test_the_files_of_the_how_tos_are_a_plan_without_a_fault(tmp_path: Path) -> None:
    shown = write_the_plan_of_the_how_tos(tmp_path, TODAY)

    read = load(tmp_path / "roadmap", "roadmap", TODAY)

    assert [f"{d.span} {d.code} {d.message}" for d in read.report if d.severity.is_fault] == []
    assert read.product is not None
    items = {Path(path).stem for path in shown if path.startswith("roadmap/")} - {"product"}
    assert items <= set(read.product.items)


def write_the_plan_of_the_how_tos(folder: Path, day: date) -> list[str]:
    """The starter's plan with every file that a how-to shows; their paths."""
    for path, text in starter.files("en", "Field Notes", day):
        write(folder / path, text)
    pages = [page.read_text(encoding="utf-8") for page in sorted(HOW_TO.glob("*.md"))]
    shown = [found for page in pages for found in FILE.finditer(page)]
    for found in shown:
        write(folder / found["path"], found["text"])
    settings = folder / "roadmap" / "product.yml"
    write(settings, settings.read_text(encoding="utf-8") + "".join(f["text"] for page in pages for f in SETTINGS.finditer(page)))
    return [found["path"] for found in shown]


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
