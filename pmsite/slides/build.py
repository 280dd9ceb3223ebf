"""From a brief to its deck: the conclusion first, a slide for each section, and notes from what items say of themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from pmsite.audience import Projection
from pmsite.briefing import Told, files_of, told
from pmsite.model.judgement import Judgement
from pmsite.model.marks import without_marks
from pmsite.read.passages import public_text
from pmsite.render.standalone import content
from pmsite.slides import page as pages
from pmsite.slides.deck import SHAPES, TOP, Bar, Bars, Block, Board, Card, Chart, Deck, Para, Run, Section, Table
from pmsite.slides.page import Node
from pmsite.slides.paging import slides
from pmsite.views.brief import BriefPage, Part
from pmsite.wording import dates, labels
from pmsite.wording.reasons import reason_words, state_words
from pmsite.wording.words import N_, Gettext, gettext
from pmsite.workspace import Workspace

HERE = "item:"
"""How links to items begin while a page is read; on slides they lead to a site, or nowhere."""
TITLE = 120
"""Characters up to which an author's first sentence is the title of its slide."""
NOTE, NOTES = 1_500, 12
"""Characters that the notes tell of one item, and how many items."""
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SENTENCE = re.compile(r"(.+?[.!?](?=\s|$)|.+?[。！？]|[^\n]+)", re.DOTALL)


def deck(workspace: Workspace, id: str, audience: str = "", revision: str = "", top: float = TOP) -> Deck:
    """The deck of one brief, for its own readers or others that may see it; faults go to the workspace's report.

    Content begins at `top`.

    Raises UnknownBrief, UnknownAudience.
    """
    found = told(workspace, id, audience)
    page = found.page
    html = content(found.seen, found.brief, page, workspace.report, files_of(workspace, found.own), HERE)
    return _Maker(found, page, pages.read(html)).deck(revision, top)


