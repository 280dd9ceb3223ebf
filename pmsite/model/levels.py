"""The ladder of work: which levels there are, and what part work of each plays in the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from pmsite.messages import said
from pmsite.model.parsing import scalar
from pmsite.model.refusal import refuse
from pmsite.model.values import Before, Choice, Text

ROLES = ("group", "unit", "part", "work")
"""What levels are for, the highest first: groups hold units, units are what roadmaps show and count, parts are what they are made of."""
DEEPEST = 8
"""Items on one path, from the highest to the lowest."""
UNITS = ("person_months", "points", "days", "hours")
"""What effort is counted in."""


@dataclass(frozen=True, slots=True)
class Level:
    """One rung of the ladder. Several levels may be of the same rank; 0 is the highest."""

    id: str
    role: str
    rank: int
    labels: tuple[tuple[str, str], ...] = ()
    """What readers see instead of the name, by language; by none where it is the same in all."""

    def label(self, language: str) -> str:
        """The workspace's own word for it, or nothing."""
        words = dict(self.labels)
        return words.get(language) or words.get("", "")


def _labels(value: object) -> object:
    if value is None or isinstance(value, Mapping):
        return value or {}
    return {"": scalar(value, said("a label, or labels by language"))}


def _language(value: object) -> str:
    if value not in ("", "en", "zh"):
        refuse("unknown-choice", said("{value} is no language of the interface", value=value), said("write en or zh"))
    return str(value)


class LevelSetting(BaseModel):
    """One of the workspace's levels of work."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    role: Annotated[str, Choice(ROLES)] | None = Field(
        default=None,
        description="What work of this level is: a group of features, a feature that counts, a part of one, or a piece of work on one.",
    )
    like: Text = Field(default="", description="The level whose role and rank it has, in place of a role.")
    label: Annotated[dict[Annotated[str, Before(_language)], Text], Before(_labels)] = Field(
        default_factory=dict, description="What readers see instead of the name: one word, or one by language."
    )


STANDARD: Mapping[str, LevelSetting] = MappingProxyType(
    {
        "initiative": LevelSetting(role="group"),
        "epic": LevelSetting(role="group"),
        "feature": LevelSetting(role="unit"),
        "story": LevelSetting(role="part"),
        "task": LevelSetting(role="work"),
    }
)
"""The ladder of a workspace that names none of its own."""


def ladder(settings: Mapping[str, LevelSetting]) -> Mapping[str, Level]:
    """The levels by name, the highest first; those that are like another one right where they are named."""
    own = settings or STANDARD
    found: dict[str, Level] = {}
    ranked = {name: rank for rank, name in enumerate(name for name, setting in own.items() if not setting.like)}
    for name, setting in own.items():
        model = own.get(setting.like, setting)
        found[name] = Level(name, model.role or "unit", ranked.get(setting.like or name, 0), tuple(setting.label.items()))
    return found


def standard(levels: Mapping[str, Level]) -> str:
    """The level of work that names none: the first that counts."""
    return next((name for name, level in levels.items() if level.role == "unit"), "")


def faults(settings: Mapping[str, LevelSetting]) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a ladder: the level, what it is, and what to write instead."""
    highest = 0
    for name, setting in settings.items():
        if setting.like:
            model = settings.get(setting.like)
            if setting.role:
                yield (
                    name,
                    said("{name} is like {like} and has a role of its own", name=name, like=setting.like),
                    said("remove one of the two"),
                )
            elif model is None or model.like:
                known = ", ".join(other for other, one in settings.items() if not one.like)
                yield (
                    name,
                    said("{name} is like {like}, which is no level with a role", name=name, like=setting.like),
                    said("write one of {known}", known=known),
                )
            continue
        if setting.role is None:
            yield name, said("the level {name} has no role", name=name), said("add `role:`, one of {roles}", roles=list(ROLES))
            continue
        rank = ROLES.index(setting.role)
        if rank < highest:
            above = ROLES[highest]
            yield (
                name,
                said("{name} is a {role} and stands below a {above}", name=name, role=setting.role, above=above),
                said("write levels from the highest to the lowest"),
            )
        highest = max(highest, rank)
    if settings and all(setting.role != "unit" for setting in settings.values()):
        yield next(iter(settings)), said("no level has the role unit, so nothing would count"), said("give one level `role: unit`")
