"""What follows from more than one item: horizon, target, scores, reasons."""

from __future__ import annotations

import pytest

from pmsite.model.feature import Feature
from tests.make import product

RELEASES = {
    "releases/1.0.md": "title: One\ndate: 2026-06-30",
    "releases/2.0.md": "title: Two",
    "releases/3.0.md": "title: Three",
    "releases/0.9.md": "title: Before",
}


@pytest.mark.parametrize(
    ("facts", "horizon"),
    [
        ("status: building", "now"),
        ("status: planned", "next"),
        ("status: discovery", "later"),
        ("status: idea", "later"),
        ("status: shipped", "shipped"),
        ("status: dropped\nhorizon: now", "dropped"),
        ("status: planned\nhorizon: later\ntarget: 2026-Q4", "later"),
        ("status: planned\ntarget: 2026-Q4", "now"),
        ("status: planned\ntarget: 2026-09", "now"),
        ("status: discovery\ntarget: 2026-12-01", "next"),
        ("status: idea\ntarget: 2026-12-01", "later"),
        ("status: building\ntarget: 2027-Q2", "now"),
        ("status: planned\ntarget: 2027-Q3", "later"),
        ("status: building\nrelease: '2.0'", "now"),
        ("status: planned\nrelease: '3.0'", "next"),
        ("status: idea\nrelease: '2.0'", "later"),
        ("status: building\nrelease: '1.0'", "now"),
    ],
)
def test_the_horizon_is_the_authors_or_follows_from_stage_and_date(facts: str, horizon: str) -> None:
    found = product({**RELEASES, "features/f.md": f"title: F\n{facts}"})
    feature = found.items["f"]
    assert isinstance(feature, Feature)
    assert found.horizon(feature) == horizon


def test_a_feature_takes_the_date_of_its_release_where_it_has_none_of_its_own() -> None:
    found = product(
        {**RELEASES, "features/a.md": "title: A\nrelease: '1.0'", "features/b.md": "title: B\nrelease: '1.0'\ntarget: 2026-Q4"}
    )
    assert [str(found.target(found.items[id])) for id in "ab"] == ["2026-06-30", "2026-Q4"]  # type: ignore[arg-type]


def test_a_release_without_a_date_is_out_when_a_later_version_is() -> None:
    found = product(RELEASES)
    assert [r.id for r in found.releases] == ["3.0", "2.0", "1.0", "0.9"]
    assert [r.id for r in found.coming] == ["2.0", "3.0"]
    assert found.is_out(found.items["0.9"])  # type: ignore[arg-type]


def test_references_are_known_from_both_sides() -> None:
    found = product(
        {
            "features/a.md": "title: A\ndepends_on: [b, b, gone]",
            "features/b.md": "title: B",
            "teams/t.md": "title: T",
        },
        "name: P\nfields:\n  team:\n    watches: {kind: references, to: feature}\n",
    )
    assert [item.id for item in found.pointing("b", "depends_on")] == ["a"]
    assert [item.id for item in found.named("a", "depends_on")] == ["b"]
    assert [link.written for link in found.broken] == ["gone"]
