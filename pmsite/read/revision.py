"""Which commit a workspace is at, asked of git without letting any configuration run programs."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

_SAFE = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.ext.allow=never", "--no-pager")
_QUIET = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
}
_COMMIT = re.compile("[0-9a-f]{40,64}")
DIGITS = 12


def revision(folder: Path) -> str:
    """The commit that is checked out, shortened; nothing where there is none or git is missing or unwilling."""
    try:
        done = subprocess.run(
            ["git", *_SAFE, "rev-parse", "--verify", "HEAD"],
            cwd=folder,
            env={**os.environ, **_QUIET},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    found = done.stdout.strip()
    return found[:DIGITS] if done.returncode == 0 and _COMMIT.fullmatch(found) else ""
