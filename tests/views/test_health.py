"""The health of a plan, by who answers for what."""

from __future__ import annotations

from pmsite.diagnostics import Diagnostic, Severity, Span
from pmsite.views import health
from tests.make import projection


def test_a_person_named_by_title_and_by_id_is_one() -> None:
    found = projection(
        {
            "people/maya.md": "title: Maya Berg",
            "features/a.md": "title: A\nowner: maya",
            "features/b.md": "title: B\nowner: Maya Berg",
        }
    )
    told = [Diagnostic("x", Severity.WARNING, Span(f"roadmap/features/{id}.md", 1), "m", "h") for id in "ab"]
    (share,) = health.build(found, told, {}).wrong
    assert (share.owner, share.count) == ("maya", 2)
