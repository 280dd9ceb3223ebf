"""Markdown as code hosts read it, written as Python-Markdown reads the same: a kept CommonMark parser reads, this module writes.

What differs between the two is written out: a list gets its empty line and four spaces, what is struck through and a bare address their
tags, a sign that only Python-Markdown would take for markup its escape. Nothing in what is written acts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from pmsite.importers.markup import html
from pmsite.importers.markup.harmless import INLINE_TAG, code_block, harmless, is_safe
from pmsite.importers.markup.layout import quoted

_NESTED = 100
_DEEP = re.compile(r"^(?:[ \t]*(?:[>*+-]|\d{1,9}[.)])){30}|^[ \t]{150}", re.MULTILINE)
"""More levels than anybody writes; what is nested so deep keeps its own form, since the parser would leave it out."""
_MARKED = re.compile(r"[\\`*_{}\[\]<>&~|#=^$@\t]|:[a-z/]|^(?:[-+!?:]|\d+[.)]| )|www\.| $", re.MULTILINE | re.IGNORECASE)
"""What may mean something to either; a text without it is paragraphs of words."""
_ALERT = re.compile(r"\[!(note|tip|important|warning|caution)\][ \t]*(?:\n|\Z)", re.IGNORECASE)
_EMOJI = re.compile(r":[a-z0-9_+-]{2,40}:")
_BEHIND = re.compile(r"[，。；：！？、）】」』》“”].*\Z", re.DOTALL)
"""Signs of Chinese sentences, which end an address there."""
_INDENT = "    "
_EMPTY = "&nbsp;"
"""What Python-Markdown needs in an entry of a list that begins with no text."""
_ESCAPABLE = frozenset("\\`*_{}[]()>#+-.!")
"""Signs that Python-Markdown reads as themselves behind a backslash."""
_LONE = re.compile(r"\]\(|\[(?=TOC\]|\^)|^\{|`|<(?=[A-Za-z/!?]|\Z)")
"""What is text to CommonMark and might not be to Python-Markdown."""
_START = re.compile(r"#+|>|!{3}|\?{3}|={3}|(?P<number>\d+)\.(?=\s)|[-+*](?=\s)|\{|\||:(?=\s)|\[(?=[^\]]*\]:)")
"""What Python-Markdown takes for more than text at the beginning of a line."""
_CLOSING = re.compile(r"(?<!\\)#+\Z")
_LABEL = re.compile(r" {0,3}(?:> ?|[-+*] +)*\[((?:[^\[\]\\]|\\.)+)\]:")
_BRACES = re.compile(r"(?<!\\)(`+)(?!`).+?(?<!`)\1(?!`)|(?<!\\)\{")
_BARS = re.compile(r"(?<!\\)(`+)(?!`)(.+?)(?<!`)\1(?!`)|\\?\|")
_ATTRIBUTES = re.compile(r"(?<=.)\{(?=[^{}]*\} *\Z)")
"""What Python-Markdown would take for attributes of the line that it ends."""
_BRACKET = re.compile(r"\s?\[")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ACTIVE = re.compile(r"<(?:script|style|textarea|xmp|template|noscript)\b", re.IGNORECASE)
_SUMMARY = re.compile(r"<(/?)summary\b[^<>]*>", re.IGNORECASE)
_NAMES = re.compile(r"</?([A-Za-z][\w-]*)")
_TAGS = (
    "a abbr acronym article b big blockquote br center cite code dd del details dfn div dl dt em figcaption figure font footer g-emoji h1 h2 h3"
    " h4 h5 h6 header hr i iframe img ins kbd li main mark nobr ol p picture pre q s samp section small source span strike strong sub summary"
    " sup table tbody td th thead tr tt u ul var video"
)
_KNOWN = frozenset(_TAGS.split())
"""Tags of HTML, which go while what stands between them stays: all others were meant as text."""


@dataclass(frozen=True)
class Document:
    """A text as a tree of blocks, with the addresses of links that stand apart from it."""

    blocks: tuple[SyntaxTreeNode, ...]
    definitions: dict[str, str] = field(default_factory=dict)
    """By the name that a link has for them: the lines that define them."""
    footnotes: dict[str, SyntaxTreeNode] = field(default_factory=dict)


def read(text: str) -> Document:
    """A text of a code host."""
    env: dict[str, dict[str, dict[str, object]]] = {}
    root = SyntaxTreeNode(_parser().parse(text, env))
    lines = text.split("\n")
    blocks = tuple(node for node in root.children if node.type != "footnote_block")
    notes = {str(note.meta.get("label")): note for node in root.children if node.type == "footnote_block" for note in node.children}
    return Document(blocks, dict(_definitions(env.get("references", {}), lines)), notes)


def _definitions(references: dict[str, dict[str, object]], lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name, found in references.items():
        place = found["map"]
        first = lines[place[0]] if isinstance(place, list) else ""
        written = _LABEL.match(first)
        label = written[1] if written and normalizeReference(written[1]) == name else name
        href, title = str(found["href"]), str(found["title"])
        if is_safe(href):
            yield name, f"[{label}]: {_address(href)}" + (f' "{_one_line(title)}"' if title else "")


def to_markdown(written: str, *, breaks: bool = False) -> tuple[str, str]:
    """A text of a code host in pmsite's Markdown, and in words what was changed in it. With `breaks` a line's end is kept as one."""
    if not _MARKED.search(written):
        return _lines(written) if breaks else written.strip("\n"), ""
    if _DEEP.search(written):
        return harmless(written)
    document = read(written)
    found, changed = write(document.blocks, document, breaks=breaks)
    if not found and not changed and not document.definitions:
        found = "\n".join(_start(line.strip()) for line in written.split("\n") if line.strip())  # signs of blocks that hold nothing
    return found, changed


def _lines(plain: str) -> str:
    """Paragraphs of plain words, each line of which ends where it ends."""
    return re.sub(r"(?<=[^\n])\n(?=[^\n])", "  \n", plain.strip("\n"))


def write(blocks: Sequence[SyntaxTreeNode], document: Document, *, breaks: bool = False) -> tuple[str, str]:
    """Some blocks of a document with what they refer to, and in words what was changed in them."""
    writer = _Writer(document, breaks)
    parts = [writer.blocks(blocks)]
    notes: list[str] = []
    for label in writer.notes:  # it grows while notes name other notes
        notes.append(_hanging(f"[^{label}]: ", _INDENT, writer.blocks(document.footnotes[label].children)))
    parts += ["\n".join(notes), "\n".join(document.definitions[name] for name in dict.fromkeys(writer.named))]
    return "\n\n".join(filter(None, parts)), "; ".join(sorted(writer.changed))


def seen(node: SyntaxTreeNode) -> str:
    """What readers see of a block or a part of a line, on one line."""
    return " ".join("".join(_seen(node)).split())


def _seen(node: SyntaxTreeNode) -> Iterator[str]:
    if node.type in ("text", "text_special", "code_inline", "fence", "code_block"):
        yield node.content
    elif node.type in ("softbreak", "hardbreak"):
        yield " "
    elif node.type == "html_block":
        yield re.sub(r"<[^<>]*>", " ", _COMMENT.sub("", node.content))
    elif node.type == "html_inline":
        yield "" if INLINE_TAG.fullmatch(node.content) or _name(node.content) in _KNOWN | {"!"} else node.content
    elif node.type == "footnote_ref":
        yield f"[^{node.meta['label']}]"
    else:
        for child in node.children:
            yield from _seen(child)
            yield " " if child.is_nested and child.block else ""


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _NESTED, "store_labels": True}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False).use(gfm_autolink_plugin)
    parser.disable(["text_join", "fragments_join"], ignoreInvalid=True)  # so that what was escaped can be told from what was not
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]  # addresses stay as they are written
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # `is_safe` judges them
    return parser


@dataclass
class _Writer:
    """Writes nodes, and notes what they refer to."""

    document: Document
    breaks: bool
    named: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)

    def blocks(self, nodes: Iterable[SyntaxTreeNode]) -> str:
        """Blocks one below the other."""
        parts: list[str] = []
        before = ""
        for node in nodes:
            if text := self.block(node):
                kind = "list" if _is_list(node) else node.type
                parts += [_EMPTY] if before == kind and kind in ("list", "blockquote") else []  # else the two would be one
                parts.append(text)
                before = kind
        return "\n\n".join(parts)

    def block(self, node: SyntaxTreeNode) -> str:
        """One block."""
        if node.type == "heading":
            told = _CLOSING.sub(lambda found: "\\#" * len(found[0]), " ".join(self.line(node).split()))
            told = _BRACES.sub(lambda found: found[0] if found[1] else "\\{", told)
            return f"{'#' * int(node.tag[1:])} {told}" if told else ""
        if node.type == "paragraph":
            return self.line(node)
        if node.type in ("bullet_list", "ordered_list"):
            return self._list(node)
        if node.type == "blockquote":
            return quoted(self._quote(node))
        if node.type in ("fence", "code_block"):
            return self._code(node)
        if node.type == "html_block":
            return self._html(node.content)
        if node.type == "table":
            return self._table(node)
        return "---" if node.type == "hr" else self.blocks(node.children)

    def _quote(self, node: SyntaxTreeNode) -> str:
        """What a quote says; GitHub's notes and warnings are quotes with a word above."""
        first = node.children[0].children[0] if node.children and node.children[0].children else None
        alert = _ALERT.match(first.content) if first is not None and first.type == "inline" else None
        if first is None or alert is None:
            return self.blocks(node.children)
        rest = read(first.content[alert.end() :])
        told = write(rest.blocks, Document(rest.blocks, self.document.definitions), breaks=self.breaks)[0]
        return "\n\n".join(filter(None, [f"**{alert[1].capitalize()}**", told, self.blocks(node.children[1:])]))

    def _list(self, node: SyntaxTreeNode) -> str:
        number = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 0
        if node.type == "ordered_list" and number != 1:
            return self._numbered(node, number)
        entries = [self._item(item) for item in node.children]
        is_close = _is_tight(node) and all(_is_list(block) for item in node.children for block in _below(item))
        gap = "\n" if is_close and not any("\n\n" in part for parts in entries for part in parts) else "\n\n"
        marks = (f"{number + at}. " if node.type == "ordered_list" else "- " for at in range(len(entries)))
        return gap.join(_hanging(mark, _INDENT, gap.join(parts)) for mark, parts in zip(marks, entries, strict=True))

    def _numbered(self, node: SyntaxTreeNode, start: int) -> str:
        """A list that begins with another number than 1, which Python-Markdown would show as 1: its numbers as text."""
        lines: list[str] = []
        for number, item in enumerate(node.children, start=start):
            told, *below = self._item(item)
            lines.append("\n\n".join([f"{number}\\. {told}", *below]))
        is_close = not any("\n\n" in line for line in lines)
        return ("  \n" if is_close else "\n\n").join(lines)

    def _item(self, item: SyntaxTreeNode) -> list[str]:
        """The blocks of an entry, the first of them a text."""
        below = _below(item)
        told = (self.line(item.children[0]) if len(below) < len(item.children) else "") or _EMPTY
        return [told, *filter(None, [self.blocks(below)])]

    def _code(self, node: SyntaxTreeNode) -> str:
        words = node.info.split() if node.type == "fence" else []
        info = words[0] if words else ""
        if info.casefold().startswith("pmsite"):
            self.changed.add("a block of pmsite is shown as text")
            info = "text"
        elif info != (kept := info if re.fullmatch(r"[\w+#.-]*", info) else "") or len(words) > 1:
            self.changed.add("what no page shows behind the fence of code is left out")
            info = kept
        text = node.content.removesuffix("\n")
        text = text if node.level == 0 else text.replace("<!--", "<! --")  # in a list or a quote, a mark would be one
        return code_block(text, info)

    def _html(self, content: str) -> str:
        told = _COMMENT.sub("", content)
        if told != content:
            self.changed.add("comments were left out")
        if not told.strip():
            return ""
        if not INLINE_TAG.sub("", told).strip():
            return told.strip()
        if _ACTIVE.search(told):
            self.changed.add("tags are shown as text")
            lone = told.strip()
            return _escaped(lone) if "\n" not in lone else code_block(lone, "html")
        folded = _SUMMARY.sub(lambda found: "</b></p>" if found[1] else "<p><b>", told)
        self.changed.add("written as Markdown from HTML")
        found = harmless(html.to_markdown(folded))[0]
        found = to_markdown(found)[0] if len(found) < len(content) else found  # its signs, as this module writes them
        return found if found or all(name.casefold() in _KNOWN for name in _NAMES.findall(told)) else _escaped(told.strip())

    def _table(self, node: SyntaxTreeNode) -> str:
        rows = [[self.line(cell) for cell in row.children] for part in node.children for row in part.children]
        head = node.children[0].children[0].children
        marks = {"text-align:center": ":---:", "text-align:right": "---:", "text-align:left": ":---"}
        under = [marks.get(str(cell.attrs.get("style", "")), "---") for cell in head]
        return "\n".join(f"| {' | '.join(map(_cell, row))} |" for row in [rows[0], under, *rows[1:]])

    def line(self, node: SyntaxTreeNode) -> str:
        """The text of a paragraph, a heading or a cell: one line, or several."""
        inline = node.children[0] if node.children else None
        if inline is None:
            return ""
        text = self.inline(inline.children)
        return "\n".join(_start(line) for line in text.split("\n")).strip()

    def inline(self, nodes: Sequence[SyntaxTreeNode]) -> str:
        """Parts of a line."""
        parts: list[str] = []
        has_brackets = any(node.type == "text" and ("[" in node.content or "]" in node.content) for node in nodes)
        for at, node in enumerate(nodes):
            if node.type == "text":
                parts.append(self._text(node.content, nodes, at))
            elif node.type == "link":
                parts.append(
                    self._link(node, has_brackets or _BRACKET.match("".join(map(_first, nodes[at + 1 : at + 3]))) is not None)
                )
            else:
                parts.append(self._part(node))
        return "".join(parts)

    def _text(self, text: str, nodes: Sequence[SyntaxTreeNode], at: int) -> str:
        if text.strip("*_") == "" and text:
            before = _edge(nodes[at - 1], -1) if at else " "
            after = _edge(nodes[at + 1], 0) if at + 1 < len(nodes) else " "
            alone = before.isspace() and after.isspace()
            inside = text[0] == "_" and before.isalnum() and after.isalnum()
            return text if alone or inside else "".join(f"\\{sign}" for sign in text)
        text = _EMOJI.sub(lambda found: _emojis().get(found[0], found[0]), text) if ":" in text else text
        if at + 1 == len(nodes) or "break" in nodes[at + 1].type:
            text = _ATTRIBUTES.sub(r"\\\g<0>", text)
        if text.startswith("(") and at and nodes[at - 1].type == "text" and nodes[at - 1].content.endswith("]"):
            text = f"\\{text}"
        return _LONE.sub(lambda found: {"](": "]\\(", "<": "&lt;"}.get(found[0], f"\\{found[0]}"), text)

    def _part(self, node: SyntaxTreeNode) -> str:
        if node.type == "text_special":
            return _special(node)
        if node.type == "code_inline":
            return _code_span(node.content)
        if node.type in ("em", "strong"):
            return f"{node.markup}{self.inline(node.children)}{node.markup}"
        if node.type == "s":
            return f"<s>{self.inline(node.children)}</s>"
        if node.type == "softbreak":
            return "  \n" if self.breaks else "\n"
        if node.type == "hardbreak":
            return "  \n"
        if node.type == "image":
            return self._image(str(node.attrs["src"]), _one_line(seen(node)), str(node.attrs.get("title", "")))
        if node.type == "footnote_ref":
            label = str(node.meta["label"])
            self.notes += [] if label in self.notes else [label]
            return f"[^{label}]"
        return self._tag(node.content)

    def _link(self, node: SyntaxTreeNode, before_bracket: bool) -> str:
        """A link; one that names its address elsewhere has it with it where Python-Markdown would take what follows for the name."""
        href, label, words = str(node.attrs["href"]), str(node.meta.get("label", "")), seen(node)
        told = self.inline(node.children)
        if node.markup == "autolink":
            plain = href.removeprefix("mailto:")
            if words == href and node.info == "auto" and not href.isascii() and (behind := _BEHIND.search(href)):
                return f"<{href[: behind.start()]}>{behind[0]}"
            return words if href.startswith("mailto:") and plain == words else f"<{href}>" if words == href else f"[{told}]({href})"
        if not is_safe(href):
            self.changed.add("links that lead nowhere from here are shown as text")
            shown = _escaped(href)
            return f"{told} ({shown})" if told and words != href else told or shown
        if label in self.document.definitions and not before_bracket:
            self.named.append(label)
            own = self.document.definitions[label].partition("]:")[0]
            return f"[{told}]" if normalizeReference(told) == label else f"[{told}]{own}]"
        title = str(node.attrs.get("title", ""))
        return f"[{told}]({_address(href)}" + (f' "{_one_line(title)}")' if title else ")")

    def _image(self, src: str, alt: str, title: str = "") -> str:
        if is_safe(src) and not src.startswith(("#", "mailto:")):
            return f"![{_bracketed(alt)}]({_address(src)}" + (f' "{_one_line(title)}")' if title else ")")
        self.changed.add("links that lead nowhere from here are shown as text")
        return f"{_escaped(alt)} ({_escaped(src)})" if alt else _escaped(src)

    def _tag(self, tag: str) -> str:
        """A tag within a line: one that means no harm, what it stands for, or its letters."""
        name = _name(tag)
        if name == "!":
            self.changed.add("comments were left out")
            return ""
        if INLINE_TAG.fullmatch(tag):
            return tag
        if name == "img":
            values = _attributes(tag)
            return self._image(values.get("src", ""), _one_line(values.get("alt", "")))
        if name == "a" and is_safe(href := _attributes(tag).get("href", "")) and '"' not in href:
            return f'<a href="{escape(href)}">'
        if name in ("del", "strike"):
            return "</s>" if tag.startswith("</") else "<s>"
        if name in _KNOWN:
            return "<br>" if name == "br" else ""
        self.changed.add("tags are shown as text")
        return tag.replace("<", "&lt;")


