"""The whole import of one file into one workspace, stage by stage; nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from pmsite.diagnostics import Report, Span
from pmsite.importers import components
from pmsite.importers.adopt import adopted
from pmsite.importers.convert import drafts, spoken_of
from pmsite.importers.cycles import make_cycles
from pmsite.importers.day_order import DATES, evident_order
from pmsite.importers.draft import Draft
from pmsite.importers.export import Export
from pmsite.importers.headers import by_name, near
from pmsite.importers.identity import identify
from pmsite.importers.known import Known, known_items
from pmsite.importers.likeness import Likeness, likeness
from pmsite.importers.merge import Change, Merger
from pmsite.importers.named import make_named
from pmsite.importers.place import raise_wholes
from pmsite.importers.ranks import Kinds, Ladder, levels_before, put_levels
from pmsite.importers.readback import Target, new_errors
from pmsite.importers.repeated import once_for_each_value
from pmsite.importers.resolve import resolve
from pmsite.importers.roles import Meaning
from pmsite.importers.rules import FIELDS, Column, Rules, columns_of
from pmsite.importers.source import Source
from pmsite.importers.sources import SOURCES
from pmsite.importers.statuses import Statuses
from pmsite.importers.subtasks import fold_in
from pmsite.importers.table import COLUMNS, Table
from pmsite.importers.withheld import withhold
from pmsite.importers.words import normal
from pmsite.messages import counted, listed, said
from pmsite.model.faults import did_you_mean
from pmsite.model.settings import CHANGELOG_HEAD, Settings
from pmsite.model.types import BY_NAME
from pmsite.read.inline import escaped
from pmsite.read.limits import ITEMS
from pmsite.read.record import Record
from pmsite.read.text import printable
from pmsite.read.workspace import SETTINGS
from pmsite.writing.change import changed
from pmsite.writing.operation import Set
from pmsite.writing.refused import Refused

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

    @property
    def mapping_is_absent(self) -> bool:
        """Whether nobody said what the columns mean."""
        return self.rules is None or not self.rules.columns


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
    rules = _own_words_first(source.fit(table, source.rules), workspace.settings)
    rules = rules.overlaid(wishes.rules) if wishes.rules else rules
    if not rules.exact:
        withhold(table)
    outcome = Outcome(rules, report, guesses=list(table.guesses), left_out=table.left_out)
    if wishes.rules is not None and _has_unknown_levels(wishes.rules, table, workspace.settings, report):
        return outcome
    columns = columns_of(table.columns, rules, workspace.settings)
    if not rules.dates and not rules.exact and (found := _order(table, columns))[0]:
        rules = outcome.rules = rules.model_copy(update={"dates": found[0]})
        outcome.guesses.append(said("dates are {order}, since {date} can mean nothing else", order=found[0], date=found[1]))
    other = likeness(export, table)
    other = other if other and SOURCES[other.word] is not source else None
    if not table.columns or not _columns_are_sound(table, columns, rules, partial(_way_on, export, other), report):
        if other and not table.columns:
            report.error("other-system", Span(table.path), *other.advice)
        return outcome
    if other and wishes.mapping_is_absent:
        report.warning("other-system", Span(table.path, 1), *other.advice)
    if report.failed and not wishes.keep_going:
        _try(table, columns, outcome, source, workspace, wishes)  # once through, so that every fault is told at once
        return outcome
    for _ in range(len(table.rows) + 1):
        bad = _try(table, columns, outcome, source, workspace, wishes)
        if not bad or not wishes.keep_going:
            break
        table.rows = [row for row in table.rows if row.span not in bad]
        table.head = "" if _head_place(table) in bad else table.head
    if table.head and workspace.settings.changelog_head and not _is_own_head(table, workspace):
        outcome.left_out.append(said("what stands above the first release, since product.yml has a changelog_head"))
    outcome.sound = not outcome.breaks_others and (wishes.keep_going or not report.failed)
    return outcome


def _has_unknown_levels(rules: Rules, table: Table, settings: Settings, report: Report) -> bool:
    """Whether a mapping names what is neither a type of item nor a level of this workspace; each is reported."""
    ladder = Ladder(settings)
    named_levels = [("level", rules.level), ("above", rules.above), ("below", rules.below)]
    found = [
        *Kinds(ladder, {}, rules.types).unknown(),
        *((key, name) for key, name in named_levels if name and name not in ladder.levels),
    ]
    for word, name in found:
        near = did_you_mean(name, [*BY_NAME, *ladder.levels])
        levels = list(ladder.levels)
        hint = (
            said("did you mean {near}?", near=near)
            if near
            else said("write a type of item, or one of the levels {levels}", levels=levels)
        )
        message = said(
            "{word} becomes {name}, which is neither a type of item nor a level of work here",
            word=printable(word, 40),
            name=printable(name, 40),
        )
        report.error("unknown-level", Span(table.path, 1), said("the mapping: {message}", message=message), hint)
    return bool(found)


def _order(table: Table, columns: list[Column]) -> tuple[str, str]:
    names = {column.name for column in columns if column.target in DATES}
    return evident_order(value for row in table.rows for name, value in row.cells if name in names)


def _own_words_first(rules: Rules, settings: Settings) -> Rules:
    """What is built in, less what it says of statuses that the workspace calls by the same name or label."""
    own = {normal(word) for name, status in settings.known_statuses.items() for word in (name, status.label)}
    kept = {word: status for word, status in rules.statuses.items() if normal(word) not in own}
    return rules.model_copy(update={"statuses": kept})


def _head(table: Table, workspace: Workspace) -> Iterator[Change]:
    """What a changelog begins with, as a setting, where the workspace has none yet."""
    if not table.head or workspace.settings.changelog_head or _is_own_head(table, workspace):
        return
    place, text = f"{workspace.prefix}/{SETTINGS}", (workspace.root / SETTINGS).read_bytes().decode("utf-8")
    wish = Set("product", ("changelog_head",), table.head, was=None)
    with suppress(Refused):  # somebody has to write it there by hand
        longer = changed(text, [wish], "product", SETTINGS, place)
        yield Change(Draft(_head_place(table), "product"), SETTINGS, "updated", longer, ["changelog_head"])


def _is_own_head(table: Table, workspace: Workspace) -> bool:
    """Whether a changelog begins as it does in this workspace anyway."""
    own = workspace.settings.changelog_head or CHANGELOG_HEAD.format(name=escaped(workspace.settings.name))
    return table.head.strip() == own.strip()


def _head_place(table: Table) -> Span:
    return Span(table.path, 1)


def _try(table: Table, columns: list[Column], outcome: Outcome, source: Source, workspace: Workspace, wishes: Wishes) -> set[Span]:
    """Fill the outcome's changes; the places of the rows that cannot be imported, after which another try leaves them out."""
    rules, report = outcome.rules, outcome.report
    known = known_items(workspace.records)
    known.know_aliases(rules.source, (column.name for column in columns if column.target == "alias"))
    ladder = Ladder(workspace.settings)
    kinds = Kinds(ladder, rules.types, wishes.rules.types if wishes.rules else {}, bool(rules.exact))
    meaning = Meaning(rules, columns, workspace.settings, Statuses(rules, workspace.settings), kinds, known, workspace.today)
    told = Report()
    found = list(drafts(table, meaning, told))
    for draft in found:
        source.settle(draft)
    report.extend(once_for_each_value(told))
    if not rules.exact:
        _put_levels(found, columns, source, outcome, kinds, known)
    every, found = found, fold_in(found, rules, meaning.statuses)
    identify(found, rules, known, report)
    asked = wishes.rules is not None and "component" in wishes.rules.columns.values()
    made = [] if rules.exact else _made(found, rules, known, ladder, report, wants_components=asked)
    everything = [*made, *found]
    told = Report()
    resolve(everything, rules, known, kinds, told)
    report.extend(once_for_each_value(told))
    if len(known.folded) > ITEMS:
        message = said("the workspace would hold {count} items: {limit} fit", count=f"{len(known.folded):,}", limit=f"{ITEMS:,}")
        report.error("too-many-items", Span(table.path), message, said("import less, or into several workspaces"))
        return set()
    spoken, names = spoken_of(columns, table)
    spoken |= {"subtask", "acceptance"} if rules.subtasks == "criteria" else frozenset()
    merger = Merger(rules, spoken, names, workspace.settings, known, wishes.conflicts)
    already = {change.draft.span: change for change in outcome.changes if change.did == "not imported"}
    outcome.changes = [*(_change(draft, merger, known, workspace, report) for draft in everything), *_head(table, workspace)]
    if not rules.exact:
        outcome.changes += adopted(everything, rules, known, ladder, workspace.root)
    outcome.changes += [_without_file(draft, outcome.changes) for draft in every if draft.became]
    _read_back(outcome, workspace)
    bad = {change.draft.span for change in outcome.changes if change.did == "not imported"}
    outcome.changes += [change for place, change in already.items() if place not in bad]
    report.extend(conflict for change in outcome.changes for conflict in (*change.told, *change.conflicts))
    return bad


