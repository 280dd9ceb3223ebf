"""Jira's CSV of all fields, and Jira Product Discovery's, which is the same with fields of its own."""

import re

from pmsite.importers.rules import Rules
from pmsite.importers.source import Source
from pmsite.importers.sources import jira_names

_ATTACHMENT = re.compile(r"([^;\n]{6,40});([^;\n]{1,80});([^;\n]+);(https?://\S+)")
_COMMENT = re.compile(r"([^;\n]{6,40});([^;\n]{1,80});(.*)", re.DOTALL)


def _comment(cell: str) -> str:
    """`date;author;text`, in Jira's own markup, with who and when on a line of their own."""
    found = _COMMENT.fullmatch(cell)
    return f"*{found[2]}*, {found[1]}:\n\n{found[3]}" if found else cell


def _attachment(cell: str) -> str:
    """`date;author;name;address`, with the name first."""
    found = _ATTACHMENT.fullmatch(cell)
    return f"{found[3]} ({found[2]}, {found[1]}) {found[4]}" if found else cell


SOURCE = Source(
    Rules(
        source="Jira",
        text="wiki",
        types={
            "Epic": "theme",
            "Initiative": "theme",
            "Theme": "theme",
            "Story": "feature",
            "User Story": "feature",
            "Task": "feature",
            "Sub-task": "feature",
            "Subtask": "feature",
            "Improvement": "feature",
            "New Feature": "feature",
            "Feature": "feature",
            "Idea": "feature",
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
                "Resolved": "done",
                "Due date": "due",
                "Fix versions": "release",
                "Fix Version/s": "release",
                "Sprint": "sprint",
                "Parent": "epic",
                "Parent id": "epic",
                "Parent key": "epic",
                "Parent summary": "keep",
                "Custom field (Epic Link)": "epic",
                "Epic Link": "epic",
                "Custom field (Epic Name)": "keep",
                "Components": "tags",
                "Component/s": "tags",
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
