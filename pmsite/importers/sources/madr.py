"""Markdown Any Decision Records: a folder of them, or one file; each becomes a decision."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from pmsite.diagnostics import Report, Span
from pmsite.importers.export import Export
from pmsite.importers.rules import Rules
from pmsite.importers.source import Source
from pmsite.importers.table import SourceRow, Table, clean_cells
from pmsite.messages import said
from pmsite.model.decision import Decision
from pmsite.model.scaffold import id_from
from pmsite.model.types import keys
from pmsite.read.front_matter import read as read_facts
from pmsite.read.names import fold, id_fault

if TYPE_CHECKING:
    from pmsite.importers.madr import Decided

_HEAD = re.compile(r"---[ \t]*\n(?P<facts>(?:.*\n)*?)---[ \t]*(?:\n|\Z)")
_OWN = {"decision-makers", "deciders", "consulted", "informed", "status", "title", "id"}
"""Facts of a record that are read otherwise than the field of a decision with this name."""
_NO_RECORDS = ("readme", "index", "template", "adr-template")
_COLUMNS = ("id", "title", "body", *(key for key in keys(Decision) if key not in ("id", "title", "imported")))


def _read(export: Export, report: Report) -> Table:
    from pmsite.importers import madr  # here, since it needs a library that only imports have

    table = Table(export.path, tuple(dict.fromkeys(_COLUMNS)))
    found: dict[str, tuple[str, Decided, Mapping[str, Any]]] = {}
    for path, data in export.parts or ((export.path, export.data),):
        stem = PurePosixPath(path).stem
        if export.parts and stem.casefold() in _NO_RECORDS:
            table.left_out.append(path)
            continue
        text = Export(path, data, export.encoding).text(report)
        if text is None:
            continue
        text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        head = _HEAD.match(text)
        facts = read_facts(head["facts"], path, 2, report) if head else {}
        if facts is None:
            continue
        record = madr.read(text[head.end() :] if head else text)
        record.title = record.title or str(facts.get("title") or "")
        if not record.title:
            report.error(
                "missing-title",
                Span(path, 1),
                said("the record has no title"),
                said("begin it with a line such as `# Use polling`"),
            )
            continue
        found[_id(stem, facts)] = path, record, facts
    replaced = _replaced(found)
    for id, (path, record, told) in found.items():
        kept = clean_cells(_cells(id, record, told, replaced, table), Span(path, 1), report)
        if kept:
            table.rows.append(SourceRow(Span(path, 1), kept))
    if not found and not report.failed:
        report.error(
            "empty-table",
            Span(export.path),
            said("there is no decision record"),
            said("name a folder of Markdown files, or one of them"),
        )
    return table


def _id(stem: str, facts: Mapping[str, Any]) -> str:
    id = str(facts.get("id") or stem)
    return id if not id_fault(id) else id_from(id) or "decision"


def _replaced(found: Mapping[str, tuple[str, Decided, Mapping[str, Any]]]) -> Mapping[str, list[str]]:
    """By record, those that say that they are replaced by it."""
    from pmsite.importers import madr

    names = {fold(name): id for id, (_, record, _) in found.items() for name in (id, record.title, *_numbers(id))}
    replaced: dict[str, list[str]] = {}
    for id, (_, record, facts) in found.items():
        for other in madr.status(str(facts.get("status") or record.facts.get("status", "")))[1]:
            if newer := names.get(fold(other)):
                replaced.setdefault(newer, []).append(id)
    return replaced


def _numbers(id: str) -> Iterator[str]:
    """What a record with a number is called in others: ADR-0005, ADR-5, 0005."""
    if number := re.match(r"(?:adr-?)?(\d+)", id, re.IGNORECASE):
        yield from (number[1], f"ADR-{number[1]}", f"ADR-{int(number[1])}", f"ADR {number[1]}", str(int(number[1])))


def _cells(
    id: str, record: Decided, facts: Mapping[str, Any], replaced: Mapping[str, list[str]], table: Table
) -> Iterator[tuple[str, str]]:
    from pmsite.importers import madr

    told = {**record.facts, **{str(name): value for name, value in facts.items() if value is not None}}
    body = [record.body]
    yield "id", id
    yield "title", record.title
    written = str(told.get("status") or "")
    state, by = madr.status(written)
    if state:
        yield "status", state
    if written and (not state or [other for other in by if id not in _told_of(other, id, replaced)]):
        body.append(f"Status of the record: {written}")
    deciders = _names(told.get("decision-makers", told.get("deciders")))
    if deciders:
        yield "approver", deciders[0]
    if len(deciders) > 1:
        table.guesses.append(
            said(
                "of {count} who decided {id}, {first} approves, and the others contribute",
                count=len(deciders),
                id=id,
                first=deciders[0],
            )
        )
    if asked := [*deciders[1:], *_names(told.get("consulted"))]:
        yield "contributors", json.dumps(asked, ensure_ascii=False)
    if others := _names(told.get("informed")):
        yield "informed", json.dumps(others, ensure_ascii=False)
    if record.options:
        yield "options", json.dumps([_option(option) for option in record.options], ensure_ascii=False)
    if record.consequences:
        yield "consequences", json.dumps(record.consequences, ensure_ascii=False)
    newer = list(dict.fromkeys([*_names(told.get("supersedes")), *replaced.get(id, ())]))
    if newer:
        yield "supersedes", json.dumps(newer, ensure_ascii=False)
    rest: dict[str, Any] = {}
    for name, value in told.items():
        if name in _OWN or name == "supersedes":
            continue
        if name in keys(Decision):
            yield name, value if isinstance(value, str) else json.dumps(_said(value), ensure_ascii=False)
        else:
            rest[name] = value
    if rest:
        lines = (
            f"- {name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
            for name, value in rest.items()
        )
        body += ["## Other facts of the record", "\n".join(lines)]
    yield "body", "\n\n".join(part for part in body if part)


def _told_of(other: str, id: str, replaced: Mapping[str, list[str]]) -> list[str]:
    """What is known to be replaced by whatever a record names, if that is one of those that came with it."""
    return [old for newer, olds in replaced.items() if fold(other) in map(fold, (newer, *_numbers(newer))) for old in olds] or (
        [id] if any(id in olds for olds in replaced.values()) else []
    )


def _option(found: Any) -> dict[str, Any]:
    told = {"title": found.title, "text": "\n\n".join(found.text), "pros": found.pros, "cons": found.cons}
    return {name: value for name, value in told.items() if value} | ({"chosen": True} if found.chosen else {})


def _said(value: Any) -> Any:
    """A fact less the entries of its list that are empty, as templates have them."""
    return [one for one in value if one is not None] if isinstance(value, list) else value


def _names(value: Any) -> list[str]:
    """Names as a list has them, or with commas between them."""
    found = _said(value) if isinstance(value, list) else re.split(r"[,;，、]|\band\b", str(value or "").strip("[]{}"))
    return [name for one in found if (name := str(one).strip(" \"'"))]


SOURCE = Source(
    Rules(source="MADR", type="decision", text="markdown", exact="true", columns={"body": "body"}),
    read=_read,
    takes_folders=True,
    basis="the templates of MADR 2, 3 and 4, and records with the sections Status, Context, Decision and Consequences",
)
