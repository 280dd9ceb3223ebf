"""What an item says in another language: title, summary and body in a file beside its own, whose name ends in the language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pmsite.diagnostics import Part, Report, Span, answer
from pmsite.messages import OneOf, said
from pmsite.model import slips
from pmsite.model.parsing import TITLE_LIMIT
from pmsite.model.refusal import excerpt
from pmsite.model.settings import LANGUAGES
from pmsite.read.record import Record
from pmsite.read.spans import span_of

TRANSLATED = ("title", "summary")
_OTHER_LANGUAGE = re.compile(
    r"(?:en|zh|de|fr|es|it|pt|ja|ko|nl|ru|pl|cn|tw|hk|chs|cht)|(?:en|zh|de|fr|es|pt)[-_](?:[A-Za-z]{2}|Han[st])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Translation:
    """An item's words in another language."""

    item: str
    language: str
    title: str
    summary: str
    body: str
    record: Record


def translated(record: Record, item: str | None, language: str, report: Report) -> Translation | None:
    """A record as the words of an item in a language; nothing where it has faults, or there is no such item."""
    if item is None:
        report.error(
            "translation-of-nothing",
            Span(record.path),
            said("this is a translation of an item that does not exist"),
            said("put it beside the item's own file, under the same name"),
        )
        return None
    faulty = False
    for key, value in record.data.items():
        if key not in TRANSLATED or not isinstance(value, str) or (key == "title" and len(value) > TITLE_LIMIT):
            faulty = True
            message = (
                said("{key} does not belong in a translation", key=excerpt(key))
                if key not in TRANSLATED
                else said("{key} must be text", key=key)
            )
            report.error(
                "not-translatable",
                span_of(record, key),
                message,
                said("a translation has title, summary and body only; the rest stays in the item's own file"),
            )
    report.extend(slips.quotes(record, []))
    if faulty:
        return None
    words = {key: str(record.data.get(key) or "").strip() for key in TRANSLATED}
    return Translation(item, language, words["title"], words["summary"], record.body, record)


def tell_other_languages(records: Mapping[str, Record], report: Report) -> None:
    """Report items, by their ids, that seem to be meant as translations, and are read as items of their own."""
    for id, record in records.items():
        stem, _, suffix = id.rpartition(".")
        if stem in records and _OTHER_LANGUAGE.fullmatch(suffix):
            near = suffix[:2].lower() if suffix[:2].lower() in LANGUAGES else ""
            hint = said("translations are in {languages}; give an item of its own another name", languages=OneOf(LANGUAGES))
            if near:
                hint = answer("call it {answer}", f"{stem}.{near}.md", part=Part.FILE)
            message = said(
                "this is read as an item of its own, not as a translation of {stem}: {suffix} is no language here",
                stem=stem,
                suffix=suffix,
            )
            report.warning("unknown-language", Span(record.path, 1), message, hint)
