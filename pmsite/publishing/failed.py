"""Why nothing new is shown."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Any

from pmsite.messages import said
from pmsite.read.files import system_words

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Failed(Exception):
    """Nothing new can be shown. The text is one sentence on why; `facts` is what a program wants to know besides."""

    def __init__(self, code: str, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.code = code
        self.facts: Mapping[str, Any] = {name: value for name, value in facts.items() if value}


def from_system(fault: OSError) -> Failed:
    """What the system refused, as a reason."""
    reason = system_words(fault)
    if fault.errno in _FULL:
        return Failed("disk-full", said("the disk is full: {reason}", reason=reason))
    name = fault.filename if isinstance(fault.filename, str) else ""
    return Failed("system", said("{reason} ({file})", reason=reason, file=name) if name else reason)
