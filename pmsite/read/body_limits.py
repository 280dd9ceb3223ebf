"""How much a body may hold, so that no text can stall the Markdown that follows.

Python-Markdown and its extensions take the square of what stands in one paragraph, or beside each other in one text, for much
that they know. Each number in `limits` is a multiple of what large real documents hold; a text at all of them is rendered in seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pmsite.diagnostics import Diagnostic, Severity, Span
from pmsite.messages import said
from pmsite.read.limits import (
    ABBREVIATIONS,
    BODY_LINE,
    CODE_BLOCKS,
    CODE_CHARACTERS,
    CONTENTS,
    DEFINITIONS,
    FOOTNOTES,
    INLINE_MARKS,
    LEVELS,
    LINE_BREAKS,
    LIST_ITEMS,
    NESTED_BLOCKS,
    OPEN_BRACKETS,
    OPEN_TAGS,
    PARAGRAPH_MARKS,
    PARAGRAPHS,
    TABLE_CELLS,
    TAGS,
    TURNS,
)

_LINK = re.compile(r"\[[^\[\]]*+\](?:\((?:[^()]*+(?:\([^()]*+\))?+)*+\)|\[[^\[\]]*+\]|(?!\())")
_LEVELS = re.compile(r"(?:[ \t]*+(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t])))*+[ \t]*+")
_LEVEL = re.compile(r">|[-+*]|\d+[.)]")
_WHITE_SPACE = re.compile(r"[ \t]+")
_ITEM = re.compile(r"[ \t>]*+(?:[-+*]|\d{1,9}[.)])[ \t]")
_DELIMITER = re.compile(r"(?=.*-)[ \t>|:-]++")
_TURN = re.compile(r"[ \t>]*+(?:#|:[ \t]|!!!|\?\?\?|={1,3}(?:[ \t]|$)|(?:=+|-+|[-*_](?:[ \t]*+[-*_]){2,})[ \t]*$)")
_DEFINITION = re.compile(r" {0,3}\[[^\^\[\]\n][^\[\]\n]*+\]:[ \t]*+\S++(?:[ \t]++(?:\"[^\"]*+\"|'[^']*+'|\([^()]*+\)))?[ \t]*")
_ABBREVIATION = re.compile(r"[ \t]*+\*\[[^\]\n]++\][ \t]?:")
_OPEN_TAG = re.compile(r"<(?=[A-Za-z/!?])[^<>]*+(?:<|\Z)")
_MARKS = "*_^~`\\:=@"
_ENTITY = re.compile(r"&(?:#\w{1,7}|[A-Za-z]\w{1,31});", re.ASCII)
_SPLIT, _CODE = said("split it, or put it between lines of ``` where it is code"), said("put the rest into another item")
_SHORT = 15_000
"""Characters below which a text can be over few limits, each of which one look at the whole tells."""


def may_exceed(body: str, lines: Sequence[str]) -> bool:
    """A cheap first look: an ordinary body is under every limit even as a whole."""
    size = len(body)
    if size > _SHORT or ("<" in body and body.count("<") > OPEN_TAGS) or ("|" in body and body.count("|") > TURNS):
        return True
    if "[" in body and (body.count("[") > OPEN_BRACKETS or body.count("[TOC]") > CONTENTS):
        return True
    if len(lines) > LINE_BREAKS:
        return True
    if len(lines) > TURNS and sum(_TURN.match(line) is not None for line in lines) > TURNS:
        return True
    if size > PARAGRAPH_MARKS and _marks(body) > PARAGRAPH_MARKS:
        return True
    return size > NESTED_BLOCKS and any(_levels(line) > NESTED_BLOCKS for line in lines if len(line) > NESTED_BLOCKS)


def faults(lines: Sequence[str], code: Sequence[int], path: str, first_line: int) -> Iterator[Diagnostic]:
    """Everything that is over a limit, at its line. `code` tells of each line whether it is fenced code."""
    yield from _long_lines(lines, code, path, first_line)
    for start, end in _blocks(lines, code):
        if message := _paragraph_fault(lines[start:end]):
            yield _over(Span(path, first_line + start), said("this paragraph holds too many {what} fit", what=message), _SPLIT)
    yield from _whole(lines, code, path, first_line)


def _long_lines(lines: Sequence[str], code: Sequence[int], path: str, first_line: int) -> Iterator[Diagnostic]:
    for number, line in enumerate(lines):
        span = Span(path, first_line + number)
        if len(line) > BODY_LINE:
            message = said(
                "this line of {count} characters is too long: {limit} fit", count=f"{len(line):,}", limit=f"{BODY_LINE:,}"
            )
            yield _over(span, message, said("break it into several lines, or keep it in a file of its own"))
        elif len(line) > NESTED_BLOCKS and not code[number] and _levels(line) > NESTED_BLOCKS:
            yield _over(span, said("lists or quotes are nested too deep: {limit} levels fit", limit=NESTED_BLOCKS), _SPLIT)
            return


def _levels(line: str) -> int:
    if line[:1].isalpha():
        return 0  # prose
    found = _LEVELS.match(line)
    lead = found[0] if found else ""
    spaces = max((len(run.replace("\t", "  ")) for run in _WHITE_SPACE.findall(lead)), default=0)
    return len(_LEVEL.findall(lead)) + spaces // 2


def _blocks(lines: Sequence[str], code: Sequence[int]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for number, line in enumerate(lines):
        if code[number] or not line.strip():
            if start is not None:
                yield start, number
            start = None
        elif start is None:
            start = number
    if start is not None:
        yield start, len(lines)


def _paragraph_fault(lines: Sequence[str]) -> str:
    """What one block holds too much of, with what fits; nothing where it is under every limit."""
    block = "\n".join(lines)
    if block.count("[") > OPEN_BRACKETS and _open_brackets(block) > OPEN_BRACKETS:
        return said("brackets [ that are no link: {limit}", limit=OPEN_BRACKETS)
    if _marks(block) > PARAGRAPH_MARKS and any(_marks(run) > PARAGRAPH_MARKS for run in _runs(lines)):
        return said(
            "of the marks {marks} and of entities such as &amp;: {limit}",
            marks=" ".join(_MARKS),
            limit=f"{PARAGRAPH_MARKS:,}",
        )
    if len(lines) > LINE_BREAKS and block.count("  \n") > LINE_BREAKS:
        return said("lines that end with two spaces: {limit}", limit=f"{LINE_BREAKS:,}")
    if len(lines) > TURNS and sum(_TURN.match(line) is not None for line in lines) > TURNS:
        return said("headings, rules and the like without an empty line between them: {limit}", limit=TURNS)
    return ""


def _marks(text: str) -> int:
    data = text.encode("utf-8", "surrogatepass")  # of bytes, all kinds are looked for at once
    return len(data) - len(data.translate(None, _MARKS.encode())) + (len(_ENTITY.findall(text)) if "&" in text else 0)


def _runs(lines: Sequence[str]) -> Iterator[str]:
    """What is read as one: a paragraph, an item of a list, the definition of a link, or a row of a table."""
    table = _header(lines)
    if table is not None:
        yield from lines[table:]
        lines = lines[:table]
    run: list[str] = []
    is_list = bool(lines) and _ITEM.match(lines[0]) is not None
    for line in lines:
        if run and ((is_list and _ITEM.match(line)) or _DEFINITION.fullmatch(line)):
            yield "\n".join(run)
            run = []
        run.append(line)
    yield "\n".join(run)


def _header(lines: Sequence[str]) -> int | None:
    """The line of a block at which a table begins, if one does."""
    for at in range(1, len(lines)):
        if "|" in lines[at] and "|" in lines[at - 1] and _DELIMITER.fullmatch(lines[at]):
            return at - 1
    return None


def _cells(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The lines of a block's table, each with as many cells as the header has, since short rows are filled up."""
    start = _header(lines)
    if start is not None:
        columns = _columns(lines[start])
        yield from ((at, columns) for at in range(start, len(lines)))


