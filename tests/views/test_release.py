"""The page of a release, also in a plan of another day, which may name what is not there."""

from __future__ import annotations

from pmsite.audience import TEAM, project
from pmsite.model.release import Release
from pmsite.views import release
from tests.make import product


def test_what_a_release_promises_and_nobody_has_is_left_out() -> None:
    plan = product(
        {
            "releases/r.md": "title: R\ndate: 2026-01-05\nscope: [gone, kept]\n",
            "features/kept.md": "title: Kept\nstatus: shipped\nrelease: r\n",
        }
    )
    seen = project(plan, TEAM)
    (one,) = seen.of(Release)
    assert [found.card.id for found in release.build(seen, one).promises] == ["kept"]
