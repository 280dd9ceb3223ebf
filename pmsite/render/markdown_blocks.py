"""Markdown that is written block by block: paragraphs, lists, facts, tables, quotes, as the elements of a page begin and end."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from html import unescape
from itertools import takewhile

from pmsite.read.inline import beginning_escaped, marks_escaped, target

_ATTRIBUTES = {name: re.compile(rf'(?:^|\s){name}="([^"]*)"') for name in ("href", "alt", "src")}
_TAG = re.compile(r"<[^>]*>")
_TICKS = re.compile(r"`+")
NEXT, BESIDE, _BREAK, _SIGN = "\x00", "\x01", "\x02", "\x03"
"""What stands for a comma, for a point between texts that style alone keeps apart, for the end of a line, and for an end of emphasis."""
_COLON = ": "
_APART = re.compile(rf"\s*[{NEXT}{BESIDE}][\s{NEXT}{BESIDE}]*")
_BROKEN = re.compile(rf"\s*{_BREAK}[\s{_BREAK}]*")
_CLOSING = re.compile(r"(?<=\s)#+\Z")
"""What at the end of a heading is no part of it."""
_WORD = re.compile(r"\w")
_SIGNS = r"((?:[^\w\s\x00-\x7f]|[%:;,.?!\"'/=@$^{}])+)"
_BEGINS = re.compile(rf"(?<=\w)([*~]+){_SIGN}{_SIGNS}")
_ENDS = re.compile(rf"(?<!\\){_SIGNS}{_SIGN}([*~]+)(?=\w)")
"""Signs at the ends of emphasis beside a word, as often in Chinese, between which Markdown sees no end: they stand outside."""
_MARKS: Mapping[str, str] = {"b": "**", "strong": "**", "em": "*", "i": "*", "del": "~~", "s": "~~"}
REMEMBERED = frozenset({"a", "code", *_MARKS})
"""Inline elements that something has to be done about when they end."""


class _List:
    """A list that has not ended."""

    def __init__(self, *, is_numbered: bool) -> None:
        self._is_numbered, self._count, self.is_open = is_numbered, 0, False

    def next(self) -> str:
        """Begin an entry; gives what it begins with."""
        self._count, self.is_open = self._count + 1, True
        return f"{self._count}. " if self._is_numbered else "- "


class Blocks:
    """Markdown as far as the page has been read."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.parts: list[str] = []
        """What has been read of a block that has not ended."""
        self.opened: list[tuple[str, int, str]] = []
        """Links, emphasis and code that have begun: their tag, the part that they begin with, and where a link leads."""
        self._indents: list[str] = []
        self._last_indent = ""
        self._lists: list[_List] = []
        self._marker = ""
        """What an entry begins with of which nothing has been written."""
        self._in_list = False
        """Whether what was written last is in a list that goes on."""
        self.heading = 0
        self._in_fact = False
        self._rows: list[list[str]] | None = None
        self._tables = 0

    def close(self, name: str, start: int, attributes: str) -> None:
        """End a link, emphasis or code."""
        inner = "".join(self.parts[start:])
        text = inner.strip()
        if not text or not text.strip(NEXT + BESIDE):
            return
        before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
        if name == "code":
            ticks = "`" * (max(map(len, _TICKS.findall(text)), default=0) + 1)
            space = " " if text.startswith("`") or text.endswith("`") else ""
            text = f"{ticks}{space}{text}{space}{ticks}"
        elif name == "a":
            address = _link_target(attributes)
            text = self._link(text, address, start) if address else text
        elif not self.heading:
            text = _marked(text, _MARKS[name])
        self.parts[start:] = [before, text, after]

    def _link(self, text: str, address: str, start: int) -> str:
        """A link that begins with a part; what stands before it makes no picture of it."""
        while start and not (before := self.parts[start - 1]):
            start -= 1
        if start and before[-1] == "!":
            self.parts[start - 1] = f"{before[:-1]}\\!"
        return f"[{text}]({address})"

    def block(self, name: str = "") -> None:
        """Begin or end a block, where there may be blocks."""
        if not self.parts:
            return
        if self.opened:
            self.parts.append(" ")
        elif self._tables:
            self.parts.append(NEXT)
        elif self._in_fact and name != "p":
            self._next()
        else:
            self.write()

    def write(self) -> None:
        """Write what has been read of a block, if anything."""
        text = self._taken() if self.parts else ""
        if not text:
            return
        if self.heading:
            text = beginning_escaped(text.replace(f"\\{_BREAK}", " "))
            text = f"**{text}**" if self._indents else f"{'#' * self.heading} {_CLOSING.sub(_escaped, text)}"
            self._put([text])
        elif _BREAK in text:
            self._put([*map(beginning_escaped, text.split(_BREAK))])
        else:
            self._put([beginning_escaped(text)])

    def _taken(self) -> str:
        """What has been read of a block."""
        text = " ".join("".join(self.parts).split())
        self.parts.clear()
        self.opened.clear()
        if NEXT in text or BESIDE in text:
            text = _APART.sub(lambda found: " · " if BESIDE in found[0] else ", ", text.strip(NEXT + BESIDE + " "))
        if _SIGN in text:
            text = _ENDS.sub(r"\2\1", _BEGINS.sub(r"\2\1", text)).replace(_SIGN, "")
        return _BROKEN.sub(f"\\\\{_BREAK}", text.strip(f" {_BREAK}")) if _BREAK in text else text

    def _put(self, lines: Sequence[str]) -> None:
        """Write a block."""
        indent = "".join(self._indents)
        if self.lines and not (self._in_list and self._marker):
            self.lines.append((indent if indent == self._last_indent else _common(indent, self._last_indent)).rstrip())
        self._last_indent = indent
        first = indent[: len(indent) - len(self._marker)] + self._marker if self._marker else indent
        self._marker, self._in_list = "", bool(self._lists)
        self.lines.append(first + lines[0])
        if len(lines) > 1:
            self.lines += [(indent + line).rstrip() for line in lines[1:]]

    def code_block(self, html: str) -> None:
        """Write code as it stands, without the colours that it has on the page."""
        code = unescape(_TAG.sub("", html)).strip("\n")
        if self._tables or self.opened:
            self.parts.append(marks_escaped(code))
            return
        self.write()
        fence = "`" * max(3, *(len(ticks) + 1 for ticks in _TICKS.findall(code)), 0)
        self._put([fence, *code.split("\n"), fence])

    # Lists and facts

    def _begin_list(self, *, is_numbered: bool) -> None:
        self.block()
        if not self._tables:
            self._lists.append(_List(is_numbered=is_numbered))

    def _begin_entry(self, attributes: str) -> None:
        self.block()
        if not self._tables and self._lists:
            self._end_open()
            self._marker = self._lists[-1].next()
            self._indents.append(" " * len(self._marker))

    def _end_entry(self, attributes: str = "") -> None:
        self.block("p")
        if not self._tables:
            self._end_open()

    def _end_open(self) -> None:
        """End the entry that is open, if one is."""
        if self._lists and self._lists[-1].is_open:
            self._indents.pop()
            self._marker, self._lists[-1].is_open = "", False

    def _end_list(self, attributes: str = "") -> None:
        self._in_fact = False
        self._end_entry()
        if not self._tables and self._lists:
            self._lists.pop()
            self._in_list = bool(self._lists)

    def _begin_term(self, attributes: str) -> None:
        """Begin a fact: an entry that begins with its name."""
        self._in_fact = False
        self._begin_entry(attributes)
        self.opened.append(("b", len(self.parts), ""))

    def _end_term(self, attributes: str = "") -> None:
        if self.opened and self.opened[-1][0] == "b":
            self.close(*self.opened.pop())
        self.parts.append(_COLON)

    def _begin_value(self, attributes: str) -> None:
        self._next()
        self._in_fact = True

    def _next(self) -> None:
        """Another value of a fact may follow."""
        if self.parts and self.parts[-1] != _COLON:
            self.parts.append(NEXT)

    def _end_value(self, attributes: str = "") -> None:
        """Nothing: another value may follow."""

    # Tables

    def _begin_table(self, attributes: str) -> None:
        self.block()
        self._tables += 1
        if self._tables == 1:
            self._rows = []

    def _begin_row(self, attributes: str) -> None:
        if self._tables == 1 and self._rows is not None:
            self.parts.clear()
            self._rows.append([])

    def _begin_cell(self, attributes: str) -> None:
        if self._tables == 1:
            self.parts.clear()
        else:
            self.parts.append(NEXT)

    def _end_cell(self, attributes: str = "") -> None:
        if self._tables == 1 and self._rows:
            self._rows[-1].append(self._taken().replace("|", "\\|").replace(f"\\{_BREAK}", " "))

    def _end_table(self, attributes: str = "") -> None:
        self._tables -= 1
        if self._tables or self._rows is None:
            return
        rows, self._rows = [row for row in self._rows if row], None
        self.parts.clear()
        if rows:
            wide = max(map(len, rows))
            told = [f"| {' | '.join(row + [''] * (wide - len(row)))} |" for row in rows]
            self._put([told[0], f"|{' --- |' * wide}", *told[1:]])

    def _caption(self, attributes: str = "") -> None:
        """Leave out what a table is called, since its heading says that."""
        self.parts.clear()

    # The rest

    def _begin_quote(self, attributes: str) -> None:
        self.block()
        self._indents.append("> ")

    def _end_quote(self, attributes: str = "") -> None:
        self.block("p")
        if self._indents:
            self._indents.pop()

    def _picture(self, attributes: str) -> None:
        if text := _attribute(attributes, "alt"):
            self.parts.append(f"![{marks_escaped(text)}]({target(_attribute(attributes, 'src'))})")

    def _box(self, attributes: str) -> None:
        if 'type="checkbox"' in attributes:
            self.parts.append("[x] " if " checked" in attributes else "[ ] ")

    def _line_end(self, attributes: str) -> None:
        self.parts.append(_BREAK)

    def _rule(self, attributes: str) -> None:
        self.block()
        self._put(["---"])


