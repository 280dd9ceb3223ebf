"""What a judgement says, and what becomes of the team's word and the numbers where both speak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from pmsite.model.period import Period

COLOURS: Mapping[str, int] = MappingProxyType({"poor": 0, "fair": 1, "good": 2})
"""The states that speak of where something will end, the worst first."""


class Clause(NamedTuple):
    """A reason in one clause: a message that templates translate, with what it is filled with."""

    message: str = ""
    params: Mapping[str, Param] = MappingProxyType({})


Param = str | int | float | date | Period | Clause | None
"""What a message is filled with: values, and other clauses."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How something stands.

    `state` is good, fair or poor; early, stale, none or coming where there is no colour; reached; achieved, partly, missed or
    ungraded at the end. Without a state there is no judgement, though `message` may still say why. `basis` says what it rests on:
    pace, steps, limits, done, confidence, said, both, key_results, plan or grade. `said` and `numbers` are what each alone says.
    """

    state: str = ""
    basis: str = ""
    said: str = ""
    numbers: str = ""
    forecast: float | None = None
    message: str = ""
    params: Mapping[str, Param] = field(default_factory=dict)
    score: float | None = None
    """How much of the way is covered, 0 to 1."""
    due: float | None = None
    """How much of it is due on that day."""
    day: date | None = None
    """The day that it is true for."""
    measured: date | None = None
    """The day of a key result's value, where it has one."""
    is_all_or_nothing: bool = False
    """Whether there is nothing between 0 and 1, so that a score of 0 says nothing."""
    parts: tuple[Judgement, ...] = ()
    """An objective's key results, in their order."""

    @property
    def colour(self) -> str:
        """The colour beside the word: good, fair, poor or none."""
        return {"reached": "good", "achieved": "good", "partly": "fair", "missed": "poor"}.get(
            self.state, self.state if self.state in COLOURS else "none"
        )

    @property
    def shown(self) -> float | None:
        """The score, where it says something: not before the start, and not while nothing of all or nothing is reached."""
        return None if self.state == "coming" or (self.is_all_or_nothing and not self.score) else self.score

    @property
    def is_told(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.state or self.message)


NOTHING = Judgement()


class Found(NamedTuple):
    """What the numbers alone say."""

    state: str
    clause: Clause = Clause()
    basis: str = ""
    forecast: float | None = None

    def judgement(self) -> Judgement:
        """The numbers as the whole judgement."""
        return Judgement(self.state, self.basis, "", self.state, self.forecast, *self.clause)


class Word(NamedTuple):
    """What the team says: its state, the clause that tells so, and the same with the state in words."""

    state: str
    basis: str
    clause: Clause
    says: Clause


def meet(word: Word, numbers: Found) -> Judgement:
    """The word and the numbers together.

    A bad word always colours. A good one is held to at risk while the numbers say off track. Where they are two bands apart both are
    told; numbers that are one band worse follow the word.
    """
    said = Judgement(word.state, word.basis, word.state, numbers.state, numbers.forecast, *word.clause)
    if numbers.state not in COLOURS:
        return said
    apart = COLOURS[word.state] - COLOURS[numbers.state]
    if abs(apart) == 2:
        both = Clause("both", {"word": word.says, "numbers": numbers.clause})
        return replace(said, state="fair" if apart > 0 else word.state, basis="both", message=both.message, params=both.params)
    if apart > 0:
        return replace(said, message="worse", params={"word": word.clause, "numbers": numbers.clause})
    return said