@cache
def _emojis() -> Mapping[str, str]:
    from pymdownx.gemoji_db import aliases, emoji  # here, since few texts have any

    signs = {
        name: "".join(chr(int(code, 16)) for code in told["unicode"].split("-"))
        for name, told in emoji.items()
        if told.get("unicode")
    }
    return signs | {name: signs[other] for name, other in aliases.items() if other in signs}


def _hanging(mark: str, indent: str, text: str) -> str:
    """A text behind a mark, its other lines below its first."""
    first, *more = text.split("\n")
    return "\n".join([mark + first, *(f"{indent}{line}" if line else "" for line in more)])


def _cell(text: str) -> str:
    """A text in a table, where a bar would end its cell."""
    flat = text.replace("\n", " ")
    return _BARS.sub(lambda found: _coded(found[2]) if found[1] else "&#124;", flat) if "|" in flat else flat


def _coded(text: str) -> str:
    return f"<code>{escape(text.strip(), quote=False).replace('|', '&#124;')}</code>"


def _is_tight(node: SyntaxTreeNode | None) -> bool:
    """Whether a list has no empty lines between its entries: its paragraphs are no paragraphs then."""
    paragraphs = [child for item in (node.children if node else ()) for child in item.children if child.type == "paragraph"]
    return all(paragraph.nester_tokens is not None and paragraph.nester_tokens.opening.hidden for paragraph in paragraphs)


