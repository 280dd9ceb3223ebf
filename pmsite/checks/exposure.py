"""What texts meant for outside readers must not give away: the names of hidden items."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from pmsite.checks.rule import Context, Rule
from pmsite.checks.texts import Text, outside_texts
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import Term, said
from pmsite.model.brief import Brief
from pmsite.model.customer import Customer
from pmsite.model.item import Item
from pmsite.model.objective import Objective
from pmsite.model.person import Person
from pmsite.model.stakeholder import Stakeholder
from pmsite.model.team import Team
from pmsite.read.phrases import Phrases, is_plain_word, place_of

SHORTEST = 4
"""Characters that a hidden name has at least, to be looked for in visible text."""
CHANCE = 4
"""Ordinary words that may stand beside each other by chance."""
FULL_HAN = 3
"""Characters of a Chinese name that are no part of other words."""
AROUND = 200
"""Characters before a word that tell whether a sentence begins with it."""
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_DRESS = " \t\n>*_`~\"'([\u201c\u2018\u00ab\u300c"
_BEGINS = re.compile(
    rf"(?:\n[^\S\n]*\n|[.!?\u2026:;|\u3002\uff01\uff1f\uff1a\uff1b]|(?:^|\n)[^\S\n>]*(?:[-+*]|#+|[0-9]+[.)])[^\S\n]|(?:^|\n)#[^\n]*\n|"
    rf"[\"'\u201c\u2018\u00ab\u300c])[{re.escape(_DRESS)}]*\Z"
)
"""What stands before the first word of a sentence, a heading, an entry of a list, a cell or a quotation."""
_GAP = re.compile(r"[^\S\n]*\n[^\S\n]*(?:>[^\S\n]*)*|[^\S\n]{2,}|[^\S\n ]")
"""What a page shows as one space and is not written as one."""
_DRESSED_GAP = re.compile(r"(?:(?!\n[^\S\n]*\n)[\s>*`~_])+")
_EMPHASIS = re.compile(r"\*+|`+|~~|(?<!\w)_+|_+(?!\w)")
_UNDERSCORES = re.compile(r"(?<!\w)_+|_+(?!\w)")
_DRESSED = re.compile(r"[*`~_>]|[^\S ]|  ")
"""What stands in every text that a page shows otherwise than it is written, as far as names matter."""
_APART = frozenset(["", *" \n.,;:!?()"])
"""What belongs to no word, and is no sign of emphasis."""


class TextNamesHiddenItem(Rule):
    """A text for outside readers names the title or the id of an item that they may not see.

    A name counts as it is written, also over the end of a line or with words in bold. Up to four ordinary words, such as Search or
    Demand value, may stand there by chance and are a warning; a longer name, or one with a hyphen, a digit or a capital inside, is an error.
    A key result may be called what its metric is called, in ordinary words.

    People are known by their names: Ada Brook and 王小明 are an error anywhere. A first name alone, such as Mark, is a warning within a
    sentence, and a reminder where a word may begin with a capital: at the beginning of a sentence (Mark the berth), among words that all do.
    A Chinese name of two characters is a reminder, since they may belong to other words. Customers are known by Chinese names as
    people are. Who signs a brief, in `from`, may be named there; so may the `customer` that it is for, where no site shows it.
    """

    code = "text-names-hidden-item"
    severity = Severity.ERROR
    fixed = True
    everywhere = True
    every_word = True

    def find(self, context: Context) -> Iterator[Diagnostic]:
        if not outside_texts(context):
            return
        seen_by: dict[str, set[str]] = defaultdict(set)
        named: list[tuple[str, Item]] = []
        own = {item.id: tuple(_names(item, context)) for item in context.product.items.values()}
        for item in context.product.items.values():
            for name in own[item.id]:
                named.append((name, item))
                seen_by[name].update(item.visibility)
        if context.only is not None:  # few texts, so that all names need not be made ready to be found
            shown = "\n".join(_as_read(text.words) for _, text in outside_texts(context))
            named = [(name, item) for name, item in named if name in shown]
        names = Phrases(named, fold=False)
        for item, text in outside_texts(context):
            for name, other in names.possible(_without_emphasis(text.words)):
                blind = text.audiences.difference(seen_by[name])
                if blind and _stands(name, text.words) and name not in own[item.id] and not _may_stand(other, item, text, name):
                    yield self._naming(text, name, other, blind)

    def _naming(self, text: Text, name: str, other: Item, blind: Iterable[str]) -> Diagnostic:
        message = said("the text names the item {id}, which {audiences} may not see", id=other.id, audiences=sorted(blind))
        hint = said("say it in other words, or put it between <!-- internal --> and <!-- /internal -->")
        if _has_name_of_its_own(other, name):
            severity, at = _of_person(name, text.words)
            hint = (
                said("where the {type} is meant, say it in other words", type=Term(other.type))
                if severity is Severity.REMINDER
                else hint
            )
        else:
            severity, at = Severity.WARNING if _is_ordinary(name) else Severity.ERROR, next(_places(name, text.words), 0)
        return Diagnostic(self.code, severity, text.span(at), message, hint)


def _signs(other: Item, item: Item, text: Text) -> bool:
    """Whether a text says who a brief is from, which its readers are to know."""
    return isinstance(item, Brief) and text.place == ("from",) and isinstance(other, (Person, Team, Stakeholder))


def _is_for(other: Item, item: Item) -> bool:
    """Whether a brief is for the one customer that it names, and is sent to it rather than shown on a site."""
    return isinstance(item, Brief) and isinstance(other, Customer) and item.customer == other.id and not item.visibility


def _has_name_of_its_own(item: Item, name: str) -> bool:
    """Whether somebody is known by a name, however short it is: a person, or a customer in Chinese."""
    return isinstance(item, Person) or (isinstance(item, Customer) and _is_han(name))


def _of_person(name: str, words: str) -> tuple[Severity, int]:
    """How surely a text names a person, and where it does so first."""
    places = list(_places(name, words)) or [0]
    if not is_plain_word(name):
        return Severity.REMINDER if _is_han(name) and len(name) < FULL_HAN else Severity.ERROR, places[0]
    surely = (at for at in places if not _may_be_a_word(name, words, at))
    return next(((Severity.WARNING, at) for at in surely), (Severity.REMINDER, places[0]))


def _may_be_a_word(name: str, words: str, at: int) -> bool:
    """Whether a word that a person is called by has its capital where any word has one."""
    if words.startswith(("'s", "\N{RIGHT SINGLE QUOTATION MARK}s"), at + len(name)):
        return False
    if at == 0 or _BEGINS.search(words, max(0, at - AROUND), at) or not words[:at].strip(_DRESS):
        return True
    begin, end = words.rfind("\n", 0, at) + 1, words.find("\n", at)
    others = _LONG_WORD.findall(words[begin:at] + words[at + len(name) : end if end >= 0 else len(words)])
    return bool(others) and all(word[0].isupper() for word in others)


def _may_stand(other: Item, item: Item, text: Text, name: str) -> bool:
    """Whether a name belongs where it stands: that of a brief's sender or of its customer, or of what a key result measures."""
    return _signs(other, item, text) or _is_for(other, item) or _measures(other, item, text, name)


