"""Turns what an author wrote into its value, or says what to write instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import NoReturn

from pmsite.messages import Message, OneOf, said
from pmsite.model.hints import suggestions, synonyms
from pmsite.model.refusal import CONTROL, excerpt, refuse
from pmsite.read.names import id_fault

TITLE_LIMIT, TEXT_LIMIT = 300, 100_000
NOT_AN_ID = said("write the other item's id, which is its file name without .md")
NUMBER_LIMIT = 10**15

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_ODD_NUMBER = re.compile(r"[-+]?(?:\.(?:inf|nan)|[0-9.]+e[-+]?[0-9]+|inf|nan|infinity)", re.IGNORECASE)
_CONTROL_BUT_NEWLINE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_URL = re.compile(r"(?:https?://[^\s/@\\]+|mailto:[^\s@]+@)[^\s\\]*", re.IGNORECASE)
PART = re.compile(r"[^\W_](?:[\w.-]{0,62}\w)?")
"""A name that can be a part of an address."""
PLAN = re.compile(r"[a-z][a-z0-9-]{0,39}")
"""The name of another plan, as it stands before the ids of its items."""
_NAME = re.compile(r"[^\W_](?:[\w .'’·-]*[\w.])?")


def scalar(value: object, what: str) -> str:
    """The author's text of a value that must be a single one."""
    if not isinstance(value, str):
        told = what if isinstance(what, Message) else Message(what, {})
        kind = (
            said("a list")
            if isinstance(value, (list, tuple))
            else said("a mapping")
            if isinstance(value, Mapping)
            else said("empty")
        )
        refuse(
            "wrong-type",
            said("{what} is needed here, this is {kind}", what=told, kind=kind),
            said("write {what} after the colon", what=told),
        )
    return value


def matching(pattern: re.Pattern[str], what: str, code: str, wrong: str, hint: str) -> Callable[[object], str]:
    """Reads a text that must match a pattern, such as a name; `wrong` is what is said of one that does not."""

    def parse(value: object) -> str:
        written = scalar(value, what)
        if not pattern.fullmatch(written):
            refuse(code, said("{written} {wrong}", written=excerpt(written), wrong=wrong), hint)
        return written

    return parse


def part_of_address(what: str, code: str, example: str) -> Callable[[object], str]:
    """Reads a name that becomes a part of an address."""

    def parse(value: object) -> str:
        written = scalar(value, what)
        if not PART.fullmatch(written) or written.casefold() == "index":
            refuse(
                code,
                said("{written} cannot be part of an address", written=excerpt(written)),
                said("use letters, digits, `-`, `_` and `.`, such as {example}", example=example),
            )
        return written

    return parse


def text(value: object) -> str:
    """One line of text."""
    written = scalar(value, "one line of text").strip()
    if found := CONTROL.search(written):
        refuse(
            "control-character",
            said("the text holds {found}, which no reader can see", found=_named(found[0])),
            said("remove it; this text is one line"),
        )
    return _bounded(written, TEXT_LIMIT)


def title(value: object) -> str:
    """One line of text that names an item."""
    written = text(value)
    if not written:
        refuse(
            "missing-title",
            said("the title is missing"),
            said("write what readers should call this, such as `title: Offline mode`"),
        )
    if len(written) > TITLE_LIMIT:
        refuse(
            "text-too-long",
            said("the title is too long: {count} characters, {limit} fit", count=len(written), limit=TITLE_LIMIT),
            said("move the detail to `summary`"),
        )
    return unicodedata.normalize("NFC", written)


def prose(value: object) -> str:
    """Text of one or more lines."""
    written = scalar(value, "text").strip()
    if found := _CONTROL_BUT_NEWLINE.search(written):
        refuse(
            "control-character", said("the text holds {found}, which no reader can see", found=_named(found[0])), said("remove it")
        )
    return _bounded(written, TEXT_LIMIT)


def _bounded(written: str, limit: int) -> str:
    if len(written) > limit:
        refuse("text-too-long", said("the text is too long: {count} characters, {limit} fit", count=len(written), limit=limit))
    return written


def _named(character: str) -> str:
    if character == "\n":
        return said("a line break")
    kind = (
        said("a control character that changes the writing direction")
        if "\u202a" <= character <= "\u2069"
        else said("a control character")
    )
    return f"{kind} (U+{ord(character):04X})"


def number(value: object) -> float:
    """A decimal number as people write it: `12`, `-3`, `0.5`."""
    written = scalar(value, "a number").strip()
    if _NUMBER.fullmatch(written):
        found = float(written)
        if abs(found) > NUMBER_LIMIT:
            refuse(
                "number-out-of-range",
                said("{written} is out of range", written=excerpt(written)),
                said("numbers go up to a thousand million million (10^15)"),
            )
        return found
    if _ODD_NUMBER.fullmatch(written):
        refuse(
            "not-a-number",
            said("{written} is not a finite number", written=excerpt(written)),
            said("write it out in digits, such as 1200"),
        )
    return _no_number(written)


