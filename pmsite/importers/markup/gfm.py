"""Markdown of code hosts, trackers and editors becomes Markdown as Python-Markdown reads it, with the same meaning.

They follow CommonMark and what GitHub added to it (https://github.github.com/gfm/), so markdown-it reads the blocks. What stands within a line
is nearly the same to both readers and stays as it is written, but for what only one of them knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from pmsite.importers.markup import html
from pmsite.importers.markup.harmless import CODE, LINK, cleaned, code_block, harmless, opened
from pmsite.importers.markup.layout import entry, listed, quoted

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

_DEEP = re.compile(r"^(?:[ \t]*(?:[>*+-]|\d{1,9}[.)])){30}|^[ \t]{200}", re.MULTILINE)
"""More levels than anybody writes; what is nested so deep keeps its own form."""
_APART = re.compile(r"^((?:> ?)* *)([-*+]|\d{1,2}\.) ?\n(?:> ?)*\n\1    (?=`{3}|~{3}|\||>|- |\d+\. )", re.MULTILINE)
"""How Python-Markdown wants a fence, a table and whatever has them in it, where an entry of a list begins with that."""
_STRUCTURED = re.compile(r"^(?:[ \t]{2}|[ \t]?(?:[-*+>#|~`=<]|\d{1,9}[.)]|\[[^\]\n]+\]:))|^[^\n]*\|[^\n]*$", re.MULTILINE)
"""What may begin something else than a paragraph."""
_BLOCK_TAG = re.compile(
    r"\s*</?(?:table|pre|p|div|center|picture|ul|ol|dl|h[1-6]|blockquote|hr|section|figure|details)\b", re.IGNORECASE
)
_ALERT = re.compile(r"\[!(note|tip|important|warning|caution)\][ \t]*(?:\n|\Z)", re.IGNORECASE)

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SHARED = frozenset("\\`*_{}[]()>#+-.!")
"""What a backslash stands before for Python-Markdown as well."""
_TAG = re.compile(r"<[^<>\n]*>")
_ADDRESS = re.compile(r"(?<![\w/\"'=@.&-])(?:https?://|www\.)[^\s<>\0，。；：！？、）】」』》“”]+", re.IGNORECASE)
_AFTER = re.compile(r"(?:[?!.,:*_~'\"]|&\w+;)+\Z")
_STRIKE = re.compile(r"(?<!~)~~(?!~)")
_EMOJI = re.compile(r":[a-z0-9_+-]{2,40}:")
_OPENING = re.compile(r"(?:(\d+)(?=\.\s)|(?=#|[*+-]\s|[-=]+\s*\Z|!!!\s|\[TOC\]\s*\Z))|(?=\?\?\?\+?\s)|(?=:\s)|(?===)")
_OPTIONS = re.compile(r"[{}]|(?<![^\s{])\.(?=\w)|\b[\w-]+=(?:\"[^\"]*\"|'[^']*'|\S*)|\{[\d,\s-]*\}")
"""What stands behind the language of a block and is no word: lines to mark, attributes."""
_ACTIVE = re.compile(r"[\\`*_{}\[\]<>&~|!:#-]")
_BRACE = re.compile(r"(?<=[*_)\]>\0])\{|\{(?=[^{}\n]*\}[ \t]*$)", re.MULTILINE)
"""Braces that Python-Markdown's lists of attributes would take for themselves."""
_HOLD = re.compile("\0(\\d+)\0")


def to_markdown(written: str, *, breaks: bool) -> tuple[str, str]:
    """The text, harmless, and in words what was changed in it. `breaks` is whether the end of a line is one, as in GitHub's comments."""
    if _DEEP.search(written):
        return harmless(written)
    written = _APART.sub(lambda found: f"{found[1]}{found[2]:4}", written)
    writer = _Writer(breaks)
    return "\n\n".join(writer.blocks(written)).strip("\n"), "; ".join(sorted(writer.changed))


@cache
def _reader(tags: bool) -> MarkdownIt:
    from markdown_it import MarkdownIt  # here, since only an import needs it

    reader = MarkdownIt("commonmark", {"maxNesting": 1000}).enable("table").disable(["inline", "text_join"])
    return reader if tags else reader.disable("html_block")


