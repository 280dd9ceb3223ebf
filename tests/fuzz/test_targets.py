"""Every kept input is still judged well, every target still makes inputs, and the runner sees what becomes of each."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from tests.fuzz import run as runner
from tests.fuzz import target as targets
from tests.fuzz.finding import look, shrunk
from tests.fuzz.mutate import mutated

FEW = 3
ROOT = Path(__file__).parents[2]
KEPT = [pytest.param(name, path, id=f"{name}/{path.name}") for name in targets.names() for path in targets.seeds(name)]


@pytest.mark.parametrize(("name", "path"), KEPT)
def test_a_kept_input(name: str, path: Path) -> None:
    found = look(targets.load(name), path.read_bytes())
    assert found is None, found.told


@pytest.mark.parametrize("name", targets.names())
def test_inputs_that_are_made(name: str) -> None:
    target, random = targets.load(name), Random(name)
    made = [target.make(random) for _ in range(FEW)]
    assert made == [targets.load(name).make(again) for again in [Random(name)] for _ in range(FEW)]
    for data in made:
        changed = data if targets.is_whole(target) else mutated(random, data, made)
        for found in (look(target, data), look(target, changed)):
            assert found is None, found.told


def test_every_kept_input_belongs_to_a_target() -> None:
    assert {path.name for path in targets.SEEDS.iterdir()} <= set(targets.names())


BAD = """\
import os
from pmsite.model.period import parse

def make(random):
    return random.choice([b"fine"] * 9 + [WORD]) * 3

def judge(data):
    if b"kill" in data:
        os.kill(os.getpid(), 11)
    if b"hang" in data:
        while True:
            pass
    if b"raise" in data:
        parse("")
    return "told: why" if b"tell" in data else ""
"""


@pytest.mark.parametrize(
    ("word", "name", "input", "says"),
    [
        ("kill", "crash-SIGSEGV", b"killkillkill", "Segmentation fault"),
        ("hang", "hang-in", b"hanghanghang", "longer than 1 s"),
        ("raise", "ValueError-at-period-py", b"raise", "Traceback"),
        ("tell", "told", b"tell", "told: why"),
    ],
)
def test_what_a_target_does_is_found_with_its_input(tmp_path: Path, word: str, name: str, input: bytes, says: str) -> None:
    """A crash and a hang take their process with them; what is raised or told is made small."""
    code = f"WORD = b{word!r}\n{BAD}"
    started = (
        f"import sys, types; m = types.ModuleType('bad'); exec({code!r}, m.__dict__); sys.modules['tests.fuzz.targets.bad'] = m\n"
    )
    started += f"import tests.fuzz.finding as f; from pathlib import Path; f.FOUND = Path({str(tmp_path)!r}, 'found')\n"
    started += "import faulthandler; faulthandler.enable(); from tests.fuzz.worker import work\n"
    started += f"work('bad', '1', 0.5, 1, 4000, Path({str(tmp_path)!r}))"
    done = subprocess.run([sys.executable, "-c", started], cwd=ROOT, capture_output=True, text=True, check=False)
    stack = (tmp_path / "stack").read_text(encoding="utf-8")
    if done.returncode:
        found = runner.ended(done.returncode, stack, done.stderr, 1)
        assert found.name.startswith(name)
        assert (tmp_path / "input").read_bytes() == input
        assert says in found.told
    else:
        kept = next(path for path in (tmp_path / "found/bad").iterdir() if path.suffix != ".txt")
        assert kept.name.startswith(name)
        assert kept.read_bytes() == input
        assert says in kept.with_name(f"{kept.name}.txt").read_text(encoding="utf-8")


def test_an_input_is_cut_down_to_what_the_finding_needs() -> None:
    assert shrunk(b"a" * 40 + b"x" + b"b" * 40 + b"y" + b"c" * 40, lambda less: b"x" in less and b"y" in less) == b"xy"
