"""Which page stands where: a section of the navigation for each duty, grouped where it is long, and the page above one that is in none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from pmsite.audience import Projection
from pmsite.model.item import DUTIES
from pmsite.model.types import BY_NAME
from pmsite.pages.page import WORD, Page
from pmsite.views.modules import section

ROADMAP = "roadmap/index"
TABLE = "roadmap/table"
ALL_LEVELS = "roadmap/all-levels"
GOALS = "roadmap/goals"
VIEWS = frozenset(
    f"roadmap/{name}"
    for name in (
        "timeline",
        "by-product",
        "by-goal",
        "by-team",
        "by-release",
        "by-theme",
        "by-component",
        "by-cycle",
        "by-parent",
        "all-levels",
    )
)
"""Other ways to see the roadmap: tabs of its page, and no entries of the navigation unless the site's owner has them there."""
NAMESAKES = frozenset({ROADMAP, GOALS})
"""Pages that are called what their section is called, so that it begins with them."""
GROUPS: Mapping[str, tuple[tuple[WORD, tuple[str, ...]], ...]] = {
    "planning": (
        (
            "Planning",
            (
                ROADMAP,
                "roadmap/priorities",
                "roadmap/releases/index",
                "roadmap/cycles/index",
                "roadmap/themes/index",
                "roadmap/components/index",
            ),
        ),
        (
            "Tracking",
            (
                "roadmap/at-risk",
                "roadmap/what-changed",
                "roadmap/slippage",
                "roadmap/calendar",
                "roadmap/capacity",
                "roadmap/changelog",
            ),
        ),
        ("Everything", (TABLE, "roadmap/changes/index", "roadmap/not-doing")),
    )
}
"""By duty, how a long section is grouped: what a group is called, and its pages by their addresses. Pages that are not named end the last."""
LONG = 6
"""A section of more pages is grouped."""


@dataclass(frozen=True, slots=True)
class Group:
    """Pages of a section; without words where it is not grouped."""

    words: WORD
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The pages of one duty in the navigation."""

    duty: str
    groups: tuple[Group, ...]

    @property
    def pages(self) -> tuple[Page, ...]:
        """All of its pages, in their order."""
        return tuple(page for group in self.groups for page in group.pages)


def sections(found: Iterable[Page]) -> tuple[Section, ...]:
    """The sections of some pages, in the order of the duties; planning first, since it is what people come for."""
    shown = [page for page in found if page.in_nav]
    by_duty = {duty: [page for page in shown if page.duty == duty] for duty in ("planning", *DUTIES)}
    return tuple(Section(duty, _groups(duty, pages)) for duty, pages in by_duty.items() if pages)


def _groups(duty: str, pages: list[Page]) -> tuple[Group, ...]:
    named = GROUPS.get(duty, ())
    places = {address: (at, number) for at, (_, members) in enumerate(named) for number, address in enumerate(members)}
    last = (max(len(named) - 1, 0), len(places))
    ordered = sorted(pages, key=lambda page: (not page.opens, places.get(page.address, last)))
    if len(pages) <= LONG or not named:
        return (Group("", tuple(ordered)),)
    groups = [
        Group(words, tuple(page for page in ordered if places.get(page.address, last)[0] == at))
        for at, (words, _) in enumerate(named)
    ]
    return tuple(group for group in groups if group.pages)


def openings(product: Projection, found: Iterable[Page]) -> Iterator[Page]:
    """The first page of each section of several pages of which none is called what the section is."""
    for one in sections(found):
        if len(one.pages) > 1 and one.pages[0].address not in NAMESAKES:
            told = tuple((page.address, page.words, page.title) for page in one.pages)
            yield Page(
                f"roadmap/overview/{one.duty}",
                "section.html",
                partial(section.build, product, told),
                words=f"duty:{one.duty}",
                duty=one.duty,
                in_nav=True,
                opens=True,
                searched=False,
                besides=(told,),
            )


def hub_address(type_name: str) -> str:
    """The page that lists the items of a type."""
    if type_name == "feature":
        return TABLE
    if type_name == "objective":
        return GOALS
    return f"roadmap/{BY_NAME[type_name].folder}/index"
