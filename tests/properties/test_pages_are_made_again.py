"""Pages that are made again only where something that they read has changed are those that a build from scratch makes."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FunctionType
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as testing
from hypothesis import strategies as st

from pmsite import checks, starter
from pmsite.audience import TEAM, Projection, project
from pmsite.diagnostics import Report
from pmsite.filters import section_filters
from pmsite.host.contents import Contents, Stored
from pmsite.memory import Memory
from pmsite.model.changed import changed
from pmsite.model.indexes import compact, recording
from pmsite.pages import Page, home_page, pages
from pmsite.pages.remembered import RememberedPages, Surroundings
from pmsite.pages.stale import Changes, MadeFrom, own_reads, packed, shape
from pmsite.pipeline import load
from pmsite.render import site as rendering
from pmsite.render.site import Basis, Site
from pmsite.texts.bodies import BodyRenderer
from pmsite.workspace import Workspace, words
from tests.make import TODAY, write
from tests.properties.edits import EDITS, Files
from tests.properties.plans import AUDIENCES, SETTINGS, plans
from tests.properties.site import compiled_once

DAYS = st.sampled_from([0, 0, 0, 1, 40])


def some(examples: int) -> testing:
    return testing(
        max_examples=examples,
        deadline=None,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def _read(files: Files, settings: str, day: date, memory: Memory | None = None) -> Workspace:
    with TemporaryDirectory() as folder:
        return load(write(Path(folder), files, settings), "roadmap", day, memory)


def _seen(found: Workspace, audience: str) -> tuple[Projection, dict[str, Page]]:
    assert found.product is not None
    seen = project(found.product, audience, words(found))
    told = tuple(found.report) if seen.is_inside else ()
    every = (home_page(seen), *pages(seen, section_filters(seen, found), told, checks.explained()))
    return seen, {page.address: page for page in every}


@dataclass
class Shown:
    """The views of a site's pages, of which only those are made again that may have changed."""

    product: Projection
    views: dict[str, tuple[Any, MadeFrom]]

    @staticmethod
    def of(product: Projection, every: Mapping[str, Page]) -> Shown:
        return Shown(product, {at: _made(page) for at, page in every.items()})

    def follow(self, product: Projection, every: Mapping[str, Page]) -> list[str]:
        """Make again what has to be; gives the addresses of that."""
        differs = Changes.of(changed(self.product, product))
        stale = [at for at, page in every.items() if at not in self.views or self.views[at][1].is_stale(page, differs)]
        kept = {at: self.views[at] for at in every if at not in stale}
        self.views = kept | {at: _made(every[at]) for at in stale}
        self.product = product
        return stale


def _made(page: Page) -> tuple[Any, MadeFrom]:
    with recording() as reads:
        view = page.view()
    return view, MadeFrom(shape(page), b"", packed(compact(reads | own_reads(page))), b"")


def _edits(data: st.DataObject) -> Iterator[tuple[Files, str, date]]:
    """A plan, and the same after each of a few edits, on days that may pass between them."""
    files: Files = dict(data.draw(plans()))
    settings, day = SETTINGS.format(language=data.draw(st.sampled_from(["en", "zh"]))), TODAY
    yield files, settings, day
    for _ in range(data.draw(st.integers(2, 6))):
        if data.draw(st.integers(0, 4)):
            files, settings = data.draw(st.sampled_from(EDITS))(data.draw, files, settings)
        day += timedelta(days=data.draw(DAYS))
        yield files, settings, day


@some(25)
@given(st.data())
def test_after_any_edits_views_are_those_from_scratch(data: st.DataObject) -> None:
    audience = data.draw(st.sampled_from([*AUDIENCES, TEAM, TEAM]))
    shown: Shown | None = None
    memory = Memory()
    for files, settings, day in _edits(data):
        found = _read(files, settings, day, memory)
        if found.product is None:
            continue
        product, every = _seen(found, audience)
        if shown is None:
            shown = Shown.of(product, every)
        else:
            shown.follow(product, every)
        anew = _read(files, settings, day)
        assert list(found.report) == list(anew.report)
        memory = pickle.loads(pickle.dumps(memory))
        _, again = _seen(anew, audience)  # read by nobody yet, and recorded by nobody
        assert {at: view for at, (view, _) in shown.views.items()} == {at: page.view() for at, page in again.items()}


