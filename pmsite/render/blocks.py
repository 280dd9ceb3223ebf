"""The `pmsite` block: any view inside any Markdown page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from pmsite.audience import Projection
from pmsite.diagnostics import Report, Span
from pmsite.messages import reason, said
from pmsite.model import period
from pmsite.model.faults import did_you_mean
from pmsite.model.refusal import excerpt
from pmsite.model.saved_view import SavedView
from pmsite.model.sections import COLUMNS, GROUPINGS, HOME_PARTS, SECTIONS, SORTS
from pmsite.model.types import TYPES
from pmsite.read.fenced import Fence, fences
from pmsite.read.front_matter import read_block
from pmsite.read.record import Record
from pmsite.read.spans import span_of
from pmsite.read.text import place
from pmsite.render.expressions import EXAMPLE, ExpressionFault, item_filter
from pmsite.views.asked import Asked, Keep
from pmsite.views.parts import OfEveryLevel
from pmsite.views.registry import VIEWS, Kind

_OPENING = re.compile(r"^ {0,3}(?:`{3,}|~{3,}) *pmsite *$", re.MULTILINE)
_LEADS = ("", " ", "  ", "   ")
MOST = 100
"""Blocks in one text, since each of them goes through the whole plan."""
CHOICES: Mapping[str, tuple[str, ...]] = {
    "group_by": GROUPINGS,
    "lanes": GROUPINGS,
    "sort": SORTS,
    "type": tuple(model.type for model in TYPES),
    "show": HOME_PARTS,
}


@dataclass(frozen=True, slots=True)
class Block:
    """One embedded view, checked: its template and its data."""

    template: str
    view: Any
    mark: str = ""
    """What stands in its place until it is drawn."""


def extract(text: str, path: str, first_line: int, product: Projection, report: Report) -> tuple[str, tuple[Block, ...]]:
    """A page's text with each block replaced by a mark, and the views that belong there. Faults go to the report.

    A mark holds the hash of the whole text, which no text can hold itself.
    """
    if "pmsite" not in text:
        return text, ()
    blocks: list[Block] = []
    parts: list[str] = []
    at = 0
    own = blake2b(text.encode(), digest_size=16).hexdigest()
    for fence, asked in _asked_for(text, path, first_line, product, report):
        parts.append(text[at : fence.start])
        at = fence.end
        if asked is not None:
            kind, wanted = asked
            mark = f'<div class="pmsite-{own}-{len(blocks) + 1}"></div>'
            blocks.append(Block(kind.template, kind.build(product, wanted), mark))
            parts.append(f"\n{mark}\n")
    return "".join(parts) + text[at:], tuple(blocks)


def check(text: str, path: str, first_line: int, product: Projection, report: Report) -> None:
    """Report the faults of a text's blocks that `extract` would, without making what they show."""
    for _ in _asked_for(text, path, first_line, product, report):
        pass


def _asked_for(
    text: str, path: str, first_line: int, product: Projection, report: Report
) -> Iterator[tuple[Fence, tuple[Kind, Asked] | None]]:
    """Each block of a text with what it asks for, or nothing where it is faulty."""
    if "pmsite" not in text:
        return
    every = fences(text).blocks
    line, counted = first_line, 0
    found = (fence for fence in every if fence.info == "pmsite" and fence.lead in _LEADS)
    for number, fence in enumerate(found, start=1):
        start, end = fence.inner
        line += text.count("\n", counted, start)
        counted = start
        if number > MOST:
            message = said("this text holds too many blocks with views: {limit} fit", limit=MOST)
            report.error("too-many-blocks", Span(path, line - 1, 1), message, said("move some to pages of their own"))
            return
        yield fence, _block(text[start:end], path, line, product, report)
    for at in _never_closed(text, every):
        message = said("the block with a view that begins here is never closed, so it would be shown as text")
        report.error(
            "block-not-closed", place(text, at, path, first_line), message, said("end it with the same marks alone on a line")
        )


def _never_closed(text: str, every: Sequence[Fence]) -> Iterator[int]:
    """Where blocks with views begin that are part of no block of code."""
    starts = [fence.start for fence in every]
    for opening in _OPENING.finditer(text):
        before = bisect_right(starts, opening.start()) - 1
        if before < 0 or every[before].end <= opening.start():
            yield opening.start()


def insert(html: str, rendered: Mapping[str, str]) -> str:
    """The page with each view in the place of its mark."""
    return re.sub("|".join(map(re.escape, rendered)), lambda mark: rendered[mark[0]], html) if rendered else html


def _block(text: str, path: str, line: int, product: Projection, report: Report) -> tuple[Kind, Asked] | None:
    record = read_block(text, path, line, report)
    if record is None:
        return None
    options = {key: value for key, value in record.data.items() if isinstance(value, str)}
    kind = VIEWS.get(options.get("view", ""))
    saved = product.settings.views
    if options.get("view", "") in saved:
        known = _options_are_known(record, options, (), report)
        return _saved(saved[options["view"]], product, record, report) if known else None
    if kind is None:
        near = did_you_mean(options.get("view", ""), (*VIEWS, *saved))
        message = said("{view} is not a view", view=options["view"]) if "view" in options else said("the block names no view")
        report.error(
            "unknown-view",
            span_of(record, "view"),
            message,
            said("did you mean {near}?", near=near) if near else said("write `view:` with one of {known}", known=[*VIEWS, *saved]),
        )
        return None
    if not _options_are_known(record, options, SECTIONS[options["view"]].in_blocks, report):
        return None
    asked = _asked(options, kind, product, record, report)
    return (kind, asked) if asked else None


