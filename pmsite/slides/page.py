"""What a brief's page says, read from its HTML: paragraphs, points and tables. So slides hold every section, and nothing that the page does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from pmsite.slides.deck import SHAPES, Block, Para, Run, Table

_VOID = frozenset({"br", "img", "hr", "wbr", "input", "col", "meta", "link", "source"})
_BLOCKS = frozenset({"p", "div", "ul", "ol", "dl", "table", "section", "header", "figure", "blockquote", "pre", "details", "h2", "h3", "h4", "h5", "h6", "article", "figcaption", "summary", "li", "dt", "dd"})  # fmt: skip
_CONTROLS = frozenset({"script", "style", "button", "form", "input", "select", "label", "nav", "template"})
_BOLD = frozenset({"b", "strong", "th", "h2", "h3", "h4", "h5", "h6", "dt", "summary"})
_HEALTH = re.compile(r"pm-(?:rag|band|grade)--(\w+)")
_GRADES = {"good": "good", "fair": "fair", "poor": "poor", "medium": "fair", "high": "poor", "critical": "poor"}
_SPACES = re.compile(r"\s+")


@dataclass(slots=True)
class Node:
    """An element, or a text where it has no name."""

    tag: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    text: str = ""

    @property
    def classes(self) -> frozenset[str]:
        """Its classes."""
        return frozenset(self.attributes.get("class", "").split())

    def all(self, tag: str) -> Iterator[Node]:
        """The elements of a name inside of it, in order; none inside of one of them."""
        for child in self.children:
            if child.tag == tag:
                yield child
            else:
                yield from child.all(tag)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self.open) - 1, 0, -1):
            if self.open[at].tag == tag:
                del self.open[at:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(Node(text=data))


def read(html: str) -> Node:
    """The tree of a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


def blocks(node: Node) -> Iterator[Block]:
    """What an element says, block by block."""
    inline: list[Node] = []
    for child in node.children:
        if child.tag in _BLOCKS:
            yield from _para(inline, bold=node.tag in _BOLD)
            inline = []
            yield from _block(child)
        else:
            inline.append(child)
    yield from _para(inline, bold=node.tag in _BOLD)


def _block(node: Node) -> Iterator[Block]:
    if _is_hidden(node):
        return
    if node.tag == "table":
        yield from _table(node)
    elif node.tag in ("ul", "ol"):
        for item in node.all("li"):
            for at, block in enumerate(blocks(item)):
                yield replace(block, bullet=at == 0) if isinstance(block, Para) else block
    else:
        yield from blocks(node)


def _para(inline: list[Node], *, bold: bool = False, bullet: bool = False) -> Iterator[Para]:
    runs = _tidy([run for node in inline for run in _runs(node, bold)])
    if runs:
        yield Para(tuple(runs), bullet)


def _runs(node: Node, bold: bool = False, colour: str = "", url: str = "") -> Iterator[Run]:
    if not node.tag:
        yield Run(_SPACES.sub(" ", node.text), bold, colour, url)
        return
    if node.tag == "svg":
        if "pm-chart--spark" not in node.classes and (label := node.attributes.get("aria-label")):
            yield Run(f" {label} ", bold, colour, url)
        return
    if node.tag == "img":
        yield Run(node.attributes.get("alt", ""), bold, colour, url)
        return
    if _is_hidden(node) and "pm-meter" not in node.classes:
        return
    if node.tag == "br" or node.classes & {"pm-text", "pm-pro", "pm-con", "pm-point"}:
        yield Run("\n")
    found = _HEALTH.search(node.attributes.get("class", ""))
    own = _GRADES.get(found[1], "") if found else "poor" if node.classes & {"pm-late", "pm-breaking"} else ""
    if own:
        yield Run(f"{SHAPES[own]} ", True, own)
    if node.classes & {"pm-pro", "pm-con"}:
        yield Run("+ " if "pm-pro" in node.classes else "− ")
    if node.classes & {"pm-text", "pm-note"}:
        bold, colour = False, colour or "soft"
    link = node.attributes.get("href", url) if node.tag == "a" else url
    for child in node.children:
        yield from _runs(child, bold or node.tag in _BOLD or bool(own), own or colour, link)


def _tidy(runs: list[Run]) -> list[Run]:
    """Runs without needless spaces and line ends, neighbours of one look joined."""
    found: list[Run] = []
    for run in runs:
        text = run.text
        before = found[-1].text if found else "\n"
        if before.endswith((" ", "\n")):
            text = text.lstrip(" ")
            if before.endswith("\n"):
                text = text.lstrip("\n")
        if not text:
            continue
        if text == "\n" and found:
            found[-1] = replace(found[-1], text=found[-1].text.rstrip(" "))
        if found and (found[-1].bold, found[-1].colour, found[-1].url) == (run.bold, run.colour, run.url):
            found[-1] = replace(found[-1], text=found[-1].text + text)
        else:
            found.append(replace(run, text=text))
    while found and not found[-1].text.strip():
        found.pop()
    if found:
        found[-1] = replace(found[-1], text=found[-1].text.rstrip())
    return found


def _table(node: Node) -> Iterator[Table]:
    heads = [head for head in node.all("thead") for head in head.all("th")]
    header = tuple(words(head) for head in heads)
    rows = []
    bodies = list(node.all("tbody")) or [node]
    for row in (row for body in bodies for row in body.all("tr")):
        cells: list[tuple[Para, ...]] = []
        for cell in (child for child in row.children if child.tag in ("td", "th")):
            cells.append(tuple(block for block in blocks(cell) if isinstance(block, Para)))
            cells += [()] * (_span(cell) - 1)
        rows.append(tuple(cells[: len(header)] if header else cells))
    if rows:
        wide = len(header) or max(len(row) for row in rows)
        full = [(*row, *(((),) * (wide - len(row)))) for row in rows]
        kept = [at for at in range(wide) if any(row[at] for row in full)]
        yield Table(tuple(header[at] if header else "" for at in kept), tuple(tuple(row[at] for at in kept) for row in full))


def words(node: Node) -> str:
    """What an element says, on one line."""
    return " ".join("".join(run.text for run in _tidy(list(_runs(node)))).split())


def _span(cell: Node) -> int:
    written = cell.attributes.get("colspan", "1")
    return min(int(written), 50) if written.isdecimal() and written.isascii() else 1


def _is_hidden(node: Node) -> bool:
    return bool("pm-hide" in node.classes or node.attributes.get("aria-hidden") == "true" or node.tag in _CONTROLS)


def ids(node: Node, root: str) -> Iterator[str]:
    """The items that an element links to, each once; `root` is how links to items begin."""
    seen = set()
    for link in node.all("a"):
        address = link.attributes.get("href", "")
        if address.startswith(root):
            id = address.rstrip("/").rpartition("/")[2]
            if id not in seen:
                seen.add(id)
                yield id
