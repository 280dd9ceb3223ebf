"""What happens, told as it does: to a person in sentences, to programs as one JSON object a line."""

from __future__ import annotations

import sys
import threading
from typing import Any, TextIO

from pmsite.messages import Say
from pmsite.publishing.destination import now
from pmsite.reporting.safe import json_line, one_line


class Log:
    """A log. Lines of several threads do not mix, and nobody who has stopped to listen stops a publication."""

    def __init__(self, stream: TextIO | None = None, *, sentences: bool | None = None, say: Say = str) -> None:
        self._stream = stream or sys.stderr
        self._sentences = self._stream.isatty() if sentences is None else sentences
        self._say = say
        self._lock = threading.Lock()

    def tell(self, event: str, message: str, **facts: Any) -> None:
        """Tell of an event."""
        line = (
            one_line(self._say(message))
            if self._sentences
            else json_line({"time": now(), "event": event, "message": message, **facts})
        )
        with self._lock:
            try:
                self._stream.write(line + "\n")
                self._stream.flush()
            except (OSError, ValueError):
                pass
