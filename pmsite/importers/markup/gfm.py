"""What code hosts read, written as Python-Markdown reads the same.

What differs between the two is written out: a list gets its empty line and four spaces, what is struck through and a bare address their
tags, a sign that only Python-Markdown would take for markup its escape. Nothing in what is written acts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from markdown_it.common.utils import normalizeReference
from markdown_it.tree import SyntaxTreeNode

from pmsite.importers.markup import html
from pmsite.importers.markup.commonmark import Document, beginning, blocks_below, edge, is_list, is_tight, plain_text, read
from pmsite.importers.markup.emojis import emojis
from pmsite.importers.markup.escapes import address, bracketed, cell, code_span, escaped, hanging, line_start, one_line, special
from pmsite.importers.markup.harmless import INLINE_TAG, code_block, harmless, is_safe
from pmsite.importers.markup.layout import quoted
from pmsite.importers.markup.tags import COMMENT, KNOWN_TAGS, tag_attributes, tag_name
from pmsite.messages import joined, said

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
_LONE = re.compile(r"\]\(|\[(?=TOC\]|\^)|^\{|`|<(?=[A-Za-z/!?]|\Z)")
"""What is text to CommonMark and might not be to Python-Markdown."""
_CLOSING = re.compile(r"(?<!\\)#+\Z")
_BRACES = re.compile(r"(?<!\\)(`+)(?!`).+?(?<!`)\1(?!`)|(?<!\\)\{")
_ATTRIBUTES = re.compile(r"(?<=.)\{(?=[^{}]*\} *\Z)")
"""What Python-Markdown would take for attributes of the line that it ends."""
_BRACKET = re.compile(r"\s?\[")
_ACTIVE = re.compile(r"<(?:script|style|textarea|xmp|template|noscript)\b", re.IGNORECASE)
_SUMMARY = re.compile(r"<(/?)summary\b[^<>]*>", re.IGNORECASE)
_NAMES = re.compile(r"</?([A-Za-z][\w-]*)")


def to_markdown(written: str, *, breaks: bool = False) -> tuple[str, str]:
    """A text of a code host in pmsite's Markdown, and in words what was changed in it. With `breaks` a line's end is kept as one."""
    if not _MARKED.search(written):
        return _lines(written) if breaks else written.strip("\n"), ""
    if _DEEP.search(written):
        return harmless(written)
    document = read(written)
    found, changed = write(document.blocks, document, breaks=breaks)
    if not found and not changed and not document.definitions:
        lines = (line.strip() for line in written.split("\n"))
        found = "\n".join(line_start(line) for line in lines if line)  # signs of blocks that hold nothing
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
        notes.append(hanging(f"[^{label}]: ", _INDENT, writer.blocks(document.footnotes[label].children)))
    parts += ["\n".join(notes), "\n".join(document.definitions[name] for name in dict.fromkeys(writer.named))]
    return "\n\n".join(filter(None, parts)), joined(*sorted(writer.changed))


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
                kind = "list" if is_list(node) else node.type
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
        is_close = is_tight(node) and all(is_list(block) for item in node.children for block in blocks_below(item))
        gap = "\n" if is_close and not any("\n\n" in part for parts in entries for part in parts) else "\n\n"
        marks = (f"{number + at}. " if node.type == "ordered_list" else "- " for at in range(len(entries)))
        return gap.join(hanging(mark, _INDENT, gap.join(parts)) for mark, parts in zip(marks, entries, strict=True))

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
        below = blocks_below(item)
        told = (self.line(item.children[0]) if len(below) < len(item.children) else "") or _EMPTY
        return [told, *filter(None, [self.blocks(below)])]

    def _code(self, node: SyntaxTreeNode) -> str:
        words = node.info.split() if node.type == "fence" else []
        info = words[0] if words else ""
        if info.casefold().startswith("pmsite"):
            self.changed.add(said("a block of pmsite is shown as text"))
            info = "text"
        elif info != (kept := info if re.fullmatch(r"[\w+#.-]*", info) else "") or len(words) > 1:
            self.changed.add(said("what no page shows behind the fence of code is left out"))
            info = kept
        text = node.content.removesuffix("\n")
        text = text if node.level == 0 else text.replace("<!--", "<! --")  # in a list or a quote, a mark would be one
        return code_block(text, info)

    def _html(self, content: str) -> str:
        told = COMMENT.sub("", content)
        if told != content:
            self.changed.add(said("comments were left out"))
        if not told.strip():
            return ""
        if not INLINE_TAG.sub("", told).strip():
            return told.strip()
        if _ACTIVE.search(told):
            self.changed.add(said("tags are shown as text"))
            lone = told.strip()
            return escaped(lone) if "\n" not in lone else code_block(lone, "html")
        folded = _SUMMARY.sub(lambda found: "</b></p>" if found[1] else "<p><b>", told)
        self.changed.add(said("written as Markdown from HTML"))
        found = harmless(html.to_markdown(folded))[0]
        found = to_markdown(found)[0] if len(found) < len(content) else found  # its signs, as this module writes them
        return found if found or all(name.casefold() in KNOWN_TAGS for name in _NAMES.findall(told)) else escaped(told.strip())

    def _table(self, node: SyntaxTreeNode) -> str:
        rows = [[self.line(cell) for cell in row.children] for part in node.children for row in part.children]
        head = node.children[0].children[0].children
        marks = {"text-align:center": ":---:", "text-align:right": "---:", "text-align:left": ":---"}
        under = [marks.get(str(cell.attrs.get("style", "")), "---") for cell in head]
        return "\n".join(f"| {' | '.join(map(cell, row))} |" for row in [rows[0], under, *rows[1:]])

    def line(self, node: SyntaxTreeNode) -> str:
        """The text of a paragraph, a heading or a cell: one line, or several."""
        inline = node.children[0] if node.children else None
        if inline is None:
            return ""
        text = self.inline(inline.children)
        return "\n".join(line_start(line) for line in text.split("\n")).strip()

    def inline(self, nodes: Sequence[SyntaxTreeNode]) -> str:
        """Parts of a line."""
        parts: list[str] = []
        has_brackets = any(node.type == "text" and ("[" in node.content or "]" in node.content) for node in nodes)
        for at, node in enumerate(nodes):
            if node.type == "text":
                parts.append(self._text(node.content, nodes, at))
            elif node.type == "link":
                parts.append(
                    self._link(node, has_brackets or _BRACKET.match("".join(map(beginning, nodes[at + 1 : at + 3]))) is not None)
                )
            else:
                parts.append(self._part(node))
        return "".join(parts)

    def _text(self, text: str, nodes: Sequence[SyntaxTreeNode], at: int) -> str:
        if text.strip("*_") == "" and text:
            before = edge(nodes[at - 1], -1) if at else " "
            after = edge(nodes[at + 1], 0) if at + 1 < len(nodes) else " "
            alone = before.isspace() and after.isspace()
            inside = text[0] == "_" and before.isalnum() and after.isalnum()
            return text if alone or inside else "".join(f"\\{sign}" for sign in text)
        text = _EMOJI.sub(lambda found: emojis().get(found[0], found[0]), text) if ":" in text else text
        if at + 1 == len(nodes) or "break" in nodes[at + 1].type:
            text = _ATTRIBUTES.sub(r"\\\g<0>", text)
        if text.startswith("(") and at and nodes[at - 1].type == "text" and nodes[at - 1].content.endswith("]"):
            text = f"\\{text}"
        return _LONE.sub(lambda found: {"](": "]\\(", "<": "&lt;"}.get(found[0], f"\\{found[0]}"), text)

    def _part(self, node: SyntaxTreeNode) -> str:
        if node.type == "text_special":
            return special(node)
        if node.type == "code_inline":
            return code_span(node.content)
        if node.type in ("em", "strong"):
            return f"{node.markup}{self.inline(node.children)}{node.markup}"
        if node.type == "s":
            return f"<s>{self.inline(node.children)}</s>"
        if node.type == "softbreak":
            return "  \n" if self.breaks else "\n"
        if node.type == "hardbreak":
            return "  \n"
        if node.type == "image":
            return self._image(str(node.attrs["src"]), one_line(plain_text(node)), str(node.attrs.get("title", "")))
        if node.type == "footnote_ref":
            label = str(node.meta["label"])
            self.notes += [] if label in self.notes else [label]
            return f"[^{label}]"
        return self._tag(node.content)

    def _link(self, node: SyntaxTreeNode, before_bracket: bool) -> str:
        """A link; one that names its address elsewhere has it with it where Python-Markdown would take what follows for the name."""
        href, label, words = str(node.attrs["href"]), str(node.meta.get("label", "")), plain_text(node)
        told = self.inline(node.children)
        if node.markup == "autolink":
            plain = href.removeprefix("mailto:")
            if words == href and node.info == "auto" and not href.isascii() and (behind := _BEHIND.search(href)):
                return f"<{href[: behind.start()]}>{behind[0]}"
            return words if href.startswith("mailto:") and plain == words else f"<{href}>" if words == href else f"[{told}]({href})"
        if not is_safe(href):
            self.changed.add(said("links that lead nowhere from here are shown as text"))
            shown = escaped(href)
            return f"{told} ({shown})" if told and words != href else told or shown
        if label in self.document.definitions and not before_bracket:
            self.named.append(label)
            own = self.document.definitions[label].partition("]:")[0]
            return f"[{told}]" if normalizeReference(told) == label else f"[{told}]{own}]"
        title = str(node.attrs.get("title", ""))
        return f"[{told}]({address(href)}" + (f' "{one_line(title)}")' if title else ")")

    def _image(self, src: str, alt: str, title: str = "") -> str:
        if is_safe(src) and not src.startswith(("#", "mailto:")):
            return f"![{bracketed(alt)}]({address(src)}" + (f' "{one_line(title)}")' if title else ")")
        self.changed.add(said("links that lead nowhere from here are shown as text"))
        return f"{escaped(alt)} ({escaped(src)})" if alt else escaped(src)

    def _tag(self, tag: str) -> str:
        """A tag within a line: one that means no harm, what it stands for, or its letters."""
        name = tag_name(tag)
        if name == "!":
            self.changed.add(said("comments were left out"))
            return ""
        if INLINE_TAG.fullmatch(tag):
            return tag
        if name == "img":
            values = tag_attributes(tag)
            return self._image(values.get("src", ""), one_line(values.get("alt", "")))
        if name == "a" and is_safe(href := tag_attributes(tag).get("href", "")) and '"' not in href:
            return f'<a href="{escape(href)}">'
        if name in ("del", "strike"):
            return "</s>" if tag.startswith("</") else "<s>"
        if name in KNOWN_TAGS:
            return "<br>" if name == "br" else ""
        self.changed.add(said("tags are shown as text"))
        return tag.replace("<", "&lt;")