def _columns(header: str) -> int:
    return header.strip(" \t|>").count("|") + 1


def _open_brackets(block: str) -> int:
    return _LINK.sub("", _LINK.sub("", block)).count("[")  # twice: an image may stand inside a link


def _whole(lines: Sequence[str], code: Sequence[int], path: str, first_line: int) -> Iterator[Diagnostic]:
    """What the whole text holds too much of, each at the line where it is too much."""
    for (limit, what, hint), at in _passed(lines, code):
        yield _over(
            Span(path, first_line + at),
            said("the text holds too {what} up to here: {limit} fit", what=what, limit=f"{limit:,}"),
            hint,
        )


_Kind = tuple[int, str, str]
_CELLS: _Kind = (TABLE_CELLS, said("many cells of tables"), said("keep long tables in files of their own, and link to them"))
_PARAGRAPHS: _Kind = (PARAGRAPHS, said("many paragraphs"), _CODE)
_LEVELS_OF_ALL: _Kind = (LEVELS, said("many lists and quotes inside others"), _CODE)
_ITEMS: _Kind = (LIST_ITEMS, said("many entries of lists"), _CODE)
_FOOTNOTES: _Kind = (FOOTNOTES, said("many footnotes"), _CODE)
_DEFINITIONS: _Kind = (DEFINITIONS, said("many definitions of links"), said("remove those that nothing uses"))
_ABBREVIATIONS: _Kind = (ABBREVIATIONS, said("many abbreviations"), said("remove those that nothing uses"))
_CONTENTS: _Kind = (CONTENTS, said("many tables of contents"), said("keep one of them"))
_TAGS: _Kind = (TAGS, said("many tags of HTML"), said("write it in Markdown, or put it into another item"))
_OPEN_TAGS: _Kind = (OPEN_TAGS, said("many tags that are never closed"), said("put < between backticks where it is no tag"))
_INLINE: _Kind = (INLINE_MARKS, said("many of the marks {marks} and of entities such as &amp;", marks=" ".join(_MARKS)), _CODE)
_FENCES: _Kind = (CODE_BLOCKS, said("many code blocks"), _CODE)
_CODE_TEXT: _Kind = (CODE_CHARACTERS, said("much code"), said("keep it in a file of its own, and link to it"))


