"""What a change newly shows to whom, and what it hides again: names of items, fields, texts and files, never what they hold."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from pmsite.audience import Projection, project, seen_fields
from pmsite.model import compare
from pmsite.model.brief import Brief
from pmsite.model.compare import Difference
from pmsite.model.item import Item, Wording
from pmsite.model.period import Period, is_finer
from pmsite.model.product import Product, Words
from pmsite.model.settings import Settings

SETTINGS = "product.yml"
Between = Callable[[Product, Product, str], Iterator[Difference]]
"""Gives what differs between two versions of an item, which is in both products."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """An audience, an item, and what it sees of it now and did not see before; nothing of that where the whole item is new to it.

    Without an id it is about product.yml. A translation is `translations.zh.title`, a file `files.` with its path, and a fact inside a
    group of fields is named by its way there, as `key_results.kr1.current`.
    """

    audience: str
    label: str
    id: str
    title: str
    type: str
    path: str
    fields: tuple[str, ...] = ()
    """What held nothing for the audience before, or was hidden from it in part."""
    is_new: bool = False
    """Whether the item was not there before at all."""
    words: tuple[str, ...] = ()
    """What it could read before, and now holds words, entries or bytes that are new to it."""
    opened: tuple[str, ...] = ()
    """Those of `fields` that were hidden from it, in whole or in part, rather than empty."""


def exposed(before: Product, after: Product, both: Collection[str], between: Between) -> tuple[Exposure, ...]:
    """What each audience gets after a change and did not get before. `both` are the ids of the items that are there before and after."""
    return tuple(_exposed(with_sent_briefs(before), with_sent_briefs(after), both, between))


def concealed(before: Product, after: Product, both: Collection[str], between: Between) -> tuple[Exposure, ...]:
    """What each audience saw before and does not see after, of what is still there."""
    return tuple(_concealed(with_sent_briefs(before), with_sent_briefs(after), both, between))


def with_sent_briefs(product: Product) -> Product:
    """The product in which a brief is seen by whom it is for, who gets it by a private link or a mail whatever its `visibility` says."""
    sent = {
        item.id: item.model_copy(update={"visibility": (*item.visibility, item.audience)})
        for item in product.of(Brief)
        if item.audience in product.settings.audiences and item.audience not in item.visibility
    }
    return replace(product, items={**product.items, **sent}) if sent else product


def _exposed(before: Product, after: Product, both: Collection[str], between: Between) -> Iterator[Exposure]:
    for seen in _eyes(before, after, both):
        if seen.item is None:
            yield Exposure(*seen.what, is_new=seen.is_new)
            continue
        opened = tuple(_opened(seen.item, seen.widened))
        fields, words = _fresh(between(seen.known, seen.shown, seen.item.new.id), seen.item, seen.widened)
        fields = tuple(dict.fromkeys([*opened, *fields]))
        words = tuple(name for name in words if name not in fields)
        if fields or words:
            yield Exposure(*seen.what, fields, words=words, opened=opened)
    for audience, setting in after.settings.audiences.items():
        old = project(before, audience).settings if audience in before.settings.audiences else _NO_SETTINGS
        fields, words = _fresh(settings_read(old, project(after, audience).settings), None, frozenset())
        if fields or words:
            yield Exposure(audience, setting.label or audience, "", SETTINGS, "", SETTINGS, fields, words=words)


_NO_SETTINGS = Settings.model_construct(name="")


def _concealed(before: Product, after: Product, both: Collection[str], between: Between) -> Iterator[Exposure]:
    for seen in _eyes(after, before, both):
        if seen.item is None:
            if not seen.is_new:
                yield Exposure(*seen.what)
        elif fields := tuple(_opened(seen.item, seen.widened)):
            yield Exposure(*seen.what, fields)


def settings_read(before: Settings, after: Settings) -> Iterator[Difference]:
    """What differs in the settings that readers meet as such: which fields they get, and how fine dates, they see by what they get."""
    for found in compare.settings(before, after):
        if found.field != "audiences" or found.part[-1:] == ("label",):
            yield found


class Versions(NamedTuple):
    """One item before and after, each whole and as an audience sees it, with its words in other languages."""

    old: Item
    old_seen: Item
    new: Item
    new_seen: Item
    old_words: Words
    old_seen_words: Words
    new_seen_words: Words


class _Seen(NamedTuple):
    """One item that an audience sees after. Without its versions the audience did not see it before."""

    what: tuple[str, str, str, str, str, str]
    known: Product
    shown: Product
    widened: frozenset[str]
    item: Versions | None
    is_new: bool


def _eyes(before: Product, after: Product, both: Collection[str]) -> Iterator[_Seen]:
    for audience, setting in after.settings.audiences.items():
        shown = project(after, audience)
        known = project(before, audience) if audience in before.settings.audiences else None
        for id, item in shown.items.items():
            what = (audience, setting.label or audience, id, after.items[id].title, item.type, item.path)
            if id not in both or known is None or id not in known.items:
                yield _Seen(what, shown, shown, frozenset(), None, id not in both)
                continue
            widened = seen_fields(after.settings, audience, type(item)) - seen_fields(before.settings, audience, type(item))
            yield _Seen(what, known, shown, widened, _versions(before, known, after, shown, id), is_new=False)


def _versions(before: Product, known: Projection, after: Product, shown: Projection, id: str) -> Versions:
    words = (side.translations.get(id, {}) for side in (before, known, shown))
    return Versions(before.items[id], known.items[id], after.items[id], shown.items[id], *words)


def _opened(item: Versions, widened: frozenset[str]) -> Iterator[str]:
    """What was there before, and an audience did not get it."""
    for name in sorted(widened):
        top = name.partition(".")[0]
        value = item.new_seen.custom.get(top) if top in item.new_seen.custom else getattr(item.new_seen, top, None)
        if value not in (None, "", (), {}, False):
            yield name
    yield from (name for name in Wording.model_fields if name not in widened and _lost_its_wording(name, item))
    if "body" not in widened and _reveals(item.old.body, item.old_seen.body, item.new_seen.body):
        yield "body"
    for language, words in item.new_seen_words.items():
        old, known = (side.get(language, {}) for side in (item.old_words, item.old_seen_words))
        for name, text in words.items():
            if _reveals(old.get(name, ""), known.get(name, ""), text):
                yield f"translations.{language}.{name}"


def _reveals(old: str, known: str, shown: str) -> bool:
    """Whether a passage that a text held before is in sight now and was not."""
    return bool(_lines(shown) & (_lines(old) - _lines(known)))


def _lost_its_wording(name: str, item: Versions) -> bool:
    """Whether an audience that read other words, or a coarser date, now reads those of the team."""
    if name not in type(item.old_seen).model_fields or getattr(item.new_seen, name) in (None, ""):
        return False
    known, shown = getattr(item.old_seen, name), getattr(item.new_seen, name)
    if isinstance(known, Period) and isinstance(shown, Period) and getattr(item.old, name) == getattr(item.new, name):
        return is_finer(shown, known)
    return bool(known != getattr(item.old, name) and shown == getattr(item.new, name) and shown != known)


def _fresh(found: Iterator[Difference], item: Versions | None, widened: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What held nothing before for those who see both sides, and what holds words now that are new to them."""
    fields: dict[str, None] = {}
    words: dict[str, None] = {}
    for one in found:
        if one.field in widened or (one.part and f"{one.field}.{one.part[-1]}" in widened) or one.field == "path":
            continue
        name = ".".join((one.field, *one.part))
        if one.shape == "rows":
            if one.after:
                known = {point.date for point in one.before or ()}
                (words if all(point.date in known for point in one.after) else fields)[name] = None
        elif one.before is None and one.after is not None and one.part != ("latest",):
            fields[name] = None
        elif _is_new_to_readers(one):
            words[name] = None
    return tuple(fields), tuple(words)


def _is_new_to_readers(found: Difference) -> bool:
    """Whether words, entries or bytes are new; a number, a date, a status or another choice is another one, and no news of this kind."""
    before, after = found.before, found.after
    if after is None or found.part == ("latest",):
        return False
    if isinstance(after, tuple):
        return not set(after) <= set(before or ())
    if found.shape == "text":
        return bool(_lines(after, 1) - _lines(before or "", 1))
    return found.shape == "file" or (isinstance(after, str) and found.shape == "fact")


def _lines(text: str, least: int = 4) -> set[str]:
    """The lines of a text, without those of fewer bytes: two Chinese characters say as much as a short word."""
    return {line for line in map(str.strip, text.splitlines()) if len(line.encode("utf-8", "replace")) >= least}
