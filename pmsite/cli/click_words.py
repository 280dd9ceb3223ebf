"""What the library of the command line says itself, in the language to speak."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.types

from pmsite.wording.words import catalog, pgettext

_MODULES: tuple[Any, ...] = (click.core, click.decorators, click.exceptions, click.formatting, click.parser, click.types)
"""Those that look up their words in a catalog of the whole program, which has none: each by a name of its own."""
_WORDS = (
    pgettext("command line", "Usage:"),
    pgettext("command line", "Options"),
    pgettext("command line", "Commands"),
    pgettext("command line", "Positional arguments"),
    pgettext("command line", "Show this message and exit."),
    pgettext("command line", "Show the version and exit."),
    pgettext("command line", "%(prog)s, version %(version)s"),
    pgettext("command line", "default: {default}"),
    pgettext("command line", "env var: {var}"),
    pgettext("command line", "required"),
    pgettext("command line", "(dynamic)"),
    pgettext("command line", "Error: {message}"),
    pgettext("command line", "Aborted!"),
    pgettext("command line", "Try '{command} {option}' for help."),
    pgettext("command line", "Missing argument"),
    pgettext("command line", "Missing option"),
    pgettext("command line", "Missing parameter"),
    pgettext("command line", "Missing command."),
    pgettext("command line", "Choose from:\n\t{choices}"),
    pgettext("command line", "No such option {name!r}."),
    pgettext("command line", "No such command {name!r}."),
    pgettext("command line", "Did you mean {possibility}?"),
    pgettext("command line", "(Did you mean one of: {possibilities}?)"),
    pgettext("command line", "Invalid value: {message}"),
    pgettext("command line", "Invalid value for {param_hint}: {message}"),
    pgettext("command line", "{value!r} is not {choice}."),
    pgettext("command line", "{value!r} is not one of {choices}."),
    pgettext("command line", "{value!r} is not a valid {number_type}."),
    pgettext("command line", "{value} is not in the range {range}."),
    pgettext("command line", "{value!r} does not match the format {format}."),
    pgettext("command line", "{value!r} does not match the formats {formats}."),
    pgettext("command line", "{name} {filename!r} does not exist."),
    pgettext("command line", "{name} {filename!r} is a file."),
    pgettext("command line", "{name} {filename!r} is a directory."),
    pgettext("command line", "{name} {filename!r} is not readable."),
    pgettext("command line", "Got unexpected extra argument ({args})"),
    pgettext("command line", "Got unexpected extra arguments ({args})"),
    pgettext("command line", "Option {name!r} requires an argument."),
    pgettext("command line", "Option {name!r} does not take a value."),
)
"""Those of its words that people of this program may see."""
_MISSING = click.exceptions.MissingParameter.format_message


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Have the library speak a language as long as a command runs."""
    if language == "en":
        yield
        return
    words = catalog(language)
    before = [(module, name, getattr(module, name)) for module in _MODULES for name in ("_", "ngettext") if hasattr(module, name)]
    before.append((click.formatting.HelpFormatter, "write_heading", click.formatting.HelpFormatter.write_heading))
    before.append((click.exceptions.MissingParameter, "format_message", _MISSING))
    for module, name, _ in before[:-2]:
        setattr(module, name, _one(words) if name == "_" else _many(words))
    click.formatting.HelpFormatter.write_heading = _heading  # type: ignore[method-assign, assignment]
    click.exceptions.MissingParameter.format_message = _missing  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        for module, name, was in before:
            setattr(module, name, was)


def _heading(formatter: click.formatting.HelpFormatter, heading: str) -> None:
    """A heading with the colon of Chinese."""
    formatter.write(f"{'':>{formatter.current_indent}}{heading}：\n")


def _missing(fault: click.exceptions.MissingParameter) -> str:
    """What is missing, with the full stop of Chinese."""
    told = _MISSING(fault).replace("'. ", "'。")
    return f"{told[:-1]}。" if told.endswith("'.") else told


def _one(words: Mapping[str, str]) -> Any:
    return lambda word: words.get(pgettext("command line", word), word)


def _many(words: Mapping[str, str]) -> Any:
    return lambda one, many, count: _one(words)(one if count == 1 else many)