def _passed(lines: Sequence[str], code: Sequence[int]) -> Iterator[tuple[_Kind, int]]:
    for kind, counts in _counted(lines, code):
        total = 0
        for at, count in counts:
            total += count
            if total > kind[0]:
                yield kind, at
                break


def _counted(lines: Sequence[str], code: Sequence[int]) -> Iterator[tuple[_Kind, Iterator[tuple[int, int]]]]:
    blocks = list(_blocks(lines, code))
    text = [(at, line) for at, line in enumerate(lines) if line and not code[at]]
    yield _CELLS, ((start + at, count) for start, end in blocks for at, count in _cells(lines[start:end]))
    yield _PARAGRAPHS, ((start, 1) for start, _ in blocks)
    yield _LEVELS_OF_ALL, ((start, max(map(_levels, lines[start:end]))) for start, end in blocks)
    yield _ITEMS, ((at, 1) for at, line in text if _ITEM.match(line))
    yield _FOOTNOTES, ((at, line.count("[^")) for at, line in text)
    yield _DEFINITIONS, ((at, 1) for at, line in text if "]:" in line and _DEFINITION.fullmatch(line))
    yield _ABBREVIATIONS, ((at, 1) for at, line in text if "*[" in line and _ABBREVIATION.match(line))
    yield _CONTENTS, ((at, line.count("[TOC]")) for at, line in text)
    yield _TAGS, ((at, line.count("<")) for at, line in text)
    yield _OPEN_TAGS, _open_tags(lines, code)
    yield _INLINE, ((at, _marks(line)) for at, line in text)
    yield _FENCES, ((at, 1) for at in range(len(lines)) if code[at] and (not at or not code[at - 1] or _opens_again(lines, at)))
    yield _CODE_TEXT, ((at, len(line)) for at, line in enumerate(lines) if code[at])


def _opens_again(lines: Sequence[str], at: int) -> bool:
    """Whether a line of code may begin another block right below one."""
    return lines[at].startswith(("```", "~~~")) and lines[at - 1].startswith(("```", "~~~"))


def _open_tags(lines: Sequence[str], code: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Tags of the text that nothing closes before the next one begins, by their lines."""
    text = "\n".join("" if code[at] else line for at, line in enumerate(lines))
    number = counted = at = 0
    while found := _OPEN_TAG.search(text, at):
        number += text.count("\n", counted, found.start())
        counted = found.start()
        at = max(found.end() - 1, found.start() + 1)
        yield number, 1


def _over(span: Span, message: str, hint: str) -> Diagnostic:
    return Diagnostic("body-over-limit", Severity.ERROR, span, message, hint)
