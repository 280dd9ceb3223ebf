"""What texts meant for outside readers must not give away: the names of hidden items."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from pmsite.checks.rule import Context, Rule
from pmsite.checks.texts import Text, outside_texts
from pmsite.diagnostics import Diagnostic, Severity, Span
from pmsite.model.item import Item
from pmsite.model.objective import Objective
from pmsite.read.phrases import Phrases, is_plain_word

SHORTEST = 4
"""Characters that a hidden name has at least, to be looked for in visible text."""
CHANCE = 4
"""Ordinary words that may stand beside each other by chance."""
_GAP = re.compile(r"[^\S\n]*\n[^\S\n]*(?:>[^\S\n]*)*|[^\S\n]+")
_LETTER = r"[^\W\u3400-\u9fff]"
_EMPHASIS = re.compile(r"\*+|`+|~~|(?<!\w)_+|_+(?!\w)")


class TextNamesHiddenItem(Rule):
    """A text for outside readers names the title or the id of an item that they may not see.

    A name counts as it is written, also over the end of a line or with words in bold. Up to four ordinary words, such as Search or
    Demand value, may stand there by chance and are a warning; a longer name, or one with a hyphen, a digit or a capital inside, is an error.
    A key result may be called what its metric is called, in ordinary words.
    """

    code = "text-names-hidden-item"
    severity = Severity.ERROR
    fixed = True
    everywhere = True
    every_word = True

    def find(self, context: Context) -> Iterator[Diagnostic]:
        seen_by: dict[str, set[str]] = defaultdict(set)
        named: list[tuple[str, str]] = []
        for item in context.product.items.values():
            for name in _names(item, context):
                named.append((name, item.id))
                seen_by[name].update(item.visibility)
        names = Phrases(named, fold=False)
        for item, text in outside_texts(context):
            for name, other, _ in names.found(_as_read(text.words)):
                blind = text.audiences.difference(seen_by[name])
                if blind and name not in set(_names(item, context)) and not _measures(other, item, text, name):
                    yield self._naming(text.span(_place(name, text.words)), name, other, blind)

    def _naming(self, span: Span, name: str, other: str, blind: Iterable[str]) -> Diagnostic:
        message = f"the text names the item {other}, which {_listed(blind)} may not see"
        hint = "say it in other words, or put it between <!-- internal --> and <!-- /internal -->"
        severity = Severity.WARNING if _is_ordinary(name) else Severity.ERROR
        return Diagnostic(self.code, severity, span, message, hint)


def _measures(other: str, item: Item, text: Text, name: str) -> bool:
    """Whether a text is what a key result is called, in ordinary words as its metric is."""
    if not isinstance(item, Objective) or text.place[:1] != ("key_results",):
        return False
    return _is_ordinary(name) and item.key_results[int(text.place[1])].metric == other


def _as_read(words: str) -> str:
    """A text as a page shows it: lines of one paragraph run on, and emphasis is no sign."""
    return _EMPHASIS.sub("", _GAP.sub(" ", words))


def _place(name: str, words: str) -> int:
    """Where a name that a text holds begins in it as it is written."""
    told = r"(?:(?!\n[^\S\n]*\n)[\s>*`~_])+".join(map(re.escape, name.split()))
    found = re.search(rf"(?<!{_LETTER}){told}(?!{_LETTER})", words) or re.search(told, words)
    return found.start() if found else 0


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _names(item: Item, context: Context) -> Iterator[str]:
    """What an item is called, wherever somebody may have read it; an id that is an ordinary word names nothing."""
    others = (*(w.title or "" for w in item.wordings.values()), *(found.title for found in context.translations_of(item.id)))
    for name in dict.fromkeys((item.id, item.title, *others)):
        if len(name) >= SHORTEST and (name != item.id or name == item.title or not is_plain_word(name)):
            yield _as_read(name)


def _is_ordinary(name: str) -> bool:
    """Whether a name is a few words that begin any sentence."""
    words = name.split(" ")
    return len(words) <= CHANCE and all(map(is_plain_word, words)) and name[1:] == name[1:].lower()
