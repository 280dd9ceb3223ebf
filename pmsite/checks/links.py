"""Links, pictures and markup in texts, judged by what becomes of them on a page."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import accumulate
from urllib.parse import unquote

from pmsite.addresses import Use, plain
from pmsite.attached import broken_definition, is_look, markup_fault, on_a_machine
from pmsite.checks.rule import Context, Rule
from pmsite.checks.texts import Audiences, Text, all_marked_up, outside_texts
from pmsite.diagnostics import Answer, Diagnostic, Mend, Part, Severity, Span
from pmsite.file_kinds import PICTURES, START, Fault, content_faults, not_as_named, passage_faults, plain_name
from pmsite.memoized import memoized
from pmsite.messages import said
from pmsite.read.files import at_most, system_reason
from pmsite.read.limits import IMAGE_BYTES

_OUTSIDE = frozenset({"remote-image", "link-to-hidden-item", "file-not-as-named", "internal-passage-in-file", "not-readable"})
"""What is a fault for the sake of those who read a text besides the team."""
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_OF_A_MACHINE = re.compile(r"(!?)\[[^\[\]\n]*\]\(<?((?:file:|[A-Za-z]:[/\\]|\\\\\w)[^)<>\n]*)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:[(<\"'=]|\]:)\s*+<?([^\s()<>\"'\[\]]++)")

Found = Mapping[str, list[tuple[Span, Fault]]]


@memoized
def _found(context: Context) -> Found:
    """By code, everything that speaks against addresses and markup in texts, found once for all rules."""
    judge = _Judge(context)
    for item, text in all_marked_up(context):
        judge.look(text, item.path)
    for item, text in outside_texts(context):
        judge.look(text, item.path, only=_OUTSIDE)
    for language in ("en", "zh"):
        if words := getattr(context.product.settings.disclaimer, language):
            text = Text(words, frozenset(context.product.settings.audiences), context.settings, ("disclaimer", language))
            judge.look(text, f"{context.around.prefix}/briefs/index.md")
    return judge.found


class _Judge:
    """Judges texts; renders those alone that may hold a fault."""

    def __init__(self, context: Context) -> None:
        self._context, self._around = context, context.around
        self._contents: dict[tuple[str, bool], tuple[Fault, ...]] = {}
        self._plain = cache(plain)  # most texts are looked at twice: as the team gets them, and as others do
        self.found: dict[str, list[tuple[Span, Fault]]] = defaultdict(list)

    def look(self, text: Text, at: str, only: frozenset[str] = frozenset()) -> None:
        """Note what speaks against a text of the item whose file is at a path; faults of some kinds alone where they are named."""
        simple = self._plain(text.words)
        if simple is not None and not any(self._faults(Use(written), at, text.audiences) for written in simple):
            return
        uses, removed = self._context.rendered(text.words)
        place = _places(text)
        for use in uses:
            faults = self._faults(use, at, text.audiences)
            if faults:
                span, is_definition = place(use.written)
            if " " in use.written.strip() and not only and (spaced := _spaced(use.written, text)):
                self.found["spaces-in-address"].append(spaced)
            for fault in faults:
                told = broken_definition(use.written) if fault.code == "broken-link" and is_definition else fault
                if not only or told.code in only:
                    self.found[told.code].append((span, told))
        for name in () if only else removed:
            local = _OF_A_MACHINE.findall(text.words) if name.endswith(" address") else []
            for is_picture, written in local:
                fault = on_a_machine(written, loads=bool(is_picture))
                self.found[fault.code].append((place(written)[0], fault))
            if not local:
                self.found["markup-removed"].append((text.start, markup_fault(name)))

    def _faults(self, use: Use, at: str, readers: Audiences) -> tuple[Fault, ...]:
        faults = tuple(self._around.faults(use, at, readers))
        if faults or (inside := self._around.file(use, at)) is None:
            return faults
        return self._content(inside, use.written, outside=bool(readers))

    def _content(self, inside: str, written: str, *, outside: bool) -> tuple[Fault, ...]:
        key = inside, outside
        if key not in self._contents:
            self._contents[key] = tuple(self._looked_into(inside, written, outside=outside))
        return self._contents[key]

    def _looked_into(self, inside: str, written: str, *, outside: bool) -> Iterator[Fault]:
        try:
            with self._around.open(inside) as file:
                faults = tuple(content_faults(inside, file.read(START), written))
                if outside and not faults:
                    file.seek(0)
                    faults = tuple(passage_faults(inside, file, written))
                if outside and not faults and posixpath.splitext(inside)[1].lower() in PICTURES:
                    file.seek(0)
                    is_picture = self._context.is_picture(at_most(file.read(IMAGE_BYTES + 1), IMAGE_BYTES))
                    faults = () if is_picture else (not_as_named(written),)
            yield from faults
        except OSError as fault:
            yield Fault(
                "not-readable",
                said("the file {name} cannot be read: {why}", name=plain_name(written), why=system_reason(fault)),
                said("check who may read it, and its size"),
            )


def _spaced(written: str, text: Text) -> tuple[Span, Fault] | None:
    """What to write for an address with spaces in it, where it stands without the brackets that keep it together."""
    address, words = unquote(written.strip()), text.words
    at = words.find(f"]({address}")
    if at < 0:
        return None
    start = max(words.rfind("[", 0, at), 0)
    start -= words[max(start - 1, 0) : start] == "!"
    message = said("spaces in an address end it for code hosts and most editors")
    hint: str = said("write {link}", link=f"{' '.join(words[start:at].split())}](<{address}>)")
    if not text.place:
        hint = Answer(hint, Mend(Part.WORDS, f"](<{address}>)", old=f"]({address})"))
    fault = Fault("spaces-in-address", message, hint)
    if text.place:
        return text.start, fault
    line = words.count("\n", 0, start)
    return Span(text.record.path, text.record.body_line + line, start - words.rfind("\n", 0, start)), fault


def _places(text: Text) -> Callable[[str], tuple[Span, bool]]:
    """Finds where an address is written in a text, and whether apart from the words of its link; each time the next such place."""
    if text.place:
        return lambda written: (text.start, False)
    lines = _without_code(text.words)
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    words = "\n".join(lines)
    known: dict[str, list[int]] = defaultdict(list)
    for found in _ADDRESS.finditer(words):
        known[found[1]].append(found.start(1))
    seen: dict[str, int] = defaultdict(int)

    def place(written: str) -> tuple[Span, bool]:
        written = written.strip()
        offsets = known.get(written)
        if not offsets:
            return text.start, False
        at = offsets[min(seen[written], len(offsets) - 1)]
        seen[written] += 1
        line = bisect_right(starts, at) - 1
        before = words[starts[line] : at].rstrip(" <")
        return Span(text.record.path, text.record.body_line + line, at - starts[line] + 1), before.endswith("]:")

    return place


def _without_code(text: str) -> list[str]:
    """The lines of a text with blanks for code. What a line holds decides only where a fault is said to stand."""
    lines, fence = [], ""
    for line in text.split("\n"):
        if found := _FENCE.match(line):
            fence = "" if fence and found[1].startswith(fence) else fence or found[1]
            lines.append(" " * len(line))
        elif fence:
            lines.append(" " * len(line))
        else:
            lines.append(_CODE.sub(lambda code: " " * len(code[0]), line) if "`" in line else line)
    return lines


class _LinkRule(Rule):
    """One kind of what is found in texts."""

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for span, fault in _found(context).get(self.code, ()):
            yield self.at(span, fault.message, fault.hint)


class FileOutsideWorkspace(_LinkRule):
    """A picture lies outside the workspace, where the site does not take files from."""

    code = "file-outside-workspace"
    severity = Severity.ERROR


class MissingImage(_LinkRule):
    """A picture is not there, or too large for a page."""

    code = "missing-image"


class ActiveFile(_LinkRule):
    """A file that can run scripts in the reader's browser, as part of the site, is linked or shown; its name or its content says so."""

    code = "active-file"
    severity = Severity.ERROR
    fixed = True


