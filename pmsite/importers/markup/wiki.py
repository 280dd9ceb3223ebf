"""Jira's wiki markup becomes Markdown, line by line, in linear time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pmsite.importers.markup.harmless import code_block

_BLOCK = re.compile(r"(?<!\{)\{(code|noformat)(?::([^{}\n]*))?\}(?!\})")
_HEADING = re.compile(r"h([1-6])\.\s+(.*)")
_ITEM = re.compile(r"([*#]+|-)\s+(.*)")
_LINK = re.compile(r"\[(?:([^\[\]|\n]+)\|)?((?:https?://|mailto:)[^\[\]|\s]+)(?:\|[^\[\]\n]*)?\]")
_MENTION = re.compile(r"\[(?:[^\[\]|\n]*\|)?~(?:accountid:)?([^\[\]\n]+)\]")
_IMAGE = re.compile(r"!([^!\s|][^!\n|]*\.[A-Za-z0-9]{2,5})(?:\|[^!\n]*)?!")
_BOLD = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
_STRUCK = re.compile(r"(?<![\w-])-(?=[^\s-])([^-\n]+?)(?<=\S)-(?![\w-])")
_INSERTED = re.compile(r"(?<![\w+])\+(?=\S)([^+\n]+?)(?<=\S)\+(?![\w+])")
_MONOSPACED = re.compile(r"\{\{([^{}\n]+)\}\}")
_OTHER = re.compile(r"\{(?:color|anchor|panel|section|column)(?::[^{}\n]*)?\}")


def to_markdown(written: str) -> str:
    """The whole text."""
    parts: list[str] = []
    at = 0
    while opening := _BLOCK.search(written, at):
        mark = f"{{{opening[1]}}}"
        end = written.find(mark, opening.end())
        if end < 0:
            break
        parts += _prose(written[at : opening.start()])
        parts += _fenced(written[opening.end() : end].strip("\n"), opening)
        at = end + len(mark)
    parts += _prose(written[at:])
    return re.sub(r"\n{3,}", "\n\n", "\n".join(parts)).strip()


def _fenced(code: str, opening: re.Match[str]) -> Iterator[str]:
    language = next((part for part in (opening[2] or "").split("|") if re.fullmatch(r"\w+", part)), "")
    yield from ("", code_block(code, language), "")


def _prose(text: str) -> Iterator[str]:
    quoted = False
    in_table = False
    before = ""
    for line in text.split("\n"):
        bare = line.strip()
        if not bare:
            in_table, before = False, ""
            yield ">" if quoted else ""
            continue
        if bare == "{quote}":
            quoted = not quoted
            yield ""
            continue
        is_row = bare.startswith("|") and bare.endswith("|") and len(bare) > 2
        if is_row:
            lead = [] if in_table or not before else [""]
            yield from (*lead, *_row(bare, in_table))
        else:
            yield from _separated(_line(bare if bare[:1] in "*#-h" else line), before, quoted)
        in_table, before = is_row, bare


def _separated(line: str, before: str, quoted: bool) -> Iterator[str]:
    """A line, with the empty one before a list or a heading that Markdown wants."""
    starts_list = bool(re.match(r"\s*(?:-|1\.) ", line)) and bool(before) and not _ITEM.match(before)
    if not quoted and (starts_list or (line.startswith("#") and before)):
        yield ""
    yield f"> {line}" if quoted else line


def _line(line: str) -> str:
    if found := _HEADING.fullmatch(line):
        return f"{'#' * int(found[1])} {_spans(found[2])}"
    if line.startswith("bq. "):
        return f"> {_spans(line[4:])}"
    if re.fullmatch("-{4,}", line):
        return "\n---\n"
    if found := _ITEM.fullmatch(line):
        marks = found[1]
        return f"{'    ' * (len(marks) - 1)}{'1.' if marks[-1] == '#' else '-'} {_spans(found[2])}"
    return _spans(line)


def _row(line: str, in_table: bool) -> Iterator[str]:
    is_head = line.startswith("||")
    cells = [_spans(cell.strip()) for cell in re.split(r"\|\|" if is_head else r"\|(?![^\[\]|\n]*\])", line.strip("|"))]
    if not in_table and not is_head:
        yield "| " + " | ".join("" for _ in cells) + " |"
        yield "|" + "---|" * len(cells)
    yield "| " + " | ".join(cells) + " |"
    if is_head:
        yield "|" + "---|" * len(cells)


def _spans(text: str) -> str:
    pieces = _MONOSPACED.split(text)  # every second piece is code
    return "".join(f"`{piece}`" if at % 2 else _marks(piece) for at, piece in enumerate(pieces))


_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (_OTHER, ""),
    (_BOLD, r"**\1**"),
    (_STRUCK, r"~~\1~~"),
    (_INSERTED, r"\1"),
    (_MENTION, r"@\1"),
    (_LINK, lambda found: f"[{found[1]}]({found[2]})" if found[1] else f"<{found[2]}>"),
    (_IMAGE, r"(\1)"),
    (re.compile(r"\\\\$"), "  "),
)


def _marks(text: str) -> str:
    for pattern, put in _RULES:
        text = pattern.sub(put, text)
    return text
