"""The changelog stays in small pages at stable addresses, however much there is."""

from __future__ import annotations

from pmsite.diagnostics import Report
from pmsite.pages import pages
from pmsite.render.site import Basis, Site
from pmsite.texts.bodies import BodyRenderer
from pmsite.views import changelog
from pmsite.views.notes import USERS, ReleaseNotes
from tests.make import projection


def weight(found: ReleaseNotes) -> int:
    return 1 + sum(len(group.lines) for group in found.groups) + len(found.shipped) + len(found.open)


def test_every_release_and_every_change_is_on_exactly_one_page_of_a_month_and_no_page_is_large() -> None:
    releases = {f"releases/r{n}.md": f"title: R{n}\nversion: 1.{n}.0\ndate: 2026-{9 + n % 2:02d}-10" for n in range(120)}
    changes = {f"changes/c{n}.md": f"title: C{n}\nkind: fixed\nrelease: r{n % 120}" for n in range(960)}
    seen = projection({**releases, **changes})
    views = {page.address: page.view() for page in pages(seen, {}) if page.address.startswith("roadmap/changelog/20")}
    assert list(views) == [f"roadmap/changelog/2026-{m}{p}" for m in ("10", "09") for p in ("", "/page-2")]
    told = [notes.ref.id for view in views.values() for notes in view.releases]
    assert sorted(told) == sorted(f"r{n}" for n in range(120))
    lines = [line.ref.id for view in views.values() for notes in view.releases for group in notes.groups for line in group.lines]
    assert len(lines) == len(set(lines)) == 960
    assert all(sum(map(weight, view.releases)) <= changelog.WEIGHT for view in views.values())


def test_the_front_page_is_bounded_and_a_large_release_leaves_the_rest_to_its_own_page() -> None:
    changes = {f"changes/c{n}.md": f"title: C{n}\nkind: fixed\nrelease: r0" for n in range(150)}
    releases = {f"releases/r{n}.md": f"title: R{n}\nversion: 1.{n}.0\ndate: 2026-10-{20 - n:02d}" for n in range(12)}
    front = changelog.build(projection({**releases, **changes}), readers=USERS)
    assert len(front.releases[0].groups[0].lines) == changelog.CHANGES
    assert front.releases[0].more_changes == 50
    assert len(front.releases) == 12


def test_a_product_without_releases_tells_its_changes_by_month() -> None:
    changes = {
        "changes/a.md": "title: A\nkind: added\ndate: 2026-10-20",
        "changes/b.md": "title: B\nkind: fixed\ndate: 2026-10",
        "changes/c.md": "title: C\nkind: fixed\ndate: 2026-09-01",
        "changes/d.md": "title: D\nkind: fixed\ndate: 2027-01-01",
        "changes/e.md": "title: E\nkind: fixed",
    }
    front = changelog.build(projection(changes), readers=USERS)
    assert [str(notes.date) for notes in front.releases] == ["2026-10", "2026-09"]
    assert front.unreleased is not None
    assert [line.ref.id for group in front.unreleased.groups for line in group.lines] == ["d", "e"]


def test_a_change_whose_kind_readers_do_not_get_is_told_without_a_heading() -> None:
    settings = "name: P\naudiences: {customers: {fields: {change: [title]}}}\n"
    seen = projection({"changes/a.md": "title: A\nkind: added\nvisibility: [customers]"}, "customers", settings)
    front = changelog.build(seen, readers=USERS)
    assert front.unreleased is not None
    assert [(group.kind, len(group.lines)) for group in front.unreleased.groups] == [("", 1)]


def test_links_in_what_users_must_do_lead_to_the_same_places_from_every_page() -> None:
    seen = projection(
        {
            "changes/a.md": "title: A\nkind: changed\nbreaking: true\nmigration: See [the feature](../features/f.md).",
            "features/f.md": "title: F",
            "teams/own/t.md": "title: T",
        }
    )
    every = pages(seen, {})
    site = Site(Basis(seen, {page.address: f"{page.address}/" for page in every}, BodyRenderer([], {}), lambda *_: None), Report())
    by_address = {page.address: page for page in every}
    for before in ("roadmap/teams/t", "roadmap/changes/a"):
        site.page(by_address[before])
        assert 'href="../../../roadmap/features/f/"' in site.page(by_address["roadmap/changelog/developers"]).html


def test_what_comes_to_an_end_stands_in_one_box() -> None:
    seen = projection({"changes/c.md": "title: The old mail goes\nkind: deprecated\nends: 2027-06-30"})
    every = pages(seen, {})
    site = Site(Basis(seen, {page.address: f"{page.address}/" for page in every}, BodyRenderer([], {}), lambda *_: None), Report())
    page = site.page(next(page for page in every if page.address == "roadmap/changelog")).html
    assert "The old mail goes" in page
    assert page.count('class="pm-ending"') == 1
    assert "pm-list pm-ending" not in page
