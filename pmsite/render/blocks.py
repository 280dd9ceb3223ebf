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
from pmsite.model import period
from pmsite.model.faults import did_you_mean
from pmsite.model.refusal import excerpt
from pmsite.model.sections import GROUPINGS, SECTIONS
from pmsite.model.types import TYPES
from pmsite.read.fenced import Fence, fences
from pmsite.read.front_matter import read_block
from pmsite.read.record import Record
from pmsite.read.spans import span_of
from pmsite.read.text import place
from pmsite.render.expressions import EXAMPLE, ExpressionFault, item_filter
from pmsite.views.asked import Asked, Keep
from pmsite.views.registry import VIEWS, Kind

_OPENING = re.compile(r"^ {0,3}(?:`{3,}|~{3,}) *pmsite *$", re.MULTILINE)
_LEADS = ("", " ", "  ", "   ")
MOST = 100
"""Blocks in one text, since each of them goes through the whole plan."""
CHOICES: Mapping[str, tuple[str, ...]] = {"group_by": GROUPINGS, "type": tuple(model.type for model in TYPES)}


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
            message = f"this text holds too many blocks with views: {MOST} fit"
            report.error("too-many-blocks", Span(path, line - 1, 1), message, "move some to pages of their own")
            return
        yield fence, _block(text[start:end], path, line, product, report)
    for at in _never_closed(text, every):
        message = "the block with a view that begins here is never closed, so it would be shown as text"
        report.error("block-not-closed", place(text, at, path, first_line), message, "end it with the same marks alone on a line")


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
    if kind is None:
        near = did_you_mean(options.get("view", ""), VIEWS)
        message = f"{options['view']} is not a view" if "view" in options else "the block names no view"
        report.error(
            "unknown-view",
            span_of(record, "view"),
            message,
            f"did you mean {near}?" if near else f"write `view:` with one of {', '.join(VIEWS)}",
        )
        return None
    if not _options_are_known(record, options, _options(options["view"]), report):
        return None
    asked = _asked(options, kind, product, record, report)
    return (kind, asked) if asked else None


def _options(view: str) -> tuple[str, ...]:
    return tuple(option for option in SECTIONS[view].options if option != "items")


def _options_are_known(record: Record, options: Mapping[str, str], known: tuple[str, ...], report: Report) -> bool:
    sound = True
    for key in record.data:
        if key not in ("view", *known):
            near = did_you_mean(key, known)
            report.error(
                "unknown-option",
                span_of(record, key),
                f"{key} is not an option of this view",
                f"did you mean {near}?" if near else f"write one of {', '.join(('view', *known))}",
            )
            sound = False
        elif key in CHOICES and options.get(key) not in CHOICES[key]:
            report.error(
                "unknown-choice",
                span_of(record, key),
                f"{options.get(key, 'this')} is not known here",
                f"write one of {', '.join(CHOICES[key])}",
            )
            sound = False
    if "type" in known and "type" not in record.data:
        report.error(
            "missing-type",
            span_of(record, "view"),
            "the block names no type",
            f"add `type:` with one of {', '.join(CHOICES['type'])}",
        )
        sound = False
    return sound


def _asked(options: Mapping[str, str], kind: Kind, product: Projection, record: Record, report: Report) -> Asked | None:
    """What the block asks for, or nothing where one of its options is faulty."""
    sound = True
    keep, since, most = None, None, 0
    if isinstance(record.data.get("where"), (list, dict)):
        report.error(
            "bad-where", span_of(record, "where"), "this is no expression", f"put the whole of it in single quotes, or {EXAMPLE}"
        )
        sound = False
    elif options.get("where"):
        try:
            keep = item_filter(product, kind.filters or options["type"], options["where"])
        except ExpressionFault as fault:
            report.error("bad-where", span_of(record, "where"), str(fault), fault.hint)
            sound = False
    if "since" in record.data:
        try:
            since = period.parse(options.get("since", ""), product.settings.fiscal_year_starts).last
        except ValueError as fault:
            report.error("not-a-date", span_of(record, "since"), str(fault), f"write it as {period.FORMS}")
            sound = False
    if "most" in record.data:
        written = options.get("most", "")
        most = int(written) if re.fullmatch("[1-9][0-9]?", written) else 0
        if not most:
            report.error(
                "number-out-of-range",
                span_of(record, "most"),
                f"{excerpt(written)} is not a whole number from 1 to 99",
                "write how many to show",
            )
            sound = False
    asked = Asked(keep, options.get("group_by", "horizon"), options.get("type", ""), most=most, since=since)
    return asked if sound else None


def section_filter(product: Projection, type_name: str, where: str, span: Span, report: Report) -> Keep:
    """The filter of a brief's section; a fault goes to the report."""
    if not where:
        return None
    try:
        return item_filter(product, type_name, where)
    except ExpressionFault as fault:
        report.error("bad-where", span, str(fault), fault.hint)
        return None
