"""Messages in a language: their words from the catalog, what stands in them as that language has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from string import Formatter
from typing import Any

from pmsite.messages import AllOf, Message, OneOf, Say, Term, is_list

_COMMA, _OR, _AND = {"zh": "、"}, {"zh": "或"}, {"zh": "和"}
_TIGHT = frozenset("%,.:;!?)]}\"'/·…—")
"""What stands close to Chinese, too."""


def in_language(language: str) -> Say:
    """Tells messages in a language. English needs no catalog, since messages are English themselves."""
    return str if language == "en" else _Teller(language)


def all_in_language(value: Any, language: str) -> Any:
    """Data for a program, with the messages in it told in a language."""
    return value if language == "en" else _all(value, in_language(language))


def _all(value: Any, say: Say) -> Any:
    if isinstance(value, Message):
        return say(value)
    if isinstance(value, Mapping):
        return {key: _all(entry, say) for key, entry in value.items()}
    return [_all(entry, say) for entry in value] if isinstance(value, (list, tuple)) else value


class _Teller:
    def __init__(self, language: str) -> None:
        from pmsite.wording.words import catalog  # here, since English needs none

        self._language, self._words = language, catalog(language)

    def __call__(self, message: str) -> str:
        if not isinstance(message, Message):
            return message
        words = self._words.get(message.words, message.words)
        if not message.arguments:
            return words
        pieces = list(Formatter().parse(words))
        made, is_apart = "", False
        for at, (before, name, _, _) in enumerate(pieces):
            made = _beside(made, before) if is_apart and _is_han(before.lstrip(" ")[:1]) else f"{made}{before}"
            if name is None:
                continue
            value = message.arguments[name]
            told, is_apart = str(self._told(value)), not _is_date(value)
            if is_apart and _is_of_somebody(value):
                told = _quoted(told, made, pieces[at + 1][0] if at + 1 < len(pieces) else "")
            made = _beside(made, told) if is_apart and _is_han(made.rstrip(" ")[-1:]) else f"{made}{told}"
        return made

    def _told(self, value: Any) -> Any:
        if isinstance(value, Term):
            return self._term(value)
        if isinstance(value, str):
            return self(value)
        if isinstance(value, (OneOf, AllOf)):
            *first, last = [self._told(part) for part in value] or [""]
            between = (_OR if isinstance(value, OneOf) else _AND)[self._language]
            return _beside(_beside(self._list(first), between), last) if first else last
        if is_list(value):
            return self._list(self._told(part) for part in value)
        return self._dated(value)

    def _list(self, parts: Iterable[Any]) -> str:
        return _COMMA[self._language].join(map(str, parts))

    def _term(self, word: Term) -> str:
        from pmsite.wording.labels import TYPES  # here, since few messages need them

        known = TYPES.get(word)
        english = known[0] if known else word[:1].upper() + word[1:].replace("_", " ")
        return self._words.get(english, str(word))

    def _dated(self, value: Any) -> Any:
        if not _is_date(value):
            return value
        from pmsite.wording.dates import day_words, period_words

        return day_words(value, self._language) if isinstance(value, date) else period_words(value, self._language)


def _is_date(value: Any) -> bool:
    from pmsite.model.period import Period  # here, since whoever has a message has loaded it

    return isinstance(value, (Period, date))


def _is_of_somebody(value: Any) -> bool:
    return isinstance(value, str) and not isinstance(value, (Message, Term))


def _quoted(told: str, before: str, behind: str) -> str:
    """Words of somebody, in quotes where they would run on into Chinese."""
    left, right = before.rstrip(" ")[-1:], behind.lstrip(" ")[:1]
    meets = (_is_han(left) and _is_wide(told[:1])) or (_is_han(right) and _is_wide(told[-1:]))
    return f"“{told}”" if meets else told


def _beside(text: str, more: str) -> str:
    """Two pieces of a text, with a space where Chinese and other letters meet, and none between Chinese."""
    left, right = text.rstrip(" "), more.lstrip(" ")
    if not left or not right or not (_is_han(left[-1]) or _is_han(right[0])):
        return f"{text}{more}"
    both = {left[-1], right[0]}
    is_close = all(map(_is_wide, both)) or both & _TIGHT
    return f"{left}{right}" if is_close else f"{left} {right}"


def _is_han(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff"


def _is_wide(sign: str) -> bool:
    return _is_han(sign) or "\u3000" <= sign <= "\u303f" or "\uff00" <= sign <= "\uffef" or sign in tuple("“”‘’…—")
