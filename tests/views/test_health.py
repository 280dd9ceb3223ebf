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


def test_what_has_no_owner_stands_with_its_team_and_what_has_neither_by_itself() -> None:
    found = projection({"teams/crew.md": "title: Crew", "features/a.md": "title: A\nteam: crew", "features/b.md": "title: B"})
    told = [Diagnostic("x", Severity.WARNING, Span(f"roadmap/features/{id}.md", 1), "m", "h") for id in "ab"]
    assert [share.owner for share in health.build(found, told, {}).wrong] == ["crew", ""]


def test_much_is_folded_by_owner_and_the_first_is_in_sight() -> None:
    found = projection({f"features/f{n:02}.md": f"title: F{n}\nowner: o{n % 3}" for n in range(60)})
    told = [Diagnostic("x", Severity.WARNING, Span(f"roadmap/features/f{n:02}.md", 1), "m", "h") for n in range(60)]
    assert [share.is_folded for share in health.build(found, told, {}).wrong] == [False, True, True]
    assert not any(share.is_folded for share in health.build(found, told[:40], {}).wrong)
