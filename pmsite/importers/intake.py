"""Issues that came by the form for feedback: only what it asks comes in, whatever else strangers write, and nobody's name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import Field

from pmsite.diagnostics import Report
from pmsite.importers.draft import Draft
from pmsite.importers.export import Export, read_table
from pmsite.importers.json_table import entries_of, table_of
from pmsite.importers.markup import plain
from pmsite.importers.rules import Rules
from pmsite.importers.shapes import Shape, Word, shaped
from pmsite.importers.source import Source
from pmsite.importers.table import SourceRow, Table
from pmsite.importers.withheld import LEFT, withhold
from pmsite.messages import counted, said
from pmsite.model.refusal import excerpt
from pmsite.read.json_text import parse
from pmsite.wording import intake
from pmsite.wording.intake import IMPORTANCE, ITEM, REQUEST, SEGMENT, Question

NAME = "Issue form"
"""What items keep as their source. It is none of the hosts': an issue that `import github` brings in as work is another item."""
FROM = ("github", "gitlab")
"""The sources whose exports are read so; Gitee's interface answers as GitHub's does."""
_ADDRESS = re.compile(r"https?://([^\s/@\\]+/[^\s?#\\]+?)(?:/-)?/(?:issues|work_items)/([A-Za-z0-9]{1,20})")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_MENTION = re.compile(r"(?<![\w@/.])@[\w-]+(?:/[\w-]+)?")
_THUMBS_UP = ("THUMBS_UP", "+1")
_SHORT = 120
"""Characters of a segment; what is longer is no name of one."""
_COLUMNS = {
    "key": "key",
    "title": "title",
    "address": "url",
    "created": "created",
    "host": "channel",
    "voices": "votes",
    "answer: request": "body",
    "answer: item": "features",
    "answer: importance": "importance",
    "answer: segment": "segment",
}
"""All that an issue becomes, by what its columns are called in the receipt."""


class _Named(Shape):
    name: Word = ""
    title: Word = ""


class _Count(Shape):
    total: int = Field(0, alias="totalCount", ge=0)


class _Reaction(Shape):
    content: Word = ""
    users: _Count = _Count()


class _Issue(Shape):
    """One issue, as GitHub's command line, its interface, or those of GitLab and Gitee write it."""

    title: Word = ""
    body: Word = ""
    description: Word = ""
    url: Word = ""
    html_url: Word = ""
    web_url: Word = ""
    created: Word = Field("", alias="createdAt")
    created_at: Word = ""
    labels: tuple[_Named | Word, ...] = ()
    reaction_groups: tuple[_Reaction, ...] = Field((), alias="reactionGroups")
    reactions: Mapping[str, Any] = Field(default_factory=dict)
    upvotes: int = Field(0, ge=0)

    @property
    def thumbs(self) -> int:
        """How many put a thumb up."""
        counts = [one.users.total for one in self.reaction_groups if one.content in _THUMBS_UP]
        found = self.reactions.get("+1")
        return sum(counts) + self.upvotes + (found if type(found) is int and found > 0 else 0)


def by_form(source: Source, features: Collection[str], language: str) -> Source:
    """The source that takes nothing but the form's answers. `features` are the ids that an answer may name."""
    rules = Rules(source=NAME, type="feedback", text=source.rules.text, columns=_COLUMNS)
    return Source(rules, read=partial(_read, features=features, asked=intake.questions(language)), settle=_named_as_written)


def _named_as_written(draft: Draft) -> None:
    """Features by their ids alone: an issue may be called like one, and is not meant."""
    if found := draft.links.pop("features", None):
        draft.fields["features"] = found


def _read(export: Export, report: Report, *, features: Collection[str], asked: tuple[Question, ...]) -> Table:
    table = _issues(export, report)
    reader = _Reader(features, {one.name: one.heading for one in asked}, report)
    found = [row for row in table.rows if _came_by_form(row)]
    others = len(table.rows) - len(found)
    table.rows = [SourceRow(row.span, tuple((name, value) for name, value in reader.cells(row) if value)) for row in found]
    table.columns = tuple(_COLUMNS) if table.columns else ()
    table.left_out = (
        [counted(others, "{count} issue that did not come by the form", "{count} issues that did not come by the form")]
        if others
        else []
    )
    withhold(table)
    table.rows = [_without_mentions(row) for row in table.rows if row.first("key")]
    return table


def _issues(export: Export, report: Report) -> Table:
    """The issues of an export with what is looked at in each, and nothing else."""
    if not export.is_json:
        table = read_table(export, report)
        table.rewrite(_of_table)
        return table
    text = export.text(report)
    found = parse(text, export.path, report) if text is not None else None
    if found is None:
        return Table(export.path)
    key = "items" if isinstance(found, Mapping) and "items" in found else ""
    return table_of(entries_of(found, export.path, report, key), _of_entry, export.path, report)


