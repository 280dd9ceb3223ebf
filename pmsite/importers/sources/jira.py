"""Jira's CSV of all fields, and Jira Product Discovery's, which is the same with fields of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pmsite.diagnostics import Report
from pmsite.importers.export import Export, read_table
from pmsite.importers.rules import Rules
from pmsite.importers.source import Source
from pmsite.importers.sources import jira_names
from pmsite.importers.table import SourceRow, Table

_ATTACHMENT = re.compile(r"([^;\n]{6,40});([^;\n]{1,80});([^;\n]+);(https?://\S+)")
_ACCOUNT = re.compile(
    r"\b(?:\d{4,8}:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[56][0-9a-f]{23}|(?:qm|ug):[0-9a-f-]{36}(?::[0-9a-f-]{36})?)(?![\w-])"
)
"""The id of an account of Jira Cloud."""
_IDS = re.compile(r"\bid\b|identi|идентиф", re.IGNORECASE)
"""What a column of such ids is called, in every language of the interface."""
_RANK = re.compile(r"\d\|[0-9a-z]+:[0-9a-z]*")
"""Where an issue stands among the others, which changes whenever somebody sorts them."""
_MENTIONED = re.compile(r"\[~accountid:(?P<id>[^\[\]\s]+)\]")
_SPRINT = re.compile(r"(?:greenhopper\S{0,200}Sprint@\w{1,20})\[(.*)\]\s*$", re.DOTALL)
_PART = re.compile(r"(\w+)=(?!<null>)(.*?)(?=,\w+=|$)", re.DOTALL)
"""What a sprint says of itself, where Jira Server writes it out."""
_COMMENT = re.compile(r"([^;\n]{6,40});([^;\n]{1,80});(.*)", re.DOTALL)


def _comment(cell: str) -> str:
    """`date;author;text`, in Jira's own markup, with who and when on a line of their own."""
    found = _COMMENT.fullmatch(cell)
    return f"*{_name(found[2])}*, {found[1]}:\n\n{found[3]}" if found else cell


def _attachment(cell: str) -> str:
    """`date;author;name;address`, with the name first."""
    found = _ATTACHMENT.fullmatch(cell)
    return f"{found[3]} ({_name(found[2])}, {found[1]}) {found[4]}" if found else cell


def _name(written: str) -> str:
    """Who said something; an account without a name is nobody that readers know."""
    return "…" if _ACCOUNT.fullmatch(written) else written


def _read(export: Export, report: Report) -> Table:
    """The table with people by their names, and sprints with their days."""
    table = read_table(export, report)
    names = _people(table)
    table.rewrite(lambda row: _cells(row, names))
    return table


def _fit(table: Table, rules: Rules) -> Rules:
    """Leaves out the column of ranks, which each language calls by a word that others use for fields of their own."""
    ranks: dict[str, bool] = {}
    for row in table.rows:
        for name, value in row.cells:
            ranks[name] = ranks.get(name, True) and _RANK.fullmatch(value) is not None
    return rules.model_copy(
        update={"columns": {**rules.columns, **{name: "leave_out" for name, all_are in ranks.items() if all_are}}}
    )


def _people(table: Table) -> dict[str, str]:
    """Names by the ids of accounts that stand beside them, in `Assignee` and `Assignee Id` and the like, in whatever language."""
    by_header = {name.casefold(): name for name in table.columns}
    named = ((name, by_header[f"{name} id".casefold()]) for name in table.columns if f"{name} id".casefold() in by_header)
    beside = ((name, other) for name, other in pairwise(table.columns) if _IDS.search(other))
    known = dict.fromkeys((*named, *beside))
    found: dict[str, str] = {}
    for row in table.rows:
        for name, other in known:
            found.update((id, called) for called, id in zip(row.all(name), row.all(other), strict=False) if _ACCOUNT.fullmatch(id))
    return found


