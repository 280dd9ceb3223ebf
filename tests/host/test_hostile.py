"""Bad, malicious and merely unlucky inputs: each ends as its manifest says."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

HOSTILE = Path(__file__).parents[3] / "shared" / "hostile"
NOT_YET = ("import", "export")
"""Commands that do not exist yet; cases that need them wait for them."""
LARGE = {"items-100k"}
"""Cases that take minutes to write and read."""
OTHER = {"code-beside"}
"""A case that Python itself decides: see the last test."""

pytestmark = [
    pytest.mark.host,
    pytest.mark.slow,
    pytest.mark.skipif(not HOSTILE.is_dir(), reason="the hostile cases are not beside this checkout"),
]


def entries() -> list[dict[str, Any]]:
    """The cases that concern what exists."""
    if not HOSTILE.is_dir():
        return []
    found = json.loads((HOSTILE / "manifest.json").read_text(encoding="utf-8"))
    return [e for e in found if e["id"] not in LARGE | OTHER and not any(words.startswith(NOT_YET) for words in e.get("run", ()))]


def runner() -> ModuleType:
    """The judge that comes with the cases."""
    spec = importlib.util.spec_from_file_location("hostile_run", HOSTILE / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["hostile_run"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[str]]]:
    """Every case, run once: its faults by its id."""
    folder = tmp_path_factory.mktemp("hostile")
    chosen = entries()
    subprocess.run(
        [sys.executable, HOSTILE / "generate.py", folder, "--only", *[e["id"] for e in chosen]],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    judge = runner().judge
    with ThreadPoolExecutor(2) as pool:
        yield {verdict.id: verdict.faults for verdict in pool.map(lambda e: judge(e, folder / "cases"), chosen)}


@pytest.mark.parametrize("case", [entry["id"] for entry in entries()])
def test_case(case: str, verdicts: dict[str, list[str]]) -> None:
    assert verdicts[case] == []


def test_modules_beside_a_workspace_are_never_imported(tmp_path: Path) -> None:
    """Python puts the current folder first for `python -m`; the isolated mode, which workflows use, does not."""
    subprocess.run(
        [sys.executable, HOSTILE / "generate.py", tmp_path, "--only", "code-beside"], check=True, stdout=subprocess.DEVNULL
    )
    case = tmp_path / "cases" / "code-beside"
    done = subprocess.run([sys.executable, "-I", "-m", "pmsite", "check"], cwd=case, capture_output=True, check=False)
    assert done.returncode == 0
    assert not (case / "PWNED").exists()
