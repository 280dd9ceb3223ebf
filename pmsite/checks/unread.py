"""Files that look like items, and that nothing reads: their folder or their ending is not one that items have."""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Answer, Diagnostic, Mend, Part, Span, answer
from pmsite.memoized import memoized
from pmsite.messages import joined, listed, said
from pmsite.model.hints import synonyms
from pmsite.model.item import Item
from pmsite.model.settings import LANGUAGES
from pmsite.model.slip_of_pen import is_surely
from pmsite.model.types import BY_NAME, FOLDERS, keys
from pmsite.read.names import is_readme

_MARKDOWN = (".markdown", ".mdown", ".mkdn", ".mkd", ".mdx", ".mdtxt", ".mdtext", ".md.txt", ".rmd", ".qmd")
_TEXTS = (".txt", ".text", ".yml", ".yaml", ".md~")
_FACTS = (".txt", ".text", ".yml", ".yaml")
_WORKBOOKS = (".xlsx", ".xls", ".ods", ".numbers")
_DOCUMENTS = (".docx", ".doc", ".odt", ".rtf", ".pages")
_LEFT_BY_EDITORS = ("~", ".bak", ".orig", ".rej", ".swp", ".tmp", ".lock")
_START = 4096
_FACT = re.compile(r"^([a-z_]+):(?:\s|$)", re.MULTILINE)
_DOCUMENT = re.compile(r"[^()<>\[\]\"'\n]+?\.(?:docx?|odt|rtf|pages|csv)\b", re.IGNORECASE)
_NAMED = 3
"""Files of a folder that a message names."""


class Unread(NamedTuple):
    """One or more files that are not read for one reason: where, why, what to do, and the ids that they would have."""

    span: Span
    message: str
    hint: str
    ids: frozenset[str]


class FileNotRead(Rule):
    """A file looks like an item, and is on no page: its folder or its ending is not one that items have."""

    code = "file-not-read"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        missing = missing_ids(context)
        for found in unread(context):
            if missing.isdisjoint(found.ids):  # else `unknown-reference` tells it
                yield self.at(found.span, found.message, found.hint)


def missing_ids(context: Context) -> frozenset[str]:
    """The ids that fields name and no item has; of a key result, also its objective's."""
    written = [link.written for link in context.product.broken if not link.kind.loose]
    return frozenset(name for id in written for name in (id, id.rpartition(".")[0]) if name)


@memoized
def unread(context: Context) -> list[Unread]:
    """Every file that looks like an item and is not read; those of one unknown folder are told together."""
    by_folder: dict[str, list[str]] = defaultdict(list)
    found: list[Unread] = []
    for inside in sorted(context.files):
        folder, _, name = inside.rpartition("/")
        if is_readme(name) or name.lower().endswith(_LEFT_BY_EDITORS):
            continue
        if name.endswith(".md"):
            if _is_meant(folder) or _has_title(_start(context, inside)):
                by_folder[folder].append(inside)
        elif (fault := _by_ending(inside, context)) is not None:
            found.append(fault)
    found += [_by_folder(folder, files, context) for folder, files in by_folder.items()]
    return found


def _is_meant(folder: str) -> bool:
    """Whether a folder's name is nearly one of those that items have."""
    return any(_type_of(part) for part in folder.split("/") if part)


def _has_title(start: str) -> bool:
    """Whether a text begins with facts, a title among them."""
    return start.startswith("---\n") and "title" in _FACT.findall(start.partition("\n---")[0])


@lru_cache
def _type_of(folder: str) -> str:
    return synonyms.item_type(folder, BY_NAME, {name: model.type for name, model in FOLDERS.items()})


def _by_folder(folder: str, files: list[str], context: Context) -> Unread:
    prefix = context.around.prefix
    near = next((found for part in folder.split("/") if (found := _type_of(part))), "") if folder else ""
    type_name = near or _likely(files, context)
    place = BY_NAME[type_name].folder if type_name else ""
    only = files[0] if len(files) == 1 else ""
    ids = frozenset(_id(inside) for inside in files)
    span, hint = Span(f"{prefix}/{files[0]}", 1), ""
    if only:
        name = posixpath.basename(only)
        message = (
            said("this file is not read: {folder}/ is no folder of items", folder=folder)
            if folder
            else said("this file is not read: it lies in no folder of items")
        )
        hint = said("move it to {place}/{name}", place=place, name=name)
        guess = said("did you mean {place}/? Move it to {place}/{name}", place=place, name=name)
    elif not folder:
        message = said("{files} are not read: they lie in no folder of items", files=_named(files))
        hint = said("move them into folders such as {place}/", place=place or "features")
        guess = said("did you mean {place}/? Move them into folders such as {place}/", place=place or "features")
    else:
        message = said("{files} in {folder}/ are not read: {folder}/ is no folder of items", files=_named(files), folder=folder)
        hint = said("move them into {place}/", place=place)
        guess = said("did you mean {place}/? Move them into {place}/", place=place)
    if not place:
        hint = said("move it into the folder of its type, such as features/, or name its `type:` in its front matter")
    elif near and not any(map(synonyms.is_another_word, folder.split("/"))):
        hint = guess
        if "/" not in folder and is_surely(folder, place, FOLDERS):
            hint = Answer(hint, Mend(Part.FOLDER, place, old=folder))
    elif near or only:
        hint = (
            said("{move}, or write `type: {type}` into it", move=hint, type=type_name)
            if only
            else said("{move}, or write `type: {type}` into each of them", move=hint, type=type_name)
        )
    if "idea" in folder.casefold():
        hint = joined(hint, said("an idea is a feature with `status: idea`"))
    return Unread(span, message, hint, ids)


