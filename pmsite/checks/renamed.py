"""Items whose file got another name, so that what names them by the old one leads nowhere."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pmsite.checks.rule import Context
from pmsite.diagnostics import Diagnostic, Severity, Span
from pmsite.memoized import memoized
from pmsite.messages import said
from pmsite.model.links import Link
from pmsite.model.objective import Objective
from pmsite.model.types import FOLDERS
from pmsite.read.names import id_fault

_WORDS = re.compile(r"[^\W_]+")
_SEARCHES = 100
"""Missing ids for which a renamed file is looked for."""
_ENOUGH = 0.6
"""The share of a missing id's words that a title must hold, where nothing else speaks for the item."""


def likely(context: Context, broken: Iterable[Link]) -> Iterator[tuple[Diagnostic, frozenset[str]]]:
    """Items that nothing names, each with the one missing id that it is likely to have had before its file got another name.

    Three things speak for that: its title has the words of the id, it names the items that name the id, as answers
    and requests do, or it has the key results that are named with the id. An item counts for one id only, and only where no other item is as likely.
    """
    by_id: dict[str, list[Link]] = defaultdict(list)
    by_part = _by_key_result(context)
    for link in broken:
        by_id[_whole(link, by_part)].append(link)
    by_word = _unnamed(context) if len(by_id) <= _SEARCHES else {}  # where so many are missing, no file was renamed
    told: set[str] = set()
    for id, links in by_id.items() if by_word else ():
        if _is_there(id, links, context):
            continue  # its file has faults, which are told
        if inside := _badly_named(id, links, context):
            message = said("no item has the id {id}, and this file looks like it, whose name cannot be an id", id=id)
            span = Span(f"{context.around.prefix}/{inside}", 1)
            yield (
                Diagnostic("", Severity.ERROR, span, message, said("renamed? Write `id: {id}` into it, or call it {id}.md", id=id)),
                frozenset({id}),
            )
            continue
        near = context.nearest(id, links[0].kind.to)
        if near and (len(links) == 1 or near in context.product.incoming or near.casefold() == id.casefold()):
            continue  # a slip of the pen, not another name
        ranked = sorted(((score, item) for item, score in _ranked(id, links, by_word, by_part, context).items()), reverse=True)
        if not ranked or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]) or ranked[0][1] in told:
            continue
        found = context.product.items[ranked[0][1]]
        told.add(found.id)
        inside = found.path.removeprefix(f"{context.around.prefix}/")
        message = said("no item has the id {id}, and nothing names this one, which looks like it", id=id)
        hint = said(
            "renamed? Write `id: {id}` into {inside}, or write {id2} where {id} is named", id=id, inside=inside, id2=found.id
        )
        yield Diagnostic("", Severity.ERROR, context.span(found, "title"), message, hint), frozenset({id})


def _by_key_result(context: Context) -> Mapping[str, list[str]]:
    """By the keys of their key results, the objectives that have them."""
    found: dict[str, list[str]] = defaultdict(list)
    for objective in context.product.of(Objective):
        for result in objective.key_results:
            found[result.id].append(objective.id)
    return found


def _whole(link: Link, by_part: Mapping[str, list[str]]) -> str:
    """The id of the item that a reference names: of a key result that some objective has, the objective's."""
    id, _, part = link.written.rpartition(".")
    return id if id and part in by_part and "key_result" in link.kind.to else link.written


def _is_there(id: str, links: Iterable[Link], context: Context) -> bool:
    """Whether there is a file of the name, in a folder of a type that the references can name."""
    return any(context.around.is_there(f"{folder}{id}.md") for folder in ("", *(f"{name}/" for name in _folders(links))))


def _folders(links: Iterable[Link]) -> list[str]:
    wanted = {name for link in links for name in link.kind.to}
    return [folder for folder, model in FOLDERS.items() if not wanted or model.type in wanted]


def _badly_named(id: str, links: Iterable[Link], context: Context) -> str:
    """The one file that is no item for its name alone, and has all words of an id in it."""
    words = set(_WORDS.findall(id.casefold()))
    known = _cannot_be_ids(context)
    found = [path for folder in _folders(links) for path, has in known.get(folder, ()) if words and words <= has]
    return found[0] if len(found) == 1 else ""


@memoized
def _cannot_be_ids(context: Context) -> Mapping[str, list[tuple[str, set[str]]]]:
    """By folder, the files in it whose names cannot be ids, each with the words of its name."""
    found: dict[str, list[tuple[str, set[str]]]] = defaultdict(list)
    for folder in FOLDERS:
        for path in (context.around.root / folder).glob("* *.md"):
            if id_fault(path.stem):
                found[folder].append((f"{folder}/{path.name}", set(_WORDS.findall(path.stem.casefold()))))
    return found


def _unnamed(context: Context) -> Mapping[str, list[str]]:
    """By the words of their titles and ids, the items that nothing names."""
    found: dict[str, list[str]] = defaultdict(list)
    for id, item in context.product.items.items():
        if id not in context.product.incoming:
            for word in set(_WORDS.findall(f"{item.title} {id}".casefold())):
                found[word].append(id)
    return found


def _ranked(
    id: str, links: Iterable[Link], by_word: Mapping[str, list[str]], by_part: Mapping[str, list[str]], context: Context
) -> dict[str, float]:
    """How much speaks for each item: the share of the id's words in its title, and one for each item that names the id and it names, and for each key result."""
    words = set(_WORDS.findall(id.casefold()))
    found: dict[str, float] = defaultdict(float)
    for word in words:
        for item in by_word.get(word, ()):
            found[item] += 1 / len(words)
    mutual: dict[str, int] = defaultdict(int)
    for source in {link.source for link in links}:
        for item in {link.source for link in context.product.incoming.get(source, ())} - context.product.incoming.keys():
            mutual[item] += 1
    for part in {link.written.removeprefix(f"{id}.") for link in links if link.written != id}:
        for item in by_part[part]:
            if item not in context.product.incoming:
                mutual[item] += 1
    kinds = [set(link.kind.to) for link in links if link.kind.to]
    return {
        item: found[item] + mutual[item]
        for item in {*found, *mutual}
        if (found[item] >= _ENOUGH or mutual[item]) and all(context.product.items[item].type in kind for kind in kinds)
    }
