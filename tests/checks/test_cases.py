"""Each rule finds its fault where it is, and nothing where there is none: a folder in, the lines of `pmsite check` out.

`PMSITE_WRITE_EXPECTED=1 pytest tests/checks` writes the expected files anew, to be read before they are committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pmsite.checks import RULES
from pmsite.pipeline import load
from tests.make import TODAY

CASES = Path(__file__).parent / "cases"


def told(case: Path, off: str = "") -> str:
    report = load(case / "roadmap", "roadmap", TODAY).report
    return "".join(f"{d.span} {d.severity.value} {d.code} {d.message}\n" for d in report if d.code != off)


WITHOUT = {"not-readable"}
"""What no case can hold: any file of a repository can be read. See `test_links.py`."""


@pytest.mark.parametrize("code", [code for code in RULES if code not in WITHOUT])
def test_a_rule_finds_its_fault(code: str) -> None:
    case = CASES / code
    found = told(case)
    if os.environ.get("PMSITE_WRITE_EXPECTED"):
        (case / "expected.txt").write_text(found, encoding="utf-8", newline="")
    expected = (case / "expected.txt").read_text(encoding="utf-8")
    assert found == expected
    assert f" {code} " in expected


def test_every_case_belongs_to_a_rule() -> None:
    assert {path.name for path in CASES.iterdir()} == set(RULES) - WITHOUT