@some(12)
@given(st.data())
def test_after_any_edits_pages_are_those_from_scratch(data: st.DataObject) -> None:
    audience = data.draw(st.sampled_from([*AUDIENCES, TEAM, TEAM]))
    kept = RememberedPages[Stored]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendering, "environment", compiled_once)
        for files, settings, day in _edits(data):
            found = _read(files, settings, day)
            if found.product is not None:
                assert _html(found, audience, files, kept) == _html(found, audience, files, None)


def _html(found: Workspace, audience: str, files: Files, kept: RememberedPages[Stored] | None) -> dict[str, object]:
    product, every = _seen(found, audience)
    urls = {at: f"{at}/" for at in every}
    there = {f"roadmap/{name}": name for name in files}
    site = Site(Basis(product, urls, BodyRenderer(), lambda path, root: f"{root}{path}" if path in there else None), Report())
    contents = Contents(site, kept, keeps=True)
    if kept is not None:
        kept.begin(Surroundings(product, product.settings, {**site.around, "files": there}))
    made: dict[str, object] = {at: contents.page(page).html for at, page in every.items()}
    return made | {"assets": sorted(site.assets), "faults": sorted(map(str, site.report))}


# How much is made again


@pytest.fixture(scope="module")
def example() -> dict[str, str]:
    return {path.removeprefix("roadmap/"): text for path, text in starter.example("en", TODAY) if path.startswith("roadmap/")}


def _after(example: dict[str, str], path: str, old: str, new: str) -> list[str]:
    files = {name: text for name, text in example.items() if name != "product.yml"}
    shown = Shown.of(*_seen(_read(dict(files), example["product.yml"], TODAY), TEAM))
    assert old in files[path]
    files[path] = files[path].replace(old, new, 1)
    return shown.follow(*_seen(_read(dict(files), example["product.yml"], TODAY), TEAM))


@pytest.mark.parametrize("path", ["features/voice-notes.md", "teams/mobile.md", "objectives/2027-q1-teams.md"])
def test_a_text_makes_no_view_again_but_that_of_its_own_page(example: dict[str, str], path: str) -> None:
    assert _after(example, path, "\n---\n", "\n---\n\nAnother line.\n") == [f"roadmap/{path.removesuffix('.md')}"]


def test_a_fact_makes_again_what_shows_it_and_little_else(example: dict[str, str]) -> None:
    again = _after(example, "features/voice-notes.md", "status: planned", "status: discovery")
    assert {"roadmap/index", "roadmap/table", "roadmap/features/voice-notes"} <= set(again)
    assert not {"roadmap/people/ada", "roadmap/decisions/index", "roadmap/features/disk-guard"} & set(again)
    assert len(again) < len(example) / 2


def test_nothing_is_made_again_where_nothing_changed(example: dict[str, str]) -> None:
    assert _after(example, "features/voice-notes.md", "status: planned", "status: planned") == []


def test_the_day_makes_again_what_tells_of_it(example: dict[str, str]) -> None:
    files: Files = {name: text for name, text in example.items() if name != "product.yml"}
    shown = Shown.of(*_seen(_read(files, example["product.yml"], TODAY), TEAM))
    again = shown.follow(*_seen(_read(files, example["product.yml"], TODAY + timedelta(days=1)), TEAM))
    assert "roadmap/timeline" in again
    assert len(again) < len(shown.views)


@pytest.mark.parametrize("audience", [TEAM, "partners"])
def test_no_view_holds_anything_that_could_change_unseen(example: dict[str, str], audience: str) -> None:
    """What a view is a closure of is the projection, the page's own item, what the page says it is made from besides, or a plain value."""
    files: Files = {name: text for name, text in example.items() if name != "product.yml"}
    product, every = _seen(_read(files, example["product.yml"], TODAY), audience)
    for page in every.values():
        for held in _held(page.view):
            known = [product, page.item, *page.besides]
            assert any(held is one for one in known) or isinstance(held, (str, int, type, date)), (page.address, held)


def _held(work: Any) -> Iterator[Any]:
    if isinstance(work, partial):
        for part in (work.func, *work.args, *work.keywords.values()):
            yield from _held(part)
    elif isinstance(work, FunctionType):
        for cell in work.__closure__ or ():
            yield from _held(cell.cell_contents)
    elif isinstance(work, Mapping) and all(isinstance(key, tuple) for key in work):
        return  # filters of briefs, which each brief's page names as what it is made from
    elif not (hasattr(work, "build") and hasattr(work, "needs")):  # an entry of a table in code
        yield work
