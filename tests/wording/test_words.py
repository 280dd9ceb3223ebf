"""Readers see words of their language, never the keys of the format."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from pmsite.model.item import READER_FIELDS, Item
from pmsite.model.labels import label
from pmsite.model.types import BY_NAME, TYPES, parts_in, references
from pmsite.model.values import Choice
from pmsite.views.facts import ELSEWHERE
from pmsite.wording import labels, words

NOT_SHOWN = {"group_by", "language", "view"}
"""Choices that say how a page is made, and never appear on it."""


def parts(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A model and the groups of fields in it, at any depth."""
    yield model
    for field in model.model_fields.values():
        for group in parts_in(field.annotation):
            yield from parts(group)


def held(model: type[BaseModel], holder: str) -> Iterator[tuple[str, type[BaseModel]]]:
    """A model and the groups of fields in it, each with the type or the field that it stands in."""
    yield holder, model
    for name, field in model.model_fields.items():
        for group in parts_in(field.annotation):
            yield from held(group, name)


def choices(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        inner = (mark for part in getattr(field.annotation, "__args__", ()) for mark in getattr(part, "__metadata__", ()))
        if name not in NOT_SHOWN:
            yield from (value for mark in (*field.metadata, *inner) if isinstance(mark, Choice) for value in mark.values)


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.type)
def test_every_field_choice_and_reference_has_its_words(model: type[Item]) -> None:
    fields = {name for name in model.model_fields if name not in READER_FIELDS and name not in ELSEWHERE}
    assert fields <= labels.FIELDS.keys()
    for part in parts(model):
        assert set(choices(part)) <= labels.VALUES.keys()
        assert references(part).keys() <= labels.INVERSE.keys()


def test_every_word_of_the_tables_is_chinese_in_chinese() -> None:
    chinese = words.catalog("zh")
    tables = (labels.DUTIES, labels.VALUES, labels.FIELDS, labels.INVERSE)
    english = {word for table in tables for word in table.values()} | {word for pair in labels.TYPES.values() for word in pair}
    assert english | set(labels.PAGES) | set(labels.PICTURES) <= chinese.keys()


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.type)
def test_each_field_is_called_what_stands_beside_it_whatever_its_namesakes_are_called(model: type[Item]) -> None:
    for holder, part in held(model, model.type):
        for name, field in part.model_fields.items():
            if not field.exclude and name not in READER_FIELDS:
                assert labels.field(name, holder) == label(name, field)


@pytest.mark.parametrize("key", [key for key in labels.VALUES if "." in key])
def test_what_a_type_calls_otherwise_is_one_of_its_choices_and_has_other_words(key: str) -> None:
    holder, value = key.split(".")
    assert value in choices(BY_NAME[holder])
    assert labels.value(value, holder) != labels.value(value)
