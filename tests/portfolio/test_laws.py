"""What must hold of any portfolio, whatever its plans say."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as testing
from hypothesis import strategies as st

from pmsite.audience import Projection, project
from pmsite.model.brief import Brief
from pmsite.model.feature import Feature
from pmsite.pipeline import load
from pmsite.views.modules import dependencies, goals, roadmap
from tests.make import TODAY, write
from tests.portfolio.joined import built, fetched, html_of, portfolio, seen
from tests.properties.erase import item_files, joined, split
from tests.properties.plans import AUDIENCES, SETTINGS, plans
from tests.properties.test_nothing_hidden_leaks import SLOW

NAMES = ("app", "box", "web")
WITHOUT_BRIEFS = {"brief"}


def elsewhere(value: Any, here: str, plan_of: Mapping[str, str]) -> Any:
    """Facts in which the items of other plans are named with their plan."""
    if isinstance(value, dict):
        return {key: elsewhere(entry, here, plan_of) for key, entry in value.items()}
    if isinstance(value, list):
        return [elsewhere(entry, here, plan_of) for entry in value]
    if isinstance(value, str):
        bare = value if value in plan_of else value.rpartition(".")[0]
        if plan_of.get(bare, here) != here:
            return f"{plan_of[bare]}:{value}"
    return value


def parted(files: Mapping[str, str], plan_of: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """A plan's files by the plans that its items are given to."""
    found: dict[str, dict[str, str]] = {name: {} for name in NAMES}
    own = item_files(dict(files))
    for path, (id, model) in own.items():
        if model.type in WITHOUT_BRIEFS:
            continue
        facts, body = split(files[path])
        stem = path.removesuffix(".md")
        plan = plan_of[id]
        found[plan][path] = joined(elsewhere(facts, plan, plan_of), body)
        found[plan] |= {name: text for name, text in files.items() if name.startswith(f"{stem}.") and name not in own}
    return found


def of_all(own: str) -> str:
    others = (
        f"{name}: {{audiences: {{team: team, customers: customers, partners: partners}}, workspace: ../{name}}}"
        for name in NAMES
        if name != own
    )
    return "\n  ".join(["plans:", *others]) + "\n"


def united(root: Path, parts: Mapping[str, Mapping[str, str]], settings: str) -> Path:
    """A portfolio of plans that know each other, as each of them was published last."""
    for name, files in parts.items():
        write(root / name, {**files, "portfolio.yml": of_all(name)}, settings)
    for _ in range(2):  # each learns which items the others have, and then publishes what it says of them
        for name in parts:
            fetched(root / name)
    home = write(root / "home", {"portfolio.yml": of_all("")}, settings)
    fetched(home)
    return home


def told(product: Projection, bare: Any) -> dict[str, Any]:
    """What views tell of a plan, by ids without their plans."""
    features = {
        bare(feature.id): (
            feature.title,
            product.horizon(feature),
            str(product.target(feature)),
            product.is_late(feature),
            feature.status.stage,
            feature.level,
            product.counts(feature),
            feature.custom,
        )
        for feature in product.of(Feature)
    }
    links = {(bare(one.source), one.field, bare(one.target), one.part) for one in product.links}
    ids = {bare(id) for id, item in product.items.items() if not isinstance(item, Brief)}
    waits = dependencies.build(product)
    board = roadmap.build(product)
    return {
        "ids": ids,
        "features": features,
        "links": {link for link in links if link[0] in ids and link[2] in ids},
        "groups": {
            group.key: sorted(bare(card.id) for card in (*group.open, *group.late, *group.shipped, *group.dropped))
            for group in board.groups
        },
        "goals": sorted(bare(goal.ref.id) for goal in goals.build(product).current),
        "waits": sorted((bare(row.card.id), bare(row.needs.id), row.clash) for row in waits.rows)
        if hasattr(waits, "rows")
        else None,
        "releases": [bare(release.id) for release in product.releases],
    }


@testing(SLOW, max_examples=5)
@given(plans(), st.sampled_from(["team", *AUDIENCES]), st.data())
def test_plans_that_were_one_are_that_one_again(files: dict[str, str], audience: str, data: st.DataObject) -> None:
    settings = SETTINGS.format(language="en")
    ids = [id for id, _ in item_files(files).values()]
    plan_of = {id: data.draw(st.sampled_from(NAMES), label=id) for id in ids}
    with TemporaryDirectory() as folder:
        root = Path(folder)
        whole = load(write(root / "whole", files, settings), "roadmap", TODAY).product
        assert whole is not None
        home = united(root, parted(files, plan_of), settings)
        portfolios = home / "portfolio.yml"
        portfolios.write_text(portfolios.read_text() + "fields: {feature: [codename, secret]}\n")
        found = seen(home, audience)
    expected = project(whole, audience)
    assert told(found, lambda name: name.partition(":")[2] or name) == told(expected, lambda name: name)


