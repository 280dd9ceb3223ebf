"""Atlassian's document format, in which Jira Cloud writes descriptions, becomes Markdown as Python-Markdown reads it.

No library is used: those that were tried lose titles, captions, nesting or unknown parts, or write their own tags for the way back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from pmsite.importers.json_table import leaves, one_text
from pmsite.importers.markup.harmless import code_block, is_safe
from pmsite.importers.markup.layout import entry as listed_entry
from pmsite.importers.markup.layout import indented, listed, quoted
from pmsite.importers.table import SOFT_BREAKS, UNSEEN

Node = Mapping[str, Any]

_DEPTH = 40
_MARKS = {"strong": "**", "em": "*", "strike": "~~"}
_LANGUAGE = re.compile(r"[\w+#.-]+")
_ACTIVE = re.compile(r"[\\`*{}\[\]]|(?<!\w)_|_(?!\w)|<(?=[A-Za-z/!?])|&(?=#?\w+;)|~~|==|\^\^|\|")
_FIRST = re.compile(r"[ \t]*(?:(\d+)([.)])(?=\s|$)|([#>+=:?/$%|-]|!!!|--8<--))")
_WORDS = ("text", "title", "name", "alt", "shortName", "url", "extensionKey")
"""Attributes in which parts that are not known may say something."""


def is_document(written: str) -> bool:
    """Whether a text is such a document rather than a text about one."""
    return written.startswith("{") and '"type"' in written and '"doc"' in written and '"content"' in written


def to_markdown(written: str) -> str:
    """The document, or nothing where it is none or is broken. Every text in it is Markdown's own text: nothing of it acts."""
    try:
        found = json.loads(written)
        return "\n\n".join(_blocks(found, 0)).strip("\n") if isinstance(found, Mapping) and found.get("type") == "doc" else ""
    except (ValueError, RecursionError):
        return ""


def _children(node: Node) -> list[Node]:
    content = node.get("content")
    found = content if isinstance(content, list) else [] if content is None else [content]
    return [child if isinstance(child, Mapping) else {"type": "text", "text": one_text(child)} for child in found]


def _attribute(node: Node, *names: str) -> str:
    """The first of these attributes that says anything."""
    attributes = node.get("attrs")
    if not isinstance(attributes, Mapping):
        return ""
    return next((found for name in names if (found := _seen(one_text(attributes.get(name)))) != ""), "")


def _seen(text: str) -> str:
    return text if text.isprintable() else UNSEEN.sub("", SOFT_BREAKS.sub("\n", text))


def _kind(node: Node) -> str:
    return one_text(node.get("type"))


# Blocks: each is one text, of one line or more


def _blocks(node: Node, depth: int) -> Iterator[str]:
    line: list[Node] = []
    for child in _children(node):
        if _is_inline(child):
            line.append(child)
            continue
        yield from _paragraph(line)
        line = []
        yield from _block(child, depth + 1)
    yield from _paragraph(line)


def _is_inline(node: Node) -> bool:
    kind = _kind(node)
    return kind in _SPANS or (kind not in _BLOCKS and all(map(_is_inline, _children(node))))


def _block(node: Node, depth: int) -> Iterator[str]:
    if depth > _DEPTH:
        yield from (_escaped(text) for name, text in leaves(node) if name.endswith("text"))
    else:
        yield from _BLOCKS.get(_kind(node), _unknown)(node, depth)


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
    level = _attribute(node, "level")
    text = " ".join(_spans(_children(node)).split())
    yield f"{'#' * (int(level) if level in tuple('123456') else 2)} {text}".rstrip(" #") if text else ""


def _code(node: Node, depth: int) -> Iterator[str]:
    language = _attribute(node, "language")
    is_plain = _LANGUAGE.fullmatch(language) is not None
    if language and (not is_plain or language.lower() == "pmsite"):
        yield f"**{_escaped(' '.join(language.split()))}**"
    text = _code_of(node)
    text = text if depth == 1 else text.replace("<!--", "<! --")  # in a list or a quote, a mark would be one
    yield code_block(text, language if is_plain and language.lower() != "pmsite" else "")


def _code_of(node: Node) -> str:
    return _seen("".join(text for name, text in leaves(node.get("content")) if name == "text"))


def _quote(node: Node, depth: int) -> Iterator[str]:
    yield quoted("\n\n".join(_blocks(node, depth)))


def _panel(node: Node, depth: int) -> Iterator[str]:
    words = [_attribute(node, "panelIconText", "panelIcon"), _attribute(node, "panelType").capitalize()]
    yield quoted("\n\n".join([f"**{_escaped(' '.join(filter(None, words)) or 'Note')}**", *_blocks(node, depth)]))


def _expand(node: Node, depth: int) -> Iterator[str]:
    if title := " ".join(_attribute(node, "title").split()):
        yield f"**{_escaped(title)}**"
    yield from _blocks(node, depth)


