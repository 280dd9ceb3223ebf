"""A plan that pmsite exported comes back into a workspace: what is new is written, what differs stays and is told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pmsite.diagnostics import Diagnostic, Report, Severity, Span
from pmsite.importers.draft import Draft
from pmsite.importers.known import known_items
from pmsite.importers.merge import Change
from pmsite.importers.own_words import in_own_words
from pmsite.importers.readback import Target, new_errors
from pmsite.importers.rules import Rules
from pmsite.importers.run import Outcome
from pmsite.importers.same_facts import trimmed, unlike
from pmsite.messages import said
from pmsite.model import series
from pmsite.model.item import Item
from pmsite.model.load import load_item, load_items
from pmsite.model.load_settings import load_settings
from pmsite.model.settings import Settings
from pmsite.model.types import keys
from pmsite.plan.document import TEAM, Plan, PlanItem
from pmsite.read import table
from pmsite.read.limits import ITEMS, MARKDOWN_BYTES
from pmsite.read.names import fold
from pmsite.read.record import Record
from pmsite.read.workspace import SETTINGS, read_file
from pmsite.writing.change import with_changes
from pmsite.writing.refused import Refused

_SHOWN = 5


@dataclass(frozen=True)
class Existing:
    """The workspace that a plan comes into; without settings there is none yet."""

    root: Path
    prefix: str
    settings: Settings | None
    records: tuple[Record, ...]
    files: frozenset[str]
    """All other files."""
    today: date


def restore(plan: Plan, span_of: Callable[[int], Span], path: str, existing: Existing, resolution: str) -> Outcome:
    """Everything up to the texts of the files. `span_of` is where an item of the plan stands, by its number."""
    outcome = Outcome(Rules(source="pmsite"), Report())
    start = Span(path, 1)
    if plan.audience != TEAM and resolution == "source":
        message = said(
            "this plan holds only what {audience} may see; taking its word would take the rest out of your files",
            audience=plan.audience,
        )
        outcome.report.error(
            "not-the-whole-plan", start, message, said("export it for the team, or import without `--conflicts source`")
        )
        return outcome
    settings = _settings(plan, start, existing, resolution, outcome)
    if settings is None:
        return outcome
    restorer = _Restorer(plan, existing, settings, resolution, outcome)
    for number, item in enumerate(plan.items):
        outcome.changes += restorer.item(item, span_of(number))
    if len(restorer.ids) > ITEMS:
        message = said("the workspace would hold {count} items: {limit} fit", count=f"{len(restorer.ids):,}", limit=f"{ITEMS:,}")
        outcome.report.error("too-many-items", start, message, said("import it into a workspace of its own"))
    outcome.report.extend(conflict for change in outcome.changes for conflict in change.conflicts)
    if not outcome.report.failed:
        _read_back(outcome, existing)
    outcome.sound = not outcome.report.failed
    return outcome


def _read_back(outcome: Outcome, existing: Existing) -> None:
    """Report what `pmsite check` would not accept, where the plan has it."""
    written = {f"{existing.prefix}/{inside}": place for inside, place in _places(outcome)}
    target = Target(existing.root, existing.prefix, existing.records, existing.files, existing.today)
    for fault in new_errors(target, dict(outcome.files)):
        inside = fault.span.path.removeprefix(f"{existing.prefix}/")
        outcome.report.add(
            replace(
                fault,
                span=written.get(fault.span.path, fault.span),
                message=said("{place}: {message}", place=inside, message=fault.message),
                related=(),
            )
        )


def _places(outcome: Outcome) -> Iterator[tuple[str, Span]]:
    return ((change.inside, change.draft.span) for change in outcome.changes if change.did in ("new", "updated"))


def _settings(plan: Plan, start: Span, existing: Existing, resolution: str, outcome: Outcome) -> Settings | None:
    """The settings that hold afterwards: those of the workspace, else the plan's; nothing where the plan's have faults."""
    text, found = plan.product_yml(), Report()
    record = read_file(text.encode(), SETTINGS, f"{existing.prefix}/{SETTINGS}", found)
    told = load_settings(record, found) if record is not None else None
    _at(start, SETTINGS, found, outcome.report)
    if told is None:
        return None
    change = Change(Draft(start, "product"), SETTINGS, "new", text, list(plan.settings))
    if existing.settings is not None:
        known = Settings.model_fields if plan.audience == TEAM else ()  # an audience is told little of them
        others = [name for name in known if getattr(told, name) != getattr(existing.settings, name)]
        hint = said(
            "the file stays as it is, also with `--conflicts source`: it says who sees what; bring over by hand what you want of it"
        )
        change = _kept(change, others, existing, resolution, hint)
    outcome.changes.append(change)
    return existing.settings or told


@dataclass
class _Restorer:
    """How the items of a plan meet those that are there."""

    plan: Plan
    existing: Existing
    settings: Settings
    resolution: str
    outcome: Outcome

    def __post_init__(self) -> None:
        known = known_items(self.existing.records)
        self._by_id, self._by_place = known.by_id, {record.inside: record for record in self.existing.records}
        self.ids = known.folded
        """The ids of all items, as everything that ignores case sees them."""
        self._names: dict[str, str] = {}
        self._taken = {*self._by_place, *self.existing.files}
        for inside in self._taken:
            self._names.update((fold(name), name) for name in _with_folders(inside))

    def item(self, item: PlanItem, span: Span) -> Iterator[Change]:
        """What becomes of the files of one item."""
        draft = Draft(span, item.type, id=item.id)
        record = self._by_id.get(item.id)
        inside = record.inside if record else item.path
        told = self._loaded(item, span)
        if told is None or (record is None and not self._may_be_new(item, span)):
            yield Change(draft, "", "not imported")
            return
        yield self._own_file(draft, item, told, record)
        stem = inside.removesuffix(".md")
        for language in item.translations:
            yield self._translation(draft, item, language, f"{stem}.{language}.md", record)
        if item.series:
            yield self._series(draft, item, f"{stem}.csv")

    def _loaded(self, item: PlanItem, span: Span) -> Item | None:
        """The item as pmsite reads it where the plan puts it, with its translations; nothing where it has faults."""
        found, stem = Report(), item.path.removesuffix(".md")
        texts = {item.path: item.text(item.path)} | {f"{stem}.{name}.md": item.words(name) for name in item.translations}
        records = [self._read(inside, text, found) for inside, text in texts.items()]
        loaded = load_items([record for record in records if record is not None], self.settings, found)
        if item.series:
            rows = table.rows(item.table().encode(), f"{self.existing.prefix}/{stem}.csv", series.COLUMNS, series.OPTIONAL, found)
            series.points(rows, self.settings, found)
        _at(span, item.path, found, self.outcome.report)
        return None if found.failed else loaded.items[item.id]

    def _read(self, inside: str, text: str, found: Report) -> Record | None:
        path, data = f"{self.existing.prefix}/{inside}", text.encode()
        if len(data) > MARKDOWN_BYTES:
            found.error(
                "file-too-large",
                Span(path),
                said("the file would be too large: {limit} KiB fit", limit=MARKDOWN_BYTES // 1024),
                said("shorten it"),
            )
            return None
        return read_file(data, inside, path, found)

    def _may_be_new(self, item: PlanItem, span: Span) -> bool:
        """Whether neither the id nor a file of a new item is taken, wherever case does not count."""
        report, stem = self.outcome.report, item.path.removesuffix(".md")
        other = self.ids.setdefault(fold(item.id), item.id)
        if other != item.id:
            message = said("the ids {id} and {other} differ only in case", id=item.id, other=other)
            report.error("colliding-ids", span, message, said("give one of them another id"))
            return False
        files = [item.path, *(f"{stem}.{name}.md" for name in item.translations), *([f"{stem}.csv"] if item.series else [])]
        for inside in files:
            if inside in self._taken:
                message = said("{inside} stands in the workspace, and is not the file of {id}", inside=inside, id=item.id)
                report.error("place-taken", span, message, said("move it, or give it another name"))
                return False
            for name in _with_folders(inside):
                if (other := self._names.setdefault(fold(name), name)) != name:
                    message = said("{name} and {other} differ only in case, which many systems ignore", name=name, other=other)
                    report.error("names-differ-in-case", span, message, said("give one of them another name"))
                    return False
        return True

    def _own_file(self, draft: Draft, item: PlanItem, told: Item, record: Record | None) -> Change:
        if record is None:
            change = Change(draft, item.path, "new", item.text(item.path))
            change.fields = [*item.facts, *(["body"] if item.body else [])]
            return change
        others = self._differences(item, told, record)
        change = Change(draft, record.inside, "updated", fields=others)
        if others and self.resolution == "source":
            try:
                change.text = self._replaced(item, told, record, others)
            except Refused as fault:
                hint = said("{message}: {hint}", message=fault.diagnostic.message, hint=fault.diagnostic.hint)
                return _kept(change, others, self.existing, "report", hint)
            return change
        return _kept(change, others, self.existing, self.resolution)

    def _differences(self, item: PlanItem, told: Item, record: Record) -> list[str]:
        """The facts in which a file says something else than the plan."""
        own = load_item(record, self.settings, Report())
        if own is None:
            return [said("front matter")]
        if own.type != told.type:
            return ["type"]
        names: Collection[str] = dict.fromkeys((*keys(type(told)), *told.custom, *own.custom))
        if self.plan.audience != TEAM:  # what an audience does not get is absent there, which says nothing
            names = item.facts.keys() - {"visibility", "for"}
        has_other_body = trimmed(own.body) != trimmed(told.body) and (self.plan.audience == TEAM or item.body)
        return [*unlike(names, own, told), *(["body"] if has_other_body else [])]

    def _replaced(self, item: PlanItem, told: Item, record: Record, others: list[str]) -> str:
        """The file with what the plan says, its comments kept where only single facts change."""
        whole = item.text(record.inside)
        if record.is_plain or others in (["type"], ["front matter"]):
            return whole
        text = (self.existing.root / record.inside).read_bytes().decode()
        changes = in_own_words(record, {name: item.facts.get(name) for name in others if name != "body"}, self.settings)
        found = with_changes(text, record, item.type, changes, item.body if "body" in others else None)
        again = read_file(found.encode(), record.inside, record.path, Report())
        return found if again is not None and not self._differences(item, told, again) else whole

    def _translation(self, draft: Draft, item: PlanItem, language: str, inside: str, original: Record | None) -> Change:
        record, words = self._by_place.get(inside), item.translations[language]
        change = Change(draft, inside, "new" if record is None else "updated", item.words(language))
        change.fields = [name for name in ("title", "summary", "body") if getattr(words, name)]
        if record is None:
            return (
                _kept(change, [said("a file of another kind")], self.existing, "report")
                if inside in self.existing.files
                else change
            )
        others = [
            name
            for name in ("title", "summary")
            if _word(record.data, name, original.data if original else {})
            != (getattr(words, name) or item.facts.get(name, "")).strip()
        ]
        if trimmed(record.body) != trimmed(words.body) and words.body:
            others.append("body")
        return change if others and self.resolution == "source" else _kept(change, others, self.existing, self.resolution)

    def _series(self, draft: Draft, item: PlanItem, inside: str) -> Change:
        change = Change(draft, inside, "new", item.table(), ["date", "value"])
        if inside not in self.existing.files:
            return change
        wanted = table.rows(item.table().encode(), inside, series.COLUMNS, series.OPTIONAL, Report())
        there = table.read_table(self.existing.root / inside, inside, series.COLUMNS, series.OPTIONAL, Report())
        same = [series.points(rows, self.settings, Report()) for rows in (wanted, there)]
        others = [] if same[0] == same[1] else ["series"]
        if others and self.resolution == "source":
            return replace(change, did="updated")
        return _kept(change, others, self.existing, self.resolution)


def _kept(change: Change, others: list[str], existing: Existing, resolution: str, hint: str = "") -> Change:
    """A file that stays as it is, and what it says otherwise than the plan."""
    found = replace(change, did="kept" if others else "unchanged", text="", fields=[])
    if others and resolution != "mine":
        message = _differs(f"{existing.prefix}/{change.inside}", others)
        hint = hint or said(
            "the file stays as it is; make them agree, or import again with `--conflicts mine` or `--conflicts source`"
        )
        found.conflicts = [Diagnostic("import-conflict", Severity.WARNING, change.draft.span, message, hint)]
    return found


def _differs(path: str, others: list[str]) -> str:
    shown = others[:_SHOWN]
    if len(others) > _SHOWN:
        more = len(others) - _SHOWN
        return said("{path}: {facts} and {more} more differ from the plan", path=path, facts=shown, more=more)
    if len(others) == 1:
        return said("{path}: {fact} differs from the plan", path=path, fact=others[0])
    return said("{path}: {facts} differ from the plan", path=path, facts=shown)


def _word(data: Mapping[str, object], name: str, original: Mapping[str, object]) -> str:
    """What a translation says, or the item's own file where it says nothing."""
    return str(data.get(name) or original.get(name) or "").strip()


def _with_folders(inside: str) -> Iterator[str]:
    """A file's place, and those of the folders that it is in."""
    yield inside
    while inside := inside.rpartition("/")[0]:
        yield inside


def _at(span: Span, inside: str, found: Report, report: Report) -> None:
    """Tell the faults of a file that is not there yet where the plan has it."""
    for fault in found:
        if fault.severity is Severity.ERROR:
            report.add(
                replace(fault, span=span, message=said("{place}: {message}", place=inside, message=fault.message), related=())
            )
