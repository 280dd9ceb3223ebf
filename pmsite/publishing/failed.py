"""Why nothing new is shown."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Any

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Failed(Exception):
    """Nothing new can be shown. The text is one sentence on why; `facts` is what a program wants to know besides."""

    def __init__(self, code: str, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.code = code
        self.facts: Mapping[str, Any] = {name: value for name, value in facts.items() if value}


def from_system(fault: OSError) -> Failed:
    """What the system refused, as a reason."""
    reason = fault.strerror or "the system gives no reason"
    if fault.errno in _FULL:
        return Failed("disk-full", f"the disk is full: {reason}")
    name = fault.filename if isinstance(fault.filename, str) else ""
    return Failed("system", f"{reason} ({name})" if name else reason)
