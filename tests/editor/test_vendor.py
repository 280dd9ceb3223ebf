"""The editor's libraries are as their authors published them, with their licences, and small."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import pmsite.editor

VENDOR = Path(pmsite.editor.__file__).parent / "static" / "vendor"
SUMS = {name: digest for digest, name in (line.split() for line in (VENDOR / "checksums.txt").read_text("utf-8").splitlines())}


def test_each_library_is_byte_for_byte_what_was_taken_in() -> None:
    files = {file.name for file in VENDOR.iterdir()} - {"checksums.txt", "README.md"}
    assert {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name in files} == SUMS


def test_each_has_its_licence_and_is_told_of() -> None:
    told = (VENDOR / "README.md").read_text("utf-8")
    for name in SUMS:
        assert f"`{name}`" in told
    for name in (name for name in SUMS if name.endswith(".js")):
        row = next(line for line in told.splitlines() if f"`{name}`" in line)
        assert set(re.findall(r"`([\w.-]+\.LICENSE\.txt)`", row)) <= SUMS.keys()
        assert "LICENSE" in row


def test_together_they_are_sent_in_less_than_30_kb() -> None:
    assert sum(len(gzip.compress((VENDOR / name).read_bytes())) for name in SUMS if name.endswith(".js")) < 30_000


def test_the_editor_asks_no_other_host() -> None:
    for script in VENDOR.parent.rglob("*.js"):
        if script.parent != VENDOR:
            assert not re.search(r"""(?:import|from|fetch\()\s*["'](?:https?:)?//""", script.read_text("utf-8")), script.name
