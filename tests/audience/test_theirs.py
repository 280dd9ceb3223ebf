"""A build for some readers is judged by what they get; what cannot be trusted, or tells them too much, stops every build."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.audience import TEAM
from pmsite.pipeline import Build, build
from tests.make import TODAY, write

SETTINGS = """\
name: P
audiences: {customers: {fields: {feature: [title, summary, depends_on, body]}}, partners: {}}
checks: {overdue-action: warning}
"""
PLAN = {
    "features/theirs.md": "title: Theirs\nstatus: planned\ntarget: 2026-12\nvisibility: [customers]",
    "features/late.md": "title: Late\nstatus: planned\ntarget: 2028",
}


def told(root: Path, audience: str) -> set[str]:
    made = build(root, "roadmap", audience, TODAY)
    assert isinstance(made, Build), [f"{d.span} {d.message}" for d in made.report]
    return {f"{d.code} {d.span.path.removeprefix('roadmap/')}" for d in made.report if d.severity.is_fault}


@pytest.mark.parametrize(
    ("path", "text", "matters"),
    [
        ("launches/a.md", "title: A\nowner: x\nchecklist: {sales: [{text: Train, due: 2026-11-10}]}", False),  # an item of the team
        (
            "launches/a.md",
            "title: A\nowner: x\nvisibility: [customers]\nchecklist: {sales: [{text: Train, due: 2026-11-10}]}",
            False,
        ),
        ("launches/a.md", "title: A\nvisibility: [customers]", False),  # nobody owns it, and they get no owner
        ("features/a.md", "title: A\nsummary: Some #of it\nvisibility: [customers]", True),
        ("features/a.md", "title: A\nowner: Some #of it\nvisibility: [customers]", False),
        ("features/a.md", "title: A\nsummary: Some #of it\nvisibility: [partners]", False),
        ("features/a.md", "---\ntitle: A\nvisibility: [customers]\n---\n[x](gone.md)\n", True),
        ("features/a.md", "---\ntitle: A\n---\n[x](gone.md)\n", False),
        (
            "features/a.md",
            "---\ntitle: A\nvisibility: [customers]\n---\nX.\n\n<!-- internal -->\n[x](gone.md)\n<!-- /internal -->\n",
            False,
        ),
        (
            "features/a.md",
            "title: A\nstatus: planned\ntarget: 2026-12\ndepends_on: [late]\nvisibility: [customers]",
            False,
        ),  # hidden
        ("features/a.md", "title: A\nvisibility: [customers]\nfor: {partners: {title: B}}", False),
        ("features/theirs.zh.md", "---\ntitle: A\n---\n[x](gone.md)\n", True),
        ("features/late.zh.md", "---\ntitle: A\n---\n[x](gone.md)\n", False),
        ("product.yml", f"{SETTINGS}currency: EUR #or so\n", True),
        (
            "features/a.md",
            "title: A\nsummary: After the Late one\nvisibility: [partners]",
            True,
        ),  # a name that somebody may not learn
    ],
)
def test_a_warning_matters_to_those_who_get_what_it_is_about(tmp_path: Path, path: str, text: str, matters: bool) -> None:
    root = write(tmp_path, PLAN, SETTINGS)
    before = {audience: told(root, audience) for audience in (TEAM, "customers")}
    write(tmp_path, {**PLAN, path: text}, text if path == "product.yml" else SETTINGS)
    assert len(told(root, TEAM) - before[TEAM]) == 1
    assert bool(told(root, "customers") - before["customers"]) is matters


def test_what_cannot_be_trusted_stops_every_build(tmp_path: Path) -> None:
    root = write(tmp_path, {**PLAN, "teams/a.md": "title: A\nstatus: x"}, SETTINGS)
    for audience in (TEAM, "customers", "partners"):
        assert not isinstance(build(root, "roadmap", audience, TODAY), Build)
