"""The blocks of a document, and the lines in them. Each block becomes one text, of one line or more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from pmsite.importers.json_table import leaves, one_text
from pmsite.importers.markup.adf.inline import WRITERS, card, code_span, escaped, file, marked
from pmsite.importers.markup.adf.nodes import WORDS, Node, attribute, children, kind_of, visible
from pmsite.importers.markup.harmless import code_block
from pmsite.importers.markup.layout import entry as listed_entry
from pmsite.importers.markup.layout import indented, listed, quoted

_DEPTH = 40
_LANGUAGE = re.compile(r"[\w+#.-]+")
_FIRST = re.compile(r"[ \t]*(?:(\d+)([.)])(?=\s|$)|([#>+=:?/$%|-]|!!!|--8<--))")
_LISTS = frozenset({"bulletList", "orderedList", "taskList", "decisionList"})
_ENTRIES = frozenset({"listItem", "taskItem", "blockTaskItem", "decisionItem"})


def blocks(node: Node, depth: int) -> Iterator[str]:
    """What is in a node, block by block."""
    line: list[Node] = []
    for child in children(node):
        if _is_inline(child):
            line.append(child)
            continue
        yield from _paragraph(line)
        line = []
        yield from _block(child, depth + 1)
    yield from _paragraph(line)


def _is_inline(node: Node) -> bool:
    kind = kind_of(node)
    return kind in WRITERS or (kind not in _BLOCKS and all(map(_is_inline, children(node))))


def _block(node: Node, depth: int) -> Iterator[str]:
    if depth > _DEPTH:
        yield from (escaped(text) for name, text in leaves(node) if name.endswith("text"))
    else:
        yield from _BLOCKS.get(kind_of(node), _unknown)(node, depth)


def _paragraph(nodes: list[Node]) -> Iterator[str]:
    lines = [_first(line.strip(" \t")) for line in _spans(nodes).split("\n")]
    if text := "  \n".join(line for line in lines if line):
        yield text


def _first(line: str) -> str:
    """A line whose first character means nothing."""
    found = _FIRST.match(line)
    if found is None:
        return line
    if found[1]:
        return f"{line[: found.end(1)]}\\{line[found.start(2) :]}"
    return line[: found.start(3)] + f"&#{ord(found[3][0])};" + line[found.start(3) + 1 :]


def _heading(node: Node, depth: int) -> Iterator[str]:
    level = attribute(node, "level")
    text = " ".join(_spans(children(node)).split())
    yield f"{'#' * (int(level) if level in tuple('123456') else 2)} {text}".rstrip(" #") if text else ""


def _code(node: Node, depth: int) -> Iterator[str]:
    language = attribute(node, "language")
    is_plain = _LANGUAGE.fullmatch(language) is not None
    if language and (not is_plain or language.lower() == "pmsite"):
        yield f"**{escaped(' '.join(language.split()))}**"
    text = _code_of(node)
    text = text if depth == 1 else text.replace("<!--", "<! --")  # in a list or a quote, a mark would be one
    yield code_block(text, language if is_plain and language.lower() != "pmsite" else "")


def _code_of(node: Node) -> str:
    return visible("".join(text for name, text in leaves(node.get("content")) if name == "text"))


def _quote(node: Node, depth: int) -> Iterator[str]:
    yield quoted("\n\n".join(blocks(node, depth)))


def _panel(node: Node, depth: int) -> Iterator[str]:
    words = [attribute(node, "panelIconText", "panelIcon"), attribute(node, "panelType").capitalize()]
    yield quoted("\n\n".join([f"**{escaped(' '.join(filter(None, words)) or 'Note')}**", *blocks(node, depth)]))


def _expand(node: Node, depth: int) -> Iterator[str]:
    if title := " ".join(attribute(node, "title").split()):
        yield f"**{escaped(title)}**"
    yield from blocks(node, depth)


def _rule(node: Node, depth: int) -> Iterator[str]:
    yield "---"
    yield from blocks(node, depth)


def _list(node: Node, depth: int) -> Iterator[str]:
    is_ordered = kind_of(node) == "orderedList"
    order = attribute(node, "order")
    number = int(order) if order.isdecimal() and len(order) < 10 else 1
    entries: list[str] = []
    for entry in children(node):
        if kind_of(entry) in _LISTS and entries:  # a list of tasks has the tasks below one beside it
            entries[-1] += "\n" + indented("\n\n".join(_list(entry, depth + 1)))
            continue
        mark = f"{number}. " if is_ordered else "- "
        entries.append(listed_entry(mark + _state(entry), _blocks_of_entry(entry, depth + 1)))
        number += 1
    yield listed(entries)


def _blocks_of_entry(node: Node, depth: int) -> Iterator[str]:
    if depth > _DEPTH:
        return _block(node, depth)
    return blocks(node, depth) if kind_of(node) in _ENTRIES or not _is_inline(node) else _paragraph([node])


def _state(node: Node) -> str:
    """What a task or a decision begins with."""
    state = " ".join(attribute(node, "state").split())
    return {"DONE": "[x] ", "TODO": "[ ] ", "": ""}.get(state, f"{escaped(state.capitalize())}: ")


def _table(node: Node, depth: int) -> Iterator[str]:
    rows = [list(_cells(row, depth)) for row in children(node)]
    width = max((len(row) for row in rows), default=0)
    if not width:
        return
    first = children(children(node)[0])
    has_head = bool(first) and all(kind_of(cell) == "tableHeader" for cell in first)
    rows = rows if has_head else [[], *rows]
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
    yield "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _cells(row: Node, depth: int) -> Iterator[str]:
    for cell in children(row):
        yield "<br>".join(_lines(cell, depth)) if not _is_inline(cell) or "content" in cell else _spans([cell])
        span = attribute(cell, "colspan")
        yield from [""] * (int(span) - 1 if span.isdecimal() and len(span) < 3 else 0)


def _lines(node: Node, depth: int, bullets: str = "") -> Iterator[str]:
    """What is in any part as lines that can stand in the cell of a table. `bullets` are those of the lists around it."""
    line: list[Node] = []
    for child in children(node):
        if _is_inline(child):
            line.append(child)
            continue
        yield from _cell_lines(line)
        line = []
        yield from _block(child, depth + 1) if depth > _DEPTH else _block_lines(child, depth + 1, bullets)
    yield from _cell_lines(line)


def _block_lines(node: Node, depth: int, bullets: str) -> Iterator[str]:
    kind = kind_of(node)
    if kind in _LISTS:
        for entry in children(node):
            if kind_of(entry) in _LISTS:
                yield from _block_lines(entry, depth, f"{bullets}• ")
                continue
            lines = list(_lines(entry, depth, f"{bullets}• ") if "content" in entry else _cell_lines([entry]))
            yield f"{bullets}• {_state(entry)}{lines[0] if lines else ''}".rstrip()
            yield from lines[1:]
    elif kind == "table":
        yield from (" / ".join(" ".join(_lines(cell, depth)) for cell in children(row)) for row in children(node))
    elif kind == "codeBlock":
        yield from _cell_lines([{"type": "text", "text": attribute(node, "language"), "marks": [{"type": "strong"}]}])
        yield from (code_span(text, in_cell=True) for text in _code_of(node).split("\n") if text.strip())
    else:
        alone = {name: value for name, value in node.items() if name != "content"}
        if kind not in ("rule", "heading"):
            yield from (" ".join(text.removeprefix("> ").split()) for text in _block(alone, 1))
        yield from _lines(node, depth, bullets)


def _cell_lines(nodes: list[Node]) -> Iterator[str]:
    if text := "<br>".join(line.strip() for line in _spans(nodes, in_cell=True).split("\n") if line.strip()):
        yield text


def _media(node: Node, depth: int) -> Iterator[str]:
    if text := file(node):
        yield text
    yield from blocks(node, depth)


def _macro(node: Node, depth: int) -> Iterator[str]:
    yield from _paragraph([{**node, "type": "inlineExtension", "content": []}])
    yield from blocks(node, depth)


def _unknown(node: Node, depth: int) -> Iterator[str]:
    if text := visible(one_text(node.get("text"))) or attribute(node, *WORDS):
        yield _first(escaped(" ".join(text.split())))
    yield from blocks(node, depth)


def _spans(nodes: list[Node], *, in_cell: bool = False) -> str:
    pieces: list[str] = []
    for piece in (_span(node, in_cell=in_cell) for node in nodes):
        if piece.startswith("[") and pieces and pieces[-1].endswith("!"):
            pieces[-1] = f"{pieces[-1][:-1]}\\!"  # with the link behind it, it would be a picture
        if piece:
            pieces.append(piece)
    return "".join(pieces)


def _span(node: Node, *, in_cell: bool = False) -> str:
    if not _is_inline(node):  # a block where none should be
        return " ".join(_lines({"content": [node]}, 1))
    write = WRITERS.get(kind_of(node))
    marks = node.get("marks")
    known = [mark for mark in marks if isinstance(mark, Mapping)] if isinstance(marks, list) else []
    if write is not None:
        text = write(node)
    elif any(kind_of(mark) == "code" for mark in known):
        text = code_span(visible(one_text(node.get("text"))), in_cell=in_cell)
    else:
        text = escaped(visible(one_text(node.get("text"))) or (attribute(node, *WORDS) if kind_of(node) != "text" else ""))
    text += _spans(children(node), in_cell=in_cell) if "content" in node else ""
    return marked(text, known) if text.strip() else text


_BLOCKS: Mapping[str, Callable[[Node, int], Iterator[str]]] = {
    "paragraph": blocks,
    "heading": _heading,
    "codeBlock": _code,
    "blockquote": _quote,
    "panel": _panel,
    "expand": _expand,
    "nestedExpand": _expand,
    "rule": _rule,
    "bulletList": _list,
    "orderedList": _list,
    "taskList": _list,
    "decisionList": _list,
    "table": _table,
    "mediaSingle": blocks,
    "mediaGroup": blocks,
    "media": _media,
    "caption": blocks,
    "layoutSection": blocks,
    "layoutColumn": blocks,
    "extension": _macro,
    "bodiedExtension": _macro,
    "multiBodiedExtension": _macro,
    "extensionFrame": blocks,
    "blockCard": lambda node, depth: iter([card(node)]),
    "embedCard": lambda node, depth: iter([card(node)]),
}
"""By kind, what writes a block."""
