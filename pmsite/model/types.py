"""The registry of item types: one line each."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from pydantic import BaseModel

from pmsite.model import folder_names, parsing, vocabulary
from pmsite.model.brief import Brief
from pmsite.model.change import Change
from pmsite.model.competitor import Competitor
from pmsite.model.component import Component
from pmsite.model.customer import Customer
from pmsite.model.cycle import Cycle
from pmsite.model.decision import Decision
from pmsite.model.experiment import Experiment
from pmsite.model.feature import Feature
from pmsite.model.insight import Feedback, Insight, Persona
from pmsite.model.item import READER_FIELDS, Item, Part
from pmsite.model.launch import Launch
from pmsite.model.learning import Learning
from pmsite.model.metric import Metric
from pmsite.model.objective import Objective
from pmsite.model.person import Person
from pmsite.model.problem import Problem
from pmsite.model.recognition import Recognition
from pmsite.model.release import Release
from pmsite.model.risk import Risk
from pmsite.model.stakeholder import Stakeholder
from pmsite.model.study import Study
from pmsite.model.team import Team
from pmsite.model.theme import Theme
from pmsite.model.trend import Trend
from pmsite.model.update import Update
from pmsite.model.values import Choice, Reference
from pmsite.model.vision import Vision

TYPES: tuple[type[Item], ...] = (
    Vision,
    Objective,
    Persona,
    Study,
    Insight,
    Feedback,
    Customer,
    Experiment,
    Team,
    Launch,
    Metric,
    Decision,
    Competitor,
    Trend,
    Theme,
    Component,
    Cycle,
    Feature,
    Release,
    Change,
    Stakeholder,
    Brief,
    Update,
    Problem,
    Risk,
    Person,
    Recognition,
    Learning,
)

BY_NAME: Mapping[str, type[Item]] = MappingProxyType({model.type: model for model in TYPES})
BY_FOLDER: Mapping[str, type[Item]] = MappingProxyType({model.folder: model for model in TYPES})
FOLDERS: Mapping[str, type[Item]] = MappingProxyType(
    {**BY_FOLDER, **{name: BY_NAME[of] for name, of in folder_names.FOLDERS.items()}}
)
"""Every name that a folder of items may have, the Chinese ones included."""


def home(model: type[Item], folders: Container[str]) -> str:
    """The folder for new items of a type, among those that a workspace has: in Chinese where only such a one is there."""
    known = (name for name, of in FOLDERS.items() if of is model)
    return next((name for name in known if name in folders), model.folder)


@lru_cache(1024)
def type_in(folder: str) -> str | None:
    """The type of the items in a folder, by its own name or that of one around it."""
    return next((FOLDERS[name].type for name in folder.split("/") if name in FOLDERS), None)


@lru_cache
def keys(model: type[Item]) -> Mapping[str, str]:
    """By the key that authors write, the name of the model's field."""
    return MappingProxyType({field.alias or name: name for name, field in model.model_fields.items() if name not in READER_FIELDS})


@lru_cache
def references(model: type[BaseModel]) -> Mapping[str, Reference]:
    """The fields of a type, or of a group of fields, that name other items."""
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
def groups(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a type that hold groups of fields."""
    return tuple(name for name, field in model.model_fields.items() if any(True for _ in parts_in(field.annotation)))


@lru_cache
def paths(model: type[BaseModel]) -> tuple[str, ...]:
    """Every field inside the groups of a type, at any depth, as authors write it: `key_results.current`."""
    found = []
    for name, field in model.model_fields.items():
        for group in parts_in(field.annotation):
            inner = [*(entry.alias or key for key, entry in group.model_fields.items()), *paths(group)]
            found += [f"{field.alias or name}.{path}" for path in inner]
    return tuple(found)


@lru_cache
def groups_with_references(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a type that hold groups of fields in which, at any depth, other items are named."""
    return tuple(name for name, field in model.model_fields.items() if any(map(_names_items, parts_in(field.annotation))))


def _names_items(group: type[Part]) -> bool:
    return bool(references(group) or groups_with_references(group))


def parts_in(annotation: object) -> Iterator[type[Part]]:
    """The groups of fields that a field of this type holds."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from parts_in(inner)


@lru_cache
def shape(model: type[BaseModel], name: str) -> str:
    """What a field holds: a `choice`, a `share` of one, a long `text`, `lines` of them, a `group` of fields, or a short `fact`."""
    field = model.model_fields[name]
    inner = getattr(field.annotation, "__args__", ())
    marks = [*field.metadata, *(mark for part in inner for mark in getattr(part, "__metadata__", ()))]
    checks = {getattr(mark, "read", None) for mark in marks}
    if any(isinstance(mark, Choice) for mark in marks) or vocabulary.change_kind in checks:
        return "choice"
    if checks & {parsing.share, parsing.chance}:
        return "share"
    if any(True for _ in parts_in(field.annotation)) or getattr(field.annotation, "__origin__", None) is dict:
        return "group"
    if parsing.prose in checks:
        return "lines" if getattr(field.annotation, "__origin__", None) is tuple else "text"
    return "fact"


@lru_cache
def outside_fields(model: type[Item]) -> frozenset[str]:
    """The fields that an outside audience gets unless product.yml says otherwise."""
    return frozenset(name for name in model.model_fields if _is_outside(model.model_fields[name].json_schema_extra))


@cache
def leaves(group: type[BaseModel], name: str) -> bool:
    """Whether a field of a group goes with the group to outside audiences; what the group cannot be without always does."""
    field = group.model_fields[name]
    return field.is_required() or _is_outside(field.json_schema_extra)


def _is_outside(extra: object) -> bool:
    return isinstance(extra, dict) and bool(extra.get("outside"))
