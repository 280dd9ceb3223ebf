"""What is hidden from an audience: every text of a workspace that its projection does not hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from pydantic import BaseModel

from pmsite.audience import Projection
from pmsite.audit.passages import outside
from pmsite.messages import said
from pmsite.model.item import Item
from pmsite.model.marks import without_marks
from pmsite.model.parsing import apart
from pmsite.model.period import Period
from pmsite.model.product import Product
from pmsite.model.sections import SECTIONS
from pmsite.model.settings import LANGUAGES
from pmsite.model.status import Status
from pmsite.model.translation import Translation
from pmsite.model.types import shape
from pmsite.read.phrases import Phrases, is_plain_word
from pmsite.read.record import Record
from pmsite.wording.dates import period_words

SHORTEST = 6
"""Characters below which a value stands in too many texts by chance."""
PLAIN = 14
"""The same for a single word of letters, which may be anybody's."""

_FRAGMENT = re.compile(r"[*`\[\]()#>|~<{}\"!\n]+|--+|&\w+;")
_TELLING = re.compile(r"\w{4}|\d|[\u3400-\u9fff]{2}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_MARKS = re.compile(r"[*`_]+")
_SPACES = re.compile(r"\s+")
_COMMENT = re.compile(r"(?:^|\s)#+\s?(.+)$", re.MULTILINE)
_HTML_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a hidden value comes from: the file, and the field."""

    path: str
    field: str


@dataclass(frozen=True, slots=True)
class Secrets:
    """The hidden values to look for, and how many cannot be looked for."""

    values: Mapping[str, Secret]
    visible: frozenset[str]
    """What the audience may see of the items, for the proof that the search finds what is there."""
    also_visible: int
    """Values that visible texts hold too, so that nobody can tell where they come from."""
    ordinary: int
    """Values too short, or too ordinary a word."""


def secrets(
    product: Product,
    seen: Projection,
    records: Mapping[str, Record],
    translations: Mapping[tuple[str, str], Translation],
    files: Iterable[str],
    foreign: Iterable[Item] = (),
    beside: Iterable[str] = (),
) -> Secrets:
    """What an audience may not see. `files` are the workspace's files besides items, by their place in it.

    In a portfolio `seen` has what the audience sees of other plans, and `foreign` are the items of these as other audiences see them.
    `beside` are texts that the same audience may see of other products in the same site.
    """
    shown, lines = _seen(product, seen, translations)
    shown, lines = shown | {*beside}, lines | {*beside}
    hidden: dict[str, Secret] = {}
    ordinary = 0
    for text, secret in chain(_all_texts(product, records, translations, files), _foreign_texts(foreign)):
        if text in shown:
            continue
        if _is_ordinary(text):
            ordinary += 1
        else:
            hidden.setdefault(text, secret)
    known = Phrases((text, text) for text in hidden)
    heard = {text for line in lines for text, _, _ in known.found(line)}
    kept = {text: secret for text, secret in hidden.items() if text not in heard}
    return Secrets(kept, frozenset(item.title for item in seen.items.values()), len(heard), ordinary)


def together(every: Iterable[Secrets]) -> Secrets:
    """What is hidden of several products."""
    found = list(every)
    return Secrets(
        {text: secret for one in found for text, secret in one.values.items()},
        frozenset(title for one in found for title in one.visible),
        sum(one.also_visible for one in found),
        sum(one.ordinary for one in found),
    )


def visible(product: Product, seen: Projection, translations: Mapping[tuple[str, str], Translation]) -> set[str]:
    """The texts that an audience may see of a product."""
    return _seen(product, seen, translations)[1]


def _seen(product: Product, seen: Projection, translations: Mapping[tuple[str, str], Translation]) -> tuple[set[str], set[str]]:
    """What an audience may see: the texts as they are written, and with those the lines that are read."""
    told = [_as_told(item, product.items[id].body if id in product.items else "") for id, item in seen.items.items()]
    shown = {text for item in told for _, text in _item_texts(item)} | set(_settings_texts(seen)) | SECTIONS.keys()
    shown |= {text for item in seen.items.values() for text in _days(item)}
    shown.add(seen.today.isoformat())  # the day of the site, which the JSON document names
    shown |= {apart(item.id)[1] for item in seen.items.values()} | {plan.label for plan in seen.plans.values()}
    shown |= {f"{item.folder}/{item.id}.md" for item in seen.items.values()}  # what exports call their files
    shown |= {
        text for (id, _), found in translations.items() if id in seen.items for text in _translation_texts(seen.items[id], found)
    }
    return shown, {*shown, *(text for item in told for text in _as_read(dict(item)))}


def _as_told(item: Item, body: str) -> Item:
    """A visible item with as much of its own body as it may tell; the projection is not trusted with that."""
    return item.model_copy(update={"body": outside(body) if item.body else ""})


def _is_ordinary(text: str) -> bool:
    """Whether a text may stand anywhere by chance: it is short, a single word, or made of little words alone."""
    length = len(text) + len(_HAN.findall(text)) / 2  # a Chinese character tells more than a letter
    return length < (PLAIN if is_plain_word(text) else SHORTEST) or not _TELLING.search(text)


def _all_texts(
    product: Product, records: Mapping[str, Record], translations: Mapping[tuple[str, str], Translation], files: Iterable[str]
) -> Iterator[tuple[str, Secret]]:
    for item in product.items.values():
        for field, text in _item_texts(item):
            yield text, Secret(item.path, field)
        record = records[item.id]
        for comment in _COMMENT.findall(record.head):
            yield _plain(comment), Secret(item.path, said("a comment"))
        for comment in _HTML_COMMENT.findall(record.body):
            yield from ((text, Secret(item.path, said("a comment"))) for text in _fragments(comment) if text != "internal")
    for found in translations.values():
        for text in (found.title, found.summary, without_marks(found.summary), *_fragments(found.body)):
            yield _plain(text), Secret(found.record.path, "text")
    for file in files:
        yield file.rpartition("/")[2].rpartition(".")[0], Secret(file, said("file name"))


def _foreign_texts(foreign: Iterable[Item]) -> Iterator[tuple[str, Secret]]:
    for item in foreign:
        yield apart(item.id)[1], Secret(item.path, "id")
        yield from ((text, Secret(item.path, field)) for field, text in _item_texts(item))


def _item_texts(item: Item) -> Iterator[tuple[str, str]]:
    """Every value of an item as readers could meet it, with its field."""
    yield "id", item.id
    if item.in_short != item.summary:
        yield from (("summary", text) for text in _fragments(item.in_short))
    for name in type(item).model_fields:
        if name not in ("id", "path", "body_line", "visibility", "wordings", "custom") and shape(type(item), name) != "choice":
            yield from ((name, text) for text in _values(getattr(item, name)))
    for name, value in item.custom.items():
        yield from ((name, text) for text in _values(value))
    for audience, wording in item.wordings.items():
        yield from ((f"for.{audience}", text) for text in _values(wording))


def _days(value: Any) -> Iterator[str]:
    """The periods in a value and their first and last days, which pages sort by."""
    if isinstance(value, Period):
        yield from (str(value), value.first.isoformat(), value.last.isoformat())
    elif isinstance(value, (tuple, Mapping)):
        for entry in value.values() if isinstance(value, Mapping) else value:
            yield from _days(entry)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _days(getattr(value, name))


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from _fragments(value)
    elif isinstance(value, Period):
        if value.precision == "day":
            yield from dict.fromkeys((str(value), *(period_words(value, language) for language in LANGUAGES)))
    elif isinstance(value, Status):
        yield value.label
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, (int, float)):
        yield from dict.fromkeys((f"{value:.15g}", f"{value:,.15g}"))
    elif isinstance(value, tuple):
        for entry in value:
            yield from _values(entry)
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _values(key)
            yield from _values(entry)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if shape(type(value), name) != "choice":
                yield from _values(getattr(value, name))


def _as_read(value: Any) -> Iterator[str]:
    """Every text in a value as readers see it: without Markdown's marks, in one line."""
    if isinstance(value, str):
        yield _SPACES.sub(" ", _MARKS.sub("", value))
    elif isinstance(value, (tuple, Mapping)):
        for entry in value.values() if isinstance(value, Mapping) else value:
            yield from _as_read(entry)
    elif isinstance(value, BaseModel):
        yield from _as_read(dict(value))


def _fragments(text: str) -> Iterator[str]:
    """A text in the parts that survive Markdown: between its marks, without the line breaks."""
    for paragraph in re.split(r"\n\s*\n", text):
        for part in _FRAGMENT.split(_SPACES.sub(" ", paragraph)):
            if len(found := _plain(part)) > 1:
                yield found


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" _.,;:·–-/")


def _translation_texts(item: Item, found: Translation) -> Iterator[str]:
    told = (found.title, found.summary, without_marks(found.summary), *_fragments(outside(found.body)))
    yield from map(_plain, told)


def _settings_texts(seen: Projection) -> Iterator[str]:
    settings = seen.settings
    yield settings.name
    yield from (text for audience in settings.audiences.values() for text in (audience.label,))
    yield from settings.audiences
    yield from (field.label or name for fields in settings.fields.values() for name, field in fields.items())
    yield from settings.capabilities