class _Writer:
    """Writes the blocks of one text; `changed` collects what the receipt should tell."""

    def __init__(self, breaks: bool) -> None:
        self._breaks = breaks
        self.changed: set[str] = set()

    def blocks(self, written: str, *, tags: bool = True) -> Iterator[str]:
        """Every block of a text. Without `tags`, those of HTML are no blocks."""
        if not _STRUCTURED.search(written):
            yield from (text for part in re.split(r"\n[ \t]*(?:\n[ \t]*)+", written) if (text := self._paragraph(part.strip())))
            return
        from markdown_it.tree import SyntaxTreeNode

        found: dict[str, Mapping[str, Mapping[str, str]]] = {}
        tree = SyntaxTreeNode(_reader(tags).parse(written, found))
        yield from self._children(tree, 0)
        yield from _definitions(found.get("references", {}))

    def _children(self, node: SyntaxTreeNode, depth: int) -> Iterator[str]:
        before = ""
        for child in node.children:
            if {before, child.type} == {"bullet_list", "ordered_list"}:
                yield "&nbsp;"  # else the second would go on with the first
            before = child.type
            yield from self._block(child, depth)

    def _block(self, node: SyntaxTreeNode, depth: int) -> Iterator[str]:
        yield from (text for text in _BLOCKS.get(node.type, _Writer._children)(self, node, depth) if text)

    def _inline(self, node: SyntaxTreeNode, depth: int) -> Iterator[str]:
        yield self._paragraph(node.content)

    def _heading(self, node: SyntaxTreeNode, depth: int) -> Iterator[str]:
        text = " ".join(_shown(node.children[0].content if node.children else "", self.changed).split())
        text = re.sub(r"(?<![\\#])#+\Z", lambda found: "\\#" * len(found[0]), text)
        yield f"{'#' * int(node.tag[1])} {text}" if text else ""

    def _hr(self, node: SyntaxTreeNode, depth: int) -> Iterator[str]:
        yield "---"

    def _fence(self, node: SyntaxTreeNode, depth: int) -> Iterator[str]:
        language, _, rest = _OPTIONS.sub(" ", node.info).strip().partition(" ")
        if not re.fullmatch(r"[\w+#.-]*", language):
            language, rest = "", node.info
        if rest.strip():
            yield f"**{_ACTIVE.sub(_as_number, ' '.join(rest.split()))}**"
        if language.lower().startswith("pmsite"):
            language = "text"
            self.changed.add("a block of pmsite is shown as text")
        text = node.content.removesuffix("\n")
        text = text.replace("<!--", "<! --") if depth else text  # in a list or a quote, a mark would be one
        yield code_block(text, language)

    def _blockquote(self, node: SyntaxTreeNode, depth: int) -> Iterator[str]:
        parts = list(self._children(node, depth + 1))
        first = node.children[0] if node.children else None
        if first is not None and first.type == "paragraph" and (alert := _ALERT.match(first.children[0].content)):
            rest = self._paragraph(first.children[0].content[alert.end() :])
            parts = [f"**{alert[1].capitalize()}**", *([rest] if rest else []), *parts[1:]]
        yield quoted("\n\n".join(parts))

    def _list(self, node: SyntaxTreeNode, depth: int) -> Iterator[str]:
        is_ordered = node.type == "ordered_list"
        if is_ordered and (start := int(node.attrs.get("start", 1))) != 1:
            yield from self._numbered(node, start, depth)
            return
        apart = any(part.type == "paragraph" and not part.hidden for item in node.children for part in item.children)
        marks = (f"{at}. " if is_ordered else "- " for at, _ in enumerate(node.children, start=1))
        entries = (
            entry(mark, self._children(item, depth + 1), apart=apart) for mark, item in zip(marks, node.children, strict=False)
        )
        yield listed(entries, apart=apart)

    def _numbered(self, node: SyntaxTreeNode, start: int, depth: int) -> Iterator[str]:
        """A list that begins with another number than 1, which Python-Markdown would not show: its numbers as text."""
        lines: list[str] = []
        for number, item in enumerate(node.children, start=start):
            first, *rest = [*self._children(item, depth + 1), ""]
            lines.append(f"{number}\\. {first}")
            if any(rest):
                yield "  \n".join(lines)
                yield from rest
                lines = []
        yield "  \n".join(lines)

    def _table(self, node: SyntaxTreeNode, depth: int) -> Iterator[str]:
        rows = [row for part in node.children for row in part.children]
        lines = [f"| {' | '.join(self._cell(cell) for cell in row.children)} |" for row in rows]
        yield "\n".join([lines[0], f"| {' | '.join(map(_rule, rows[0].children))} |", *lines[1:]])

    def _cell(self, node: SyntaxTreeNode) -> str:
        text = _shown(node.children[0].content if node.children else "", self.changed)
        if "|" in text:
            text = CODE.sub(lambda found: _code_in_cell(found) if "|" in found[2] else found[0], text).replace("|", "&#124;")
        return text or " "

    def _html_block(self, node: SyntaxTreeNode, depth: int) -> Iterator[str]:
        text = opened(node.content, self.changed)
        if _BLOCK_TAG.match(text) and depth == 0:
            yield from [harmless(html.to_markdown(text))[0]]
        else:
            yield from self.blocks(text.strip("\n"), tags=False)

    def _paragraph(self, content: str) -> str:
        lines = [line.lstrip(" \t") for line in _shown(content, self.changed).split("\n")]
        ends = [*(self._end(line) for line in lines[:-1]), lines[-1].rstrip()]
        return "\n".join(_opened(line) for line in ends if line.strip())

    def _end(self, line: str) -> str:
        """A line that another one follows, with two spaces behind it where it is to end there."""
        bare = line.rstrip(" ")
        slashes = len(bare) - len(bare.rstrip("\\"))
        if bare == line and slashes % 2:
            return f"{bare[:-1].rstrip(' ')}  "
        return f"{bare}  " if self._breaks or line.endswith("  ") else bare


