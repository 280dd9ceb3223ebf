"""Everything that a site shows one audience, by address, without a host."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from pmsite.audience import Projection, project
from pmsite.diagnostics import Report
from pmsite.exports.published import published
from pmsite.exports.registry import FORMATS, Wanted
from pmsite.exports.site_address import SiteAddress
from pmsite.exports.written import pieces
from pmsite.model.product import Product
from pmsite.model.settings import Settings
from pmsite.pages import Page, home_page, pages
from pmsite.pipeline import Build, Workspace, around, load, section_filters, whole, words
from pmsite.render import environment, site
from pmsite.texts.bodies import BodyRenderer
from tests.make import TODAY, write

_bodies = BodyRenderer()


class _Compiled(BytecodeCache):
    """Templates compiled once for all sites of a test run."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_compiled = _Compiled()


def compiled_once(language: str) -> Environment:
    """The environment of a language, whose templates are compiled once for all sites."""
    found = environment.environment(language)
    found.bytecode_cache = _compiled
    return found


def workspace(files: Mapping[str, str], settings: str) -> tuple[Product, Settings]:
    """The product that files make."""
    with TemporaryDirectory() as folder:
        found = load(write(Path(folder), files, settings), "roadmap", TODAY)
    assert found.product is not None
    assert found.settings is not None, [d.message for d in found.report]
    return found.product, found.settings


def faults_of_pages(made: Build) -> Report:
    """What is found only when the pages of a build are rendered."""
    found = Report()
    every = (home_page(made.product), *made.pages)
    urls = {page.address: f"{page.address}/" for page in every}
    basis = site.Basis(made.product, urls, _bodies, lambda path, root: None, around=around(made.workspace))
    shown = site.Site(basis, found)
    for page in every:
        shown.page(page)
    return found


def exports(found: Workspace, seen: Projection, every: tuple[Page, ...]) -> dict[str, str]:
    """Everything that a site has for other programs, and what `pmsite export` writes besides."""
    assert found.product is not None
    told = whole(found, found.product, seen.audience, seen)
    place = SiteAddress("https://example.org/", {page.address: f"{page.address}/" for page in every})
    files = {one.path: one.write(place) for one in published(seen, told, every)}
    files |= {name: FORMATS[name].write(Wanted(seen, told, SiteAddress())) for name in FORMATS if name != "csv"}
    return {name: b"".join(pieces(data)).decode() for name, data in files.items()}


def outputs(files: Mapping[str, str | bytes], settings: str, audience: str) -> dict[str, str]:
    """Every page, every export, and the files that pages use, by name and with what they hold."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "environment", compiled_once)
        found = load(write(Path(folder), files, settings), "roadmap", TODAY)
        assert found.product is not None, [d.message for d in found.report]
        seen = project(found.product, audience, words(found))
        every = (home_page(seen), *pages(seen, section_filters(seen, found)))
        urls = {page.address: f"{page.address}/" for page in every}
        made = site.Site(site.Basis(seen, urls, _bodies, lambda path, root: _carried(Path(folder), path, root)), Report())
        told = {page.address: made.page(page).html for page in every}
        return {
            **told,
            **exports(found, seen, every),
            "titles": repr([made.title(page) for page in every]),
            "assets": repr(sorted(made.assets)),
            **{path: repr(_file(Path(folder), path).read_bytes()) for path in made.assets},
        }


def _carried(folder: Path, path: str, root: str) -> str | None:
    return f"{root}{path}" if path.startswith("roadmap/") and _file(folder, path).is_file() else None


def _file(folder: Path, path: str) -> Path:
    return folder / path.removeprefix("roadmap/")