APP = (
    "name: App\naudiences: {company: {}, customers: {}}\n",
    {
        "features/sync.md": "title: Sync\nstatus: building\ntarget: 2026-Q4\nvisibility: [company]\ndepends_on: [maps]",
        "features/maps.md": "title: Maps\nstatus: planned\ntarget: 2027-Q2\nvisibility: [company]",
        "features/secret.md": "title: Secret thing\nvisibility: [customers]",
    },
)
BOX = ("name: Box\naudiences: {all: {}}\n", {"features/store.md": "title: Store\nstatus: planned\nvisibility: [all]"})
HOME = {
    "features/own.md": "title: Own\ndepends_on: ['app:sync', 'box:store']\nvisibility: [board]",
    "features/plain.md": "title: Plain",
}
SETTINGS_OF_HOME = "name: Home\naudiences: {board: {}, public: {}}\n"
PLANS = """\
plans:
  app: {audiences: {team: team, board: company, public: customers}, workspace: ../app}
  box: {audiences: {team: team, board: all}, workspace: ../box}
"""


def of_two(root: Path, text: str = PLANS, files: Mapping[str, str] = HOME) -> Path:
    return portfolio(root, text, {"app": APP, "box": BOX}, files, SETTINGS_OF_HOME)


@pytest.mark.parametrize("audience", ["team", "board", "public"])
def test_the_order_of_plans_is_irrelevant(tmp_path: Path, audience: str) -> None:
    head, app, box = PLANS.splitlines()
    one = of_two(tmp_path / "one")
    other = of_two(tmp_path / "other", f"{head}\n{box}\n{app}\n")
    assert html_of(built(one, audience)) == html_of(built(other, audience))


@pytest.mark.parametrize("audience", ["team", "board", "public"])
def test_a_site_needs_the_documents_of_its_own_audience_alone(tmp_path: Path, audience: str) -> None:
    home = of_two(tmp_path)
    before = html_of(built(home, audience))
    for path in (home / "plans").glob("*.json"):
        if path.name != "lock.json" and f".{audience}." not in path.name:
            path.unlink()
    assert html_of(built(home, audience)) == before


def test_an_audience_sees_what_each_plan_published_for_it_and_nothing_else(tmp_path: Path) -> None:
    home = of_two(tmp_path)
    assert list(seen(home, "board").items) == ["own", "app:maps", "app:sync", "box:store"]
    assert list(seen(home, "public").items) == ["app:secret"]
    assert "Secret thing" not in "".join(html_of(built(home, "board")).values())
    assert "Store" not in "".join(html_of(built(home, "public")).values())


def test_a_document_of_an_audience_is_never_replaced_by_that_of_another(tmp_path: Path) -> None:
    home = of_two(tmp_path)
    shutil.copy(home / "plans/app.team.json", home / "plans/app.board.json")
    with pytest.raises(AssertionError, match="app, board: the document is not the one that was fetched"):
        built(home, "board")


@pytest.mark.parametrize("audience", ["team", "board"])
def test_no_output_holds_the_address_of_what_has_no_page(tmp_path: Path, audience: str) -> None:
    for name, html in html_of(built(of_two(tmp_path), audience)).items():
        assert not re.search(r'href="(?:\w+:(?!//)[^"]*)?"', html), name
        assert "pmsite:no-page" not in html, name


def test_what_has_a_page_at_home_leads_there(tmp_path: Path) -> None:
    app = ("name: App\nsite: https://app.example/team/\n", {"features/sync.md": "title: Sync\nstatus: building"})
    home = portfolio(
        tmp_path, "plans: {app: {audiences: {team: team}, workspace: ../app}}\n", {"app": app}, {"themes/t.md": "title: T"}
    )
    pages = html_of(built(home))
    assert '<a class="pm-title" href="https://app.example/team/roadmap/features/sync/">Sync</a>' in pages["roadmap/index"]
    assert not [name for name in pages if "sync" in name]


def test_a_build_opens_no_socket_and_loads_nothing_that_could(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = of_two(tmp_path)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a build asks nobody")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert html_of(built(home))
    code = f"from pathlib import Path\nfrom datetime import date\nfrom pmsite.pipeline import build\nbuild(Path({str(home)!r}), 'home', 'team', date(2026, 11, 23))\nimport sys; print(*sys.modules)"
    monkeypatch.undo()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"pmsite.portfolio.join", "pmsite.portfolio.locked"} < set(done.stdout.split())
    assert not {"pmsite.portfolio.https", "pmsite.portfolio.fetch", "urllib.request", "ssl"} & set(done.stdout.split())