def _definitions(references: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Where the links of a text lead that stand apart from it; those that lead nowhere from here as text."""
    safe: list[str] = []
    for label, found in references.items():
        address, title = found["href"], found.get("title", "").replace('"', "&quot;")
        if label.startswith("^") or not re.match(r"https?://|mailto:", address, re.IGNORECASE):
            yield f"\\[{label.lower()}]: {address}" + (f" ({title})" if title else "")
        else:
            safe.append(f"[{label.lower()}]: <{address}>" + (f' "{title}"' if title else ""))
    yield from ["\n".join(safe)] if safe else []


_BLOCKS: Mapping[str, Callable[[_Writer, SyntaxTreeNode, int], Iterator[str]]] = {
    "inline": _Writer._inline,
    "heading": _Writer._heading,
    "hr": _Writer._hr,
    "fence": _Writer._fence,
    "code_block": _Writer._fence,
    "blockquote": _Writer._blockquote,
    "bullet_list": _Writer._list,
    "ordered_list": _Writer._list,
    "table": _Writer._table,
    "html_block": _Writer._html_block,
}
"""By what markdown-it calls a block, what writes it; all others are what is in them."""


def _rule(cell: SyntaxTreeNode) -> str:
    side = str(cell.attrs.get("style", "")).rpartition(":")[2]
    return {"left": ":---", "right": "---:", "center": ":---:"}.get(side, "---")


def _code_in_cell(found: re.Match[str]) -> str:
    """Code with a bar in it, which would end the cell to one reader or the other."""
    return f"<code>{_ACTIVE.sub(_as_number, found[2].strip())}</code>"


def _as_number(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def _opened(line: str) -> str:
    """A line of a paragraph whose first signs mean nothing to Python-Markdown either."""
    found = _OPENING.match(line)
    if found is None:
        return line
    at = found.end()
    return f"{line[:at]}\\{line[at:]}" if line[at] in _SHARED else f"{line[:at]}&#{ord(line[at])};{line[at + 1 :]}"


def _shown(content: str, changed: set[str]) -> str:
    """What stands within lines: harmless, and as Python-Markdown reads it."""
    held: list[str] = []

    def hold(text: str) -> str:
        held.append(text)
        return f"\0{len(held) - 1}\0"

    text = content.replace("\0", "")
    if "`" in text:
        text = CODE.sub(lambda found: hold(" ".join(found[0].split("\n"))), text)
    if "\\" in text:
        text = _ESCAPE.sub(lambda found: _escaped(found, hold), text)
    text = cleaned(text, changed)
    text = LINK.sub(lambda found: hold(found[0]), text) if "](" in text else text
    text = _TAG.sub(lambda found: hold(found[0]), text) if "<" in text else text
    if "~~" in text:
        text = _struck(text)
    if "://" in text or "www." in text.lower():
        text = _ADDRESS.sub(lambda found: _linked(found[0], hold), text)
    if ":" in text:
        text = _EMOJI.sub(lambda found: _emoji(found[0]), text)
    if "{" in text:
        text = _BRACE.sub(lambda found: "\\{", text)
    while "\0" in text:
        text = _HOLD.sub(lambda found: held[int(found[1])], text)
    return text


def _escaped(found: re.Match[str], hold: Callable[[str], str]) -> str:
    sign = found[1]
    if sign in _SHARED:
        return hold(found[0])
    return {"<": "&lt;", "&": "&amp;", "~": "&#126;", "|": "&#124;", ":": "&#58;", "@": "@"}.get(sign, sign)


def _struck(text: str) -> str:
    """What stands between two pairs of tildes as taken out, in linear time."""
    parts: list[str] = []
    at, begins = 0, -1
    for found in _STRIKE.finditer(text):
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        if begins >= 0 and before.strip():
            parts += [text[at:begins], "<del>", text[begins + 2 : found.start()], "</del>"]
            at, begins = found.end(), -1
        elif begins < 0 and after.strip():
            begins = found.start()
    return "".join([*parts, text[at:]])


def _linked(address: str, hold: Callable[[str], str]) -> str:
    """A bare address as a link; the signs behind it that belong to the sentence stay behind it."""
    end = len(address)
    while True:
        if found := _AFTER.search(address[max(0, end - 50) : end]):
            end -= len(found[0])
        elif address[:end].endswith(")") and address.count(")", 0, end) > address.count("(", 0, end):
            end -= 1
        else:
            break
    link, rest = address[:end], address[end:]
    if link.lower() in ("http://", "https://", "www", "") or len(link) > 2000:
        return address
    return hold(f"<{link}>" if "://" in link else f"[{link}](http://{link})") + rest


def _emoji(name: str) -> str:
    found = _emojis().get(name)
    return found or name


@cache
def _emojis() -> Mapping[str, str]:
    from pymdownx.gemoji_db import aliases, emoji

    signs = {
        name: "".join(chr(int(code, 16)) for code in told["unicode"].split("-"))
        for name, told in emoji.items()
        if "unicode" in told
    }
    return signs | {name: signs[other] for name, other in aliases.items() if other in signs}
