"""Fider's CSV of posts: what people asked for is feedback."""

from pmsite.importers.rules import Rules
from pmsite.importers.source import Source

SOURCE = Source(
    Rules(
        source="Fider",
        type="feedback",
        text="markdown",
        columns={
            "number": "key",
            "title": "title",
            "description": "body",
            "created_at": "created",
            "created_by": "customer",
            "votes_count": "votes",
            "comments_count": "keep",
            "status": "keep",
            "responded_by": "keep",
            "responded_at": "told",
            "response": "section",
            "original_number": "duplicate_of",
            "original_title": "keep",
            "tags": "tags",
        },
    ),
    signs=(("votes_count", "comments_count"), ("original_number", "original_title")),
    basis="the system's own source",
)
