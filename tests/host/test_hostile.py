"""Bad, malicious and merely unlucky inputs: each ends as its manifest says."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

HOSTILE = Path(__file__).parents[3] / "shared" / "hostile"
AGAIN = 2
"""How often a case that was only too slow is run once more: whether a case is slow is not to hang on what else the machine does."""

pytestmark = [
    pytest.mark.host,
    pytest.mark.slow,
    pytest.mark.skipif(not HOSTILE.is_dir(), reason="the hostile cases are not beside this checkout"),
]


def entries() -> list[dict[str, Any]]:
    """Every case, the longest first, so that none is waited for at the end."""
    if not HOSTILE.is_dir():
        return []
    found: list[dict[str, Any]] = json.loads((HOSTILE / "manifest.json").read_text(encoding="utf-8"))
    return sorted(found, key=lambda entry: entry["id"] != "items-100k")


def runner() -> ModuleType:
    """The judge that comes with the cases."""
    spec = importlib.util.spec_from_file_location("hostile_run", HOSTILE / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["hostile_run"] = module
    spec.loader.exec_module(module)
    return module


def written(folder: Path, chosen: list[dict[str, Any]]) -> Path:
    """The cases, each as a project of its own."""
    words = [sys.executable, HOSTILE / "generate.py", folder, "--only", *[entry["id"] for entry in chosen]]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    return folder / "cases"


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What falls short in each case, by its id."""
    chosen = entries()
    folder = written(tmp_path_factory.mktemp("hostile"), chosen)
    context = get_context("spawn")  # since the system counts the memory of who starts a command as that command's
    with ProcessPoolExecutor(2, context) as pool:
        found = dict(pool.map(partial(judged, folder), chosen))
        for _ in range(AGAIN):
            slow = [entry for entry in chosen if found[entry["id"]] and all("slower than" in fault for fault in found[entry["id"]])]
            if slow:
                again = written(tmp_path_factory.mktemp("hostile"), slow)
                found |= dict(pool.submit(judged, again, entry).result() for entry in slow)
    return found


def judged(folder: Path, entry: dict[str, Any]) -> tuple[str, list[str]]:
    """What falls short in one case."""
    found: list[str] = runner().judge(entry, folder).faults
    for path in (folder / entry["id"], folder / f"{entry['id']}.export"):
        remove(path)
    return entry["id"], found


def remove(path: Path) -> None:
    """Make room: some cases are half a gigabyte, or have names that are hard to remove."""
    subprocess.run(["rm", "-rf", path], check=False, stderr=subprocess.DEVNULL)


@pytest.mark.parametrize("case", [entry["id"] for entry in entries()])
def test_case(case: str, verdicts: dict[str, list[str]]) -> None:
    assert verdicts[case] == []