Handler = Callable[[Blocks, str], None]
BEGIN: Mapping[str, Handler] = {
    "ul": lambda page, _: page._begin_list(is_numbered=False),
    "ol": lambda page, _: page._begin_list(is_numbered=True),
    "dl": lambda page, _: page._begin_list(is_numbered=False),
    "li": Blocks._begin_entry,
    "dt": Blocks._begin_term,
    "dd": Blocks._begin_value,
    "table": Blocks._begin_table,
    "tr": Blocks._begin_row,
    "td": Blocks._begin_cell,
    "th": Blocks._begin_cell,
    "blockquote": Blocks._begin_quote,
    "img": Blocks._picture,
    "input": Blocks._box,
    "br": Blocks._line_end,
    "hr": Blocks._rule,
}
END: Mapping[str, Handler] = {
    "ul": Blocks._end_list,
    "ol": Blocks._end_list,
    "dl": Blocks._end_list,
    "li": Blocks._end_entry,
    "dt": Blocks._end_term,
    "dd": Blocks._end_value,
    "table": Blocks._end_table,
    "td": Blocks._end_cell,
    "th": Blocks._end_cell,
    "blockquote": Blocks._end_quote,
    "caption": Blocks._caption,
}


def _attribute(attributes: str, name: str) -> str:
    found = _ATTRIBUTES[name].search(attributes)
    return unescape(found[1]) if found else ""


@lru_cache(4096)
def _link_target(attributes: str) -> str:
    """Where a link leads, unless it stays on its page."""
    address = _attribute(attributes, "href")
    return "" if address.startswith("#") else target(address)


def _marked(text: str, mark: str) -> str:
    """An emphasised text, with where it begins or ends with a sign."""
    if (text[0].isalnum() and text[-1].isalnum()) or not _WORD.search(text):
        return f"{mark}{text}{mark}"
    return f"{mark}{_SIGN}{text}{_SIGN}{mark}"


def _common(one: str, other: str) -> str:
    """What two lines begin with."""
    return "".join(mine for mine, _ in takewhile(lambda both: both[0] == both[1], zip(one, other, strict=False)))


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[0]}"
