"""Atlassian's document format, in which Jira Cloud writes descriptions, becomes Markdown as Python-Markdown reads it.

No library is used: those that were tried lose titles, captions, nesting or unknown parts, or write their own tags for the way back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from pmsite.importers.markup.adf.blocks import blocks


def is_document(written: str) -> bool:
    """Whether a text is such a document rather than a text about one."""
    return written.startswith("{") and '"type"' in written and '"doc"' in written and '"content"' in written


def to_markdown(written: str) -> str:
    """The document, or nothing where it is none or is broken. Every text in it is Markdown's own text: nothing of it acts."""
    try:
        found = json.loads(written)
        return "\n\n".join(blocks(found, 0)).strip("\n") if isinstance(found, Mapping) and found.get("type") == "doc" else ""
    except (ValueError, RecursionError):
        return ""