def _rule(node: Node, depth: int) -> Iterator[str]:
    yield "---"
    yield from _blocks(node, depth)


def _list(node: Node, depth: int) -> Iterator[str]:
    is_ordered = _kind(node) == "orderedList"
    order = _attribute(node, "order")
    number = int(order) if order.isdecimal() and len(order) < 10 else 1
    entries: list[str] = []
    for entry in _children(node):
        if _kind(entry) in _LISTS and entries:  # a list of tasks has the tasks below one beside it
            entries[-1] += "\n" + indented("\n\n".join(_list(entry, depth + 1)))
            continue
        mark = f"{number}. " if is_ordered else "- "
        entries.append(listed_entry(mark + _state(entry), _blocks_of_entry(entry, depth + 1)))
        number += 1
    yield listed(entries)


def _blocks_of_entry(node: Node, depth: int) -> Iterator[str]:
    if depth > _DEPTH:
        return _block(node, depth)
    return _blocks(node, depth) if _kind(node) in _ENTRIES or not _is_inline(node) else _paragraph([node])


def _state(node: Node) -> str:
    """What a task or a decision begins with."""
    state = " ".join(_attribute(node, "state").split())
    return {"DONE": "[x] ", "TODO": "[ ] ", "": ""}.get(state, f"{_escaped(state.capitalize())}: ")


def _table(node: Node, depth: int) -> Iterator[str]:
    rows = [list(_cells(row, depth)) for row in _children(node)]
    width = max((len(row) for row in rows), default=0)
    if not width:
        return
    first = _children(_children(node)[0])
    has_head = bool(first) and all(_kind(cell) == "tableHeader" for cell in first)
    rows = rows if has_head else [[], *rows]
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
    yield "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _cells(row: Node, depth: int) -> Iterator[str]:
    for cell in _children(row):
        yield "<br>".join(_lines(cell, depth)) if not _is_inline(cell) or "content" in cell else _spans([cell])
        span = _attribute(cell, "colspan")
        yield from [""] * (int(span) - 1 if span.isdecimal() and len(span) < 3 else 0)


def _lines(node: Node, depth: int, bullets: str = "") -> Iterator[str]:
    """What is in any part as lines that can stand in the cell of a table. `bullets` are those of the lists around it."""
    line: list[Node] = []
    for child in _children(node):
        if _is_inline(child):
            line.append(child)
            continue
        yield from _cell_lines(line)
        line = []
        yield from _block(child, depth + 1) if depth > _DEPTH else _block_lines(child, depth + 1, bullets)
    yield from _cell_lines(line)


def _block_lines(node: Node, depth: int, bullets: str) -> Iterator[str]:
    kind = _kind(node)
    if kind in _LISTS:
        for entry in _children(node):
            if _kind(entry) in _LISTS:
                yield from _block_lines(entry, depth, f"{bullets}• ")
                continue
            lines = list(_lines(entry, depth, f"{bullets}• ") if "content" in entry else _cell_lines([entry]))
            yield f"{bullets}• {_state(entry)}{lines[0] if lines else ''}".rstrip()
            yield from lines[1:]
    elif kind == "table":
        yield from (" / ".join(" ".join(_lines(cell, depth)) for cell in _children(row)) for row in _children(node))
    elif kind == "codeBlock":
        yield from _cell_lines([{"type": "text", "text": _attribute(node, "language"), "marks": [{"type": "strong"}]}])
        yield from (_code_span(text, in_cell=True) for text in _code_of(node).split("\n") if text.strip())
    else:
        alone = {name: value for name, value in node.items() if name != "content"}
        if kind not in ("rule", "heading"):
            yield from (" ".join(text.removeprefix("> ").split()) for text in _block(alone, 1))
        yield from _lines(node, depth, bullets)


def _cell_lines(nodes: list[Node]) -> Iterator[str]:
    if text := "<br>".join(line.strip() for line in _spans(nodes, in_cell=True).split("\n") if line.strip()):
        yield text


def _media(node: Node, depth: int) -> Iterator[str]:
    if text := _file(node):
        yield text
    yield from _blocks(node, depth)


def _macro(node: Node, depth: int) -> Iterator[str]:
    yield from _paragraph([{**node, "type": "inlineExtension", "content": []}])
    yield from _blocks(node, depth)


def _unknown(node: Node, depth: int) -> Iterator[str]:
    if text := _seen(one_text(node.get("text"))) or _attribute(node, *_WORDS):
        yield _first(_escaped(" ".join(text.split())))
    yield from _blocks(node, depth)


# Spans: what stands within a line


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
    write = _SPANS.get(_kind(node))
    marks = node.get("marks")
    known = [mark for mark in marks if isinstance(mark, Mapping)] if isinstance(marks, list) else []
    if write is not None:
        text = write(node)
    elif any(_kind(mark) == "code" for mark in known):
        text = _code_span(_seen(one_text(node.get("text"))), in_cell=in_cell)
    else:
        text = _escaped(_seen(one_text(node.get("text"))) or (_attribute(node, *_WORDS) if _kind(node) != "text" else ""))
    text += _spans(_children(node), in_cell=in_cell) if "content" in node else ""
    return _marked(text, known) if text.strip() else text


