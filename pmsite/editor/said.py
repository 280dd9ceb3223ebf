"""Words of the interface that scripts use, and the controls of fields as they are called in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from pmsite.editor.files import scripts
from pmsite.model.controls import Control, Option
from pmsite.wording import labels
from pmsite.wording.words import Gettext, gettext

_SAID = re.compile(r"""\bsay(?:Many)?\(\s*("(?:[^"\\\n]|\\.)*")""")


@cache
def words(language: str) -> Mapping[str, str]:
    """By the English words that scripts say, what they are in a language; those are left out that are the same."""
    say = gettext(language)
    return {word: said for word in _in_scripts() if (said := say(word)) != word}


@cache
def _in_scripts() -> frozenset[str]:
    return frozenset(json.loads(found) for text in scripts() for found in _SAID.findall(text))


_LANGUAGES: Mapping[str, str] = {"en": "English", "zh": "中文"}
_SAME: tuple[object, ...] = ("", (), {})


def control(name: str, found: Control, holder: str, language: str) -> dict[str, Any]:
    """A control as scripts get it: what says nothing is left out, and so is help that nobody has put into a language yet."""
    say = gettext(language)
    plain = {one.name: getattr(found, one.name) for one in fields(found)}
    told = {key: value for key, value in plain.items() if value is not None and value is not False and value not in _SAME}
    told |= {"required": found.required, "outside": found.outside}
    told["label"] = label(name, found, holder, say)
    if language != "en" and say(found.help) == found.help:
        told.pop("help", None)
    elif found.help:
        told["help"] = say(found.help)
    if found.choices:
        told["choices"] = list(_choices(found.choices, holder, say))
    if found.fields:
        told["fields"] = {inner: control(inner, one, name, language) for inner, one in found.fields.items()}
    return told


def label(name: str, found: Control | None, holder: str, say: Gettext) -> str:
    """What a field is called: in the words of its workspace, where that has declared it."""
    return found.label if found and found.custom else say(labels.field("wordings" if name == "for" else name, holder))


def _called(value: str, holder: str) -> str:
    said = labels.value(value, holder)
    return said if said != value else labels.SECTIONS.get(value) or _LANGUAGES.get(value, value)


def _choices(options: tuple[Option, ...], holder: str, say: Gettext) -> Iterator[dict[str, str]]:
    for one in options:
        stage = {"stage": one.stage} if one.stage else {}
        yield {"value": one.value, "label": one.label or say(_called(one.value, holder)), **stage}