def _named(files: list[str]) -> str:
    names = [posixpath.basename(inside) for inside in files[:_NAMED]]
    if len(files) > _NAMED:
        return said("{names} and {count} more files", names=names, count=len(files) - _NAMED)
    return listed(names)


def _by_ending(inside: str, context: Context) -> Unread | None:
    folder, _, name = inside.rpartition("/")
    model = next((FOLDERS[part] for part in folder.split("/") if part in FOLDERS), None)
    lower = name.lower()
    if lower.endswith(".csv"):
        return _table_of_nothing(inside, model, context)
    if lower.endswith(_WORKBOOKS):
        return _workbook(inside, model, context)
    stem = re.split(r"\.", name, maxsplit=1)[0] if lower.endswith(".md.txt") else posixpath.splitext(name)[0]
    if lower.endswith(_DOCUMENTS):
        if model is None or name in _named_files(context):
            return None
        hint = said("write its text into {stem}.md; if it only belongs to an item, link to it there", stem=stem)
    elif lower.endswith(_MARKDOWN):
        if model is None and not _start(context, inside).startswith("---"):
            return None
        hint = answer("call it {answer}", f"{stem}.md", part=Part.FILE)
    elif lower.endswith(_TEXTS) or "." not in name:
        start = _start(context, inside)
        is_facts = lower.endswith(_FACTS) and model is not None and "title" in _FACT.findall(start)
        if not _has_title(start) and not is_facts:
            return None
        hint = answer("call it {answer}", f"{stem}.md", part=Part.FILE)
        if not _has_title(start):
            hint = said("{hint}, and put its facts between two lines of ---", hint=hint)
    else:
        return None
    ending = posixpath.splitext(name)[1]
    message = (
        said("this file is not read: items end in .md, this one in {ending}", ending=ending)
        if ending
        else said("this file is not read: items end in .md")
    )
    return Unread(Span(f"{context.around.prefix}/{inside}", 1), message, hint, frozenset({stem}))


def _table_of_nothing(inside: str, model: type[Item] | None, context: Context) -> Unread | None:
    """A metric's table whose metric is not there."""
    stem = inside[: -len(".csv")]
    if model is None or model.type != "metric" or posixpath.basename(inside) in _named_files(context):
        return None
    if inside.endswith(".csv") and context.around.is_there(f"{stem}.md"):
        return None
    name = posixpath.basename(stem)
    near = context.nearest(name, ("metric",))
    hint = (
        said("call it {near}.csv, if it is the table of {near}", near=near)
        if near
        else said("describe the metric in {name}.md beside it", name=name)
    )
    if near and context.is_surely(name, near, ("metric",)):
        hint = Answer(hint, Mend(Part.FILE, f"{near}.csv"))
    message = said("this table is not read: no metric has a file called {name}.md", name=name)
    return Unread(Span(f"{context.around.prefix}/{inside}", 1), message, hint, frozenset())


def _workbook(inside: str, model: type[Item] | None, context: Context) -> Unread | None:
    """A metric's values in a workbook, where the metric has no table."""
    stem, ending = posixpath.splitext(inside)
    has_table = context.around.is_there(f"{stem}.csv") or not context.around.is_there(f"{stem}.md")
    if model is None or model.type != "metric" or has_table:
        return None
    name = posixpath.basename(stem)
    message = said(
        "this table is not read: a metric's values stand in {name}.csv, and this file ends in {ending}", name=name, ending=ending
    )
    hint = said("save it as {name}.csv; Excel calls that “CSV UTF-8” under Save As", name=name)
    return Unread(Span(f"{context.around.prefix}/{inside}", 1), message, hint, frozenset())


@memoized
def _named_files(context: Context) -> frozenset[str]:
    """The names of documents and tables that texts of items link to, so that those belong to the items."""
    found = (name for item in context.product.items.values() for name in _DOCUMENT.findall(item.body))
    return frozenset(posixpath.basename(unquote(name)) for name in found)


def _likely(files: Iterable[str], context: Context) -> str:
    """The type that the facts of most files speak for, if any does."""
    counts = Counter(found for inside in list(files)[:_NAMED] if (found := _type_by_facts(_start(context, inside))))
    return counts.most_common(1)[0][0] if counts else ""


def _type_by_facts(start: str) -> str:
    facts = set(_FACT.findall(start.partition("\n---")[0] if start.startswith("---") else start))
    known: Mapping[str, int] = {name: len(facts & keys(model).keys() - Item.model_fields.keys()) for name, model in BY_NAME.items()}
    best = max(known.values(), default=0)
    likely = [name for name, count in known.items() if count == best]
    return ("feature" if "feature" in likely else likely[0]) if best else ""


def _start(context: Context, inside: str) -> str:
    try:
        with context.around.open(inside) as file:
            return file.read(_START).removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").replace("\r\n", "\n")
    except OSError:
        return ""


def _id(inside: str) -> str:
    stem = posixpath.basename(inside).removesuffix(".md")
    name, _, language = stem.rpartition(".")
    return name if language in LANGUAGES else stem
