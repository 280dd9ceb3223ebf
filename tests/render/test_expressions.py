"""`where` chooses items, and can do nothing else."""

from __future__ import annotations

import pytest

from pmsite.render.expressions import ExpressionFault, compile_where, item_filter
from pmsite.views.parts import cards
from tests.make import projection

NAMES = ("status", "team", "tags", "stage", "milestones")
FIELDS = {"status": "planned", "team": "mobile", "tags": ("a", "b"), "stage": "planned", "milestones": {"alpha": "v1"}}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('status == "planned"', True),
        ('stage in ["idea", "planned"] and team != "web"', True),
        ('not ("a" in tags)', False),
        ("tags | length > 2", False),
        ('milestones.alpha == "v1"', True),
        ('milestones.beta == "v1"', False),
        ("milestones.beta is defined", False),
        ("team > 3", False),
    ],
)
def test_an_expression_says_yes_or_no(text: str, kept: bool) -> None:
    assert compile_where(text, NAMES)(FIELDS) is kept


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("stauts == 1", "did you mean status"),
        ("9 ** 9 ** 9 > 1", "pow"),
        ('"a" * 10 == ""', "mul"),
        ("range(9)", "call"),
        ('"".__class__', "__class__"),
        ("tags | list", "list"),
        ("status ==", "cannot be read"),
        ("status }} {{ status", "cannot be read"),
        ("[x for x in tags]", "cannot be read"),
        ("status " * 200, "too long"),
        ("cycler", "cycler"),
    ],
)
def test_anything_more_is_refused(text: str, says: str) -> None:
    with pytest.raises(ExpressionFault) as fault:
        compile_where(text, NAMES)
    assert says in f"{fault.value} {fault.value.hint}"


def test_an_expression_knows_what_follows_from_other_items() -> None:
    plan = {
        "releases/1.md": "title: One\ndate: 2026-12-15",
        "features/a.md": "title: A\nstatus: building\nrelease: '1'\nmaturity: beta",
        "features/b.md": "title: B\nstatus: idea",
    }
    seen = projection(plan, settings="name: P\nfields: {feature: {maturity: {kind: choice, values: [beta]}}}")

    def kept(text: str) -> list[str]:
        keep = item_filter(seen, "feature", text)
        return [card.id for card in cards(seen).values() if keep(card)]

    assert kept('horizon == "now"') == ["a"]
    assert kept('target_last <= "2026-12-31" and target_last') == ["a"]
    assert kept('maturity == "beta"') == ["a"]
    assert kept('stage == "idea"') == ["b"]
    assert kept('release == "1" or type == "feature"') == ["a", "b"]


def test_nothing_is_chosen_by_what_the_readers_do_not_get() -> None:
    files = {"features/a.md": "title: A\nowner: ada\nstatus: planned\nvisibility: [customers]"}
    with pytest.raises(ExpressionFault, match="the readers do not get owner"):
        item_filter(projection(files, "customers"), "feature", 'owner == "ada"')
    seen = projection(files, "customers")
    assert item_filter(seen, "feature", 'stage == "planned" and horizon == "next"')(cards(seen)["a"])
