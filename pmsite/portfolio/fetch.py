"""Brings the documents of other plans: each is looked at as strictly as files are, and only then takes the place of the one before."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pmsite.diagnostics import Report, Span
from pmsite.messages import reason, said
from pmsite.model.refusal import excerpt
from pmsite.plan.items import contents
from pmsite.plan.read import Unknown, document_in, read_plan
from pmsite.portfolio import lock as locks
from pmsite.portfolio.https import NotFetched, Seen
from pmsite.portfolio.lock import FOLDER, LOCK, Entry, Hashes, Lock, content_digest, digest, file_of, ids_in, lock_text, stored
from pmsite.portfolio.settings import FILE, Neighbour, Portfolio
from pmsite.portfolio.sources import described, document_bytes

OfWorkspace = Callable[[str, str], bytes]
"""The document of a workspace of the same repository, by its folder and audience; raises NotFetched."""


@dataclass(frozen=True, slots=True)
class Here:
    """The workspace whose portfolio it is, and the day."""

    root: Path
    prefix: str
    today: date
    variables: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)


@dataclass(slots=True)
class Fetched:
    """What becomes of one document."""

    plan: str
    audience: str
    place: str
    """Where it comes from."""
    report: Report = field(default_factory=Report)
    text: str = ""
    """As it is to be stored."""
    entry: Entry | None = None
    before: Entry | None = None

    @property
    def name(self) -> str:
        """The document in a word."""
        return f"{self.plan}, {self.audience}"

    @property
    def is_new(self) -> bool:
        """Whether it says something else of its plan than before."""
        return self.entry is not None and (self.before is None or self.before.hashes.content != self.entry.hashes.content)


def fetch(
    portfolio: Portfolio,
    known: Lock,
    here: Here,
    of_workspace: OfWorkspace,
    only: frozenset[str] = frozenset(),
    told: Callable[[Fetched], Seen | None] = lambda _: None,
) -> Iterator[Fetched]:
    """Each document of a portfolio, or of `only` some plans, as it is at its place now; those that do not come have a fault in their report."""
    for name, plan in portfolio.plans.items():
        for audience, there in plan.audiences.items():
            if not only or name in only:
                one = Fetched(name, audience, described(plan, there), before=known.entry(name, audience))
                _bring(one, plan, there, here, of_workspace, told(one))
                yield one


def _bring(one: Fetched, plan: Neighbour, there: str, here: Here, of_workspace: OfWorkspace, told: Seen | None) -> None:
    span = Span(f"{here.prefix}/{FILE}")
    try:
        if plan.workspace:
            data = of_workspace(plan.workspace, there)
        else:
            data = document_bytes(plan, there, here.root, here.variables, told)
    except NotFetched as fault:
        one.report.error("not-fetched", span, said("{name}: {message}", name=one.name, message=reason(fault)), fault.hint)
        return
    document = _sound(data, one, there)
    if document is None:
        return
    one.text = stored(document)
    bytes_ = one.text.encode()
    hashes = Hashes(fetched=digest(data), stored=digest(bytes_), content=content_digest(one.text))
    one.entry = Entry(
        source=one.place,
        fetched=here.today.isoformat(),
        day=document.get("day", ""),
        revision=document.get("revision", ""),
        bytes=len(data),
        hashes=hashes,
        gone=_gone(one, document, here),
    )


def _sound(data: bytes, one: Fetched, there: str) -> Mapping[str, Any] | None:
    """The document in bytes, where it is a plan that can be read, for the audience that it was asked for."""
    report, found = one.report, Report()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        report.error(
            "not-utf-8",
            Span(one.place),
            said("{name}: what comes is not UTF-8 text", name=one.name),
            said("name the address of a plan.json"),
        )
        return None
    document = document_in(text, one.place, found)
    if document is None:
        if found.failed:
            report.extend(found)
        else:
            begins = excerpt(" ".join(text[:200].split()), 60) or said("nothing at all")
            hint = said("name the address of a plan.json; a page to sign in means that a token is missing")
            report.error(
                "no-plan",
                Span(one.place),
                said("{name}: what comes is no plan of pmsite: {begins}", name=one.name, begins=begins),
                hint,
            )
        return None
    unknown = Unknown()
    read = read_plan(text, document, one.place, found, unknown)
    whole = contents(*read, one.place, found, unknown) if read is not None else None
    report.extend(found)
    if read is None or whole is None:
        return None
    if read[0].audience != there:
        message = said(
            "{name}: the document is for {audience}, and not for {there}",
            name=one.name,
            audience=excerpt(read[0].audience),
            there=excerpt(there),
        )
        report.error(
            "other-audience",
            Span(one.place),
            message,
            said("name the place of the document for that audience; none for more readers is taken"),
        )
        return None
    unknown.tell(Span(one.place, 1), read[0].writer, report)
    return document


def _gone(one: Fetched, document: Mapping[str, Any], here: Here) -> list[str]:
    """The ids that the plan had once and has no more."""
    before = one.before
    if before is None:
        return []
    there = set(ids_in(document))
    had = set(before.gone)
    data = locks.read_document(here.root, file_of(one.plan, one.audience), here.prefix, locks.DOCUMENT_BYTES, Report())
    if data is not None and digest(data) == before.hashes.stored:
        known = document_in(data.decode(), "", Report())
        had |= set(ids_in(known)) if known is not None else set()
    return sorted(had - there)


def edits(found: list[Fetched], known: Lock, portfolio: Portfolio, here: Here) -> dict[Path, bytes | None]:
    """The files that change: the documents that came, the list of all, and those that no plan of portfolio.yml has any more."""
    plans = {name: dict(entries) for name, entries in known.plans.items()}
    wanted: dict[Path, bytes | None] = {}
    for one in found:
        if one.entry is not None:
            entry = _as_it_was(one)
            plans.setdefault(one.plan, {})[one.audience] = entry
            wanted[here.root / file_of(one.plan, one.audience)] = one.text.encode()
    for name in list(plans):
        for audience in list(plans[name]):
            if name not in portfolio.plans or audience not in portfolio.plans[name].audiences:
                del plans[name][audience]
                wanted[here.root / file_of(name, audience)] = None
    if plans != known.plans:
        wanted[here.root / LOCK] = lock_text(Lock(plans=plans)).encode()
    return {path: data for path, data in wanted.items() if data != _bytes(path)}


def _as_it_was(one: Fetched) -> Entry:
    """What is noted of a document; where it is the one that is there, byte for byte, all that was noted before."""
    assert one.entry is not None  # it came
    before = one.before
    same = before is not None and before.hashes == one.entry.hashes and before.source == one.entry.source
    return before if same and before is not None else one.entry


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def check(portfolio: Portfolio, known: Lock, here: Here, report: Report) -> None:
    """Report what of a portfolio is not as it was locked; asks nobody."""
    span, again = Span(f"{here.prefix}/{LOCK}"), said("run `pmsite fetch`, and commit what it writes")
    for name, plan in portfolio.plans.items():
        for audience, there in plan.audiences.items():
            inside, entry = file_of(name, audience), known.entry(name, audience)
            place = Span(f"{here.prefix}/{inside}")
            data = locks.read_document(here.root, inside, here.prefix, locks.DOCUMENT_BYTES, report)
            if entry is None:
                report.error(
                    "not-locked", span, said("{name}, {audience}: it was never fetched", name=name, audience=audience), again
                )
            elif data is None:
                report.error(
                    "not-locked", place, said("{name}, {audience}: the document is not there", name=name, audience=audience), again
                )
            elif digest(data) != entry.hashes.stored:
                report.error(
                    "not-as-locked",
                    place,
                    said("{name}, {audience}: the document is not the one that was fetched", name=name, audience=audience),
                    again,
                )
            elif entry.source != described(plan, there):
                report.error(
                    "not-locked",
                    place,
                    said(
                        "{name}, {audience}: it came from {source}, and {file} names another place",
                        name=name,
                        audience=audience,
                        source=excerpt(entry.source, 200),
                        file=FILE,
                    ),
                    again,
                )
    for name, entries in known.plans.items():
        for audience in entries:
            if name not in portfolio.plans or audience not in portfolio.plans[name].audiences:
                report.error(
                    "not-locked",
                    span,
                    said("{name}, {audience}: {file} has no such plan any more", name=name, audience=audience, file=FILE),
                    again,
                )
    listed = {file_of(name, audience) for name, entries in known.plans.items() for audience in entries} | {LOCK}
    for path in sorted((here.root / FOLDER).glob("*")) if (here.root / FOLDER).is_dir() else ():
        inside = f"{FOLDER}/{path.name}"
        if inside not in listed and path.suffix == ".json":
            report.error(
                "not-locked",
                Span(f"{here.prefix}/{inside}"),
                said("nothing lists this document"),
                said("remove it, or run `pmsite fetch`"),
            )
