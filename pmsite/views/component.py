"""A component: where it is in the product, what it is made of, the work in it, and what is broken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.component import Component
from pmsite.model.component_tree import paths, within
from pmsite.model.item import Item
from pmsite.model.problem import Problem
from pmsite.views import roadmap
from pmsite.views.parts import Card, Ref, StageCount, ref, ref_to, stages, units
from pmsite.views.roadmap import Roadmap

PARTS, PROBLEMS = 200, 60
"""Components, and what is broken, that a page lists."""


@dataclass(frozen=True, slots=True)
class Inside:
    """A component that another one is made of, and all work in it."""

    ref: Ref
    stages: tuple[StageCount, ...]
    problems: int


@dataclass(frozen=True, slots=True)
class ComponentPage:
    """What the page of one component adds to its facts; it counts what is in the components that it is made of, too."""

    around: tuple[Ref, ...]
    """The components that it is in, the outermost first."""
    parts: tuple[Inside, ...]
    more: int
    """How many parts are left out."""
    roadmap: Roadmap
    problems: tuple[Ref, ...]
    """What is broken in it, and not yet mended; the first of these."""
    broken: int
    """How many there are in all."""
    release: Ref | None
    """The last release that brought something in it."""


def build(product: Projection, component: Component) -> ComponentPage:
    """The page of one component."""
    parts = [item for item in product.pointing(component.id, "parent") if isinstance(item, Component) and item is not component]
    parts.sort(key=lambda item: item.key)
    inside, broken = within(product).get(component.id, frozenset()), problems(product, component)
    return ComponentPage(
        tuple(named(product, paths(product).get(component.id, ())[:-1])),
        tuple(Inside(ref(found), work(product, found), len(problems(product, found))) for found in parts[:PARTS]),
        max(0, len(parts) - PARTS),
        roadmap.build(product, "horizon", lambda card: card.component is not None and card.component.id in inside),
        tuple(map(ref, broken[:PROBLEMS])),
        len(broken),
        release(product, component),
    )


def named(product: Projection, ids: Iterable[str]) -> Iterator[Ref]:
    """Links to components."""
    return (found for id in ids if (found := ref_to(product, id)) is not None)


def work(product: Projection, component: Component) -> tuple[StageCount, ...]:
    """The features of a component, and of all that is in it, by stage."""
    return stages(_cards(product, component))


def problems(product: Projection, component: Component) -> tuple[Problem, ...]:
    """What is broken in a component, or in what it is made of, and not yet mended."""
    if not product.sees(Problem, "status"):
        return ()
    found = (item for item in _members(product, component) if isinstance(item, Problem) and item.status != "resolved")
    return tuple(sorted(found, key=lambda item: item.key))


def release(product: Projection, component: Component) -> Ref | None:
    """The last release that brought something in a component."""
    brought = {card.release.id for card in _cards(product, component) if card.release is not None and card.stage == "shipped"}
    return next((ref(found) for found in product.releases if found.id in brought and product.is_out(found)), None)


def _cards(product: Projection, component: Component) -> list[Card]:
    shown = units(product)
    return [shown[item.id] for item in _members(product, component) if item.id in shown]


def _members(product: Projection, component: Component) -> Iterator[Item]:
    for id in within(product).get(component.id, ()):
        yield from product.pointing(id, "component")
