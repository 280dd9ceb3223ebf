"""A file's front matter with facts added or completed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmsite.messages import said
from pmsite.read.record import Record
from pmsite.releasing.refused import Refused
from pmsite.writing import refused as writing
from pmsite.writing.change import with_changes
from pmsite.writing.front import entry


def with_facts(text: str, record: Record, type_name: str, facts: Mapping[str, Any]) -> str:
    """A file's text with facts in it that were absent, or had another value; raises Refused where only a person can put them there."""
    try:
        return with_changes(text, record, type_name, facts)
    except writing.Refused:
        names = ", ".join(f"`{' '.join(entry(key, value))}`" for key, value in facts.items())
        told = said("the facts of {path} are written in a way that only a person can change", path=record.path)
        raise Refused(told, said("write {names} there", names=names)) from None