def _saved(saved: SavedView, product: Projection, record: Record, report: Report) -> tuple[Kind, Asked] | None:
    """What a saved view asks for; its `where` is judged where it is written, and here only used."""
    keep = section_filter(product, "feature", saved.where, span_of(record, "view"), report)
    if saved.where and keep is None:
        return None
    return VIEWS[saved.view], Asked(keep, saved.group_by, saved.lanes, saved.columns, saved.sort)


def _options_are_known(record: Record, options: Mapping[str, str], known: tuple[str, ...], report: Report) -> bool:
    sound = True
    for key in record.data:
        if key not in ("view", *known):
            near = did_you_mean(key, known)
            report.error(
                "unknown-option",
                span_of(record, key),
                said("{key} is not an option of this view", key=key),
                said("did you mean {near}?", near=near) if near else said("write one of {known}", known=["view", *known]),
            )
            sound = False
        elif key in CHOICES and options.get(key) not in CHOICES[key]:
            report.error(
                "unknown-choice",
                span_of(record, key),
                said("{value} is not known here", value=options.get(key, "this")),
                said("write one of {choices}", choices=list(CHOICES[key])),
            )
            sound = False
    if "type" in known and "type" not in record.data:
        report.error(
            "missing-type",
            span_of(record, "view"),
            said("the block names no type"),
            said("add `type:` with one of {choices}", choices=list(CHOICES["type"])),
        )
        sound = False
    return sound


def _asked(options: Mapping[str, str], kind: Kind, product: Projection, record: Record, report: Report) -> Asked | None:
    """What the block asks for, or nothing where one of its options is faulty."""
    sound = True
    keep, since, most = None, None, 0
    if isinstance(record.data.get("where"), (list, dict)):
        report.error(
            "bad-where",
            span_of(record, "where"),
            said("this is no expression"),
            said("put the whole of it in single quotes, or {limit}", limit=EXAMPLE),
        )
        sound = False
    elif options.get("where"):
        try:
            keep = item_filter(product, kind.filters or options["type"], options["where"])
        except ExpressionFault as fault:
            report.error("bad-where", span_of(record, "where"), reason(fault), fault.hint)
            sound = False
    if "level" in record.data:
        keep = _of_level(options.get("level", ""), keep, product, record, report)
        sound = sound and keep is not None
    if "since" in record.data:
        try:
            since = period.parse(options.get("since", ""), product.settings.fiscal_year_starts).last
        except ValueError as fault:
            report.error("not-a-date", span_of(record, "since"), reason(fault), said("write it as {forms}", forms=period.FORMS))
            sound = False
    if "most" in record.data:
        written = options.get("most", "")
        most = int(written) if re.fullmatch("[1-9][0-9]?", written) else 0
        if not most:
            report.error(
                "number-out-of-range",
                span_of(record, "most"),
                said("{written} is not a whole number from 1 to 99", written=excerpt(written)),
                said("write how many to show"),
            )
            sound = False
    columns = record.data.get("columns", [])
    if not isinstance(columns, list) or not all(name in COLUMNS for name in columns):
        report.error(
            "unknown-choice",
            span_of(record, "columns"),
            said("these are not columns of the table"),
            said("write some of {columns} in square brackets", columns=list(COLUMNS)),
        )
        return None
    group_by, lanes = options.get("group_by", "horizon"), options.get("lanes", "")
    if lanes == group_by and options["view"] == "roadmap":
        report.error(
            "unknown-choice",
            span_of(record, "lanes"),
            said("the lanes are the columns over again"),
            said("group the columns or the lanes by something else"),
        )
        return None
    asked = Asked(
        keep,
        group_by,
        lanes,
        tuple(map(str, columns)),
        options.get("sort", ""),
        options.get("type", ""),
        most=most,
        since=since,
        show=options.get("show", ""),
    )
    return asked if sound else None


def _of_level(level: str, keep: Keep, product: Projection, record: Record, report: Report) -> Keep:
    """A filter for all work of a level, whether or not it counts; nothing where there is no such level. Readers outside know of those that they see alone."""
    known, standard = product.settings.known_levels, product.settings.standard_level
    if product.is_inside and level not in known:
        near = did_you_mean(level, known)
        hint = said("did you mean {near}?", near=near) if near else said("write one of {known}", known=list(known))
        report.error("unknown-choice", span_of(record, "level"), said("{level} is no level of work", level=level or "?"), hint)
        return None
    return OfEveryLevel(lambda found: (found.level or standard) == level and (keep is None or keep(found)))


def section_filter(product: Projection, type_name: str, where: str, span: Span, report: Report) -> Keep:
    """The filter of a brief's section; a fault goes to the report."""
    if not where:
        return None
    try:
        return item_filter(product, type_name, where)
    except ExpressionFault as fault:
        report.error("bad-where", span, reason(fault), fault.hint)
        return None
