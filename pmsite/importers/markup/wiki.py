"""Jira's wiki markup becomes Markdown, line by line, in linear time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pmsite.importers.markup.harmless import code_block

_BLOCK = re.compile(r"(?<!\{)\{(code|noformat)(?::([^{}\n]*))?\}(?!\})")
_HEADING = re.compile(r"h([1-6])\.\s+(.*)")
_ITEM = re.compile(r"([*#]+|-)\s+(.*)")
_LINK = re.compile(r"(!?)\[(?:([^\[\]|\n]+)\|)?((?:https?://|mailto:)[^\[\]|\s]+)(?:\|([^\[\]\n]*))?\]")
_MENTION = re.compile(r"\[(?:([^\[\]|\n]+)\|)?~(?:accountid:)?([^\[\]\n]+)\]")
_IMAGE = re.compile(r"!([^!\s|][^!\n|]*\.[A-Za-z0-9]{2,5})(?:\|([^!\n]*))?!")
_BOLD = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
_STRUCK = re.compile(r"(?<![\w-])-(?=[^\s-])([^-\n]+?)(?<=\S)-(?![\w-])")
_INSERTED = re.compile(r"(?<![\w+])\+(?=\S)([^+\n]+?)(?<=\S)\+(?![\w+])")
_MONOSPACED = re.compile(r"\{\{([^{}\n]+)\}\}")
_MACRO = re.compile(r"\{(color|anchor|panel|section|column|expand|info|note|tip|warning|status)(?::([^{}\n]*))?\}")
_CELLS, _HEAD_CELLS = (re.compile(rf"{bar}(?![^\[\]|\n]*\])") for bar in (r"\|", r"\|{1,2}"))
_DESCRIBED = re.compile(r"(?:alt|title)=(.*?)(?=,\s*\w+=|\||$)")
_SILENT = ("color", "anchor", "section", "column")


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


def _link(label: str, address: str, tip: str) -> str:
    return (f"[{label}]({address})" if label else f"<{address}>") + (f" ({tip})" if tip else "")


def _fenced(code: str, opening: re.Match[str]) -> Iterator[str]:
    told = _values(opening[2])
    language = next((part for part in (opening[2] or "").split("|") if re.fullmatch(r"\w+", part)), told.get("language", ""))
    yield from (["", f"**{told['title']}**"] if told.get("title") else [])
    yield from ("", code_block(code, language if re.fullmatch(r"\w*", language) else ""), "")


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
            yield from [""] if in_table else []
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
    inner = line[2:].removesuffix("||").removesuffix("|") if is_head else line[1:].removesuffix("|")
    cells = [_spans(cell.strip()).replace("\\\\", "<br>") for cell in (_HEAD_CELLS if is_head else _CELLS).split(inner)]
    if not in_table and not is_head:
        yield "| " + " | ".join("" for _ in cells) + " |"
        yield "|" + "---|" * len(cells)
    yield "| " + " | ".join(cells) + " |"
    if is_head and not in_table:
        yield "|" + "---|" * len(cells)


def _spans(text: str) -> str:
    pieces = _MONOSPACED.split(text)  # every second piece is code
    return "".join(f"`{piece}`" if at % 2 else _marks(piece) for at, piece in enumerate(pieces))


def _values(written: str | None) -> dict[str, str]:
    """What a macro is told: `title=Why|borderStyle=dashed`; what has no name goes by none."""
    pairs = (part.partition("=") for part in (written or "").split("|"))
    return {(name.strip() if equals else ""): (value if equals else name).strip() for name, equals, value in pairs}


def _macro(found: re.Match[str]) -> str:
    """The title of a panel and the like, in bold: their frames have no Markdown."""
    told = _values(found[2])
    title = "" if found[1] in _SILENT else told.get("title") or told.get("")
    at, end = found.span()  # two bold texts without a gap between them are none
    before, behind = found.string[max(at - 1, 0) : at], found.string[end : end + 1]
    first, last = (" " if sign in ("*", "_", "{", "}") else "" for sign in (before, behind))
    return f"{first}**{title.replace('*', '')}**{last}" if title else ""


_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (_MACRO, _macro),
    (_BOLD, r"**\1**"),
    (_STRUCK, r"~~\1~~"),
    (_INSERTED, r"\1"),
    (_MENTION, lambda found: f"@{found[1] or found[2]}"),
    (_IMAGE, lambda found: f"({', '.join(filter(None, (found[1], *_DESCRIBED.findall(found[2] or ''))))})"),
    (_LINK, lambda found: ("\\!" if found[1] and found[2] else found[1]) + _link(found[2], found[3], found[4])),
    (re.compile(r"\\\\$"), "  "),
)


def _marks(text: str) -> str:
    for pattern, put in _RULES:
        text = pattern.sub(put, text)
    return text
