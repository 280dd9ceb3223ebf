"""The whole import of one file into one workspace, stage by stage; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pmsite.diagnostics import Report, Span
from pmsite.importers.convert import drafts, spoken_of
from pmsite.importers.draft import Draft
from pmsite.importers.export import Export
from pmsite.importers.front import entry
from pmsite.importers.identity import identify
from pmsite.importers.known import Known, known_items
from pmsite.importers.merge import Change, Merger
from pmsite.importers.readback import Place, new_errors
from pmsite.importers.resolve import make_named, resolve
from pmsite.importers.roles import Meaning
from pmsite.importers.rules import Column, Rules, columns_of
from pmsite.importers.source import Source
from pmsite.importers.statuses import Statuses
from pmsite.importers.table import COLUMNS, Table
from pmsite.read.front_matter import read
from pmsite.read.inline import escaped
from pmsite.read.limits import ITEMS
from pmsite.read.record import Record
from pmsite.read.text import marked, printable
from pmsite.read.workspace import SETTINGS
from pmsite.settings import CHANGELOG_HEAD, Settings

_SHOWN = 3


@dataclass(frozen=True)
class Workspace:
    """Where the items go, and what is there."""

    root: Path
    prefix: str
    settings: Settings
    records: tuple[Record, ...]
    today: date
    files: frozenset[str] = frozenset()
    """All files that are no items."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person who imports wants."""

    rules: Rules | None = None
    conflicts: str = "report"
    keep_going: bool = False


@dataclass(slots=True)
class Outcome:
    """What an import would write, and what to tell of it."""

    rules: Rules
    report: Report
    changes: list[Change] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """What of the export is in no item, by name."""
    breaks_others: bool = False
    """Whether files that it does not write would have faults."""
    sound: bool = False
    """Whether what is in `changes` may be written."""

    @property
    def files(self) -> Iterator[tuple[str, str]]:
        """The files to write, by their place in the workspace."""
        return ((change.inside, change.text) for change in self.changes if change.did in ("new", "updated"))


def run(export: Export, source: Source, workspace: Workspace, wishes: Wishes) -> Outcome:
    """Everything up to the texts of the files."""
    report = Report()
    table = source.table(export, report)
    rules = source.fit(table, source.rules)
    rules = rules.overlaid(wishes.rules) if wishes.rules else rules
    outcome = Outcome(rules, report, guesses=list(table.guesses), left_out=table.left_out)
    columns = columns_of(table.columns, rules, workspace.settings)
    if not table.columns or not _columns_are_sound(table, columns, rules, report):
        return outcome
    if report.failed and not wishes.keep_going:
        _try(table, columns, outcome, workspace, wishes)  # once through, so that every fault is told at once
        return outcome
    for _ in range(len(table.rows) + 1):
        bad = _try(table, columns, outcome, workspace, wishes)
        if not bad or not wishes.keep_going:
            break
        table.rows = [row for row in table.rows if row.place not in bad]
        table.head = "" if _head_place(table) in bad else table.head
    if table.head and workspace.settings.changelog_head and not _is_own_head(table, workspace):
        outcome.left_out.append("what stands above the first release, since product.yml has a changelog_head")
    outcome.sound = not outcome.breaks_others and (wishes.keep_going or not report.failed)
    return outcome


def _head(table: Table, workspace: Workspace) -> Iterator[Change]:
    """What a changelog begins with, as a setting, where the workspace has none yet."""
    if not table.head or workspace.settings.changelog_head or _is_own_head(table, workspace):
        return
    mark, text = marked((workspace.root / SETTINGS).read_bytes().decode("utf-8"))
    lines = "".join(f"{line}\n" for line in entry("changelog_head", table.head))
    longer = f"{text}{'' if text.endswith(chr(10)) else chr(10)}{lines}"
    before, after = (read(found, SETTINGS, 1, Report()) for found in (text, longer))
    if before is not None and after == {**before, "changelog_head": table.head}:
        yield Change(Draft(_head_place(table), "product"), SETTINGS, "updated", mark + longer, ["changelog_head"])


def _is_own_head(table: Table, workspace: Workspace) -> bool:
    """Whether a changelog begins as it does in this workspace anyway."""
    own = workspace.settings.changelog_head or CHANGELOG_HEAD.format(name=escaped(workspace.settings.name))
    return table.head.strip() == own.strip()


def _head_place(table: Table) -> Span:
    return Span(table.path, 1)