class UnknownKindOfFile(_LinkRule):
    """A file is linked or shown that is neither picture, document, text nor archive. Browsers guess what such a file is, and may run it."""

    code = "unknown-kind-of-file"
    severity = Severity.ERROR
    fixed = True


class FileNotAsNamed(_LinkRule):
    """A file that is linked or shown holds something else than its name says, so that nobody can tell what it gives away."""

    code = "file-not-as-named"
    severity = Severity.ERROR
    fixed = True


class InternalPassageInFile(_LinkRule):
    """A text file that outside readers get with a text holds the mark of an internal passage. They get such files as they are."""

    code = "internal-passage-in-file"
    severity = Severity.ERROR
    fixed = True


class FileNotReadable(_LinkRule):
    """A file that is linked or shown is there, and cannot be read, so no site can carry it."""

    code = "not-readable"
    severity = Severity.ERROR
    fixed = True


class SpacesInAddress(_LinkRule):
    """An address holds spaces and stands without brackets: pages show it, and code hosts and editors see no picture or link."""

    code = "spaces-in-address"
    severity = Severity.REMINDER


class BrokenLink(_LinkRule):
    """A link leads to a file that does not exist."""

    code = "broken-link"


class BrokenLinkDefinition(_LinkRule):
    """A link's address, written apart from the text, leads to a file that does not exist. Texts bring these along when they move."""

    code = "broken-link-definition"
    severity = Severity.REMINDER


class LinkToHiddenItem(_LinkRule):
    """A text of an item links to the file of another one, or to a metric's table, that some of its readers may not see."""

    code = "link-to-hidden-item"
    severity = Severity.ERROR
    fixed = True


class RemoteImage(_LinkRule):
    """A text for outside readers loads an image from another host, which tells that host who reads the page."""

    code = "remote-image"
    severity = Severity.ERROR
    fixed = True


class MarkupRemoved(Rule):
    """A text holds HTML that no page shows, since it could run, cover the page, or be taken for a part of it. The page leaves it out.

    A class that a page leaves out is a reminder: only the look of the text suffers.
    """

    code = "markup-removed"
    fixed = True

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for span, fault in _found(context).get(self.code, ()):
            severity = Severity.REMINDER if is_look(fault.message) else self.severity
            yield Diagnostic(self.code, severity, span, fault.message, fault.hint)
