"""What an import did, or would do: row by row, and in sum."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from pmsite.importers.cycles import without_days
from pmsite.importers.draft import LEFT_OUT, Note
from pmsite.importers.merge import Change
from pmsite.importers.rules import Rules
from pmsite.importers.subtasks import FOLDED, SKIPPED
from pmsite.read.guard import guarded

EARLIER = "What an earlier version made, in the documentation of imports"
_SHOWN = 5
_DONE = ("new", "updated", "unchanged", "kept", FOLDED, SKIPPED, "not imported")
"""What becomes of a file; `kept` is one that differs from the source and stays, `folded` a row that is a part of another item."""


def rows(changes: Iterable[Change], prefix: str) -> Iterator[tuple[str, ...]]:
    """One row of the receipt for each row of the export, and for each item that was made because rows name it."""
    yield ("row", "item", "did", "wrote", "mapped", "guessed", "kept aside", "left out", "conflicts")
    for change in changes:
        draft = change.draft
        came = [note for note in draft.notes if note.field != LEFT_OUT]
        yield (
            str(draft.span),
            f"{prefix}/{change.inside}" if change.inside else "",
            change.did,
            ", ".join(change.fields),
            "; ".join(dict.fromkeys(f"{note.column} → {note.field}" for note in came if note.field)),
            "; ".join(dict.fromkeys(f"{note.column} → {note.field or 'kept'}: {note.guess}" for note in came if note.guess)),
            "; ".join(dict.fromkeys(note.column for note in came if not note.field)),
            "; ".join(dict.fromkeys(f"{note.column}: {note.guess}" for note in draft.notes if note.field == LEFT_OUT)),
            "; ".join(found.message for found in change.conflicts),
        )


def as_csv(changes: Iterable[Change], prefix: str) -> str:
    """The receipt as a table that spreadsheets open and take no cell of for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows(changes, prefix):
        writer.writerow(map(guarded, row))
    return "\ufeff" + out.getvalue()


def plan(changes: Iterable[Change], prefix: str) -> Iterator[str]:
    """What would be done, as a table for a terminal."""
    found: list[tuple[str, ...]] = [("row", "did", "item", "fields")]
    for change in changes:
        item = f"{prefix}/{change.inside}" if change.inside else "–"
        found.append((str(change.draft.span), change.did, item, ", ".join(change.fields)))
    yield from _aligned(found)


def summary(changes: list[Change], rules: Rules, guesses: list[str], left_out: list[str], *, dry: bool) -> Iterator[str]:
    """What became of the columns, and how many items there are of each kind."""
    notes = Counter(note for change in changes for note in dict.fromkeys(change.draft.notes))
    missing = {note: notes.pop(note) for note in list(notes) if note.field == LEFT_OUT}
    if notes:
        yield from _aligned([("column", "became", "rows", "guessed"), *_columns(notes)])
        yield ""
    yield from _missing(missing)
    yield from (f"guessed: {text}" for text in guesses)
    levels = Counter(change.draft.level for change in changes if change.draft.type == "feature" and not change.draft.became)
    if any(levels):
        named = ", ".join(f"{count:,} of the level {level}" for level, count in sorted(levels.items()) if level)
        yield f"features: {levels['']:,} that count, {named}"
    if undated := without_days(change.draft for change in changes if change.did == "new"):
        has = "cycle has" if len(undated) == 1 else "cycles have"
        yield f"{len(undated):,} {has} no days: {', '.join(undated[:_SHOWN])}{', …' if len(undated) > _SHOWN else ''}; write `starts` and `ends` into each, or the check warns of it"
    stays = Counter(what for change in changes for what in dict.fromkeys(change.draft.stays))
    if stays:
        told = ", ".join(f"{what} ({count:,} row{'s' if count != 1 else ''})" for what, count in stays.items())
        yield f"as an earlier import made it: {told}; how to change that: {EARLIER}"
    for change in changes:
        if change.draft.type == "product" and change.did == "updated":
            yield f"set in {change.inside}: {', '.join(change.fields)}, from what stands above the first release"
    yield from [f"left out: {', '.join(left_out)}"] if left_out else []
    counts = Counter(change.did for change in changes)
    told = ", ".join(f"{counts[did]:,} {did}" for did in _DONE if counts[did]) or "nothing to import"
    conflicts = sum(len(change.conflicts) for change in changes)
    more = f", {conflicts:,} conflict{'s' if conflicts != 1 else ''}" if conflicts else ""
    yield f"{rules.source}: {told}{more}{' (dry run: nothing was written)' if dry else ''}"


def _missing(notes: Mapping[Note, int]) -> Iterator[str]:
    """What was left out, with the columns that it was in and the number of rows."""
    by_kind: dict[str, list[str]] = {}
    for note, count in notes.items():
        by_kind.setdefault(note.guess, []).append(f"{note.column} ({count:,} row{'s' if count != 1 else ''})")
    yield from (f"left out: {what}: {', '.join(columns)}" for what, columns in by_kind.items())


def _columns(notes: Counter[Note]) -> Iterator[tuple[str, ...]]:
    counts: dict[tuple[str, str], list[int]] = {}
    whys: dict[tuple[str, str], Counter[str]] = {}
    for note, count in notes.items():
        key = (note.column, note.field or "kept aside")
        counts.setdefault(key, [0, 0])[0] += count
        if note.guess:
            counts[key][1] += count
            whys.setdefault(key, Counter())[note.guess] += count
    for (column, field), (count, guessed) in counts.items():
        why = whys.get((column, field), Counter()).most_common(1)
        yield (column, field, f"{count:,}", f"{guessed:,}: {why[0][0]}" if why else "")


def _aligned(found: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [min(60, max(_width(row[at]) for row in found)) for at in range(len(found[0]))]
    for row in found:
        yield "  ".join(cell + " " * max(0, width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()


def _width(text: str) -> int:
    return (
        sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text) if not text.isascii() else len(text)
    )