def _put_levels(found: list[Draft], columns: list[Column], source: Source, outcome: Outcome, kinds: Kinds, known: Known) -> None:
    """Levels of work, by the kinds of rows and by what is below them."""
    names = [column.name for column in columns if column.target == "type"]
    before = levels_before(names, outcome.rules.source, known) if source.rungs else {}
    told = put_levels(found, source.rungs, kinds.ladder, before)
    if told and told not in outcome.guesses:
        outcome.guesses.append(told)
    raise_wholes(found, outcome.rules, kinds)


def _made(found: list[Draft], rules: Rules, known: Known, ladder: Ladder, report: Report, *, wants_components: bool) -> list[Draft]:
    """What rows name and nothing else is."""
    if not wants_components:
        components.as_before(found, rules, known)
    parts = components.make_components(found, rules, known, report)
    cycles = make_cycles(found, rules, known, ladder, report)
    return [*make_named([*cycles, *found], rules, known, ladder, report), *parts, *cycles]


def _without_file(draft: Draft, changes: list[Change]) -> Change:
    """What became of a row that has no file of its own; it is found where the row is that it became a part of."""
    whole = draft.part_of
    return Change(draft, next((change.inside for change in changes if change.draft is whole), "") if whole else "", draft.became)


def _change(draft: Draft, merger: Merger, known: Known, workspace: Workspace, report: Report) -> Change:
    if draft.bad:
        return Change(draft, "", "not imported")
    record = known.by_id.get(draft.id)
    text = (workspace.root / record.inside).read_bytes().decode("utf-8") if record else ""
    try:
        return merger.merged(draft, record, text)
    except Refused as fault:
        report.add(
            replace(
                fault.diagnostic,
                span=draft.span,
                message=said("{place}: {message}", place=fault.diagnostic.span.path, message=fault.diagnostic.message),
            )
        )
        return Change(draft, "", "not imported")