def _cells(row: SourceRow, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    for column, value in row.cells:
        if "=" in value and (sprint := _SPRINT.search(value)):
            told = dict(_PART.findall(sprint[1]))
            yield from (
                (column, told.get("name") or value),
                ("Sprint start", told.get("startDate", "")[:10]),
                ("Sprint end", told.get("endDate", "")[:10]),
            )
            continue
        text = _MENTIONED.sub(lambda found: f"@{names.get(found['id'], '…')}", value) if "accountid" in value else value
        yield column, _ACCOUNT.sub(lambda found: names.get(found[0], found[0]), text) if names else text


SOURCE = Source(
    Rules(
        source="Jira",
        text="wiki",
        types={
            "Initiative": "initiative",
            "Epic": "epic",
            "Boulder": "epic",
            "Opportunity": "epic",
            "Theme": "theme",
            "Story": "feature",
            "User Story": "feature",
            "Task": "feature",
            "Sub-task": "task",
            "Subtask": "task",
            "Improvement": "feature",
            "New Feature": "feature",
            "Feature": "feature",
            "Idea": "feature",
            "Solution": "feature",
            "Spike": "feature",
            "Bug": "problem",
            "Defect": "problem",
            "Incident": "problem",
            "Problem": "problem",
        },
        columns=jira_names.named(
            {
                "Summary": "title",
                "Issue key": "key",
                "Key": "key",
                "Work item key": "key",
                "Issue id": "alias",
                "Work item id": "alias",
                "Issue Type": "type",
                "Work type": "type",
                "Status": "status",
                "Status Category": "status_category",
                "Resolution": "resolution",
                "Description": "body",
                "Environment": "section",
                "Priority": "priority",
                "Assignee": "owner",
                "Labels": "tags",
                "Created": "created",
                "Updated": "leave_out",
                "Last Viewed": "leave_out",
                "Rank": "leave_out",
                "Assignee Id": "leave_out",
                "Resolved": "done",
                "Due date": "due",
                "Fix versions": "release",
                "Fix Version/s": "release",
                "Sprint": "sprint",
                "Sprint start": "sprint_start",
                "Sprint end": "sprint_end",
                "Parent": "parent",
                "Parent id": "parent",
                "Parent key": "parent",
                "Custom field (Parent Link)": "epic",
                "Parent Link": "epic",
                "Parent summary": "keep",
                "Custom field (Epic Link)": "epic",
                "Epic Link": "epic",
                "Custom field (Epic Name)": "keep",
                "Components": "component",
                "Component/s": "component",
                "Custom field (Story Points)": "estimate",
                "Custom field (Story point estimate)": "estimate",
                "Story Points": "estimate",
                "Story point estimate": "estimate",
                "Organizations": "customer",
                "Organization": "customer",
                "Custom field (Organizations)": "customer",
                "Custom field (Organization)": "customer",
                "Votes": "votes",
                "Comment": "comment",
                "Comments": "comment",
                "Attachment": "attachment",
                "Custom field (Start date)": "start",
                "Start date": "start",
                "Custom field (Target start)": "start",
                "Custom field (Target end)": "due",
                "Custom field (Acceptance Criteria)": "section",
                "Custom field (Roadmap)": "horizon",
                "Custom field (Project target)": "due",
                "Inward issue link (Blocks)": "blocked_by",
                "Outward issue link (Blocks)": "blocks",
                "Inward issue link (Relates)": "related",
                "Outward issue link (Relates)": "related",
                "Inward issue link (Cloners)": "related",
                "Outward issue link (Cloners)": "related",
                "Inward issue link (Duplicate)": "duplicate_of",
                "Outward issue link (Duplicate)": "duplicate_of",
                "Inward issue link (Polaris work item link)": "delivery",
                "Outward issue link (Polaris work item link)": "delivery",
                "Time Spent": "keep",
                "Project description": "keep",
                "Project url": "keep",
                "Security Level": "keep",
            }
        ),
        words={"horizon": {"Now": "now", "Next": "next", "Later": "later"}},
    ),
    read=_read,
    fit=_fit,
    cells={"comment": _comment, "comments": _comment, "attachment": _attachment},
    signs=(
        ("Issue key", "Summary"),
        ("Issue key", "Issue id"),
        ("Key", "Summary", "Issue Type"),
        ("Work item key", "Summary"),
        *jira_names.signs(),
    ),
    basis="exports in public repositories, in English, German, French, Spanish, Portuguese, Korean, Russian, Polish and Dutch; in Italian, Japanese and"
    " Chinese the names of the interface. A name that is missing here is kept under its own",
)
