"""Other programs, run to their end: none of them outlives its time, nor is begun twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from pmsite.messages import said
from pmsite.publishing.failed import Failed

_MOST_BYTES = 1 << 22


def run(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: float, *, holding: int = -1
) -> tuple[int, bytes, bytes]:
    """The exit code of a program, what it printed, and what it said besides. Raises Failed where it takes too long or cannot be run.

    It holds an open file, whose lock lasts until it has ended, even where this process is killed before.
    """
    with _sink() as out, _sink() as err:
        try:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,  # so that all of it can be ended, and none of it asks at a terminal
                pass_fds=(holding,) if holding >= 0 else (),
            )
        except OSError as fault:
            raise Failed("not-run", said("{program} cannot be run: {why}", program=command[0], why=fault.strerror)) from None
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Failed(
                "too-slow", said("{name} took longer than {seconds} seconds", name=Path(command[0]).name, seconds=f"{seconds:.0f}")
            ) from None
        finally:
            _end(process)
        return code, _read(out), _read(err)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program, and all that it began."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _sink() -> IO[bytes]:
    """What is printed goes into memory where the system can do that: there may be no temporary folder, and a full disk has no room."""
    return os.fdopen(os.memfd_create("said"), "w+b") if sys.platform == "linux" else TemporaryFile()


def _read(file: IO[bytes]) -> bytes:
    """The end of what was printed, which is where programs say what is wrong."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _MOST_BYTES))
    return file.read()
