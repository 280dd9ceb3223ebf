"""What an import would write, read back as `pmsite check` reads it: before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pmsite import pipeline
from pmsite.diagnostics import Diagnostic, Report, Severity, Span
from pmsite.messages import said
from pmsite.model.load import load_items
from pmsite.model.load_settings import load_settings
from pmsite.model.product import connect
from pmsite.read.limits import MARKDOWN_BYTES
from pmsite.read.record import Record
from pmsite.read.text import code_point
from pmsite.read.workspace import SETTINGS, read_file
from pmsite.workspace import Workspace


@dataclass(frozen=True)
class Target:
    """The workspace that is written into, as it is."""

    root: Path
    prefix: str
    records: tuple[Record, ...]
    files: frozenset[str]
    """All files that are no items."""
    today: date


def new_errors(target: Target, texts: Mapping[str, str], *, rules: bool = True) -> list[Diagnostic]:
    """The errors that a workspace would have with these texts in it, and has not without. Without `rules` each file is read alone.

    What only product.yml calls an error stops no import: a new plan cannot keep every rule at once.
    """
    found = list(_errors(target, texts, rules)) if texts else []
    if not found:
        return []
    known = {(fault.code, fault.span.path, fault.message) for fault in _errors(target, {}, rules)}
    return [fault for fault in found if (fault.code, fault.span.path, fault.message) not in known]


def _errors(target: Target, texts: Mapping[str, str], rules: bool) -> Iterator[Diagnostic]:
    report = Report()
    _look(target, texts, rules, report)
    return (fault for fault in report if fault.severity is Severity.ERROR)


def _look(target: Target, texts: Mapping[str, str], rules: bool, report: Report) -> None:
    file = target.root / SETTINGS
    if SETTINGS not in texts and not file.exists():
        return  # there is no workspace yet
    data = texts[SETTINGS].encode() if SETTINGS in texts else file.read_bytes()
    own = read_file(data, SETTINGS, f"{target.prefix}/{SETTINGS}", report)
    settings = load_settings(own, report) if own is not None else None
    written = {inside: _read(target, inside, text, report) for inside, text in texts.items() if inside.endswith(".md")}
    if own is None or settings is None:
        return
    records = {record.inside: record for record in target.records} | written
    loaded = load_items([record for _, record in sorted(records.items()) if record is not None], settings, report)
    if rules and not report.failed:
        relaxed = {code: severity for code, severity in settings.checks.items() if severity != "error"}
        product = connect(settings.model_copy(update={"checks": relaxed}), loaded.items, target.today)
        others = target.files | {inside for inside in texts if not inside.endswith(".md")}
        read = Workspace(target.root, report, settings, product, loaded.records, loaded.translations, others, target.prefix)
        pipeline.check(read, product, own)


def _read(target: Target, inside: str, text: str, report: Report) -> Record | None:
    path = f"{target.prefix}/{inside}"
    try:
        data = text.encode()
    except UnicodeEncodeError as fault:
        message = said("the text holds {character}, half of a character", character=code_point(text[fault.start]))
        report.error("control-character", Span(path), message, said("remove it"))
        return None
    if len(data) > MARKDOWN_BYTES:
        message = said("the file would be too large: {limit} KiB fit", limit=MARKDOWN_BYTES // 1024)
        report.error("file-too-large", Span(path), message, said("shorten its texts"))
        return None
    return read_file(data, inside, path, report)
