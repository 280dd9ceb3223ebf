"""The tree of work: what counts, and what follows for the whole from its parts."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pytest

from pmsite.audience import TEAM, Projection, project
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import Rollup, chains, planned, role, rollups, walk
from pmsite.model.item import Item
from pmsite.model.levels import STANDARD
from pmsite.model.period import parse
from pmsite.model.product import Product, connect
from pmsite.model.settings import Settings
from tests.make import TODAY

SETTINGS = Settings.model_validate(
    {"name": "P", "audiences": {"customers": {}}, "statuses": {"verified": {"stage": "building", "done": "true"}}}
)


def plan(*lines: str, hidden: Iterable[str] = ()) -> Product:
    """Features, each written as `id level parent key=value …`; `-` is no level or no parent. Customers see what is not hidden."""
    items: dict[str, Item] = {}
    for line in lines:
        id, level, parent, *rest = line.split()
        facts = dict(word.split("=") for word in rest)
        written = {"level": level, "parent": parent, **facts}
        values = {name: value for name, value in written.items() if value != "-"} | {"id": id, "title": id}
        readers = [] if id in hidden else ["customers"]
        items[id] = Feature.model_validate({**values, "visibility": readers}, context=SETTINGS)
    return connect(SETTINGS, items, TODAY)


def team(product: Product) -> Projection:
    return project(product, TEAM)


def cut(product: Product) -> str:
    return " ".join(sorted(feature.id for feature in product.units))


def stages(product: Product) -> dict[str, int]:
    return dict(Counter(feature.status.stage for feature in product.units))


def stage(product: Product, id: str) -> str:
    found = product.items[id]
    assert isinstance(found, Feature)
    return found.status.stage


def progress(product: Product, id: str) -> tuple[int, int] | None:
    found = rollups(product).get(id)
    return (found.done, found.of) if found else None


def effort(product: Product, id: str) -> tuple[float, float, float]:
    found = rollups(product)[id].effort
    return found.done, found.total, found.rest


def target(product: Product, id: str) -> tuple[str, bool]:
    found = product.items[id]
    assert isinstance(found, Feature)
    when, is_from_parts = planned(product, found)
    return str(when), is_from_parts


def test_1_a_part_is_dropped() -> None:
    found = team(
        plan("e epic -", "a - e status=shipped effort=2", "b - e status=building effort=3", "c - e status=dropped effort=5")
    )
    assert cut(found) == "a b c"
    assert stages(found) == {"shipped": 1, "building": 1, "dropped": 1}
    assert (progress(found, "e"), effort(found, "e"), stage(found, "e")) == ((1, 2), (2, 5, 0), "building")


def test_2_a_whole_says_otherwise_than_its_parts() -> None:
    found = team(plan("e epic - status=planned", "a - e status=shipped", "b - e status=shipped"))
    rollup = rollups(found)["e"]
    assert (stage(found, "e"), rollup.stage, rollup.differs, progress(found, "e")) == ("planned", "shipped", True, (2, 2))
    assert stages(found) == {"shipped": 2}


def test_3_parts_are_of_several_teams() -> None:
    found = team(
        plan(
            "e epic - team=app",
            "a - e status=building team=app effort=3 target=2026-Q4",
            "b - e status=planned team=box effort=4 target=2027-Q1",
        )
    )
    assert Counter(feature.team for feature in found.units) == {"app": 1, "box": 1}
    assert target(found, "e") == ("2027-Q1", True)
    assert rollups(found)["e"].undated == 0


def test_4_a_whole_takes_more_than_what_is_broken_down() -> None:
    found = team(plan("e epic - effort=20", "a - e status=shipped effort=1", "b - e status=shipped effort=1", "c - e status=idea"))
    estimated = rollups(found)["e"].effort
    assert (effort(found, "e"), progress(found, "e")) == ((2, 20, 18), (2, 3))
    assert (estimated.known, estimated.leaves, estimated.is_covered) == (2, 3, False)


def test_5_parts_take_more_than_the_whole() -> None:
    found = team(plan("e epic - effort=8", "a - e status=shipped effort=5", "b - e status=building effort=7"))
    assert effort(found, "e") == (5, 12, 0)
    assert rollups(found)["e"].is_outgrown


def test_6_a_group_without_parts_counts() -> None:
    found = team(plan("e epic - status=planned target=2027-H1 effort=6", "z - -"))
    assert (cut(found), stages(found), progress(found, "e")) == ("e z", {"planned": 1, "idea": 1}, None)


def test_7_all_levels_at_once() -> None:
    found = team(
        plan(
            "i initiative -",
            "e epic i",
            "f - e status=building effort=5",
            "s1 story f status=shipped effort=2",
            "s2 story f status=planned effort=2",
            "t task s2 status=building",
            "g - e status=shipped",
            "e2 epic i status=idea",
        )
    )
    assert cut(found) == "e2 f g"
    assert [progress(found, id) for id in ("i", "e", "f", "s2")] == [(1, 3), (1, 2), (1, 2), (0, 1)]
    assert (effort(found, "f"), stage(found, "i")) == ((2, 5, 1), "building")
    assert [f"{depth}{feature.id}" for depth, feature in walk(found, "i")] == ["0e", "1f", "2s1", "2s2", "3t", "1g", "0e2"]
    assert [feature.id for feature in chains(found)["t"]] == ["i", "e", "f", "s2"]


TREE = ("e epic - status=building", "a - e status=shipped", "b - e status=planned")


def test_8_readers_who_do_not_see_the_whole_see_a_root() -> None:
    found = project(plan(*TREE, hidden="eb"), "customers")
    assert (cut(found), dict(chains(found)), found.items["a"].parent) == ("a", {}, None)  # type: ignore[attr-defined]


def test_9_readers_who_do_not_see_the_parts_see_what_the_whole_states() -> None:
    found = project(plan(*TREE, hidden="ab"), "customers")
    assert (cut(found), stage(found, "e"), progress(found, "e")) == ("e", "building", None)
    silent = project(plan("e epic -", "a - e status=building", hidden="a"), "customers")
    assert stage(silent, "e") == "idea"


def test_10_nothing_takes_the_place_of_a_hidden_middle() -> None:
    found = project(plan("i initiative - status=planned", "e epic i", "a - e status=building", hidden="e"), "customers")
    assert (cut(found), progress(found, "i")) == ("a i", None)


def test_11_what_is_below_something_that_counts_does_not_and_work_never_does() -> None:
    found = team(
        plan(
            "a - - status=building",
            "b - a status=shipped",
            "t task - status=building",
            "e epic - status=building",
            "u task e status=shipped",
        )
    )
    assert (cut(found), stages(found)) == ("a e", {"building": 2})
    assert (progress(found, "a"), progress(found, "e")) == ((1, 1), (1, 1))


def test_12_all_parts_are_dropped() -> None:
    found = team(plan("e epic -", "a - e status=dropped"))
    assert (stage(found, "e"), progress(found, "e"), cut(found)) == ("dropped", (0, 0), "a")


def test_finished_work_that_is_not_out_is_done_for_its_whole_and_open_for_readers() -> None:
    found = team(plan("f - -", "s story f status=verified effort=2", "r story f status=planned effort=1"))
    assert (progress(found, "f"), effort(found, "f"), stage(found, "f")) == ((1, 2), (2, 3, 0), "building")


def test_parts_have_the_theme_goals_and_release_of_the_nearest_word_above_them() -> None:
    found = team(
        plan(
            "i initiative - theme=trust release=1.0",
            "e epic i theme=speed",
            "a - e status=planned",
            "b - e status=planned theme=calm release=2.0",
            "s story b",
        )
    )
    said = {id: (item.theme, item.release) for id, item in found.items.items() if isinstance(item, Feature)}
    assert said == {"i": ("trust", "1.0"), "e": ("speed", "1.0"), "a": ("speed", "1.0"), "b": ("calm", "2.0"), "s": ("calm", None)}
    assert "theme" not in found.items["a"].model_fields_set  # what it does not state is never written into its file


def test_what_says_that_it_has_none_has_that_of_its_whole() -> None:
    product = plan("e epic - theme=speed", "a - e status=planned")
    silent = product.items["a"].model_copy(update={"theme": None})
    found = team(connect(SETTINGS, {**product.items, "a": silent}, TODAY)).items["a"]
    assert isinstance(found, Feature)
    assert (found.theme, "theme" in found.model_fields_set) == ("speed", False)


def test_a_date_that_parts_give_promises_nothing() -> None:
    found = team(
        plan("e epic -", "a - e status=building target=2026-Q3", "b - e status=building", "c - e status=dropped target=2030")
    )
    epic = found.items["e"]
    assert isinstance(epic, Feature)
    assert target(found, "e") == ("2026-Q3", True)
    assert (rollups(found)["e"].undated, found.is_late(epic), found.target(epic)) == (1, False, None)


@pytest.mark.parametrize(
    ("lines", "health"),
    [
        (("e epic - target=2026-Q4", "a - e status=building target=2027-Q1"), "off"),
        (("e epic -", "a - e status=building target=2026-Q3"), "at_risk"),
        (("e epic -", "a - e status=building target=2027-Q1"), "on"),
        (("e epic -", "a - e status=building"), ""),
        (("e - -", "a story e status=verified target=2026-Q3"), ""),
        (("e - -", "a story e status=verified target=2026-Q3", "b story e status=planned target=2027-Q1"), "on"),
        (("e epic -", "a - e status=verified target=2026-Q3"), "at_risk"),
    ],
)
def test_the_health_of_a_whole(lines: tuple[str, ...], health: str) -> None:
    assert rollups(team(plan(*lines)))["e"].health == health


def test_a_part_that_is_done_has_no_date_left_to_keep() -> None:
    found = rollups(team(plan("f - - status=building", "a story f status=verified", "b task f status=planned target=2027-Q1")))
    assert (found["f"].undated, str(found["f"].target)) == (0, "2027-Q1")


def test_what_is_in_a_loop_is_a_part_of_nothing() -> None:
    found = team(plan("a - b", "b - a", "c - a", "d - d"))
    assert cut(found) == "a b c d"


# Laws, against a plain reading of the specification


@dataclass(frozen=True)
class Node:
    id: str
    level: str
    parent: str | None
    status: str | None
    effort: int | None

    @property
    def line(self) -> str:
        facts = (f"{name}={value}" for name, value in (("status", self.status), ("effort", self.effort)) if value is not None)
        return " ".join((self.id, self.level, self.parent or "-", *facts))


def trees(rng: random.Random, many: int) -> list[Node]:
    found: list[Node] = []
    for number in range(many):
        level = rng.choice(list(STANDARD))
        above = [node for node in found if list(STANDARD).index(node.level) <= list(STANDARD).index(level)]
        parent = rng.choice(above).id if above and rng.random() < 0.7 else None
        status = rng.choice([None, "idea", "planned", "building", "shipped", "dropped", "verified"])
        found.append(Node(f"n{number}", level, parent, status, rng.choice([None, 1, 2, 5])))
    return found


def of(nodes: Iterable[Node], hidden: Iterable[str] = ()) -> Product:
    return plan(*(node.line for node in nodes), hidden=hidden)


def told(product: Projection) -> dict[str, tuple[str, Rollup | None, bool]]:
    return {f.id: (f.status.stage, rollups(product).get(f.id), product.counts(f)) for f in product.of(Feature)}


@pytest.mark.parametrize("seed", range(150))
def test_laws(seed: int) -> None:
    rng = random.Random(seed)
    nodes = trees(rng, rng.randint(1, 14))
    found = team(of(nodes))
    units = {feature.id for feature in found.units}
    roles = {f.id: role(SETTINGS, f) for f in found.of(Feature)}
    parents = {node.id: node.parent for node in nodes}
    countable = {parents[id] for id, name in roles.items() if name != "work"}
    for node in nodes:  # a: one at most on each path, and exactly one at or above the lowest that is not work
        on = [f.id for f in (*chains(found).get(node.id, ()), found.items[node.id]) if f.id in units]
        assert len(on) <= 1
        assert len(on) == 1 or roles[node.id] == "work" or node.id in countable
    assert sum(stages(found).values()) == len(units)  # b
    work = Node("w", "task", rng.choice(nodes).id, "building", None)
    assert {f.id for f in team(of([*nodes, work])).units} == units  # c
    empty = [node.id for node in nodes if roles[node.id] == "group" and node.id not in countable]
    if empty:  # d: the first part of a group takes its place
        assert len(team(of([*nodes, Node("n", "feature", empty[0], None, None)])).units) == len(units)
    hidden = {node.id for node in nodes if rng.random() < 0.3}
    seen = project(of(nodes, hidden), "customers")
    rest = [Node(n.id, n.level, None if n.parent in hidden else n.parent, n.status, None) for n in nodes if n.id not in hidden]
    assert told(seen) == told(project(of(rest), "customers"))  # e


def test_ten_thousand_are_gone_through_once() -> None:
    def took(many: int) -> float:
        lines = ["top initiative -", *(f"e{n} epic top" for n in range(many // 100))]
        lines += [f"f{n} - e{n % (many // 100)} status=building target=2027-Q1" for n in range(many)]
        product = plan(*lines)
        begun = time.process_time()
        found = team(product)
        assert len(found.units) == many
        assert rollups(found)["top"].of == many
        return time.process_time() - begun

    took(1_000)
    assert took(10_000) < 30 * took(1_000) + 0.5


def test_a_deep_tree_needs_no_recursion() -> None:
    lines = ["n0 story -", *(f"n{n} story n{n - 1}" for n in range(1, 3000))]
    assert len(team(plan(*lines)).units) == 1


def test_periods_compare_by_their_end_and_the_coarsest_wins() -> None:
    found = team(plan("e epic -", "a - e target=2026-12 status=planned", "b - e target=2026-Q4 status=planned"))
    assert rollups(found)["e"].target == parse("2026-Q4")
