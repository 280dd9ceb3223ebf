"""The files that the how-tos show: put where their headings say, they are one plan without a fault."""

from __future__ import annotations

import re
from pathlib import Path

from pmsite import starter
from pmsite.pipeline import load
from tests.make import TODAY

HOW_TO = Path(__file__).parent.parent / "docs" / "how-to"
FILE = re.compile(r'^```\w+ title="(?P<path>roadmap/[^"]+)"\n(?P<text>.*?)^```$', re.DOTALL | re.MULTILINE)
SETTINGS = re.compile(r"^```yaml\n(?P<text>capabilities:.*?)^```$", re.DOTALL | re.MULTILINE)


def test_the_files_of_the_how_tos_are_a_plan_without_a_fault(tmp_path: Path) -> None:
    for path, text in starter.files("en", "Field Notes", TODAY):
        write(tmp_path / path, text)
    pages = [page.read_text(encoding="utf-8") for page in sorted(HOW_TO.glob("*.md"))]
    shown = [found for page in pages for found in FILE.finditer(page)]
    for found in shown:
        write(tmp_path / found["path"], found["text"])
    settings = tmp_path / "roadmap" / "product.yml"
    write(settings, settings.read_text(encoding="utf-8") + "".join(f["text"] for page in pages for f in SETTINGS.finditer(page)))

    read = load(tmp_path / "roadmap", "roadmap", TODAY)

    assert [f"{d.span} {d.code} {d.message}" for d in read.report if d.severity.is_fault] == []
    assert read.product is not None
    assert {Path(found["path"]).stem for found in shown} - {"product"} <= set(read.product.items)


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
