"""The registry of item types: one line each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from pmsite.model.brief import Brief
from pmsite.model.change import Change
from pmsite.model.decision import Decision
from pmsite.model.feature import Feature
from pmsite.model.insight import Feedback, Insight, Persona
from pmsite.model.item import READER_FIELDS, Item
from pmsite.model.objective import Objective
from pmsite.model.problem import Problem
from pmsite.model.release import Release
from pmsite.model.team import Team
from pmsite.model.theme import Theme
from pmsite.model.values import Reference
from pmsite.model.vision import Vision

TYPES: tuple[type[Item], ...] = (
    Vision,
    Objective,
    Persona,
    Insight,
    Feedback,
    Team,
    Decision,
    Theme,
    Feature,
    Release,
    Change,
    Brief,
    Problem,
)

BY_NAME: Mapping[str, type[Item]] = MappingProxyType({model.type: model for model in TYPES})
BY_FOLDER: Mapping[str, type[Item]] = MappingProxyType({model.folder: model for model in TYPES})


@lru_cache
def keys(model: type[Item]) -> Mapping[str, str]:
    """By the key that authors write, the name of the model's field."""
    return MappingProxyType({field.alias or name: name for name, field in model.model_fields.items() if name not in READER_FIELDS})


@lru_cache
def references(model: type[Item]) -> Mapping[str, Reference]:
    """The fields of a type that name other items."""
    found = {}
    for name, field in model.model_fields.items():
        marks = [
            *field.metadata,
            *(m for part in getattr(field.annotation, "__args__", ()) for m in getattr(part, "__metadata__", ())),
        ]
        for mark in marks:
            if isinstance(mark, Reference):
                found[name] = mark
    return MappingProxyType(found)


@lru_cache
def outside_fields(model: type[Item]) -> frozenset[str]:
    """The fields that an outside audience gets unless product.yml says otherwise."""
    fields = model.model_fields.items()
    return frozenset(
        name for name, field in fields if isinstance(field.json_schema_extra, dict) and field.json_schema_extra.get("outside")
    )