class _Maker:
    def __init__(self, found: Told, page: BriefPage, read: Node) -> None:
        self._seen: Projection = found.seen
        self._brief, self._page = found.brief, page
        self._article = next(read.all("article"))
        self._root = found.site.rstrip("/")
        self._language = found.seen.settings.language
        self._: Gettext = gettext(self._language)

    def deck(self, revision: str, top: float) -> Deck:
        """All slides, their content from `top` on."""
        _, brief = self._, self._brief
        head = next(self._article.all("header"))
        notice = [node for node in _within(self._article) if "pm-disclaimer" in node.classes]
        sections = [*self._sections(), *self._closing()]
        for node in notice:
            one = Section(_(N_("Please note")), tuple(self._led(pages.blocks(node))))
            sections.insert(0, one) if self._page.disclaimer.first else sections.append(one)
        day = _("As of %(date)s") % {"date": dates.period_words(self._page.as_of, self._language)}
        eyebrow = [node for line in head.all("p") if "pm-eyebrow" in line.classes for node in line.children if node.tag]
        about = " · ".join(map(pages.words, eyebrow))
        conclusion = brief.headline or brief.in_short
        readers = self._page.audience
        signed = brief.sender or ""
        foot = " · ".join(filter(None, (self._seen.settings.name, readers, day, f"{_('revision')} {revision}" if revision else "")))
        lines = (brief.title if conclusion else "", about, " · ".join(filter(None, (day, signed))))
        return Deck(
            without_marks(conclusion) or brief.title,
            tuple(filter(None, lines)),
            foot,
            self._language,
            brief.title,
            self._page.as_of.last.isoformat(),
            signed,
            tuple(slide for section in sections for slide in slides(section, self._numbered, top)),
        )

    def _numbered(self, title: str, at: int, many: int) -> str:
        return self._(N_("%(title)s (%(nth)s of %(of)s)")) % {"title": title, "nth": at, "of": many}

    def _sections(self) -> Iterator[Section]:
        nodes = [node for node in _within(self._article) if "pm-section" in node.classes]
        for part, node in zip(self._page.parts, nodes, strict=True):
            yield self._section(part, node)

    def _section(self, part: Part, node: Node) -> Section:
        inside = next(child for child in node.children if "pm-part" in child.classes)
        found = list(pages.blocks(inside))
        own = _native(part, self)
        if own is not None:
            words = [child for child in inside.children if child.classes & {"pm-body", "pm-points"}]
            found = [*(block for one in words for block in pages.blocks(Node("div", children=[one]))), *own]
        title = part.title or (self._(labels.SECTIONS[part.view]) if part.view != "text" else "")
        found, conclusion = _conclusion(found, part)
        known = [id for id in map(unquote, pages.ids(inside, HERE)) if id in self._seen.items]
        return Section(
            conclusion or title or self._brief.title, tuple(self._led(found)), tuple(self._notes(known, title, conclusion))
        )

    def _notes(self, known: list[str], title: str, conclusion: str) -> Iterator[str]:
        """What whoever speaks may want to know: what the section is called, and what its items say of themselves."""
        if conclusion and title:
            yield title
        for id in known[:NOTES]:
            item = self._seen.items[id]
            said = "\n".join(filter(None, (without_marks(item.in_short), *_lines(item.body))))
            if said:
                yield f"{item.title}\n{said if len(said) <= NOTE else said[: NOTE - 1].rstrip() + '…'}"

    def _closing(self) -> Iterator[Section]:
        for node in _within(self._article):
            if "pm-closing" in node.classes:
                found = list(pages.blocks(node))
                heading = next((child for child in _within(node) if child.tag in ("h1", "h2", "h3")), None)
                title = pages.words(heading) if heading else self._brief.title
                if found and isinstance(found[0], Para) and found[0].text == title:
                    found = found[1:]
                yield Section(title, tuple(self._led(found)))

    def _led(self, found: Any) -> Iterator[Block]:
        """Blocks whose links lead to the site of these readers, or nowhere."""
        for block in found:
            if isinstance(block, Para):
                yield self._para(block)
            elif isinstance(block, Table):
                yield replace(block, rows=tuple(tuple(tuple(map(self._para, cell)) for cell in row) for row in block.rows))
            else:
                yield block

    def _para(self, para: Para) -> Para:
        return replace(para, runs=tuple(replace(run, url=self._url(run.url)) for run in para.runs))

    def _url(self, url: str) -> str:
        if url.startswith(HERE):
            return f"{self._root}{url.removeprefix(HERE)}" if self._root else ""
        return url if url.startswith(("https://", "http://", "mailto:")) else ""

    def when(self, period: Any) -> str:
        """A period as it is told."""
        return dates.period_words(period, self._language) if period else ""

    def word(self, name: str) -> str:
        """A word of the format in the language."""
        return self._(labels.value(name))

    def amount(self, value: float | None, unit: str) -> str:
        """A value with its unit."""
        return f"{dates.number_words(value, self._language)} {unit}".strip() if value is not None else ""

    def judged(self, found: Judgement) -> tuple[Para, ...]:
        """How something stands, with the shape of its colour, and why."""
        state, reason = state_words(found, self._), reason_words(found, self._language, self._)
        colour = found.state if found.state in SHAPES else "soft"
        runs = (Run(f"{SHAPES.get(found.state, '')} {state} ".lstrip(), bool(state), colour), Run(reason))
        return (Para(tuple(run for run in runs if run.text.strip())),) if state or reason else ()

    def said(self, text: str) -> str:
        """A word of the interface."""
        return self._(text)


def _lines(body: str) -> Iterator[str]:
    """A text without its marks, and without what is for the team alone: nobody knows to whom a deck is sent on."""
    for line in _COMMENT.sub("", public_text(body)).splitlines():
        if told := without_marks(line).strip(" #"):
            yield told


