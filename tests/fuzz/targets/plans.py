"""Small plans, checked and then made into pages for every audience: nothing is raised, and a build finds no error that the check did not."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from pmsite.audience import TEAM
from pmsite.diagnostics import Diagnostic, Report, Severity
from pmsite.pages import home_page
from pmsite.pipeline import Build, build, load
from pmsite.render.site import Basis, Site
from pmsite.texts.bodies import BodyRenderer
from pmsite.workspace import Workspace
from tests.fuzz import workspaces
from tests.make import TODAY
from tests.properties.site import exports

ACCEPTED = 0
_bodies = BodyRenderer()


def make(random: Random) -> bytes:
    return workspaces.pack(workspaces.plan(random, odd=random.choice((0.0, 0.0, 0.05)), most=16))


def judge(data: bytes) -> str:
    global ACCEPTED  # noqa: PLW0603  # a count of this process
    with TemporaryDirectory() as folder:
        root = Path(folder) / "roadmap"
        root.mkdir()
        workspaces.write(root, workspaces.unpack(data))
        checked = load(root, "roadmap", TODAY)
        known = _errors(checked.report)
        ACCEPTED += not known
        audiences = checked.settings.audiences if checked.settings else ()
        for audience in (TEAM, *audiences):
            found = _built(build(root, "roadmap", audience, TODAY))
            if not known and found:
                return f"the build refuses with {found[0].code} what the check takes: for {audience}, {found[0].span} {found[0].message}"
            if known and found != known:
                return f"check and build refuse different things: for {audience}, {sorted(set(known) ^ set(found), key=lambda d: d.order)[0]}"
    return ""


def _built(made: Build | Workspace) -> list[Diagnostic]:
    """The errors of a whole build: of reading, of every page, and of what it has for other programs."""
    report = Report()
    report.extend(made.report)
    if isinstance(made, Build):
        every = (home_page(made.product), *made.pages)
        site = Site(
            Basis(made.product, {page.address: f"{page.address}/" for page in every}, _bodies, lambda path, root: None), report
        )
        for page in every:
            site.names.title(page)
            _ = site.page(page).html
        exports(made.workspace, made.product, every)
    return _errors(report)


def _errors(report: Report) -> list[Diagnostic]:
    return [found for found in report if found.severity is Severity.ERROR]
