"""The files that a new workspace begins with, in each language. `@NAME@` stands for the name, the others for dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from pmsite.model.period import quarter_of
from pmsite.model.scaffold import scalar
from pmsite.starter.example_dates import moved, quarters_since, until

LANGUAGES = ("en", "zh")


def files(language: str, name: str, today: date) -> Iterator[tuple[str, str]]:
    """Each file as its path below the new folder and its text."""
    words = {
        "@NAME@": scalar(name),
        "@TODAY@": today.isoformat(),
        "@LAST_WEEK@": (today - timedelta(days=7)).isoformat(),
        "@QUARTER@": str(quarter_of(today)),
        "@YEAR_AFTER@": str(today.year + 3),
    }
    folder = Path(__file__).parent / language
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            for mark, word in words.items():
                text = text.replace(mark, word)
            yield path.relative_to(folder).as_posix(), text


ASSISTANTS = {"AGENTS.md": "AGENTS.md", "SKILL.md": ".agents/skills/pmsite/SKILL.md"}
"""What tells assistants how to work with a plan, and where their programs look for it."""


def assistants(language: str) -> Iterator[tuple[str, str]]:
    """Each file for assistants, as its path below the folder of the plan's site and its text."""
    for name, place in ASSISTANTS.items():
        yield place, (Path(__file__).parent / "assistants" / language / name).read_text(encoding="utf-8")


def example(language: str, today: date) -> Iterator[tuple[str, str]]:
    """Each file of the example product, as its path below the new folder and its text: its dates moved up to today, nothing later known."""
    yield from _of_today(Path(__file__).parent / "example" / language, today)


PORTFOLIO = "portfolio"
"""The folder of a portfolio, beside those of its products."""
PRODUCTS = ("oven", "counter", "rounds")
"""Their folders, each after those that it names items of."""


def portfolio(language: str, today: date) -> Iterator[tuple[str, str]]:
    """Each file of three products and their portfolio, as its path below the new folder and its text."""
    written = dict(_of_today(Path(__file__).parent / "portfolio" / language, today))
    yield from written.items()
    for folder in (*PRODUCTS, PORTFOLIO):
        name = re.findall(r"^name: (.+)$", written[f"{folder}/roadmap/product.yml"], re.MULTILINE)[0]
        for path in ("mkdocs.yml", "docs/how-we-plan.md"):
            text = (Path(__file__).parent / language / path).read_text(encoding="utf-8")
            yield f"{folder}/{path}", text.replace("@NAME@", name)


def _of_today(folder: Path, today: date) -> Iterator[tuple[str, str]]:
    """Files whose dates are moved up to today, nothing later known."""
    quarters = quarters_since(today)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = moved(path.relative_to(folder).as_posix(), quarters)
            if known := until(today, name, moved(path.read_text(encoding="utf-8"), quarters)):
                yield name, known
