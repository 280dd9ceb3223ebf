"""Pictures that are put beside an item, for its text to show."""

from __future__ import annotations

import posixpath

from pmsite.diagnostics import Span
from pmsite.editing.draft import held
from pmsite.editing.plan import Plan
from pmsite.file_kinds import PICTURES, START, content_faults, plain_name
from pmsite.messages import said
from pmsite.model.scaffold import id_from
from pmsite.read.limits import IMAGE_BYTES
from pmsite.read.names import fold
from pmsite.workspace import Workspace
from pmsite.writing.held import Held
from pmsite.writing.operation import Attach
from pmsite.writing.refused import refused

_OF_CLIPBOARDS = frozenset({"image", "clipboard", "untitled", "picture", "blob", "unnamed", "图片", "图像"})
"""What browsers and systems call a picture that has no name."""


def attaching(workspace: Workspace, id: str, name: str, content: bytes) -> Plan:
    """The plan that puts a picture beside an item, under a name that is made from its own and is not taken; raises Refused where it is none.

    Where its name says nothing it is called after the item.
    """
    there = held(workspace)
    ending = _ending(name, content)
    stem = id_from(posixpath.splitext(posixpath.basename(name))[0])
    record = there.record(id)
    if not stem or stem.rstrip("0123456789-") in _OF_CLIPBOARDS | {""}:
        stem = f"{posixpath.basename(record.inside).removesuffix('.md')}-1"  # with a number, so that it stays where the item gets another name
    return Plan((Attach(id, _free(there, posixpath.dirname(record.inside), stem, ending), content),))


def _ending(name: str, content: bytes) -> str:
    ending = posixpath.splitext(name.lower())[1]
    if ending not in PICTURES:
        message = said("{name} is no picture that a site shows", name=plain_name(name) or "this")
        raise refused("not-a-picture", Span("picture"), message, said("save it as one of {pictures}", pictures=sorted(PICTURES)))
    if not content:
        raise refused("not-a-picture", Span("picture"), said("{name} is empty", name=plain_name(name)), said("save it anew"))
    if len(content) > IMAGE_BYTES:
        message = said("the picture {name} is too large: {limit} MiB fit", name=plain_name(name), limit=IMAGE_BYTES // 1024 // 1024)
        raise refused("picture-too-large", Span("picture"), message, said("save it smaller"))
    for fault in content_faults(name, content[:START]):
        raise refused(fault.code, Span("picture"), fault.message, fault.hint)
    return ".jpg" if ending == ".jpeg" else ending


def _free(there: Held, folder: str, stem: str, ending: str) -> str:
    first, number = (stem.removesuffix("-1"), 1) if stem.endswith("-1") else (stem, 2)
    names = (stem if at is None else f"{first}-{at}" for at in (None, *range(number, 10_000)))
    for name in names:
        if fold(posixpath.join(folder, f"{name}{ending}")) not in there.places:
            return f"{name}{ending}"
    raise refused(
        "place-taken",
        Span("picture"),
        said("there are too many files called {stem}", stem=stem),
        said("give it another name first"),
    )
