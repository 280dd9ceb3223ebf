"""Portfolios of plans that are written as files, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pmsite.audience import Projection
from pmsite.diagnostics import Report
from pmsite.exports import document
from pmsite.exports.site_address import SiteAddress
from pmsite.pages import home_page
from pmsite.pipeline import Build, load, show
from pmsite.portfolio.fetch import Here, edits, fetch
from pmsite.portfolio.lock import read_lock
from pmsite.portfolio.settings import read_portfolio
from pmsite.render import site
from pmsite.workspace import around, whole
from tests.make import TODAY, write
from tests.properties.site import _bodies

Files = Mapping[str, str]


def portfolio(
    root: Path,
    text: str,
    plans: Mapping[str, tuple[str, Files]],
    files: Files = MappingProxyType({}),
    settings: str = "name: Home\n",
) -> Path:
    """A workspace with other plans, each product.yml and files, fetched and locked."""
    for name, (own, theirs) in plans.items():
        write(root / name, theirs, own)
    home = write(root / "home", {**files, "portfolio.yml": text}, settings)
    fetched(home)
    return home


def fetched(home: Path) -> None:
    report = Report()
    found = read_portfolio((home / "portfolio.yml").read_bytes(), "portfolio.yml", ("board", "public", *_audiences(home)), report)
    lock = read_lock(home, "home", report)
    assert found is not None, [d.message for d in report]
    assert lock is not None
    here = Here(home, "home", TODAY)
    every = list(fetch(found, lock, here, lambda folder, audience: _document(home / folder, audience)))
    assert not [d.message for one in every for d in one.report]
    for path, data in edits(every, lock, found, here).items():
        path.parent.mkdir(exist_ok=True)
        if data is None:
            path.unlink()
        else:
            path.write_bytes(data)


def _audiences(home: Path) -> tuple[str, ...]:
    found = load(home, "home", TODAY)
    return tuple(found.settings.audiences) if found.settings else ()


def _document(root: Path, audience: str) -> bytes:
    found = load(root, root.name, TODAY)
    assert found.product is not None, [f"{d.span} {d.message}" for d in found.report]
    settings = found.product.settings
    site = (settings.audiences[audience].site if audience in settings.audiences else settings.site) or ""
    urls = {f"roadmap/{item.folder}/{item.id}": f"roadmap/{item.folder}/{item.id}/" for item in found.product.items.values()}
    return "".join(document.write(whole(found, found.product, audience), "", SiteAddress(site, urls if site else None))).encode()


def built(home: Path, audience: str = "team") -> Build:
    made = show(load(home, "home", TODAY), audience)
    assert isinstance(made, Build), [f"{d.span} {d.message} {d.hint}" for d in made.report]
    return made


def seen(home: Path, audience: str = "team") -> Projection:
    return built(home, audience).product


def html_of(made: Build) -> dict[str, str]:
    """Every page of a site, by its address."""
    every = (home_page(made.product), *made.pages)
    urls = {page.address: f"{page.address}/" for page in every}
    shown = site.Site(site.Basis(made.product, urls, _bodies, lambda path, root: None, around=around(made.workspace)), Report())
    return {page.address: shown.page(page).html for page in every}
