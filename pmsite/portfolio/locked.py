"""The portfolio of a workspace as it is read: portfolio.yml, and the documents that are locked beside it. Nothing here asks a host."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pmsite.diagnostics import Report, Severity, Span
from pmsite.messages import said
from pmsite.model.abroad import Abroad
from pmsite.model.objective import Objective
from pmsite.model.refusal import excerpt
from pmsite.model.settings import Settings
from pmsite.plan.items import Contents, contents
from pmsite.plan.read import Unknown, document_in, read_plan
from pmsite.portfolio.lock import AGAIN, DOCUMENT_BYTES, FOLDER, Entry, Lock, digest, file_of, read_document, read_lock
from pmsite.portfolio.names import prefixed
from pmsite.portfolio.settings import FILE, Neighbour, Portfolio, read_portfolio
from pmsite.read.files import read_bytes, system_reason
from pmsite.read.limits import FRONT_MATTER_BYTES

_PART = "key_result"
_MOST = 128
_KNOWN: dict[tuple[str, str], Contents] = {}
"""By place and hash, documents that were read: whoever looks at a workspace again reads none that has not changed."""


@dataclass(frozen=True, slots=True)
class Locked:
    """What a workspace has of other plans."""

    root: Path
    prefix: str
    portfolio: Portfolio
    lock: Lock


@dataclass(frozen=True, slots=True)
class Foreign:
    """One document of another plan, with what is known of it."""

    name: str
    plan: Neighbour
    entry: Entry
    contents: Contents


def is_of_portfolio(inside: str) -> bool:
    """Whether a file of a workspace is one of other plans, which no text can bring along."""
    return inside == FILE or inside.startswith(f"{FOLDER}/")


def look(
    root: Path, prefix: str, settings: Settings, report: Report, over: Mapping[str, bytes | None] = MappingProxyType({})
) -> Locked | None:
    """The portfolio of a workspace; nothing where it has none, or one with faults, which are reported."""
    path = f"{prefix}/{FILE}"
    try:
        data = over[FILE] if FILE in over else read_bytes(os.fspath(root / FILE), FRONT_MATTER_BYTES)
    except OSError as fault:
        report.error(
            "not-readable",
            Span(path),
            said("the file cannot be read: {reason}", reason=system_reason(fault)),
            said("check who may read it"),
        )
        return None
    portfolio = read_portfolio(data, path, settings.audiences, report) if data is not None else None
    lock = read_lock(root, prefix, report) if portfolio is not None else None
    return Locked(root, prefix, portfolio, lock) if portfolio is not None and lock is not None else None


def abroad(locked: Locked) -> Abroad:
    """Which items other plans have, as far as their documents are there and are what they say to be."""
    ids: dict[str, dict[str, str]] = {}
    gone: set[str] = set()
    unread: set[str] = set()
    for name, plan in locked.portfolio.plans.items():
        for audience in plan.audiences:
            entry = locked.lock.entry(name, audience)
            held = _held(locked, name, audience, entry, Report()) if entry is not None else None
            if entry is None or held is None:
                unread.add(name)
                continue
            gone |= {prefixed(name, id) for id in entry.gone}
            ids.setdefault(audience, {}).update((prefixed(name, id), kind) for id, kind in _types(held))
    there = frozenset(id for known in ids.values() for id in known)
    return Abroad(frozenset(locked.portfolio.plans), ids, frozenset(gone - there), frozenset(unread), dict(locked.portfolio.moved))


def _types(held: Contents) -> Iterator[tuple[str, str]]:
    for item in held.loaded.items.values():
        yield item.id, item.type
        if isinstance(item, Objective):
            yield from ((f"{item.id}.{result.id}", _PART) for result in item.key_results)


def documents(locked: Locked, audience: str, report: Report) -> list[Foreign]:
    """The documents that an audience gets, none of any other; one that is missing or not as it was locked is reported."""
    found = []
    for name, plan in sorted(locked.portfolio.plans.items()):
        if audience in plan.audiences and (one := _foreign(locked, name, audience, report)) is not None:
            found.append(one)
    return found


def _foreign(locked: Locked, name: str, audience: str, report: Report) -> Foreign | None:
    plan, entry = locked.portfolio.plans[name], locked.lock.entry(name, audience)
    if entry is None:
        span = Span(f"{locked.prefix}/{FILE}")
        report.error(
            "not-locked",
            span,
            said("{name}, {audience}: it was never fetched", name=name, audience=audience),
            said("run `pmsite fetch`, and commit what it writes"),
        )
        return None
    held = _held(locked, name, audience, entry, report)
    return Foreign(name, plan, entry, held) if held is not None else None


def _held(locked: Locked, name: str, audience: str, entry: Entry, report: Report) -> Contents | None:
    """What a document holds; nothing where it is another than the one that was locked, or another than it should be, which is reported."""
    inside, there = file_of(name, audience), locked.portfolio.plans[name].audiences[audience]
    path = f"{locked.prefix}/{inside}"
    data = read_document(locked.root, inside, locked.prefix, DOCUMENT_BYTES, report)
    if data is None:
        if not report.failed:
            report.error(
                "not-locked", Span(path), said("{name}, {audience}: the document is not there", name=name, audience=audience), AGAIN
            )
        return None
    hash = digest(data)
    if hash != entry.hashes.stored:
        report.error(
            "not-as-locked",
            Span(path),
            said("{name}, {audience}: the document is not the one that was fetched", name=name, audience=audience),
            AGAIN,
        )
        return None
    if (path, hash) in _KNOWN:
        held: Contents | None = _KNOWN[path, hash]
    elif (held := _read(data, path, report)) is not None:
        while len(_KNOWN) >= _MOST:
            del _KNOWN[next(iter(_KNOWN))]
        _KNOWN[path, hash] = held
    if held is not None and held.plan.audience != there:
        message = said(
            "{name}, {audience}: the document is for {other}, and not for {wanted}",
            name=name,
            audience=audience,
            other=excerpt(held.plan.audience),
            wanted=excerpt(there),
        )
        report.error("other-audience", Span(path), message, said("run `pmsite fetch`, and commit what it writes"))
        return None
    return held


def _read(data: bytes, path: str, report: Report) -> Contents | None:
    found, unknown = Report(), Unknown()
    try:
        text = data.decode()
    except UnicodeDecodeError:
        report.error("not-utf-8", Span(path), said("the file is not UTF-8 text"), AGAIN)
        return None
    document = document_in(text, path, found)
    if document is None and not found.failed:
        found.error("no-plan", Span(path), said("the file is no plan of pmsite"), AGAIN)
    read = read_plan(text, document, path, found, unknown) if document is not None else None
    held = contents(*read, path, found, unknown) if read is not None else None
    report.extend(fault for fault in found if fault.severity is Severity.ERROR)
    return held