def _below(item: SyntaxTreeNode) -> Sequence[SyntaxTreeNode]:
    """The blocks of an entry below its first paragraph."""
    return item.children[1:] if item.children and item.children[0].type == "paragraph" else item.children


def _is_list(node: SyntaxTreeNode) -> bool:
    return node.type in ("bullet_list", "ordered_list")


def _start(line: str) -> str:
    """A line that does not begin with what would make a block of it."""
    found = _START.match(line)
    if found is None:
        return line
    if found["number"]:
        return f"{found['number']}\\{line[found.end('number') :]}"
    return {"?": "&#63;", "=": "&#61;", ":": "&#58;", "|": "&#124;"}.get(line[0], f"\\{line[0]}") + line[1:]


def _edge(node: SyntaxTreeNode, end: int) -> str:
    """The first or the last sign of a part of a line."""
    if node.type in ("softbreak", "hardbreak"):
        return " "
    return node.content[end] if node.type in ("text", "text_special") and node.content else "."


def _first(node: SyntaxTreeNode) -> str:
    """How a part of a line begins, as far as it may be the name of an address."""
    return (
        node.content
        if node.type == "text"
        else "["
        if node.type in ("link", "footnote_ref")
        else " "
        if "break" in node.type
        else "."
    )


def _special(node: SyntaxTreeNode) -> str:
    """What was escaped, or written as an entity."""
    if node.markup.startswith("&") or node.content in _ESCAPABLE:
        return node.markup
    return {"<": "&lt;", "&": "&amp;", "~": "&#126;"}.get(node.content, node.content)


