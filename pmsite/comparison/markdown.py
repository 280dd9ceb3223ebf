"""A difference as a comment under a pull request: details folded, and no text of a plan that acts as markup or calls anybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pmsite.comparison.links import Links
from pmsite.comparison.sections import Line, Section, summary
from pmsite.reporting.safe import escaped
from pmsite.wording.differences import Teller
from pmsite.wording.words import N_, Gettext

_PAGE = N_("page")
SHORT = 10
"""Lines of a section that stand open; of more, what is grave, and the first few; the rest is folded, sorted by type and team."""
SAME = 5
"""So many lines of one section that say the same share it in a heading."""
LIMIT = 65_000
"""Characters of one comment: code hosts take 65,536."""
_LEAST = 20
"""Characters of the shortest line."""


def comment(
    found: Iterable[Section], teller: Teller, base: str, audience: str = "", links: Links | None = None, limit: int = LIMIT
) -> str:
    """The whole comment; `base` is the name of a revision. Its first line is the same in every run, so that one comment can be found and updated.

    Where it would not fit into `limit` characters (0 for any number), links of what is folded go first, then all links, then lines from
    the end of the last section on. What an audience newly sees and what could not be read is kept before all other lines. What is left
    out is counted, and the comment says how to see it.
    """
    found = tuple(found)
    for shown, folded in _less_and_less(links):
        write = _Comment(teller, base, audience, shown, folded)
        text = write.text(found)
        if not limit or len(text) <= limit:
            return text
    return write.cut(found, limit)


def _less_and_less(links: Links | None) -> Iterator[tuple[Links | None, Links | None]]:
    """For what stands open and what is folded, the links that each has."""
    if links is not None:
        yield links, links
        if links.site:
            yield links, replace(links, site="")
        yield links, None
    yield None, None


@dataclass(frozen=True, slots=True)
class _Comment:
    teller: Teller
    base: str
    audience: str
    links: Links | None
    folded: Links | None
    translate: Gettext = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "translate", self.teller.translate)

    def cut(self, found: Sequence[Section], limit: int) -> str:
        """As much as fits, by importance."""
        order = _by_importance(found)
        least, most = 0, min(len(order), limit // _LEAST)
        while least < most:
            middle = (least + most + 1) // 2
            least, most = (middle, most) if len(self.text(found, order[:middle])) <= limit else (least, middle - 1)
        return self.text(found, order[:least])

    def text(self, found: Sequence[Section], kept: Iterable[tuple[int, int]] | None = None) -> str:
        """The whole comment, or only those lines of its sections."""
        left: list[list[Line]] = [list(section.lines) for section in found]
        if kept is not None:
            places: list[list[int]] = [[] for _section in found]
            for at, line in kept:
                places[at].append(line)
            left = [[section.lines[line] for line in sorted(lines)] for section, lines in zip(found, places, strict=True)]
        lines = [*self._head(found, sum(len(section.lines) for section in found) - sum(map(len, left)))]
        for section, shown in zip(found, left, strict=True):
            lines += self._open(section, shown) if section.first else self._folded(section.heading, shown, len(section.lines))
        return "\n".join(lines).rstrip("\n") + "\n"

    def _head(self, found: Sequence[Section], left_out: int) -> Iterator[str]:
        yield f"<!-- pmsite:diff{f':{self.audience}' if self.audience else ''} -->"
        yield "### " + self.translate(N_("What this does to the plan"))
        yield ""
        told = escaped(summary(found, self.teller))
        yield f"`{self.base}` → {told}" if self.base else told
        yield ""
        if left_out:
            words = N_("%(num)s of these do not fit into a comment. `%(command)s` tells them all.")
            command = " ".join(filter(None, ("pmsite diff", self.base, "--format markdown --limit 0")))
            yield f"**{self.translate(words) % {'num': left_out, 'command': command}}**"
            yield ""

    def _open(self, section: Section, lines: Sequence[Line]) -> Iterator[str]:
        number = len(section.lines)
        grave = sum(bool(line.grave) for line in lines)
        stand = number if number <= SHORT else min(max(SHORT // 2, grave), SHORT)
        yield f"**{escaped(section.heading)}**" if number <= SHORT else self._counted(f"**{escaped(section.heading)}**", number)
        yield ""
        if section.counts and number > SHORT:
            yield escaped(section.counts)
            yield ""
        for line in lines[:stand]:
            yield from self._line(line, self.links)
        yield ""
        if len(lines) > stand:
            yield from self._folded(self.translate(N_("%(heading)s: the others")) % {"heading": section.heading}, lines[stand:], 0)
        if len(lines) < number:
            yield from self._left_out(number - len(lines))

    def _folded(self, heading: str, lines: Sequence[Line], number: int) -> Iterator[str]:
        """Lines behind a heading; `number` says how many there are where some may be left out."""
        yield f"<details><summary>{self._counted(escaped(heading), number or len(lines))}</summary>"
        yield ""
        if len(lines) <= SHORT:
            for line in lines:
                yield from self._line(line, self.folded)
            yield ""
        else:
            yield from self._grouped(lines)
        if len(lines) < number:
            yield from self._left_out(number - len(lines))
        yield "</details>"
        yield ""

    def _left_out(self, number: int) -> Iterator[str]:
        told = self.translate(N_("%(num)s more do not fit")) % {"num": number}
        yield f"*{escaped(told)}*"
        yield ""

    def _counted(self, words: str, number: int) -> str:
        return self.translate(N_("%(words)s (%(num)s)")) % {"words": words, "num": number}

    def _grouped(self, lines: Sequence[Line]) -> Iterator[str]:
        """Lines by what they are and say, what is grave first."""
        often = Counter(_said(line) for line in lines if not line.points)
        groups: dict[tuple[bool, str], dict[tuple[str, str], list[Line]]] = {}
        for line in lines:
            shared = _said(line) if not line.points and often[_said(line)] >= SAME else ("", "")
            groups.setdefault((not line.grave, line.group), {}).setdefault(shared, []).append(line)
        for (_is_other, group), alike in sorted(groups.items(), key=lambda one: one[0][0]):
            for (grave, told), members in alike.items():
                name = self._joined(filter(None, map(escaped, (group, grave, told)))) or "–"
                yield self._counted(f"*{name}*", len(members))
                yield ""
                for line in members:
                    yield from self._line(replace(line, sentence="", grave="") if grave or told else line, self.folded)
                yield ""

    def _line(self, line: Line, links: Links | None) -> Iterator[str]:
        grave, told = escaped(line.grave), escaped(line.sentence)
        said = self.translate("; ").join(filter(None, (f"**{grave}**" if grave else "", told)))
        yield f"- {self._joined(filter(None, (self._named(line, links), said)))}"
        for point in line.points:
            yield f"  - {escaped(point)}"

    def _joined(self, parts: Iterable[str]) -> str:
        """What something is, and what is said of it."""
        first, *others = (*parts, "")
        for told in filter(None, others):
            first = self.translate("%(label)s: %(told)s") % {"label": first, "told": told}
        return first

    def _named(self, line: Line, links: Links | None) -> str:
        name = f"**{escaped(line.subject) or '–'}**"
        if line.path and links is not None:
            name = f"[{name}]({links.file(line.path, line.line)})"
        page = links.page(line.type, line.id) if links is not None and line.type else ""
        on_site = f"([{self.translate(_PAGE)}]({page}))" if page else ""
        return " ".join(filter(None, (name, f"`{line.id}`" if line.id else "", on_site)))


def _said(line: Line) -> tuple[str, str]:
    return line.grave, line.sentence


def _by_importance(found: Sequence[Section]) -> list[tuple[int, int]]:
    """Every line, as its section's number and its own: what must not be missed, then section by section."""
    every = [(at, place, section, line) for at, section in enumerate(found) for place, line in enumerate(section.lines)]
    every.sort(key=lambda one: (_rank(one[1], one[2], one[3]), one[0], one[1]))
    return [(at, place) for at, place, _section, _line in every]


def _rank(place: int, section: Section, line: Line) -> int:
    if section.must_be_told and place < SHORT:
        return 0
    return 1 if line.grave else 2
