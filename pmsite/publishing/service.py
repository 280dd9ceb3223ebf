"""Publishing round after round: every so many seconds, when the code host calls, and when a day begins."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from pmsite.clock import today, utc_today
from pmsite.messages import said
from pmsite.publishing.destination import Busy
from pmsite.publishing.failed import Failed
from pmsite.publishing.log import Log
from pmsite.publishing.publisher import Publisher
from pmsite.publishing.status import FAILING

LISTENING_SECONDS = 600.0
"""How often to look all the same where a code host calls: a call may be lost."""
_AGAIN = (2.0, 10.0)
"""Seconds after a call that found nothing new: some hosts call before what was pushed can be fetched."""
_BUSY = 5.0
_LOOK = 30.0
"""Seconds after which to look at the clock again, which somebody may have set."""


class Service:
    """The loop, and what wakes it. Calls that come while a round is on mean one more round, however many they are."""

    def __init__(self, publisher: Publisher, every: float, log: Log) -> None:
        self._publisher, self._every, self._log = publisher, every, log
        self._called = threading.Event()
        self._is_well = True

    def call(self) -> None:
        """Say that there may be something new."""
        self._called.set()

    def is_well(self) -> bool:
        """Whether the last round ended as it should."""
        return self._is_well

    def run(self, goes_on: Callable[[], bool] = lambda: True) -> None:
        """Publish until an exception ends it, or it is asked to go on no more."""
        again: list[float] = []
        was_called = True
        while True:
            is_news, is_busy = self._round(was_called)
            if not goes_on():
                return
            if was_called and not is_news and not is_busy:
                again = again or list(_AGAIN)
            elif is_news:
                again = []
            pause = _BUSY if is_busy else again.pop(0) if again else self._every
            was_called = self._wait(min(pause, _until_midnight()))

    def _round(self, urgent: bool) -> tuple[bool, bool]:
        try:
            outcome = self._publisher.publish(urgent=urgent)
        except Busy:
            return False, True
        except Exception as fault:  # a service that ends on a fault of its own would stop withdrawing links
            self._log.tell(
                "internal",
                said("pmsite failed ({kind}: {fault}); it goes on", kind=type(fault).__name__, fault=fault),
                code="internal",
            )
            self._is_well = False
            return False, False
        self._is_well = outcome.state != FAILING
        return outcome.is_news, False

    def _wait(self, seconds: float) -> bool:
        """Wait until it is time, somebody calls, or another day has begun; whether somebody called."""
        end, days = time.monotonic() + seconds, (today(), utc_today())
        self._tell_next(seconds)
        while (left := end - time.monotonic()) > 0 and (today(), utc_today()) == days:
            if self._called.wait(min(left, _LOOK)):
                break
        was_called = self._called.is_set()
        self._called.clear()
        return was_called

    def _tell_next(self, seconds: float) -> None:
        next_check = (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat(timespec="seconds").replace("+00:00", "Z")
        try:
            self._publisher.status.write(next_check=next_check)
        except OSError as fault:
            self._log.tell(
                "not-written", said("The status cannot be written: {why}", why=fault.strerror), code=Failed.__name__.lower()
            )


def _until_midnight() -> float:
    """Seconds until a day begins, here or in UTC."""
    found = []
    for moment in (datetime.now().astimezone(), datetime.now(UTC)):
        following = datetime.combine(moment.date() + timedelta(days=1), datetime.min.time(), moment.tzinfo)
        found.append((following - moment).total_seconds())
    return max(1.0, min(found) + 0.5)
