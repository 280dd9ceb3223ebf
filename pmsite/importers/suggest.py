"""A mapping file for an export that nobody knows: its columns and words with what they seem to be, to be put right by hand.

It says something for everything, so that an import with it works as it is drafted; what is a guess is called one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pmsite.importers.dates import NotADate, ends_of, period_of
from pmsite.importers.day_order import DATES, evident_order, has_order
from pmsite.importers.headers import ROLES, by_name, plain
from pmsite.importers.likeness import Likeness
from pmsite.importers.ranks import Kinds, Ladder, level_words
from pmsite.importers.rules import BY_NAME_OF_COLUMN, Column, Rules, columns_of
from pmsite.importers.source import Source
from pmsite.importers.sources import SOURCES
from pmsite.importers.statuses import Statuses
from pmsite.importers.table import Table
from pmsite.messages import Say, joined, said
from pmsite.model.scaffold import scalar
from pmsite.model.settings import Settings
from pmsite.model.types import BY_NAME, keys
from pmsite.writing.front import key_text

_EXAMPLE = 40
_MOST = 40
_TELLING = 20
"""Values of a column that are looked at to see what it holds."""
_PLAIN = re.compile(r"[\d\s.,:/%+-]*|https?://\S+|\S+@\S+", re.IGNORECASE)
"""What no title is: numbers, dates, addresses."""
_BRACKETS = re.compile(r"\s*\([^()]*\)$")
_ABOUT = {
    "level": said("the level of work of rows whose own words say none"),
    "above": said("the level of rows that others are parts of, where their own words say none"),
    "below": said("the level of parts of what counts, where their own words say none"),
}
_USUAL = ["feature", "theme", "problem", "feedback", "release"]
_FORMS = ["auto", "markdown", "wiki", "html", "text"]
_UNKNOWN = said("a guess, since nothing is known of it")
_SINGLE = frozenset({"title", "key", "status", "type"})
"""What a row has one of."""
_TITLE = (3, 200)
"""How long titles are, on average."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is drafted: for whom, by which name, and the system that the file looks like."""

    source: str
    rules: Rules
    name: str
    other: Likeness | None = None


def suggestion(table: Table, asked: Asked, settings: Settings, say: Say = str) -> str:
    """The text of a mapping file, its comments in a language."""
    rules = asked.rules
    guessing = rules.model_copy(update={"exact": False, "columns": {} if rules.exact else rules.columns})
    values = _by_column(table)
    known = _known_elsewhere(columns_of(table.columns, guessing, settings))
    columns = [_checked(column, values) for column in _one_of_each(_with_title(known, values), values)]
    lines = [
        *_head(guessing, asked),
        *_dates(columns, values, rules),
        "",
        *_columns(table, columns, values),
        *_statuses(columns, values, guessing, settings),
        *_types(table, columns, guessing, SOURCES[asked.source], settings),
    ]
    return "\n".join(map(say, lines)) + "\n"


def _by_column(table: Table) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {name: [] for name in table.columns}
    for row in table.rows:
        for name, value in row.cells:
            found[name].append(value)
    return found


def _head(guessing: Rules, asked: Asked) -> Iterator[str]:
    yield said("# How `pmsite import` reads this export. Put right what was guessed wrong, then:")
    yield said("#   pmsite import {source} FILE --mapping THIS-FILE --dry-run", source=asked.source)
    if asked.other:
        yield said(
            "# It looks like an export of {system}, whose columns are built in: this file only needs to hold what differs.",
            system=asked.other.system,
        )
    source = scalar(asked.name if asked.rules.exact else asked.rules.source)
    yield _with(f"source: {source}", said("what every item says that it came from"))
    yield _with("exact: false", said("true where the columns are pmsite's own fields"))
    yield _with(f"type: {guessing.type}", said("what a row becomes: {types} or another type", types=_USUAL))
    for name in ("level", "above", "below"):
        if written := getattr(guessing, name):
            yield _with(f"{name}: {written}", _ABOUT[name])
    yield _with(f"text: {guessing.text}", said("what descriptions are written in: {forms}", forms=_FORMS))


def _with(line: str, comment: str) -> str:
    return said("{line}  # {comment}", line=line, comment=comment)


def _known_elsewhere(columns: list[Column]) -> list[Column]:
    """The columns, known as well by Jira's names in all its languages, and by a known name with something in brackets behind it."""
    foreign = {plain(name): target for name, target in SOURCES["jira"].rules.columns.items() if target != "keep"}
    return [
        replace(column, target=target, guess=BY_NAME_OF_COLUMN)
        if column.target == "keep" and (target := _meaning(plain(column.name), foreign))
        else column
        for column in columns
    ]


def _meaning(header: str, foreign: Mapping[str, str]) -> str:
    bare = _BRACKETS.sub("", header)
    return foreign.get(header) or by_name().get(bare) or foreign.get(bare) or ""


def _with_title(columns: list[Column], values: Mapping[str, list[str]]) -> list[Column]:
    """The columns with one that holds the title, where any could."""
    if any(column.target in ("title", "id") for column in columns):
        return columns
    free = [column for column in columns if column.target == "keep"] or columns
    title = max(free, key=lambda column: _like_titles(values[column.name]), default=None)
    return [
        replace(column, target="title", guess=said("the column with texts of its own in most rows")) if column is title else column
        for column in columns
    ]


