"""A mapping file for an export that nobody knows: its columns and statuses with what they seem to be, to be put right by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pmsite.importers.front import key_text
from pmsite.importers.headers import ROLES
from pmsite.importers.rules import Column, Rules, columns_of
from pmsite.importers.statuses import Statuses
from pmsite.importers.table import Table
from pmsite.model.scaffold import scalar
from pmsite.model.types import BY_NAME, keys
from pmsite.settings import Settings

_EXAMPLE = 40


def suggestion(table: Table, rules: Rules, settings: Settings, name: str) -> str:
    """The text of a mapping file."""
    guessing = rules.model_copy(update={"exact": False, "columns": {} if rules.exact else rules.columns})
    columns = columns_of(table.columns, guessing, settings)
    lines = [
        *_head(guessing, rules, name),
        *_columns(table, columns),
        *_statuses(table, columns, guessing, settings),
        *_types(table, columns),
    ]
    return "\n".join(lines) + "\n"


def _head(guessing: Rules, rules: Rules, name: str) -> Iterator[str]:
    yield "# How `pmsite import` reads this export. Put right what was guessed wrong, then:"
    yield "#   pmsite import csv FILE --mapping THIS-FILE --dry-run"
    yield f"source: {scalar(name if rules.exact else rules.source)}  # what every item says that it came from"
    yield "exact: false  # true where the columns are pmsite's own fields"
    yield f"type: {guessing.type}  # what a row becomes: {', '.join(('feature', 'theme', 'problem', 'feedback', 'release'))} or another type"
    yield f"text: {guessing.text}  # what descriptions are written in: auto, markdown, wiki, html, text"
    yield "# dates: day-first  # what 3/4/26 means: day-first, month-first or year-first"
    yield ""


def _columns(table: Table, columns: list[Column]) -> Iterator[str]:
    counts = Counter(name for row in table.rows for name in {name for name, _ in row.cells})
    examples: dict[str, str] = {}
    for row in table.rows:
        for name, value in row.cells:
            examples.setdefault(name, value)
    yield "# By column: a field of the item, `fields.NAME` for a field of your own, `group.field` such as score.reach, or one of"
    yield from (f"#   {role}: {meaning}" for role, meaning in ROLES.items())
    yield f"# Fields of a feature: {', '.join(key for key in keys(BY_NAME['feature']) if key not in ('imported', 'for'))}"
    yield "columns:"
    for column in columns:
        example = " ".join(examples.get(column.name, "").split())
        short = example if len(example) <= _EXAMPLE else example[: _EXAMPLE - 1] + "…"
        about = f"{_rows(counts[column.name])}, such as: {short}" if example else "empty"
        guess = ", guessed" if column.guess else ""
        yield f"  {key_text(column.name)}: {column.target}  # {about}{guess}"
    yield ""


def _statuses(table: Table, columns: list[Column], rules: Rules, settings: Settings) -> Iterator[str]:
    found = Counter(value for value in _values(table, columns, "status"))
    if not found:
        return
    known = Statuses(rules, settings)
    yield f"# By the source's status, one of this workspace: {', '.join(settings.known_statuses)}"
    yield "statuses:"
    for word, count in found.most_common():
        status, guess = known.propose(word)
        mark = "" if status else "# "
        why = f"; a guess: {guess}" if guess else "" if status else "; what does it mean? take the # away"
        yield f"  {mark}{key_text(word)}: {status or 'planned'}  # {_rows(count)}{why}"
    yield ""


def _types(table: Table, columns: list[Column]) -> Iterator[str]:
    found = Counter(value for value in _values(table, columns, "type"))
    if found:
        yield "# By the word in the column that is `type`, what a row becomes"
        yield "# types:"
        yield from (f"#   {key_text(word)}: feature  # {_rows(count)}" for word, count in found.most_common(40))


def _values(table: Table, columns: list[Column], target: str) -> Iterator[str]:
    names = [column.name for column in columns if column.target == target][:1]
    return (value for row in table.rows for name, value in row.cells if name in names)


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