def _try(table: Table, columns: list[Column], outcome: Outcome, workspace: Workspace, wishes: Wishes) -> set[Span]:
    """Fill the outcome's changes; the places of the rows that cannot be imported, after which another try leaves them out."""
    rules, report = outcome.rules, outcome.report
    known = known_items(workspace.records)
    meaning = Meaning(rules, columns, workspace.settings, Statuses(rules, workspace.settings), known, workspace.today)
    found = list(drafts(table, meaning, report))
    identify(found, rules, known, report)
    made = [] if rules.exact else make_named(found, rules, known, report)
    everything = [*made, *found]
    resolve(everything, rules, known, report)
    if len(known.folded) > ITEMS:
        message = f"the workspace would hold {len(known.folded):,} items: {ITEMS:,} fit"
        report.error("too-many-items", Span(table.path), message, "import less, or into several workspaces")
        return set()
    merger = Merger(rules, *spoken_of(columns, table), workspace.settings, known, wishes.conflicts)
    already = {change.draft.place: change for change in outcome.changes if change.did == "not imported"}
    outcome.changes = [*(_change(draft, merger, known, workspace) for draft in everything), *_head(table, workspace)]
    _read_back(outcome, workspace)
    bad = {change.draft.place for change in outcome.changes if change.did == "not imported"}
    outcome.changes += [change for place, change in already.items() if place not in bad]
    report.extend(conflict for change in outcome.changes for conflict in (*change.told, *change.conflicts))
    return bad


def _change(draft: Draft, merger: Merger, known: Known, workspace: Workspace) -> Change:
    if draft.bad:
        return Change(draft, "", "not imported")
    record = known.by_id.get(draft.id)
    text = (workspace.root / record.inside).read_bytes().decode("utf-8") if record else ""
    return merger.merged(draft, record, text)


def _read_back(outcome: Outcome, workspace: Workspace) -> None:
    """Take out what `pmsite check` would not accept; its faults are reported at the rows that they come from."""
    written = {f"{workspace.prefix}/{change.inside}": change for change in outcome.changes if change.did in ("new", "updated")}
    place = Place(workspace.root, workspace.prefix, workspace.records, workspace.files, workspace.today)
    texts = {change.inside: change.text for change in written.values()}
    refused: set[Span] = set()
    is_whole = all(change.did != "not imported" for change in outcome.changes)  # else what is missing would be told again
    for fault in new_errors(place, texts, rules=is_whole):
        paths = (fault.span.path, *(span.path for span, _ in fault.related))
        change = next((written[path] for path in paths if path in written), None)
        if change is None:
            outcome.report.add(fault)
            outcome.breaks_others = True
        else:
            outcome.report.add(replace(fault, span=change.draft.place, related=()))
            refused.add(change.draft.place)
    outcome.changes = [
        Change(change.draft, "", "not imported") if change.draft.place in refused else change for change in outcome.changes
    ]


def _columns_are_sound(table: Table, columns: list[Column], rules: Rules, report: Report) -> bool:
    """In a table of pmsite's own fields every column must be one, and stand there once."""
    place = Span(table.path, 1)
    if not rules.exact:
        if len(table.columns) > COLUMNS:
            message = f"the header has {len(table.columns):,} columns: {COLUMNS:,} fit"
            report.error("too-many-columns", place, message, "export fewer fields")
            return False
        if not any(column.target in ("title", "id") for column in columns):
            message = f"no column holds the title; there are {_named(table.columns)}"
            report.error(
                "missing-column", place, message, "draft a mapping with `pmsite import --suggest FILE`, and say there which it is"
            )
        return not report.failed or any(column.target in ("title", "id") for column in columns)
    if table.repeated:
        report.error("duplicate-column", place, f"{_named(table.repeated)} stands there twice", "keep one of the two")
        return False
    if unknown := [column.name for column in columns if not column.target]:
        message = f"{_named(unknown)} {'is no known column' if len(unknown) == 1 else 'are no known columns'}"
        report.error(
            "unknown-column", place, message, "draft a mapping with `pmsite import --suggest FILE`, and import with `--mapping`"
        )
        return False
    return True


def _named(names: Iterable[str]) -> str:
    found = list(names)
    shown = ", ".join(printable(name, 40) for name in found[:_SHOWN])
    return f"{shown} and {len(found) - _SHOWN:,} more" if len(found) > _SHOWN else shown
