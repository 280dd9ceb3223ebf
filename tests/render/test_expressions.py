"""`where` chooses items, and can do nothing else."""

from __future__ import annotations

import sys

import pytest

from pmsite.model.feature import Rice
from pmsite.render.expressions import DEEPEST, MOST_STEPS, ExpressionFault, compile_where, item_filter
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
        ("9 ** 9 ** 9 > 1", "** is not allowed"),
        ('"a" * 10 == ""', "* is not allowed"),
        ('"%099d" % 1 == ""', "% is not allowed"),
        ('"a" ~ "b" == ""', "concat"),
        ("team[1:9]", "slice"),
        ("my-team == 1", "- is not allowed"),
        ("team < 1e999", "too large"),
        ("range(9)", "call"),
        ('"".__class__', "__class__"),
        ("tags | list", "list"),
        ("status ==", "cannot be read: it ends too early"),
        ("", "cannot be read: it ends too early"),
        ("(status", "expected ')'"),
        ("status, team", "',' follows where it should end"),
        ("status = 'idea'", "'=' follows where it should end"),
        ("status == '\\x'", "cannot be read"),
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


def test_what_a_library_keeps_in_a_group_is_no_part_of_it() -> None:
    fields = {"score": Rice.model_construct({"reach"}, reach=1.0)}
    assert compile_where("score.reach == 1", ["score"])(fields)
    assert not compile_where("'reach' in score.model_fields_set", ["score"])(fields)


DEEP = {
    "brackets": lambda n: "(" * n + "late" + ")" * n,
    "lists": lambda n: "[" * n + "late" + "]" * n,
    "parts of parts": lambda n: "late[" * n + "0" + "]" * n,
    "arguments": lambda n: "late|trim(" * n + "late" + ")" * n,
}
LONG = {
    "not": lambda n: "not " * n + "late",
    "minus": lambda n: "-" * n + "late",
    "filters": lambda n: "late" + "|lower" * n,
    "parts": lambda n: "late" + ".a" * n,
    "or": lambda n: "1or " * n + "late",
    "comparisons": lambda n: "1<" * n + "late",
    "choices": lambda n: "1if 1else " * (n // 2) + "late" + ".a" * (n % 2),
}


@pytest.mark.parametrize("kind", DEEP)
def test_brackets_nest_so_deep_and_no_deeper(kind: str) -> None:
    compile_where(DEEP[kind](DEEPEST), ["late"])({"late": True})
    with pytest.raises(ExpressionFault, match="nested too deep"):
        compile_where(DEEP[kind](DEEPEST + 1), ["late"])


@pytest.mark.parametrize("kind", LONG)
def test_an_expression_has_so_many_steps_and_no_more(kind: str) -> None:
    """Under a stack that is a third full already, as a host's may be."""

    def below(frames: int) -> None:
        if frames:
            below(frames - 1)
        else:
            compile_where(LONG[kind](MOST_STEPS), ["late"])({"late": True})

    below(sys.getrecursionlimit() // 3)
    with pytest.raises(ExpressionFault, match="too many steps"):
        compile_where(LONG[kind](MOST_STEPS + 1), ["late"])


def test_a_field_has_parts_that_are_facts_and_none_that_could_be_called() -> None:
    assert not compile_where("team.upper is defined", NAMES)(FIELDS)
    assert not compile_where("milestones.keys is defined", NAMES)(FIELDS)


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


def test_items_of_all_types_are_chosen_by_any_field_and_one_without_it_has_nothing_there() -> None:
    files = {
        "features/a.md": "title: A\nowner: ada\nstatus: planned",
        "risks/r.md": "title: R\nowner: ada\nprobability: 2\nimpact: 3",
        "metrics/m.md": "title: M\nreview_by: 2026-10",
        "objectives/o.md": "title: O\nperiod: 2026-Q4\nkey_results: [{id: a, title: A, baseline: 0, target: 10, current: 0}]",
    }
    seen = projection(files)

    def kept(text: str) -> list[str]:
        keep = item_filter(seen, "", text)
        return [item.id for item in seen.items.values() if keep(item)]

    assert kept('owner == "ada"') == ["a", "r"]
    assert kept("probability == 2 and not status == 'planned'") == ["r"]
    assert kept('stage == "planned" or late') == ["a"]
    assert kept("not owner and out_of_date") == ["m"]
    assert kept('judgement == "poor"') == ["o"]
    with pytest.raises(ExpressionFault, match="probabilty is not a field"):
        item_filter(seen, "", "probabilty == 2")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ('status == "planned" and teem', 24),
        ('"teem" == teem', 10),
        ('status = "planned"', 7),
        ("status ==", 9),
        ("(status", 7),
        ('status == "a" team', 14),
        ("status | reverse", 9),
        ("team is odd", 8),
        ("team.upper() == 1", None),
        ("team == 'open", None),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, at: int | None) -> None:
    with pytest.raises(ExpressionFault) as fault:
        compile_where(text, NAMES)
    assert fault.value.at == at