def _measures(other: Item, item: Item, text: Text, name: str) -> bool:
    """Whether a text is what a key result is called, in ordinary words as its metric is."""
    if not isinstance(item, Objective) or text.place[:1] != ("key_results",):
        return False
    return _is_ordinary(name) and item.key_results[int(text.place[1])].metric == other.id


def _as_read(words: str) -> str:
    """A text as a page shows it: lines of one paragraph run on, and emphasis is no sign."""
    return words if _DRESSED.search(words) is None else _without_emphasis(_GAP.sub(" ", words))


def _without_emphasis(words: str) -> str:
    """A text without the signs of emphasis. Tildes are signs by twos, and underscores that go must leave no two."""
    if "_" in words:
        if "~" in words:
            return _EMPHASIS.sub("", words)
        words = _UNDERSCORES.sub("", words)
    return words.replace("~~", "").replace("*", "").replace("`", "")


def _stands(name: str, words: str) -> bool:
    """Whether a name stands in a text as a page shows it; most do in the text as it is written."""
    at = words.find(name)
    if at >= 0 and _DRESSED.search(name) is None and {words[at - 1 : at], words[at + len(name) : at + len(name) + 1]} <= _APART:
        return True
    return place_of(name, _as_read(words)) >= 0


def _places(name: str, words: str) -> Iterator[int]:
    """Where a name stands in a text as it is written: as words of their own, or else within others."""
    parts = name.split()
    places = _standing(parts, words, apart=True)
    first = next(places, None)
    yield from _standing(parts, words, apart=False) if first is None else chain([first], places)


def _standing(parts: list[str], words: str, *, apart: bool) -> Iterator[int]:
    """Where the words of a name follow each other, whatever dresses the text between them.

    Thousands of names are looked for, each in one text: a pattern for each of them would take longer to make than to use.
    """
    start = words.find(parts[0])
    while start >= 0:
        ends = () if apart and start and _is_letter(words, start - 1) else _ends(parts[1:], words, start + len(parts[0]))
        end = next((end for end in ends if not (apart and _is_letter(words, end))), 0)
        if end:
            yield start
        start = words.find(parts[0], end or start + 1)


def _ends(parts: list[str], words: str, at: int) -> Iterator[int]:
    """Where words that follow each other from a place on may end."""
    if not parts:
        yield at
        return
    dress = _DRESSED_GAP.match(words, at)
    for start in range(dress.end() if dress else at, at, -1):
        if words.startswith(parts[0], start):
            yield from _ends(parts[1:], words, start + len(parts[0]))


def _is_letter(words: str, at: int) -> bool:
    """Whether a character is one of words that are written with spaces between them."""
    sign = words[at : at + 1]
    return (sign.isalnum() or sign == "_") and not _is_han_sign(sign)


def _is_han(name: str) -> bool:
    return len(name) > 1 and all(map(_is_han_sign, name))


def _is_han_sign(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff"


def _names(item: Item, context: Context) -> Iterator[str]:
    """What an item is called, wherever somebody may have read it; an id that is an ordinary word names nothing."""
    names = [item.id, item.title]
    if item.wordings or context.translations:
        names += [wording.title or "" for wording in item.wordings.values()]
        names += [found.title for found in context.translations_of(item.id)]
    for name in dict.fromkeys(names):
        long_enough = len(name) >= SHORTEST or (_is_han(name) and _has_name_of_its_own(item, name))
        if long_enough and (name != item.id or name == item.title or not is_plain_word(name)):
            yield _as_read(name)


def _is_ordinary(name: str) -> bool:
    """Whether a name is a few words that begin any sentence."""
    words = name.split(" ")
    return len(words) <= CHANCE and name[1:] == name[1:].lower() and all(map(is_plain_word, words))
