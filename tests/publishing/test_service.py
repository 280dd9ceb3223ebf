"""Round after round: on time, when called, and when a day begins."""

from __future__ import annotations

import io
import json
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from pmsite.publishing import service
from pmsite.publishing.destination import Busy
from pmsite.publishing.log import Log
from pmsite.publishing.publisher import Outcome
from pmsite.publishing.service import Service
from tests.publishing.conftest import Builder, Published, say


class Status:
    def write(self, **facts: object) -> None:
        """Nothing."""


@dataclass
class Rounds:
    """Stands where publications are made."""

    outcomes: list[Outcome | Exception] = field(default_factory=list)
    urgent: list[bool] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None
    status: Status = field(default_factory=Status)

    def publish(self, *, urgent: bool) -> Outcome:
        self.urgent.append(urgent)
        self.meanwhile()
        outcome = self.outcomes.pop(0) if self.outcomes else Outcome("fresh")
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def run(rounds: Rounds, times: int, every: float = 0.01, stream: io.StringIO | None = None) -> Service:
    found = Service(rounds, every, Log(stream or io.StringIO(), sentences=False))  # type: ignore[arg-type]
    left = iter([True] * (times - 1) + [False])
    found.run(lambda: next(left))
    return found


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_AGAIN", (0.01, 0.02))
    monkeypatch.setattr(service, "_BUSY", 0.01)


def test_it_looks_again_and_again() -> None:
    rounds = Rounds()
    run(rounds, 5)
    assert rounds.urgent == [True, False, False, False, False]


def test_a_storm_of_calls_is_one_more_round() -> None:
    rounds = Rounds([Outcome("fresh", is_news=True)] * 9)
    found = Service(rounds, 0.2, Log(io.StringIO()))  # type: ignore[arg-type]

    def storm() -> None:
        if len(rounds.urgent) == 1:
            threads = [threading.Thread(target=found.call) for _ in range(50)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

    rounds.meanwhile = storm
    left = iter([True, True, False])
    found.run(lambda: next(left))
    assert rounds.urgent == [True, True, False]


def test_a_call_that_came_too_early_is_followed_by_a_few_looks_more() -> None:
    rounds = Rounds([Outcome("fresh"), Outcome("fresh"), Outcome("fresh", is_news=True)])
    run(rounds, 3, every=600)
    assert len(rounds.urgent) == 3


def test_who_is_busy_is_waited_for_and_a_fault_of_our_own_ends_nothing() -> None:
    stream = io.StringIO()
    rounds = Rounds([Busy(), ZeroDivisionError("x"), Outcome("failing"), Outcome("fresh")])
    found = run(rounds, 4, stream=stream)
    assert found.is_well()
    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == ["internal"]
    assert not run(Rounds([Outcome("failing")]), 1).is_well()
    assert run(Rounds([Outcome("held")]), 1).is_well()


@pytest.mark.parametrize("shift", [86_400, -86_400, 400 * 86_400])
def test_a_day_that_begins_or_a_clock_that_jumps_is_no_reason_to_wait(monkeypatch: pytest.MonkeyPatch, shift: int) -> None:
    monkeypatch.setattr(service, "_LOOK", 0.01)
    rounds = Rounds([Outcome("fresh", is_news=True)] * 2)
    timer = threading.Timer(0.1, lambda: os.environ.update(SOURCE_DATE_EPOCH=str(1795392000 + shift)))
    timer.start()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    run(rounds, 2, every=600)
    timer.join()
    assert len(rounds.urgent) == 2


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "Pacific/Kiritimati", "America/St_Johns"])
def test_the_next_day_is_never_more_than_a_day_away(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    monkeypatch.setenv("TZ", zone)
    import time

    time.tzset()
    try:
        seconds = service._until_midnight()
        assert 0 < seconds <= 86_401
        assert datetime.now().astimezone().tzinfo is not None
    finally:
        monkeypatch.undo()
        time.tzset()


def test_what_failed_and_has_not_changed_is_not_built_each_time_unless_somebody_calls(
    published: Published, builder: Builder, repository: Path
) -> None:
    published.round()
    say(repository, "second")
    builder.fails["customers"] = b"Aborted"
    for urgent in (False, False, False, True, False):
        assert published.publisher.publish(urgent=urgent).state == "failing"
    assert builder.built.count("second for team") == 2
    assert published.said().count("failed") == 2
    say(repository, "third")
    del builder.fails["customers"]
    assert published.publisher.publish(urgent=False).state == "fresh"