def _of_table(row: SourceRow) -> Iterator[tuple[str, str]]:
    """A row of GitLab's table."""
    columns = {"title": "Title", "text": "Description", "address": "URL", "created": "Created At (UTC)"}
    yield from ((name, row.first(column)) for name, column in columns.items())
    yield from (("label", label.strip()) for label in row.first("Labels").split(","))
    yield "voices", "1"


def _of_entry(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """One issue of a list; raises Misshapen."""
    issue = shaped(_Issue, entry)
    yield "title", issue.title
    yield "text", issue.body or issue.description
    yield "address", issue.html_url or issue.web_url or issue.url
    yield "created", issue.created or issue.created_at
    yield from (("label", one if isinstance(one, str) else one.name or one.title) for one in issue.labels)
    yield "voices", str(1 + issue.thumbs)


def _came_by_form(row: SourceRow) -> bool:
    """By its label; strangers cannot set one everywhere, so by the form's first heading as well. A change of code is none."""
    address = row.first("address")
    if address and not _ADDRESS.fullmatch(address):
        return False
    labelled = any(label.lower() == intake.LABEL for label in row.all("label"))
    return labelled or REQUEST in dict(_answers(row.first("text")))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads what was answered."""

    features: Collection[str]
    asked: Mapping[str, str]
    report: Report

    def cells(self, row: SourceRow) -> Iterator[tuple[str, str]]:
        """What comes in of one issue; nothing where it cannot be found again."""
        address = _ADDRESS.fullmatch(row.first("address"))
        if not address:
            message = said("the issue has no address, by which a later import would find it again")
            self.report.error(
                "missing-address", row.span, message, said("export it again; see the how-to for the command that writes it")
            )
            return
        answers = dict(_answers(row.first("text")))
        story = [answers.get("", ""), answers.get(REQUEST, "")]
        yield "key", f"{address[1]}#{address[2]}"
        yield "title", _COMMENT.sub("", row.first("title"))
        yield from ((name, row.first(name)) for name in ("address", "created", "voices"))
        yield "host", address[1].partition("/")[0]
        if item := answers.get(ITEM, "").strip("` "):
            if item in self.features:
                yield "answer: item", item
            else:
                message = said("{item} is no feature of this plan; it stands in the text", item=excerpt(item, 40))
                self.report.warning("unknown-item", row.span, message, said("write the feature that is meant into `features`"))
                story.append(self._as_text(ITEM, item))
        if word := answers.get(IMPORTANCE, ""):
            known = intake.importances().get(word.lower())
            yield from [("answer: importance", known)] if known else ()
            story += [] if known else [self._as_text(IMPORTANCE, word)]
        if segment := " ".join(answers.get(SEGMENT, "").split()):
            fits = len(segment) <= _SHORT
            yield from [("answer: segment", segment)] if fits else ()
            story += [] if fits else [self._as_text(SEGMENT, segment)]
        yield "answer: request", "\n\n".join(filter(None, story))

    def _as_text(self, name: str, answer: str) -> str:
        return f"{self.asked[name]} {plain(' '.join(answer.split()))}"


def _answers(text: str) -> Iterator[tuple[str, str]]:
    """What stands below each heading of the form, whichever its language, and what stands above the first. A heading counts once."""
    known, now, lines = intake.headings(), "", list[str]()
    seen: set[str] = set()
    for line in text.split("\n"):
        name = known.get(line.removeprefix("### ").strip(), "") if line.startswith("### ") else ""
        if name and name not in seen:
            yield now, _answer(now, lines)
            now, lines = name, []
            seen.add(name)
        elif line.strip() != f"/label ~{intake.LABEL}":
            lines.append(line)
    yield now, _answer(now, lines)


def _answer(name: str, lines: list[str]) -> str:
    """An answer, or nothing where there is none. Of a long one the comments are left out where it becomes Markdown, since they may be code."""
    found = "\n".join(lines) if name in ("", REQUEST) else _COMMENT.sub("", "\n".join(lines))
    found = found.strip()
    return "" if found.lower() in intake.SILENT else found


def _without_mentions(row: SourceRow) -> SourceRow:
    """Its cells without anybody's name on the host, each noted."""
    found = [(name, _MENTION.sub(LEFT, value)) for name, value in row.cells]
    named = [
        (name, said("a mention of somebody")) for (name, value), (_, old) in zip(found, row.cells, strict=True) if value != old
    ]
    return SourceRow(row.span, tuple(found), (*row.withheld, *named))