def _read_back(outcome: Outcome, workspace: Workspace) -> None:
    """Take out what `pmsite check` would not accept; its faults are reported at the rows that they come from."""
    written = {f"{workspace.prefix}/{change.inside}": change for change in outcome.changes if change.did in ("new", "updated")}
    target = Target(workspace.root, workspace.prefix, workspace.records, workspace.files, workspace.today)
    texts = {change.inside: change.text for change in written.values()}
    refused: set[Span] = set()
    told = Report()
    is_whole = all(change.did != "not imported" for change in outcome.changes)  # else what is missing would be told again
    for fault in new_errors(target, texts, rules=is_whole):
        paths = (fault.span.path, *(span.path for span, _ in fault.related))
        change = next((written[path] for path in paths if path in written), None)
        if change is None:
            outcome.report.add(fault)
            outcome.breaks_others = True
        else:
            told.add(replace(fault, span=change.draft.span, related=()))
            refused.add(change.draft.span)
    outcome.report.extend(once_for_each_value(told))
    outcome.changes = [
        Change(change.draft, "", "not imported") if change.draft.span in refused else change for change in outcome.changes
    ]


def _columns_are_sound(
    table: Table, columns: list[Column], rules: Rules, way_on: Callable[[tuple[str, str] | None], str], report: Report
) -> bool:
    """In a table of pmsite's own fields every column must be one, and stand there once. `way_on` says what to do about a name."""
    span = Span(table.path, 1)
    if not rules.exact:
        if len(table.columns) > COLUMNS:
            message = said("the header has {count} columns: {limit} fit", count=f"{len(table.columns):,}", limit=f"{COLUMNS:,}")
            report.error("too-many-columns", span, message, said("export fewer fields"))
            return False
        has_title = any(column.target in ("title", "id") for column in columns)
        if not has_title:
            message = said("no column holds the title; there are {names}", names=_named(table.columns))
            report.error("missing-column", span, message, way_on(near(table.columns, _titles(rules))))
        return not report.failed or has_title
    if table.repeated:
        report.error(
            "duplicate-column", span, said("{names} stands there twice", names=_named(table.repeated)), said("keep one of the two")
        )
        return False
    if unknown := [column.name for column in columns if not column.target]:
        message = counted(len(unknown), "{names} is no known column", "{names} are no known columns", names=_named(unknown))
        report.error("unknown-column", span, message, way_on(near(unknown, FIELDS)))
        return False
    return True


def _way_on(export: Export, other: Likeness | None, close: tuple[str, str] | None) -> str:
    """The way on from columns that mean nothing: another source, a name that is nearly right, or a mapping."""
    if other:
        told, way_on = other.advice
        return said("{message}: {hint}", message=told, hint=way_on)
    drafted = said(
        "draft a mapping with `pmsite import --suggest {file} > mapping.yml`, and import with `--mapping mapping.yml`",
        file=export.argument,
    )
    if not close:
        return drafted
    return said(
        "call {column} {name}, if that is what you mean; else {drafted}",
        column=printable(close[0], 40),
        name=close[1],
        drafted=drafted,
    )


def _titles(rules: Rules) -> Iterator[str]:
    """What columns that hold the title are called."""
    yield from (name for name, target in rules.columns.items() if target == "title")
    yield from (name for name, role in by_name().items() if role == "title")


def _named(names: Iterable[str]) -> str:
    found = list(names)
    shown = [printable(name, 40) for name in found[:_SHOWN]]
    if len(found) > _SHOWN:
        return said("{names} and {more} more", names=shown, more=f"{len(found) - _SHOWN:,}")
    return listed(shown)
