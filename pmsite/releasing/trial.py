"""A look at the plan as it would be: a release that brings faults into it is not made."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pmsite.diagnostics import Diagnostic
from pmsite.pipeline import load


def new_faults(root: Path, prefix: str, today: date, edits: Mapping[Path, bytes | None]) -> list[Diagnostic]:
    """The errors and warnings that a workspace would have after some edits and has not now."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, root.name)
        shutil.copytree(root, copy, symlinks=True, copy_function=_link)
        for place, _, _ in os.walk(copy):
            os.chmod(place, 0o700)  # a folder that nobody may write to is copied as such
        before = Counter(map(_key, load(copy, prefix, today).report))
        for path, content in edits.items():
            if path.is_relative_to(root):
                _edit(copy / path.relative_to(root), content)
        found = [fault for fault in load(copy, prefix, today).report if fault.severity.is_fault]
    return [fault for fault in found if not before[_key(fault)]]


def _key(fault: Diagnostic) -> tuple[str, str]:
    return fault.code, fault.message


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _edit(path: Path, content: bytes | None) -> None:
    path.unlink(missing_ok=True)  # never written through: it may be a link to the file itself
    if content is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
