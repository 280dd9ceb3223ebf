"""`check` finds what a build finds, in the same words: for the team the same, for others what they have to do with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmsite.audience import TEAM, project
from pmsite.briefing import brief
from pmsite.checks.texts import marked_up_fields
from pmsite.diagnostics import Diagnostic, Report, Severity
from pmsite.filters import section_filters
from pmsite.model.brief import Brief
from pmsite.model.types import TYPES
from pmsite.pages import home_page, pages
from pmsite.pipeline import Build, build, load
from pmsite.render import site
from pmsite.texts.bodies import BodyRenderer
from pmsite.workspace import Workspace, words
from tests.fuzz import workspaces
from tests.make import TODAY, write
from tests.properties.plans import AUDIENCES, SETTINGS
from tests.properties.site import compiled_once, faults_of_pages

CODES = {"unknown-view", "unknown-option", "unknown-choice", "missing-type", "bad-where", "not-a-date", "number-out-of-range"}
CODES |= {"too-many-blocks", "not-yaml", "duplicate-key"}
WHERE = (
    "",
    'stage == "planned"',
    'owner == "ada"',
    "secret",
    "codename != ''",
    "stat == 1",
    "(" * 30,
    "late |",
    "'a' ~ stage",
    "not late",
)
BLOCKS = (
    "view: roadmap",
    "view: items\ntype: feature",
    "view: items",
    "view: raodmap",
    "view: kpis",
    "most: 3",
    "view: [kpis",
    "view: risks",
)
OPTIONS = (
    "",
    "most: 3",
    "most: none",
    "since: 2026-10",
    "since: soon",
    "group_by: team",
    "group_by: colour",
    "wehre: late",
    "type: team",
)
_bodies = BodyRenderer()


@st.composite
def blocks(draw: st.DrawFn) -> str:
    """A block as somebody might write it, for everybody or for the team, or shown as an example."""
    where = draw(st.sampled_from(WHERE))
    lines = [draw(st.sampled_from(BLOCKS)), draw(st.sampled_from(OPTIONS)), f'where: "{where}"' if where else ""]
    block = "```pmsite\n" + "".join(f"{line}\n" for line in lines if line) + "```\n"
    return draw(st.sampled_from((block, block, f"<!-- internal -->\n\n{block}\n<!-- /internal -->\n", f"````\n{block}````\n")))


@st.composite
def briefs(draw: st.DrawFn) -> str:
    """A brief to some readers, whose sections choose."""
    readers = draw(st.lists(st.sampled_from(AUDIENCES), max_size=2, unique=True))
    head = f"title: News\naudience: {draw(st.sampled_from((TEAM, *AUDIENCES)))}\nvisibility: [{', '.join(readers)}]\nsections:\n"
    for view in draw(st.lists(st.sampled_from(("roadmap", "kpis", "risks")), min_size=1, max_size=2)):
        head += f"  - view: {view}\n"
        if where := draw(st.sampled_from(WHERE)):
            head += f'    where: "{where}"\n'
    return f"---\n{head}---\n"


@st.composite
def asking_plans(draw: st.DrawFn) -> dict[str, str]:
    """Plans whose items hold blocks, in two languages, and which have briefs."""
    files = {}
    for path, facts in (("features/a.md", "status: planned"), ("objectives/b.md", ""), ("updates/c.md", "date: 2026-11-20")):
        readers = ", ".join(draw(st.lists(st.sampled_from(AUDIENCES), max_size=2, unique=True)))
        files[path] = f"---\ntitle: Some title\n{facts}\nvisibility: [{readers}]\n---\nWords.\n\n{draw(blocks())}"
        if draw(st.integers(0, 3)) == 0:
            files[path.removesuffix("md") + "zh.md"] = f"---\ntitle: 标题\n---\n{draw(blocks())}"
    if draw(st.booleans()):
        files["briefs/news.md"] = draw(briefs())
    return files


def faults(report: Report) -> set[tuple[str, str, str, str]]:
    return {(d.code, d.span.path, d.message, d.hint) for d in report if d.severity is Severity.ERROR and d.code in CODES}


def found_by_builds(found: Workspace) -> set[tuple[str, str, str, str]]:
    """What rendering every page for every audience, in every language, and sending every brief finds."""
    assert found.product is not None
    every = set()
    for audience in (TEAM, *AUDIENCES):
        for language in ("en", "zh"):
            report = Report()
            told = Workspace(found.root, report, found.settings, found.product, found.records, found.translations, found.files)
            seen = project(found.product, audience, words(found, language))
            shown = (home_page(seen), *pages(seen, section_filters(seen, told)))
            made = site.Site(
                site.Basis(seen, {page.address: f"{page.address}/" for page in shown}, _bodies, lambda path, root: None), report
            )
            for page in shown:
                if page.item is not None and "pmsite" in page.item.body:
                    made.page(page)
            for item in found.product.of(Brief):
                if audience in (TEAM, item.audience, *item.visibility):
                    brief(told, item.id, audience)
            every |= faults(report)
    return {(code, path.replace(".zh.md", ".md"), message, hint) for code, path, message, hint in every}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(asking_plans())
def test_check_and_build_find_the_same(files: dict[str, str]) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "environment", compiled_once)
        found = load(write(Path(folder), files, SETTINGS.format(language="en")), "roadmap", TODAY)
        assert found.product is not None, [d.message for d in found.report]
        checked = {(code, path.replace(".zh.md", ".md"), message, hint) for code, path, message, hint in faults(found.report)}
        assert checked == found_by_builds(found)


ODD = (
    "<!-- internal -->\n<center>x</center>\n[x](hidden.md)\n<!-- /internal -->",
    "<!-- a note -->",
    '<p align="center">x</p>',
    "<center>x</center>",
    '<b style="color: red">x</b>',
    "[x](gone.md)",
    "![x](gone.png)",
    "[x][y]\n\n[y]: gone.md",
    "<b class='md-overlay'>x</b>",
    '<img src="a.png" width="3">',
    "<details><summary>x</summary>y</details>",
    '<a onclick="x()">x</a> <iframe src="https://x.example"></iframe>',
    "Plain.",
)


@st.composite
def odd_plans(draw: st.DrawFn) -> dict[str, str]:
    """Plans of all types, with markup in each text that a page renders."""
    random = Random(draw(st.integers(0, 1 << 30)))
    files = workspaces.plan(random, most=16, often=0.4)
    for path, text in files.items():
        if path.endswith(".md"):
            files[path] = _PROSE.sub(lambda found: f"{found[1]}{json.dumps(random.choice(ODD[1:]))}", text)
            files[path] += "".join(f"\n{random.choice(ODD)}\n" for _ in range(random.randint(0, 2)))
    return files


_PROSE = re.compile(rf"^((?:{'|'.join(sorted({name for model in TYPES for name in marked_up_fields(model)}))}): ).*$", re.MULTILINE)


def warnings(found: Iterable[Diagnostic]) -> set[tuple[str, str]]:
    return {(d.code, d.message) for d in found if d.severity is not Severity.ERROR and d.severity is not Severity.NOTICE}


def built(root: Path, audience: str) -> set[tuple[str, str]] | None:
    """What a build for an audience tells besides errors; nothing where it is none."""
    made = build(root, "roadmap", audience, TODAY)
    if not isinstance(made, Build):
        return None
    return warnings(made.report) | warnings(faults_of_pages(made))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(odd_plans())
def test_a_strict_check_stops_where_a_strict_build_does(files: dict[str, str]) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "environment", compiled_once)
        root = write(Path(folder), files, files["product.yml"])
        checked = warnings(load(root, "roadmap", TODAY).report)
        assert built(root, TEAM) in (None, checked)
        for audience in AUDIENCES:
            assert (built(root, audience) or set()) <= checked


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_one_audience_does_not_get_is_found_at_its_line(tmp_path: Path, audience: str) -> None:
    body = "Words.\n\n<!-- internal -->\nMore.\n<!-- /internal -->\n\n```pmsite\nview: roadmap\nwhere: owner == 'ada'\n```\n"
    files = {"features/a.md": f"---\ntitle: A\nstatus: planned\nvisibility: [{audience}]\n---\n{body}"}
    found = load(write(tmp_path, files, SETTINGS.format(language="en")), "roadmap", TODAY)
    faults = [d for d in found.report if d.severity is Severity.ERROR]
    # `partners` get no status, and the text all the same
    assert [(d.code, str(d.span), d.message) for d in faults] == [
        ("bad-where", "roadmap/features/a.md:14:1", "the readers do not get owner")
    ]
