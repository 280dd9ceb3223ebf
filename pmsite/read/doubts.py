"""What makes a text's passages for the team unclear: whatever one reader of Markdown could take for code and another for text.

It is one thing, though long: one list of doubts, and the signs that each goes by.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from typing import NamedTuple

from pmsite.messages import said
from pmsite.read.fenced import Fence, Fences
from pmsite.read.misspelt import MARK, look_alikes
from pmsite.read.parts import CERTAIN, CODE, MARKS, Kind, Part, ticks_are_paired
from pmsite.read.signs import COMMENT_UNCLEAR

_MISSPELT = "internal-mark-misspelt"
DRAWN = frozenset({"pmsite", "mermaid", "math"})
"""Blocks that are drawn rather than shown: marks in them are no examples."""
_LONG = 400
_MOST = 1000
"""Look-alikes of one text that are told; the text is refused with the first."""
_EXAMPLES = said("an example of the marks belongs between lines of ``` at the start of the line")
_ALONE = said("put each mark alone on a line, at the start of the line, with empty lines around the passage")
_LIVE = re.compile(r"<(?=[A-Za-z/!?])")
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][\w-]*)(?:[ \t]+[\w:.@-]+(?:=(?:\"[^\"<>`\n]*\"|'[^'<>`\n]*'|[^\s\"'<>`=]+))?)*[ \t]*/?>",
    re.ASCII,
)
_ADDRESS = re.compile(r"<(?:[A-Za-z][\w+.-]*:|[\w.+-]+@)[^\s<>\"'`]*>", re.ASCII)
_SIMPLE = re.compile(r"</?[A-Za-z][^<>\"'`=\n]*>")
_RAW = frozenset(
    {"iframe", "listing", "math", "noembed", "noframes", "noscript", "plaintext", "script", "style", "svg", "template", "textarea"}
    | {"title", "xmp", "select", "option"}
)
"""Elements whose content browsers read by other rules."""
_HTML_BLOCK = re.compile(r"(?<![\w:/])/{3,}[ \t]*html\b")
_HALF = re.compile(r"&#(?!(?:\d{1,7}|[xX][0-9a-fA-F]{1,6});)")
"""The beginning of a reference to a character that does not end, at which some readers stop to look for elements."""
_GOES_ON = re.compile(r"\smarkdown\b", re.IGNORECASE)
_LITERAL = frozenset({"pre", "code", "samp", "kbd", "tt", "var"})
_REVISION = re.compile(r"\{(?:>>|--|\+\+|~~|==)")
_DEFINITION = re.compile(r"^[ >]*\*?\[(?!\^)[^\]\n]*\]:", re.MULTILINE)
_FOOTNOTE = re.compile(r"^[ \t>]*\[\^[^\]\n]*\]:", re.MULTILINE)
_DEFINITION_BEHIND = re.compile(r"[ \t]*\*?\[[^\]\n]*\]:")
_BLANK = re.compile(r"^[ \t]*$", re.MULTILINE)
_INDENT = re.compile(r"[ \t]*")
_MARKERS = re.compile(r"[ \t>:+*\-\d.)]*(?: {4}|\t)[ ]*")
"""What stands before the text of an entry or a quote, with so much space after it that the text could be code."""
_TARGET = re.compile(r"\]\([ ]*<?(?:[^\s()<>\"']|\([^\s()<>\"']*\))*>?(?: +(?:\"[^\"\n]*\"|'[^'\n]*'))? *\)")
_CODE = re.compile(r"(`++)[^`\n]*+\1")
_TWICE = re.compile(r"[$\\]|\+\+")


class Doubt(NamedTuple):
    """Something that cannot be trusted to be read right, where it stands, and what to write instead."""

    at: int
    code: str
    message: str
    hint: str
    before: int | None = None
    """What it contradicts, if anything."""


def doubts_about(text: str, found: Fences, parts: list[Part], broken: Iterable[int]) -> list[Doubt]:
    """Every doubt about the passages and comments of a text, in their order; `broken` is where comments begin that are none."""
    alike = list(islice(look_alikes(text), _MOST))
    if not alike:
        return list(_broken_comments(text, broken))
    doubts = list(_Strict(text, found.blocks, parts).doubts(alike))
    if found.unclear is not None:
        doubts.append(_unclear_code(found.unclear))
    if found.foreign is not None and any(found.foreign[0] < at < found.foreign[1] for at in alike):
        doubts.append(_foreign(found.foreign[0]))
    if all(doubt.code == _MISSPELT for doubt in doubts):
        doubts += _pairing(text, parts)
    return _first_of_each(doubts)


class _Strict:
    """The doubts about a text that has internal passages, or what looks like one."""

    def __init__(self, text: str, blocks: tuple[Fence, ...], parts: list[Part]) -> None:
        self.text, self.parts = text, parts
        self.plain = [block for block in blocks if block.is_plain]
        self.starts = [block.start for block in self.plain]
        self.items = {part.start: part for part in parts if part.kind in (Kind.COMMENT, *MARKS)}
        self.lines = [0, *(found.end() for found in re.finditer("\n", text))]
        self.alone = {at for at in self.items if not at or text[at - 1] == "\n"}
        self.inline = [part for part in parts if part.kind in MARKS and part.start not in self.alone]
        self.bounds = [*self._bounds(), len(text)]
        self.paragraph = _Paragraph("", 0, 0, [])

    def doubts(self, alike: Iterable[int]) -> Iterator[Doubt]:
        """Every doubt, in no order; `alike` is where marks begin, and what looks like one."""
        text, literal, at = self.text, 0, 0
        within: list[str] = []  # elements open since one in which Markdown goes on
        for mark in alike:
            example = self._shown_in(mark)
            if example is not None:
                yield from _in_code(mark, example)
            elif not MARK.match(text, mark):
                yield _misspelt(mark)
        for revision in _REVISION.finditer(text):
            if not self._is_shown(revision.start()):
                yield _unclear(
                    revision.start(),
                    said("marks of revisions like this one take part of the text away"),
                    said("write the text as it is meant to stand"),
                )
        for block in _HTML_BLOCK.finditer(text):
            if not self._is_shown(block.start()):
                yield _unclear(block.start(), said("in a block of HTML marks may be lost"), said("write the block in Markdown"))
        for half in _HALF.finditer(text):
            if not self._is_shown(half.start()):
                message = said("this begins a reference to a character that does not end")
                yield _unclear(half.start(), message, said("write &amp; where readers should see &"))
        for found in _LIVE.finditer(text):
            if found.start() < at:
                continue
            if self._is_shown(found.start()):
                if literal and MARK.match(text, found.start()):
                    yield _in_literal(found.start())
                continue
            item = self.items.get(found.start())
            if item is not None:
                at = item.end
                if literal:
                    yield _in_literal(item.start)
                elif within:
                    message = said("this stands inside <{within} markdown>, where marks may be lost", within=within[0])
                    yield _unclear(item.start, message, said("put the marks around the whole element"))
                yield from self._placed(item)
            elif text.startswith("<!--", found.start()) and self._is_code(found.start()):
                message = said("to some readers of Markdown this is code, and to others a comment")
                yield _unclear(found.start(), message, _EXAMPLES)
            elif text.startswith("<!--", found.start()):
                yield _broken(text, found.start())
                return
            elif self._is_code(found.start(), CERTAIN):
                continue
            elif (
                tag := _TAG.match(text, found.start()) or _ADDRESS.match(text, found.start()) or _SIMPLE.match(text, found.start())
            ):
                at = tag.end()
                name = tag["name"].lower() if tag.re is _TAG else ""
                if name in _RAW:
                    yield _unclear(
                        tag.start(), said("the element <{name}> changes how what follows is read", name=name), said("remove it")
                    )
                elif name in _LITERAL:
                    literal = max(0, literal - 1) if tag["end"] else literal + 1
                if name and (within or _GOES_ON.search(tag[0])):
                    _follow(within, name, is_end=bool(tag["end"]))
            else:
                message = said("it is unclear where this tag ends, and so which of the internal passages are text")
                yield _unclear(found.start(), message, said("write &lt; where readers should see <, or finish the tag on its line"))

    def _shown_in(self, at: int) -> Fence | None:
        """The block of code that a place is in, where every reader sees it as one."""
        number = bisect_right(self.starts, at) - 1
        return self.plain[number] if number >= 0 and at < self.plain[number].end else None

    def _is_shown(self, at: int) -> bool:
        return self._shown_in(at) is not None

    def _lead(self, at: int) -> str:
        """What stands before a place on its line, of a long line only the beginning."""
        start = self.lines[bisect_right(self.lines, at) - 1]
        return self.text[start:at] if at - start < _LONG else f"{self.text[start : start + _LONG]}…"

    def _is_code(self, at: int, kinds: tuple[Kind, ...] = CODE) -> bool:
        number = bisect_right(self.parts, at, key=lambda part: part.start) - 1
        return number >= 0 and at < self.parts[number].end and self.parts[number].kind in kinds

    def _bounds(self) -> list[int]:
        """Where paragraphs and the like begin and end: at empty lines, and at blocks of code."""
        empty = {found.start() for found in _BLANK.finditer(self.text)}
        return sorted(empty | {0, len(self.text)} | {place for block in self.plain for place in (block.start, block.end)})

    def _placed(self, item: Part) -> Iterator[Doubt]:
        """A comment or a mark that some readers of Markdown could see as something else, because of where it stands."""
        text, at = self.text, item.start
        lead = self._lead(at)
        indent = _INDENT.match(lead)
        assert indent is not None  # it matches anything
        if "\t" in indent[0] or len(indent[0]) >= 4 or _MARKERS.fullmatch(lead):
            yield _unclear(
                at,
                said("this is indented so far that it could be code"),
                said("begin it at the start of the line; {examples}", examples=_EXAMPLES),
            )
            return
        if at >= self.paragraph.end:
            number = bisect_right(self.bounds, at)
            self.paragraph = _Paragraph(text, self.bounds[number - 1], self.bounds[number], self.inline)
        if problem := self.paragraph.problem(item, is_alone=at in self.alone):
            yield _unclear(at, *problem)


class _Paragraph:
    """Lines without an empty one between them, asked about the comments and marks in them from the first to the last."""

    def __init__(self, text: str, start: int, end: int, marks: list[Part]) -> None:
        self.text, self.end = text, end
        block = text[start:end]
        self.has_tags = any(not block.startswith("<!", found.start()) for found in _LIVE.finditer(block))
        self.is_paired = ticks_are_paired(block)
        self.defines = _DEFINITION.search(block) is not None
        self.may_be_changed = _TWICE.search(block) is not None
        self.is_open_footnote = _is_open_footnote(
            [start, *(start + found.start() for found in _FOOTNOTE.finditer(block)), end], marks
        )
        self.at, self.square, self.curly, self.formula, self.before = start, 0, 0, 0, 0
        self.is_in_address = False  # or may be: an address or a title has begun that ends in no usual way

    def problem(self, item: Part, *, is_alone: bool) -> tuple[str, str] | None:
        """What makes a comment or a mark of this paragraph unclear, and what to do about it; nothing where it is clear."""
        self._pass(self.text[self.at : item.start])
        self.at = item.end
        self.before += 1
        if _DEFINITION_BEHIND.match(self.text, item.end):
            return (
                said("a definition or footnote begins right behind this, and may take along what follows"),
                said("put the mark on a line before it"),
            )
        if self.formula > 0:
            return said("this may stand in a formula, where marks are shown as they are"), said(
                "put it before the formula, or after it"
            )
        if is_alone and not self.has_tags:
            return None
        if "\n" in self.text[item.start : item.end]:
            return said("a comment inside a line of text ends on another line"), said(
                "write it on one line, or on lines of its own"
            )
        if self.text.endswith("\\", 0, item.start):
            return said("the backslash before this makes it unclear"), said("remove the backslash")
        if not self.is_paired:
            return said("back-ticks in this paragraph make it unclear whether this is code"), _ALONE
        if self.square > 0 or self.is_in_address or self.defines:
            return said("this stands in the text or the address of a link"), said("put it before the link, or after it")
        if self.curly > 0:
            return said("this stands between braces, which may be attributes"), _ALONE
        if self.is_open_footnote:
            return said("a passage that begins in a footnote must end in it"), said("put the marks around the whole footnote")
        if self.before > 2 and self.may_be_changed:
            return said("one of the signs $ \\ ++ in this paragraph may change what these marks are"), _ALONE
        return None

    def _pass(self, text: str) -> None:
        spoken = _CODE.sub("", text)
        self.square = max(0, self.square + spoken.count("[") - spoken.count("]"))
        self.curly = max(0, self.curly + spoken.count("{") - spoken.count("}"))
        begun, ended = (sum(map(spoken.count, signs)) for signs in (("\\(", "\\["), ("\\)", "\\]")))
        self.formula = max(0, self.formula + begun - ended)
        self.is_in_address = self.is_in_address or "](" in _TARGET.sub("", spoken)


def _is_open_footnote(bounds: list[int], marks: list[Part]) -> bool:
    """Whether a passage goes beyond the footnote that it begins in, or into one, where a paragraph has any."""
    if len(bounds) == 2:
        return False
    places = [bisect_left(marks, bound, key=lambda part: part.start) for bound in bounds]
    each = ([part.kind for part in marks[first:last]] for first, last in pairwise(places))
    return any(kinds.count(Kind.BEGIN) != kinds.count(Kind.END) for kinds in each)


def _follow(within: list[str], name: str, *, is_end: bool) -> None:
    """Keep the elements that are open as a tag leaves them."""
    if not is_end:
        within.append(name)
    elif name in within:
        del within[len(within) - 1 - within[::-1].index(name) :]


def _broken_comments(text: str, places: Iterable[int]) -> Iterator[Doubt]:
    """The first of what looks like a comment and is none, unless any reader could take it for code."""
    last, between = -1, False
    for at in places:
        if at > last:
            first = max(text.rfind("\n\n", 0, at), 0)
            last = text.find("\n\n", at)
            last = len(text) if last < 0 else last
            between = text.count("`", first, last) > 1
        if not between and not text.startswith(("    ", "\t"), text.rfind("\n", 0, at) + 1):
            yield _broken(text, at)
            return


def _pairing(text: str, parts: list[Part]) -> Iterator[Doubt]:
    """Marks that stand alone, or inside a passage."""
    opened: Part | None = None
    for part in parts:
        if part.kind is Kind.END:
            if opened is None:
                message, hint = (
                    said("an internal passage ends here that never began"),
                    said("write <!-- internal --> before the passage"),
                )
                yield Doubt(part.start, "internal-passage-unopened", message, hint)
            opened = None
        elif part.kind is Kind.BEGIN:
            if opened is not None:
                message, hint = (
                    said("internal passages do not nest: one is open since line"),
                    said("end it first with <!-- /internal -->"),
                )
                yield Doubt(part.start, "internal-passage-nested", message, hint, opened.start)
            else:
                opened = part
    if opened is not None:
        message, hint = said("the internal passage that begins here is never closed"), said("write <!-- /internal --> after it")
        yield Doubt(opened.start, "internal-passage-unclosed", message, hint)


def _first_of_each(doubts: list[Doubt]) -> list[Doubt]:
    """Doubts in their order, of several about one place the first that was found."""
    by_place: dict[int, Doubt] = {}
    for doubt in doubts:
        by_place.setdefault(doubt.at, doubt)
    return [by_place[at] for at in sorted(by_place)]


def _unclear(at: int, message: str, hint: str) -> Doubt:
    return Doubt(at, "internal-passage-unclear", message, hint)


def _unclear_code(at: int) -> Doubt:
    message = said("it is unclear whether this line begins or ends a code block, and so which of the internal passages are text")
    hint = said("close the block with the same marks alone on a line, or use a longer fence around code that holds such lines")
    return _unclear(at, message, hint)


def _foreign(at: int) -> Doubt:
    message = said("not every reader of Markdown takes this line for the beginning of code, and so a passage below it for text")
    hint = said("leave only the language after the marks, or put the passages above it or below the last block of code")
    return _unclear(at, message, hint)


def _in_code(mark: int, block: Fence) -> Iterator[Doubt]:
    """What speaks against a mark in a block of code, which is to be an example."""
    if block.info in DRAWN:
        message = said("this stands in a block that is drawn by {info}, so nothing takes a passage out of it", info=block.info)
        yield _unclear(mark, message, said("put the marks around the whole block"))
    elif not block.is_apart:
        message = said("to some readers of Markdown the text around this is code, and to others it goes on with what stands above")
        yield _unclear(mark, message, said("put an empty line above the block of code"))


def _in_literal(at: int) -> Doubt:
    return _unclear(at, said("this stands in text that is shown as it is written"), said("end the element before it"))


def _misspelt(at: int) -> Doubt:
    hint = said(
        "write <!-- internal --> before the passage and <!-- /internal --> after it, each on one line; {examples}",
        examples=_EXAMPLES,
    )
    return Doubt(at, _MISSPELT, said("this looks like a mark of an internal passage, and is none"), hint)


def _broken(text: str, at: int) -> Doubt:
    if text.find("-->", at) < 0:
        message = said("a comment begins here that never ends")
    else:
        message = said("it is unclear where the comment ends that begins here")
    hint = said("end it with --> before the next comment or block of code; show <!-- to readers in a block of code")
    return Doubt(at, COMMENT_UNCLEAR, message, hint)
