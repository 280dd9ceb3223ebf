"""Files that leave with a site or a brief: the one place that decides which do, and in which form."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from pathlib import Path

from pmsite.file_kinds import PICTURES, START, Fault, content_faults, kind_faults, not_as_named, passage_faults
from pmsite.read.files import read_bytes
from pmsite.read.limits import IMAGE_BYTES
from pmsite.texts.pictures import NotAPicture, without_metadata


class Refused(ValueError):
    """A file that may not leave, and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def carried(place: Path, *, inside: bool) -> bytes | None:
    """The bytes of a file as its readers get it, or nothing where they get it as it is. Raises Refused, and OSError.

    Outside the team a picture shows what it shows, and no more; and a text holds no internal passage.
    """
    if not inside and posixpath.splitext(place.name.lower())[1] in PICTURES:
        return cleaned(place.name, read_bytes(str(place), IMAGE_BYTES))
    with place.open("rb") as file:
        _judge(place.name, file.read(START))
        file.seek(0)
        if not inside:
            _refuse(passage_faults(place.name, file))
    return None


def cleaned(name: str, data: bytes) -> bytes:
    """A picture for outside readers. Raises Refused."""
    _judge(name, data[:START])
    try:
        return without_metadata(data)
    except NotAPicture:
        raise Refused(not_as_named(name)) from None


def _judge(name: str, start: bytes) -> None:
    _refuse((*kind_faults(name), *content_faults(name, start)))


def _refuse(faults: Iterable[Fault]) -> None:
    for fault in faults:
        raise Refused(fault)
