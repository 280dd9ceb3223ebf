"""Ends the process, with where it stood, when one input takes too long."""

from __future__ import annotations

import faulthandler
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

PATIENCE = 12
"""How many times as long an input may take by the clock as by the processor: other processes want it too."""


@contextmanager
def watched(seconds: float, file: TextIO) -> Iterator[None]:
    """Give what stands inside so many seconds of the processor, and some more by the clock."""
    timed = hasattr(signal, "setitimer")
    faulthandler.dump_traceback_later(seconds * (PATIENCE if timed else 1), exit=True, file=file)
    if timed:
        faulthandler.register(signal.SIGPROF, file=file, chain=True)  # then the signal ends the process, as it does by default
        signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        if timed:
            signal.setitimer(signal.ITIMER_PROF, 0)
