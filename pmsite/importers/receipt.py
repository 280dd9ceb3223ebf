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
from pmsite.messages import Say, counted, joined, listed, said
from pmsite.read.guard import guarded

EARLIER = said("What an earlier version made, in the documentation of imports")
_SHOWN = 5
_DONE = ("new", "updated", "unchanged", "kept", FOLDED, SKIPPED, "not imported")
"""What becomes of a file; `kept` is one that differs from the source and stays, `folded` a row that is a part of another item."""


def rows(changes: Iterable[Change], prefix: str, say: Say = str) -> Iterator[tuple[str, ...]]:
    """One row of the receipt for each row of the export, and for each item that was made because rows name it."""
    head = (
        said("row"),
        said("item"),
        said("did"),
        said("wrote"),
        said("mapped"),
        said("guessed"),
        said("kept aside"),
        said("left out"),
        said("conflicts"),
    )
    yield tuple(map(say, head))
    for change in changes:
        draft = change.draft
        came = [note for note in draft.notes if note.field != LEFT_OUT]
        yield (
            str(draft.span),
            f"{prefix}/{change.inside}" if change.inside else "",
            say(_did(change.did)),
            say(listed(change.fields)),
            say(joined(*dict.fromkeys(f"{note.column} → {note.field}" for note in came if note.field))),
            say(joined(*dict.fromkeys(_guessed(note) for note in came if note.guess))),
            say(joined(*dict.fromkeys(note.column for note in came if not note.field))),
            say(joined(*dict.fromkeys(_told(note.column, note.guess) for note in draft.notes if note.field == LEFT_OUT))),
            say(joined(*(found.message for found in change.conflicts))),
        )


def _guessed(note: Note) -> str:
    return _told(said("{column} → {field}", column=note.column, field=note.field or said("kept")), note.guess)


def _told(what: str, why: str) -> str:
    return said("{message}: {hint}", message=what, hint=why)


def as_csv(changes: Iterable[Change], prefix: str, say: Say = str) -> str:
    """The receipt as a table that spreadsheets open and take no cell of for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows(changes, prefix, say):
        writer.writerow(map(guarded, row))
    return "\ufeff" + out.getvalue()


def plan(changes: Iterable[Change], prefix: str, say: Say = str) -> Iterator[str]:
    """What would be done, as a table for a terminal."""
    found: list[tuple[str, ...]] = [(said("row"), said("did"), said("item"), said("fields"))]
    for change in changes:
        item = f"{prefix}/{change.inside}" if change.inside else "–"
        found.append((str(change.draft.span), _did(change.did), item, listed(change.fields)))
    yield from _aligned(found, say)


def summary(
    changes: list[Change], rules: Rules, guesses: list[str], left_out: list[str], *, dry: bool, say: Say = str
) -> Iterator[str]:
    """What became of the columns, and how many items there are of each kind, line by line."""
    notes = Counter(note for change in changes for note in dict.fromkeys(change.draft.notes))
    missing = {note: notes.pop(note) for note in list(notes) if note.field == LEFT_OUT}
    if notes:
        yield from _aligned([(said("column"), said("became"), said("rows"), said("guessed")), *_columns(notes)], say)
        yield ""
    yield from map(say, (*_missing(missing), *_remarks(changes, guesses, left_out)))
    yield say(_sum(changes, rules, dry=dry))


def _remarks(changes: list[Change], guesses: list[str], left_out: list[str]) -> Iterator[str]:
    """What was guessed, what stays as it was, and what is still to be done."""
    yield from (said("guessed: {text}", text=text) for text in guesses)
    levels = Counter(change.draft.level for change in changes if change.draft.type == "feature" and not change.draft.became)
    if any(levels):
        named = [said("{count} of the level {level}", count=f"{levels[level]:,}", level=level) for level in sorted(levels) if level]
        yield said("features: {count} that count, {others}", count=f"{levels['']:,}", others=named)
    if undated := without_days(change.draft for change in changes if change.did == "new"):
        names = listed([*undated[:_SHOWN], *(["…"] if len(undated) > _SHOWN else [])])
        yield counted(
            len(undated),
            "{count} cycle has no days: {names}; write `starts` and `ends` into each, or the check warns of it",
            "{count} cycles have no days: {names}; write `starts` and `ends` into each, or the check warns of it",
            names=names,
        )
    stays = Counter(what for change in changes for what in dict.fromkeys(change.draft.stays))
    if stays:
        told = [_in_rows(what, count) for what, count in stays.items()]
        yield said("as an earlier import made it: {what}; how to change that: {where}", what=told, where=EARLIER)
    for change in changes:
        if change.draft.type == "product" and change.did == "updated":
            yield said(
                "set in {file}: {fields}, from what stands above the first release", file=change.inside, fields=change.fields
            )
    if left_out:
        yield said("left out: {what}", what=left_out)


def _sum(changes: list[Change], rules: Rules, *, dry: bool) -> str:
    counts = Counter(change.did for change in changes)
    told = [_number(did, counts[did]) for did in _DONE if counts[did]] or [said("nothing to import")]
    if conflicts := sum(len(change.conflicts) for change in changes):
        told.append(counted(conflicts, "{count} conflict", "{count} conflicts"))
    if dry:
        return said("{source}: {what} (dry run: nothing was written)", source=rules.source, what=told)
    return said("{source}: {what}", source=rules.source, what=told)


def _did(word: str) -> str:
    return {
        "new": said("new"),
        "updated": said("updated"),
        "unchanged": said("unchanged"),
        "kept": said("kept"),
        FOLDED: said("folded"),
        SKIPPED: said("skipped"),
        "not imported": said("not imported"),
    }[word]


def _number(did: str, count: int) -> str:
    return said("{count} {did}", count=f"{count:,}", did=_did(did))


def _in_rows(what: str, count: int) -> str:
    if count == 1:
        return said("{what} (1 row)", what=what)
    return said("{what} ({count} rows)", what=what, count=f"{count:,}")


def _missing(notes: Mapping[Note, int]) -> Iterator[str]:
    """What was left out, with the columns that it was in and the number of rows."""
    by_kind: dict[str, list[str]] = {}
    for note, count in notes.items():
        by_kind.setdefault(note.guess, []).append(_in_rows(note.column, count))
    yield from (said("left out: {what}: {columns}", what=what, columns=columns) for what, columns in by_kind.items())


def _columns(notes: Counter[Note]) -> Iterator[tuple[str, ...]]:
    counts: dict[tuple[str, str], list[int]] = {}
    whys: dict[tuple[str, str], Counter[str]] = {}
    for note, count in notes.items():
        key = (note.column, note.field)
        counts.setdefault(key, [0, 0])[0] += count
        if note.guess:
            counts[key][1] += count
            whys.setdefault(key, Counter())[note.guess] += count
    for (column, field), (count, guessed) in counts.items():
        why = whys.get((column, field), Counter()).most_common(1)
        told = _told(f"{guessed:,}", why[0][0]) if why else ""
        yield (column, field or said("kept aside"), f"{count:,}", told)


def _aligned(found: list[tuple[str, ...]], say: Say) -> Iterator[str]:
    told = [tuple(map(say, row)) for row in found]
    widths = [min(60, max(_width(row[at]) for row in told)) for at in range(len(told[0]))]
    for row in told:
        yield "  ".join(cell + " " * max(0, width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()


def _width(text: str) -> int:
    return (
        sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text) if not text.isascii() else len(text)
    )