def _code_span(text: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    ticks = "`" * (longest + 1)
    is_padded = text[:1] == text[-1:] == " " and text.strip() != ""
    space = " " if is_padded or text[:1] == "`" or text[-1:] == "`" else ""
    return f"{ticks}{space}{text}{space}{ticks}"


def _address(href: str) -> str:
    plain = href.replace("<", "%3C").replace(">", "%3E").replace("\n", "")
    return f"<{plain}>" if re.search(r"[\s()\[\]*_]", plain) and not _BALANCED.fullmatch(plain) else plain


_BALANCED = re.compile(r"(?:[^\s()\[\]*]|\([^\s()\[\]*]*\))*")


def _escaped(text: str) -> str:
    """Words as text alone."""
    return re.sub(r"([\\`*_{}\[\]])", r"\\\1", text).replace("<", "&lt;")


def _bracketed(text: str) -> str:
    return text.replace("[", "(").replace("]", ")").replace("\\", "")


def _one_line(text: str) -> str:
    return " ".join(text.replace('"', "'").split())


def _name(tag: str) -> str:
    found = re.match(r"</?([A-Za-z][\w-]*)", tag)
    return found[1].casefold() if found else "!"


class _Reader(HTMLParser):
    values: dict[str, str]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.values = {name: value or "" for name, value in attrs}


def _attributes(tag: str) -> dict[str, str]:
    reader = _Reader()
    reader.values = {}
    reader.feed(tag)
    return reader.values