def _no_number(written: str) -> NoReturn:
    hint = suggestions.a_number(written) or said("use the digits 0-9 and a point, such as 1200 or 0.5")
    refuse("not-a-number", said("{written} is not a number", written=excerpt(written)), hint)


def positive(value: object) -> float:
    """A number above zero."""
    found = number(value)
    if found <= 0:
        refuse("not-positive", said("{value} is not above zero", value=excerpt(value)), said("write a number above 0"))
    return found


def not_negative(value: object) -> float:
    """A number that is zero or more."""
    found = number(value)
    if found < 0:
        refuse("negative-number", said("{value} is below zero", value=excerpt(value)), said("write 0 or more"))
    return found


def share(value: object) -> float:
    """A share of one, 0 to 1, written as `80%`, `80` or `0.8`."""
    written = scalar(value, "a percentage").strip()
    percent = written.endswith("%")
    bare = written[:-1].strip() if percent else written
    if not percent and not any(character.isdigit() for character in bare):
        refuse("not-a-number", said("{written} is not a number", written=excerpt(written)), said("write a percentage such as 80%"))
    found = number(bare)
    if percent or found > 1:
        found /= 100
    if not 0 <= found <= 1:
        refuse(
            "share-out-of-range",
            said("{written} is not between 0 and 100%", written=excerpt(written)),
            said("write a percentage such as 80%"),
        )
    return found


def chance(value: object) -> float:
    """A share of one that is neither nothing nor all of it."""
    found = share(value)
    if found in (0, 1):
        refuse(
            "share-out-of-range",
            said("{value} is not between 0 and 100%, both left out", value=excerpt(value)),
            said("write a percentage such as 5%"),
        )
    return found


def boolean(value: object) -> bool:
    """`true` or `false`, nothing else."""
    written = scalar(value, "true or false").strip()
    if written not in ("true", "false"):
        near = synonyms.choice(written, ("true", "false"))
        refuse(
            "not-true-or-false",
            said("{written} is neither true nor false", written=excerpt(written)),
            said("write {near}", near=near or OneOf(("true", "false"))),
        )
    return written == "true"


def url(value: object) -> str:
    """An address on the web or of a mailbox."""
    written = scalar(value, "an address").strip()
    if not _URL.fullmatch(written) or CONTROL.search(written):
        refuse(
            "not-an-address",
            said("{written} is not a web address", written=excerpt(written)),
            said("write one that starts with https:// or http://"),
        )
    return written


def reference(value: object) -> str:
    """The id of another item, behind the name of its plan where that is another one: `app:offline-mode`."""
    written = scalar(value, "an id").strip()
    if fault := id_fault(apart(written)[1]):
        refuse("not-an-id", said("{written} is not a valid id: {fault}", written=excerpt(written), fault=fault), NOT_AN_ID)
    return unicodedata.normalize("NFC", written)


def apart(written: str) -> tuple[str, str]:
    """The plan that a reference names, if any, and the id in it."""
    plan, colon, id = written.partition(":")
    return (plan, id) if colon and PLAN.fullmatch(plan) else ("", written)


def name(value: object) -> str:
    """A person or a role: an id, or a name with spaces."""
    written = scalar(value, "a name").strip()
    if not _NAME.fullmatch(written) or len(written) > 100:
        refuse(
            "not-an-id",
            said("{written} is not a valid id or name", written=excerpt(written)),
            said("write a name, or a role such as mobile-lead"),
        )
    return unicodedata.normalize("NFC", written)


def one_name(value: object) -> str:
    """The one person or role who answers for something."""
    if isinstance(value, (list, tuple)):
        refuse(
            "second-accountable",
            said("exactly one person or role answers for it, this is a list of {count}", count=len(value)),
            said(
                "keep the one who answers for the result, without brackets, and name the others where they do the work or are asked"
            ),
        )
    return name(value)


def listed(value: object) -> list[object]:
    """A list, in square brackets or with a dash before each entry."""
    if isinstance(value, (list, tuple)):
        return list(value)
    if isinstance(value, str) and value.strip():
        refuse(
            "not-a-list",
            said("a list is needed here, this is the single value {value}", value=excerpt(value)),
            suggestions.a_list(excerpt(value)),
        )
    return refuse(
        "not-a-list", said("a list is needed here"), said("write it in square brackets, such as [first, second]; [] for none")
    )


def text_or_texts(value: object) -> str | tuple[str, ...]:
    """A text of another system, or a list of them."""
    return tuple(prose(entry) for entry in value) if isinstance(value, (list, tuple)) else prose(value)
