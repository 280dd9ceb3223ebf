"""A plain reading of `git log -p`, to hold the slippage report against: it knows nothing of pmsite.

    python tests/history/oracle.py REPOSITORY [SHIPPED,DROPPED STATUSES]

It counts how often a feature that was neither shipped nor dropped had a date (its target, or its release where it has no target) and got
another one. Files that were renamed go on; files that are gone do not count.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

CLOSED = frozenset({"shipped", "dropped"})


def moves(repository: Path, closed: frozenset[str] = CLOSED, folder: str = "roadmap/features/") -> dict[str, int]:
    """By file as it is called today, how often its date moved; files that never moved are left out."""
    command = [
        "git",
        "-C",
        os.fspath(repository),
        "log",
        "-p",
        "--reverse",
        "--first-parent",
        "-m",
        "-M",
        "-U100000",
        "--format=",
        "--",
        folder,
    ]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    now: dict[str, dict[str, str]] = {}
    found: Counter[str] = Counter()
    for part in re.split(r"^diff --git ", text, flags=re.MULTILINE)[1:]:
        old = re.search(r"^(?:--- a/|rename from )(.+)$", part, re.MULTILINE)
        new = re.search(r"^(?:\+\+\+ b/|rename to )(.+)$", part, re.MULTILINE)
        if new is None:  # the file is gone
            if old:
                now.pop(old[1], None)
                found.pop(old[1], None)
            continue
        before = now.pop(old[1], {}) if old else {}
        count = found.pop(old[1], 0) if old else 0
        after = facts(part) or before
        is_open = bool(before) and before.get("status", "idea") not in closed
        if is_open and when(before) and when(after) and when(before) != when(after):
            count += 1
        now[new[1]] = after
        found[new[1]] = count
    return {file.removeprefix(folder): count for file, count in found.items() if count}


def facts(part: str) -> dict[str, str]:
    """The top-level facts of a file after a change, from a diff that shows it whole."""
    lines = [line[1:] for line in part.split("\n") if line[:1] in ("+", " ") and not line.startswith("+++")]
    if "---" not in lines:
        return {}
    head = lines[lines.index("---") + 1 :]
    head = head[: head.index("---")]
    return {
        key: value.strip("'\" ")
        for key, _, value in (line.partition(":") for line in head)
        if value.strip() and not key.startswith((" ", "-"))
    }


def when(found: dict[str, str]) -> str:
    """The date that a file gives its feature."""
    return found.get("target") or found.get("release", "")


if __name__ == "__main__":
    counted = moves(Path(sys.argv[1]), frozenset(sys.argv[2].split(",")) if len(sys.argv) > 2 else CLOSED)
    print(f"{sum(counted.values())} moves of {len(counted)} features")