def _marked(text: str, marks: list[Node]) -> str:
    core = text.strip()
    lead, tail = text[: text.index(core)], text[text.index(core) + len(core) :]
    for mark in marks:
        kind = _kind(mark)
        if kind in _MARKS and "\n" not in core:
            core = f"{_MARKS[kind]}{core}{_MARKS[kind]}"
        elif kind == "subsup":
            tag = "sub" if _attribute(mark, "type") == "sub" else "sup"
            core = f"<{tag}>{core}</{tag}>"
        elif kind == "link" and (address := _attribute(mark, "href")):
            core = _link(core, address)
    return f"{lead}{core}{tail}"


def _link(label: str, address: str) -> str:
    address = address.strip()
    if not is_safe(address) or re.search(r"[\s<>|\\]", address) or "](" in label:
        shown = _escaped(" ".join(address.split()))
        return label if label == shown else f"{label} ({shown})"
    if label == address:
        return f"<{address}>"
    return f"[{label}](<{address}>)"


def _escaped(text: str) -> str:
    """A text in which no character means anything to Markdown."""
    return _ACTIVE.sub(_as_text, text)


def _as_text(found: re.Match[str]) -> str:
    written = found[0]
    return f"\\{written}" if written in "\\`*_{}[]" else "".join(f"&#{ord(character)};" for character in written)


def _code_span(text: str, *, in_cell: bool = False) -> str:
    text = " ".join(text.replace("<!--", "<! --").split("\n"))
    if not text.strip() or text.strip("`") == "" or text.endswith("\\") or (in_cell and "|" in text):
        return _escaped(text)
    ticks = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if "`" in text else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _break(node: Node) -> str:
    return "\n"


def _mention(node: Node) -> str:
    return "@" + _escaped((_attribute(node, "text", "id") or one_text(node.get("text"))).lstrip("@"))


def _emoji(node: Node) -> str:
    return _escaped(_attribute(node, "text", "shortName", "id"))


def _date(node: Node) -> str:
    written = _attribute(node, "timestamp")
    try:
        return datetime.fromtimestamp(int(written) / 1000, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return _escaped(written)


def _status(node: Node) -> str:
    text = " ".join(_attribute(node, "text").split())
    return f"**{_escaped(text)}**" if text else ""


def _card(node: Node) -> str:
    address, attributes = _attribute(node, "url"), node.get("attrs")
    data = attributes.get("data") if isinstance(attributes, Mapping) else None
    name = _attribute({"attrs": data}, "name", "title")
    address = address or _attribute({"attrs": data}, "url", "@id")
    return _link(_escaped(name or address), address) if address else _escaped(name)


def _file(node: Node) -> str:
    name = _attribute(node, "alt", "__fileName", "title") or ("" if _attribute(node, "url") else _attribute(node, "id"))
    name = _escaped(" ".join(name.split()))
    if address := _attribute(node, "url"):
        return _link(name or _escaped(address), address)
    return f"({name})" if name else ""


def _extension(node: Node) -> str:
    attributes = node.get("attrs")
    told = leaves(attributes.get("parameters"), "") if isinstance(attributes, Mapping) else ()
    words = [_attribute(node, "extensionKey"), _attribute(node, "text"), *(text for _, text in told)]
    return f"({_escaped(', '.join(dict.fromkeys(' '.join(_seen(word).split()) for word in words if word)))})"


_BLOCKS: Mapping[str, Callable[[Node, int], Iterator[str]]] = {
    "paragraph": _blocks,
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
    "mediaSingle": _blocks,
    "mediaGroup": _blocks,
    "media": _media,
    "caption": _blocks,
    "layoutSection": _blocks,
    "layoutColumn": _blocks,
    "extension": _macro,
    "bodiedExtension": _macro,
    "multiBodiedExtension": _macro,
    "extensionFrame": _blocks,
    "blockCard": lambda node, depth: iter([_card(node)]),
    "embedCard": lambda node, depth: iter([_card(node)]),
}
"""By kind, what writes a block."""
_SPANS: Mapping[str, Callable[[Node], str]] = {
    "hardBreak": _break,
    "mention": _mention,
    "emoji": _emoji,
    "date": _date,
    "status": _status,
    "inlineCard": _card,
    "mediaInline": _file,
    "inlineExtension": _extension,
}
"""By kind, what writes a part of a line; all others by their text."""
_LISTS = frozenset({"bulletList", "orderedList", "taskList", "decisionList"})
_ENTRIES = frozenset({"listItem", "taskItem", "blockTaskItem", "decisionItem"})