def _like_titles(values: list[str]) -> tuple[int, int, int]:
    """How much the values of a column are like titles: texts of some length, no two alike."""
    texts = [value for value in values if not _PLAIN.fullmatch(value)]
    usual = bool(texts) and _TITLE[0] <= sum(map(len, texts)) / len(texts) <= _TITLE[1]
    return (int(usual), len(set(texts)), len(set(values)))


def _one_of_each(columns: list[Column], values: Mapping[str, list[str]]) -> list[Column]:
    """The columns, of several that were guessed to be the same single thing only the one that most rows have."""
    best: dict[str, Column] = {}
    for column in columns:
        other = best.get(column.target)
        if other is None or (other.guess and (not column.guess or len(values[column.name]) > len(values[other.name]))):
            best[column.target] = column
    return [
        replace(column, target="keep", guess=said("{column} is the {role}", column=best[column.target].name, role=column.target))
        if column.target in _SINGLE and column.guess and best[column.target] is not column
        else column
        for column in columns
    ]


def _checked(column: Column, values: Mapping[str, list[str]]) -> Column:
    """A column, kept where its values are no dates or cannot tell rows apart, whatever it is called."""
    found = values[column.name]
    if column.target in DATES and (wrong := next((value for value in found if not _is_date(value)), "")):
        return replace(column, target="keep", guess=said("{value} is no date", value=" ".join(wrong.split())[:_EXAMPLE]))
    if column.target == "key" and len(set(found)) < len(found):
        return replace(column, target="keep", guess=said("several rows have the same"))
    return column


def _is_date(value: str) -> bool:
    """Whether a text is a day, a period, or two of them, in any order of their numbers."""
    for order in ("day-first", "month-first"):
        try:
            return bool(ends_of(value, order) or period_of(value, order))
        except NotADate:
            continue
    return False


def _dates(columns: list[Column], values: Mapping[str, list[str]], rules: Rules) -> Iterator[str]:
    """Which number of a date is the day, where one of them can only be that; a guess where none tells."""
    about = said("what 3/4/26 means: day-first, month-first or year-first")
    found = [value for column in columns if column.target in DATES for value in values[column.name] if has_order(value)]
    if rules.dates or not found:
        yield _with(f"dates: {rules.dates}" if rules.dates else "# dates: day-first", about)
    else:
        order, _ = evident_order(found)
        yield _with(f"dates: {order or 'day-first'}", about if order else joined(about, said("a guess, no date here tells")))


def _columns(table: Table, columns: list[Column], values: Mapping[str, list[str]]) -> Iterator[str]:
    counts = Counter(name for row in table.rows for name in {name for name, _ in row.cells})
    yield said(
        "# By column: a field of the item, `fields.NAME` for a field of your own, `group.field` such as score.reach, or one of"
    )
    yield from (said("#   {role}: {meaning}", role=role, meaning=meaning) for role, meaning in ROLES.items())
    yield said(
        "# Fields of a feature: {fields}", fields=[key for key in keys(BY_NAME["feature"]) if key not in ("imported", "for")]
    )
    yield "columns:"
    for column in columns:
        example = " ".join(next(iter(values[column.name]), "").split())
        short = example if len(example) <= _EXAMPLE else example[: _EXAMPLE - 1] + "…"
        rows = _rows(counts[column.name])
        about = said("{rows}, such as: {example}", rows=rows, example=short) if example else said("empty")
        yield _with(f"  {key_text(column.name)}: {column.target}", _guessed(about, column.guess))
    yield ""


def _guessed(about: str, guess: str) -> str:
    if guess == BY_NAME_OF_COLUMN:
        return said("{about}, guessed", about=about)
    return said("{about}, guessed: {why}", about=about, why=guess) if guess else about


def _statuses(columns: list[Column], values: Mapping[str, list[str]], rules: Rules, settings: Settings) -> Iterator[str]:
    found = _counted(columns, values, "status")
    if not found:
        return
    known = Statuses(rules, settings)
    yield said("# By the source's status, one of this workspace: {statuses}", statuses=list(settings.known_statuses))
    yield "statuses:"
    for word, count in found.most_common():
        status, guess = known.propose(word)
        why = said("a guess: {why}", why=guess) if guess else "" if status else _UNKNOWN
        yield _with(f"  {key_text(word)}: {status or 'idea'}", joined(_rows(count), why))
    yield ""


def _types(table: Table, columns: list[Column], rules: Rules, source: Source, settings: Settings) -> Iterator[str]:
    name = next((column.name for column in columns if column.target == "type"), "")
    found = Counter(word for row in table.rows for word in row.all(name))
    if not name or not found:
        return
    texts = {column.name for column in columns if column.target == "body"}
    kinds = Kinds(Ladder(settings), rules.types)
    rows = [(row.first(name), any(column in texts for column, _ in row.cells)) for row in table.rows if row.first(name)]
    meanings = level_words(rows, source.rungs, kinds)
    yield said(
        "# By the word in the column that is `type`, what a row becomes: a type of item, or a level of work: {levels}",
        levels=list(kinds.ladder.levels),
    )
    yield "types:"
    for word, count in found.most_common(_MOST):
        meaning = meanings.get(word, "")
        yield _with(f"  {key_text(word)}: {meaning or rules.type}", joined(_rows(count), "" if meaning else _UNKNOWN))


def _counted(columns: list[Column], values: Mapping[str, list[str]], target: str) -> Counter[str]:
    names = [column.name for column in columns if column.target == target][:1]
    return Counter(value for name in names for value in values[name])


def _rows(count: int) -> str:
    return said("1 row") if count == 1 else said("{count} rows", count=f"{count:,}")