def _within(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.tag:
            yield child
            yield from _within(child)


def _conclusion(found: list[Block], part: Part) -> tuple[list[Block], str]:
    """The author's first sentence as the title, where it is short and nobody gave another; what is left follows."""
    if part.title or not part.text or not found or not isinstance(found[0], Para):
        return found, ""
    first = _SENTENCE.match(found[0].text)
    sentence = first[0].strip() if first else ""
    if not sentence or len(sentence) > TITLE:
        return found, ""
    left = found[0].text[len(first[0]) :].strip() if first else ""
    return ([Para((Run(left),), found[0].bullet), *found[1:]] if left else found[1:]), sentence


def _native(part: Part, maker: _Maker) -> list[Block] | None:
    """What is drawn with shapes of its own; nothing where words and tables say it."""
    if not part.template:
        return None
    if part.view == "roadmap":
        return _board(part.content, maker)
    if part.view == "timeline":
        return _bars(part.content, maker)
    if part.view == "goals":
        return _goals(part.content, maker)
    if part.view == "trend" and part.content.reading is not None:
        return [_chart(part.content.reading, maker)]
    return None


def _board(found: Any, maker: _Maker) -> list[Block] | None:
    columns = []
    left = 0
    for group in found.groups:
        cards = (*group.open, *group.late)
        if group.key not in ("shipped", "dropped") and cards:
            name = group.ref.title if group.ref else maker.word(group.key)
            columns.append((f"{name} ({len(cards) + group.hidden})", tuple(_card(card, maker) for card in cards)))
            left += group.hidden
    more = [_more(left, maker)] if left else []
    return [Board(tuple(columns)), *more] if columns else None


def _card(card: Any, maker: _Maker) -> Card:
    status = card.status.label or maker.word(card.status.id)
    late = [maker.said("Overdue")] if card.late else []
    return Card(card.title, " · ".join(filter(None, (*late, status, maker.when(card.target)))), card.stage, card.late)


def _bars(found: Any, maker: _Maker) -> list[Block] | None:
    rows = tuple(
        Bar(bar.card.title, maker.when(bar.card.target), bar.start, bar.length, bar.card.stage, bar.card.late)
        for lane in found.lanes
        for bar in lane.rows
    )
    if not rows:
        return None
    return [
        Bars(tuple(map(maker.when, found.quarters)), found.today, rows),
        *([_more(found.hidden, maker)] if found.hidden else []),
    ]


def _goals(found: Any, maker: _Maker) -> list[Block] | None:
    status = labels.FIELDS["status"]
    rows = [row for goal in (*found.current, *found.coming) for row in _goal(goal, maker, 0)]
    header = (
        maker.said("Goal and its key results"),
        maker.said("Now"),
        maker.said("To reach"),
        maker.said(status),
    )
    return [Table(header, tuple(rows))] if rows else None


def _goal(goal: Any, maker: _Maker, depth: int) -> Iterator[tuple[tuple[Para, ...], ...]]:
    lead = "\u2003" * depth
    period = Run(f" {maker.when(goal.period)}", colour="soft")
    yield (Para((Run(f"{lead}{goal.ref.title}", True), period)),), (), (), maker.judged(goal.judgement)
    for result in goal.results:
        values = [maker.amount(value, result.unit) for value in (result.current, result.target)]
        yield (_cell(f"{lead}\u2003{result.title}"), *map(_cell, values), maker.judged(result.judgement))
    for child in goal.children:
        yield from _goal(child, maker, depth + 1)


def _cell(text: str) -> tuple[Para, ...]:
    return (Para((Run(text),)),) if text else ()


def _chart(reading: Any, maker: _Maker) -> Chart:
    points = tuple((maker.when(point.date), point.value) for point in reading.line.points)
    name = f"{reading.ref.title}{f' ({reading.unit})' if reading.unit else ''}"
    return Chart(name, points, reading.target, maker.said("target"))


def _more(number: int, maker: _Maker) -> Para:
    return Para((Run(maker.said("and %(num)s more") % {"num": number}, colour="soft"),))
