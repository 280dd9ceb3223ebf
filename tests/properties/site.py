"""Everything that a site shows one audience, by address, without a host."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from pmsite.asking import table, telling
from pmsite.asking.fields import Fields
from pmsite.asking.find import Query, find
from pmsite.asking.plan import Plan
from pmsite.asking.refused import Refused
from pmsite.asking.show import show
from pmsite.asking.why import why
from pmsite.audience import Projection, project
from pmsite.diagnostics import Report
from pmsite.exports.published import published
from pmsite.exports.registry import FORMATS, Wanted
from pmsite.exports.site_address import SiteAddress
from pmsite.exports.written import pieces
from pmsite.filters import section_filters
from pmsite.model.product import Product, titles
from pmsite.model.settings import Settings
from pmsite.pages import Page, home_page, pages
from pmsite.pipeline import Build, load
from pmsite.render import environment, site
from pmsite.texts.bodies import BodyRenderer
from pmsite.workspace import Workspace, around, whole, words
from tests.make import TODAY, write
from tests.properties.plans import IDS

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
    files = {one.path: one.write(place) for one in published(seen, seen, told, every)}
    files |= {name: FORMATS[name].write(Wanted(seen, told, SiteAddress())) for name in FORMATS if name != "csv"}
    return {name: _as_text(b"".join(pieces(data))) for name, data in files.items()}


def _as_text(data: bytes) -> str:
    """An export as a text; of an archive, all that is in it, so that nothing hides in there."""
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(f"{name}\n{archive.read(name).decode()}" for name in archive.namelist())


def answers(found: Workspace, seen: Projection) -> dict[str, str]:
    """Everything that commands answer who asks with the eyes of an audience."""
    plan = Plan(found, seen)
    fields = Fields(seen)
    names = tuple(name for name in (*fields.names, *fields.inner) if _can_be_asked(fields, name))
    told = {"list": [json.dumps(find(plan, Query(fields=names)).as_json()), *table.lines(find(plan, Query()), 80)]}
    told |= {f"list {name}": [*table.ids(find(plan, Query(sort=name)))] for name in names}
    for id in titles(seen):
        known, reasons = show(plan, id, found.report, whole=True), why(plan, id)
        told[f"show {id}"] = [json.dumps(known.as_json()), *telling.shown(known, plan.language, 80)]
        told[f"why {id}"] = [json.dumps(reasons.as_json()), *telling.told(reasons, plan.language, 80)]
    told |= {f"{ask.__name__} {id}": [_refused(ask, plan, id)] for ask in (show, why) for id in ASKED if id not in titles(seen)}
    return {f"pmsite {command}": "\n".join(lines) for command, lines in told.items()}


ASKED = tuple(
    dict.fromkeys(id for known in IDS.values() for one in known for id in (one, f"{one}s", f"{one[:-1]}", f"{one}.k0", f"{one}.kx"))
)
"""What may be an item, nearly one, or a key result."""


def _refused(ask: Callable[[Plan, str], object], plan: Plan, id: str) -> str:
    with pytest.raises(Refused) as fault:
        ask(plan, id)
    return f"{fault.value.message} {fault.value.hint}"


def _can_be_asked(fields: Fields, name: str) -> bool:
    try:
        fields.check("fields", [name])
    except Refused:
        return False
    return True


def outputs(files: Mapping[str, str | bytes], settings: str, audience: str, asked: bool = False) -> dict[str, str]:
    """Every page, every export, and the files that pages use, by name and with what they hold; with all answers where `asked`."""
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
            **(answers(found, seen) if asked else {}),
            "titles": repr([made.names.title(page) for page in every]),
            "assets": repr(sorted(made.assets)),
            **{path: repr(_file(Path(folder), path).read_bytes()) for path in made.assets},
        }


def _carried(folder: Path, path: str, root: str) -> str | None:
    return f"{root}{path}" if path.startswith("roadmap/") and _file(folder, path).is_file() else None


def _file(folder: Path, path: str) -> Path:
    return folder / path.removeprefix("roadmap/")
