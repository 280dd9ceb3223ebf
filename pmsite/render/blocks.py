"""The `pmsite` block: any view inside any Markdown page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pmsite.audience import Projection
from pmsite.diagnostics import Report, Span
from pmsite.model.faults import did_you_mean
from pmsite.model.types import TYPES
from pmsite.read.front_matter import read_block
from pmsite.read.record import Record
from pmsite.render.expressions import ExpressionFault, item_filter
from pmsite.views import (
    calendar,
    capacity,
    changelog,
    coverage,
    demand,
    dependencies,
    digest,
    goals,
    home,
    hub,
    market,
    metric,
    not_doing,
    opportunities,
    people,
    priorities,
    radar,
    readers,
    responsibilities,
    risks,
    roadmap,
    stakeholders,
    table,
    timeline,
)

_BLOCK = re.compile(
    r"^(?P<indent> {0,3})(?P<fence>`{3,}|~{3,})[ ]*(?P<info>[^\n`]*)\n(?P<text>.*?)(?:^ {0,3}(?P=fence)[`~]*[ ]*$|\Z)",
    re.DOTALL | re.MULTILINE,
)

Keep = Callable[[Any], bool] | None


@dataclass(frozen=True, slots=True)
class Kind:
    """A view that can be embedded: its template, the options it takes, and what it filters."""

    template: str
    build: Callable[[Projection, Mapping[str, str], Keep], Any]
    options: tuple[str, ...] = ("where",)
    filters: str = "feature"


VIEWS: Mapping[str, Kind] = MappingProxyType(
    {
        "roadmap": Kind(
            "roadmap.html", lambda p, o, keep: roadmap.build(p, o.get("group_by", "horizon"), keep), ("where", "group_by")
        ),
        "timeline": Kind("timeline.html", lambda p, o, keep: timeline.build(p, keep)),
        "table": Kind("table.html", lambda p, o, keep: table.build(p, 1, keep)),
        "goals": Kind("goals.html", lambda p, o, keep: goals.build(p, keep), filters="objective"),
        "changelog": Kind("changelog.html", lambda p, o, keep: changelog.build(p, keep), filters="release"),
        "items": Kind("hub.html", lambda p, o, keep: hub.build(p, o["type"], 1, keep), ("where", "type"), filters=""),
        "priorities": Kind("priorities.html", lambda p, o, keep: priorities.build(p, keep)),
        "dependencies": Kind("dependencies.html", lambda p, o, keep: dependencies.build(p, keep)),
        "responsibilities": Kind("responsibilities.html", lambda p, o, keep: responsibilities.build(p, keep)),
        "demand": Kind("demand.html", lambda p, o, keep: demand.build(p, keep), filters="feedback"),
        "opportunities": Kind("opportunities.html", lambda p, o, keep: opportunities.build(p, keep), filters="insight"),
        "dashboard": Kind("dashboard.html", lambda p, o, keep: metric.dashboard(p, keep), filters="metric"),
        "market": Kind("market.html", lambda p, o, keep: market.build(p, keep), filters="competitor"),
        "radar": Kind("radar.html", lambda p, o, keep: radar.build(p, keep), filters="trend"),
        "stakeholders": Kind("stakeholders.html", lambda p, o, keep: stakeholders.build(p, keep), filters="stakeholder"),
        "risks": Kind("risks.html", lambda p, o, keep: risks.build(p, keep), filters="risk"),
        "people": Kind("people.html", lambda p, o, keep: people.build(p, keep), filters="person"),
        "digest": Kind("digest.html", lambda p, o, keep: digest.build(p, keep), filters="learning"),
        "calendar": Kind("calendar.html", lambda p, o, keep: calendar.build(p), ()),
        "capacity": Kind("capacity.html", lambda p, o, keep: capacity.build(p), ()),
        "not_doing": Kind("not_doing.html", lambda p, o, keep: not_doing.build(p), ()),
        "coverage": Kind("coverage.html", lambda p, o, keep: coverage.build(p), ()),
        "readers": Kind("readers.html", lambda p, o, keep: readers.build(p), ()),
        "home": Kind("home.html", lambda p, o, keep: home.build(p), ()),
    }
)
CHOICES: Mapping[str, tuple[str, ...]] = {"group_by": roadmap.GROUPINGS, "type": tuple(model.type for model in TYPES)}


@dataclass(frozen=True, slots=True)
class Block:
    """One embedded view, checked: its template and its data."""

    template: str
    view: Any


def extract(text: str, path: str, first_line: int, product: Projection, report: Report) -> tuple[str, tuple[Block, ...]]:
    """A page's text with each block replaced by a mark, and the views that belong there. Faults go to the report."""
    if "pmsite" not in text:
        return text, ()
    blocks: list[Block] = []

    def replace(found: re.Match[str]) -> str:
        if found["info"].strip() != "pmsite":
            return found[0]
        line = first_line + text.count("\n", 0, found.start("text"))
        block = _block(found["text"], path, line, product, report)
        if block is None:
            return ""
        blocks.append(block)
        return f'\n<div data-pmsite="{len(blocks)}"></div>\n'

    return _BLOCK.sub(replace, text), tuple(blocks)


def insert(html: str, rendered: tuple[str, ...]) -> str:
    """The page with each view in its place."""
    for number, view in enumerate(rendered, start=1):
        html = html.replace(f'<div data-pmsite="{number}"></div>', view, 1)
    return html


def _block(text: str, path: str, line: int, product: Projection, report: Report) -> Block | None:
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
            record.span("view"),
            message,
            f"did you mean {near}?" if near else f"write `view:` with one of {', '.join(VIEWS)}",
        )
        return None
    if not _options_are_known(record, options, kind, report):
        return None
    keep = _filter(options, kind, product, record, report)
    return None if keep is False else Block(kind.template, kind.build(product, options, keep if callable(keep) else None))


def _options_are_known(record: Record, options: Mapping[str, str], kind: Kind, report: Report) -> bool:
    known = ("view", *kind.options)
    sound = True
    for key in record.data:
        if key not in known:
            near = did_you_mean(key, known)
            report.error(
                "unknown-option",
                record.span(key),
                f"{key} is not an option of this view",
                f"did you mean {near}?" if near else f"write one of {', '.join(known)}",
            )
            sound = False
        elif key in CHOICES and options.get(key) not in CHOICES[key]:
            report.error(
                "unknown-choice",
                record.span(key),
                f"{options.get(key, 'this')} is not known here",
                f"write one of {', '.join(CHOICES[key])}",
            )
            sound = False
    if "type" in kind.options and "type" not in record.data:
        report.error(
            "missing-type", record.span("view"), "the block names no type", f"add `type:` with one of {', '.join(CHOICES['type'])}"
        )
        sound = False
    return sound


def _filter(options: Mapping[str, str], kind: Kind, product: Projection, record: Record, report: Report) -> Keep | bool:
    if not options.get("where"):
        return None
    try:
        return item_filter(product, kind.filters or options["type"], options["where"])
    except ExpressionFault as fault:
        report.error("bad-where", record.span("where"), str(fault), fault.hint)
        return False


def section_filter(product: Projection, type_name: str, where: str, span: Span, report: Report) -> Keep:
    """The filter of a brief's section; a fault goes to the report."""
    if not where:
        return None
    try:
        return item_filter(product, type_name, where)
    except ExpressionFault as fault:
        report.error("bad-where", span, str(fault), fault.hint)
        return None
