"""A difference as a comment under a pull request: short, details folded, and no text of a plan that acts as markup or calls anybody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pmsite.comparison.sections import Line, Section, summary
from pmsite.render.differences import Teller
from pmsite.render.words import N_

SHORT = 10
"""Lines of a section that stands open."""
MOST = 50
"""Lines of one section that a comment holds."""
LIMIT = 60_000
"""Characters that code hosts take in one comment, with some to spare."""

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]+")
_MARKUP = re.compile(r"[\\`*_{}\[\]()#+!|~$]")
_CALLS = re.compile(r"([@#!$%~&:])(?=[\w+/\\-])|(?i:(?<=www)|(?<=gh))(?=[.-])")
_BREAK = "&#8203;"


def escaped(text: str) -> str:
    """A text that stays text: one line, nothing in it markup, a mention, a reference, an address or a command."""
    line = _UNSEEN.sub(" ", text).strip()
    parts = []
    for piece in re.split(r"([&<>])", line):
        parts.append({"&": "&amp;", "<": "&lt;", ">": "&gt;"}.get(piece) or _plain(piece))
    return "".join(parts)


def _plain(piece: str) -> str:
    at, parts = 0, []
    for found in _CALLS.finditer(piece):
        parts += [_MARKUP.sub(r"\\\g<0>", piece[at : found.end()]), _BREAK]
        at = found.end()
    return "".join(parts) + _MARKUP.sub(r"\\\g<0>", piece[at:])


def comment(found: Iterable[Section], teller: Teller, base: str, audience: str = "") -> str:
    """The whole comment; `base` is the name of a revision. Its first line is the same in every run, so that one comment can be found and updated."""
    found = tuple(found)
    _ = teller.translate
    lines = [f"<!-- pmsite:diff{f':{audience}' if audience else ''} -->", f"### {_('What this does to the plan')}", ""]
    lines += [f"{_CODE % base} → {escaped(summary(found, teller))}", ""] if base else [escaped(summary(found, teller)), ""]
    for section in found:
        lines += _first(section, teller) if section.first else _folded(section, teller)
    return _within(lines, teller)


_CODE = "`%s`"


def _first(section: Section, teller: Teller) -> Iterator[str]:
    yield f"**{escaped(section.heading)}**"
    yield ""
    yield from _lines(section.lines[:SHORT], teller, strong=True)
    yield ""
    if rest := section.lines[SHORT:]:
        yield from _folded(Section(f"{section.heading}, {teller.translate(N_('the rest'))}", rest), teller)


def _folded(section: Section, teller: Teller) -> Iterator[str]:
    yield f"<details><summary>{escaped(section.heading)} ({len(section.lines)})</summary>"
    yield ""
    yield from _lines(section.lines, teller)
    yield ""
    yield "</details>"
    yield ""


def _lines(lines: tuple[Line, ...], teller: Teller, strong: bool = False) -> Iterator[str]:
    for line in lines[:MOST]:
        told = f"**{escaped(line.told)}**" if strong else escaped(line.told)
        yield f"- **{escaped(line.subject) or '–'}**: {told}"
    more = len(lines) - MOST
    if more > 0:
        yield f"- {teller.translate(N_('and %(num)s more')) % {'num': more}}"


def _within(lines: list[str], teller: Teller) -> str:
    kept: list[str] = []
    size = open_folds = 0
    for line in lines:
        size += len(line) + 1
        if size > LIMIT:
            kept += ["</details>"] * open_folds + [
                "",
                escaped(teller.translate(N_("The rest does not fit into a comment; run `pmsite diff` to see it."))),
            ]
            break
        open_folds += line.startswith("<details>") - (line == "</details>")
        kept.append(line)
    return "\n".join(kept).rstrip("\n") + "\n"
