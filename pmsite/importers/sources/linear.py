"""Linear's CSV of issues."""

from pmsite.importers.dates import nearest_day
from pmsite.importers.rules import Rules
from pmsite.importers.source import Source

SOURCE = Source(
    Rules(
        source="Linear",
        text="markdown",
        below="story",
        columns={
            "ID": "key",
            "UUID": "alias",
            "Team": "team",
            "Title": "title",
            "Description": "body",
            "Status": "status",
            "Estimate": "estimate",
            "Priority": "priority",
            "Project": "epic_name",
            "Creator": "keep",
            "Assignee": "owner",
            "Labels": "tags",
            "Cycle Number": "sprint_number",
            "Cycle Name": "sprint",
            "Cycle Start": "sprint_start",
            "Cycle End": "sprint_end",
            "Created": "created",
            "Started": "began",
            "Completed": "done",
            "Canceled": "keep",
            "Archived": "keep",
            "Due Date": "due",
            "Parent issue": "parent",
            "Initiatives": "initiatives",
            "Roadmaps": "keep",
            "Project Milestone": "milestone",
            "Related to": "related",
            "Blocked by": "blocked_by",
            "Duplicate of": "duplicate_of",
        },
    ),
    cells={"due date": nearest_day, "cycle end": nearest_day},
    signs=(
        ("ID", "Team", "Cycle Name"),
        ("Project Milestone", "SLA Status"),
        ("Title", "Cycle Name", "Canceled"),
        ("Parent issue", "Duplicate of"),
    ),
    basis="published exports, all with the same header",
)
