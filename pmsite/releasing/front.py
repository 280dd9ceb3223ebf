"""A file's front matter with facts added or completed, read again before anybody relies on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmsite.diagnostics import Report
from pmsite.read.record import Record
from pmsite.read.workspace import read_item
from pmsite.releasing.refused import Refused
from pmsite.writing.front import entry
from pmsite.writing.update import updated


def with_facts(text: str, record: Record, type_name: str, facts: Mapping[str, Any]) -> str:
    """A file's text with facts in it that were absent, or had another value; raises Refused where that would change anything else."""
    made = updated(text, record, type_name, facts, None)
    again = read_item(made.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), record.inside, record.path, Report())
    if again is None or dict(again.data) != {**record.data, **_as_read(facts)} or again.body != record.body:
        names = ", ".join(f"`{' '.join(entry(key, value))}`" for key, value in facts.items())
        raise Refused(f"the facts of {record.path} are written in a way that only a person can change", f"write {names} there")
    return made


def _as_read(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in facts.items()}
