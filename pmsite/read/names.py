"""What files and ids may be called."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pmsite.messages import said
from pmsite.read.limits import ID_CHARACTERS
from pmsite.read.text import code_point, printable

_DEVICE = r"(?:con|nul|aux|prn|com[1-9]|lpt[1-9])(?:\.|\Z)"
_RESERVED = rf"index\Z|{_DEVICE}"
_PLAIN_ID = re.compile(rf"(?!(?i:{_RESERVED}))[A-Za-z0-9][A-Za-z0-9_~-]*(?:\.[A-Za-z0-9_~-]+)*")
_RESERVED_ID = re.compile(_RESERVED)
_RESERVED_DEVICE = re.compile(_DEVICE)
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_.+](?:[A-Za-z0-9_.+~ -]*[A-Za-z0-9_+~-])?")
_README = re.compile(r"readme(?:\.[a-z]{2,3}(?:-[a-z]+)?)?\.md", re.IGNORECASE)
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")


@lru_cache(maxsize=65536)
def id_fault(written: str) -> str | None:
    """Why a text cannot be an id, in words; nothing where it can."""
    if len(written) > ID_CHARACTERS:
        return said("it has {count} characters, {limit} fit", count=len(written), limit=ID_CHARACTERS)
    return None if _PLAIN_ID.fullmatch(written) else _id_fault(written)


@lru_cache(maxsize=4096)
def _id_fault(written: str) -> str | None:
    if not written:
        return said("it is empty")
    if fault := _character_fault(written, "-_.~"):
        return fault
    if not _is_letter_or_digit(written[0]):
        return said("it must begin with a letter or a digit")
    if ".." in written or written.endswith("."):
        return said("a full stop may only stand between two other characters")
    if mixed := _mixed_scripts(written):
        return said("it mixes {mixed} letters, which look alike", mixed=mixed)
    if reserved := _RESERVED_ID.match(fold(written)):
        return (
            said("`index` is the name of every folder's own page")
            if reserved[0] == "index"
            else said("some systems cannot store a file of this name")
        )
    return None


@lru_cache(maxsize=65536)
def fold(written: str) -> str:
    """A name as everything that ignores case sees it, the same in every locale: two names that fold alike collide."""
    if written.isascii():
        return written.lower()
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", written).casefold())
    return folded.replace("i\N{COMBINING DOT ABOVE}", "i").replace("\N{LATIN SMALL LETTER DOTLESS I}", "i")


def folder_fault(name: str) -> str | None:
    """Why a folder should not be made under this name; nothing where it may."""
    if name.endswith(".md"):
        return said("it ends in .md, as a file does")
    return said("some systems cannot store a folder of this name") if _RESERVED_DEVICE.match(fold(name)) else file_name_fault(name)


def is_readme(name: str) -> bool:
    """Whether a file tells people of the folder that it lies in, as code hosts show it: it is no item."""
    return name[:6].lower() == "readme" and _README.fullmatch(name) is not None


def file_name_fault(name: str) -> str | None:
    """Why a file or folder in a workspace cannot be called this; nothing where it can."""
    if _PLAIN_NAME.fullmatch(name):
        return None
    if any("\ud800" <= character <= "\udfff" for character in name):
        return said("its bytes are not UTF-8")
    if fault := _character_fault(name, "-_.+~ "):
        return fault
    if name.startswith(("-", " ")):
        return said("it must not begin with a hyphen or a space")
    if name.endswith((".", " ")):
        return said("it must not end with a full stop or a space")
    return None


def _character_fault(written: str, marks: str) -> str | None:
    if unicodedata.normalize("NFC", written) != written:
        return said("its accents are written as characters of their own (it is not NFC)")
    for character in written:
        if character in marks and character != " ":
            continue
        category = unicodedata.category(character)
        if category in _UNSEEN_CATEGORIES or _UNSEEN.match(character):
            return said("it holds {code}, a character that nobody can see", code=code_point(character))
        if character == " " and " " not in marks:
            return said("it holds a space")
        if character != " " and category[0] not in "LM" and category != "Nd":
            return said(
                "it holds {character}, where only letters, digits and {marks} may stand",
                character=printable(character),
                marks=" ".join(marks.strip()),
            )
    return None


def _is_letter_or_digit(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] == "L" or category == "Nd"


def _mixed_scripts(written: str) -> str:
    words = {word for character in written for word in unicodedata.name(character, "").split()[:2]}
    found = [script.capitalize() for script in _SCRIPTS if script in words]
    return " and ".join(found) if len(found) > 1 else ""
