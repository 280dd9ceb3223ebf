"""Work for a tracker to take over: open features with a row each, and below each the work on it that runs side by side.

A tracker's own columns and words; its own import says what becomes of them. Only days are given as dates, since a tracker would
take the first day of a quarter for a promise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.exports import table
from pmsite.model.feature import Feature, Track
from pmsite.model.hierarchy import chains, parts, role, walk
from pmsite.model.period import Period
from pmsite.views.parts import ref_to

STAGES = frozenset({"planned", "building"})


@dataclass(frozen=True, slots=True)
class Work:
    """One row. Numbers tie the rows of one file together; `key` is the tracker's own name, where it has it already."""

    number: int
    parent: Work | None
    key: str
    title: str
    text: str
    state: str
    """`todo`, `doing` or `done`."""
    owner: str
    team: str
    started: str
    due: str
    release: str
    tags: tuple[str, ...]
    role: str = "unit"
    """What it is: group, unit, part or work."""
    has_parts: bool = False
    """Whether a row below it is no mere piece of work."""

    @property
    def name(self) -> str | int:
        """What other rows may call it."""
        return self.key or self.number


@dataclass(frozen=True, slots=True)
class Tracker:
    """How one tracker calls things: its columns, in order, and what each says of a row."""

    columns: tuple[tuple[str, Callable[[Work], str | int]], ...]
    labels: str = ""
    """The column that stands once for each tag, where the tracker has it so."""


def _in_jira(work: Work) -> Work | None:
    """What a row is below in Jira, which has three levels: epics, stories below them, sub-tasks below stories."""
    above = None if work.role == "group" else work.parent
    while above is not None and above.parent is not None and _jira_type(above) == "Sub-task":
        above = above.parent
    return above


def _jira_type(work: Work) -> str:
    is_below = work.parent is not None and work.parent.role != "group"
    return "Sub-task" if is_below and work.role == "unit" else JIRA_TYPES[work.role]


JIRA_TYPES, JIRA_STATES = (
    {"group": "Epic", "unit": "Story", "part": "Sub-task", "work": "Sub-task"},
    {"todo": "To Do", "doing": "In Progress", "done": "Done"},
)


def _pingcode_type(work: Work) -> str:
    """PingCode has user stories below features, and nothing but work below user stories."""
    return "特性" if work.role == "unit" and work.has_parts else PINGCODE_TYPES[work.role]


PINGCODE_TYPES = {"group": "史诗", "unit": "用户故事", "part": "用户故事", "work": "任务"}
PINGCODE_STATES = {"todo": "新建", "doing": "进行中", "done": "已完成"}

JIRA = Tracker(
    (
        ("Issue id", lambda work: work.number),
        ("Parent id", lambda work: above.number if (above := _in_jira(work)) else ""),
        ("Issue key", lambda work: work.key),
        ("Issue Type", _jira_type),
        ("Summary", lambda work: work.title),
        ("Description", lambda work: work.text),
        ("Status", lambda work: JIRA_STATES[work.state]),
        ("Assignee", lambda work: work.owner),
        ("Component/s", lambda work: work.team),
        ("Due date", lambda work: work.due),
        ("Fix Version/s", lambda work: work.release),
    ),
    labels="Labels",
)
PINGCODE = Tracker(
    (
        ("标识", lambda work: work.name),
        ("父标识", lambda work: work.parent.name if work.parent else ""),
        ("工作项类型", _pingcode_type),
        ("标题", lambda work: work.title),
        ("状态", lambda work: PINGCODE_STATES[work.state]),
        ("负责人", lambda work: work.owner),
        ("开始时间", lambda work: work.started),
        ("结束时间", lambda work: work.due),
        ("描述", lambda work: work.text),
        ("标签", lambda work: ", ".join(work.tags)),
        ("发布", lambda work: work.release),
    )
)


def write(product: Projection, tracker: Tracker) -> Iterator[str]:
    """The table of one tracker."""
    rows = list(work(product))
    most = max((len(row.tags) for row in rows), default=0) if tracker.labels else 0
    header = [*(name for name, _ in tracker.columns), *[tracker.labels] * most]
    return table.write(header, (_cells(row, tracker, most) for row in rows))


def _cells(row: Work, tracker: Tracker, most: int) -> Sequence[table.Cell]:
    labels = [row.tags[at].replace(" ", "-") if at < len(row.tags) else "" for at in range(most)]
    return [*(cell(row) for _, cell in tracker.columns), *labels]


def work(product: Projection) -> Iterator[Work]:
    """The work on every feature that is planned or under way, each before its own parts; of a group only where a part of it is told."""
    below, done = parts(product), dict[str, Work]()
    told = [feature for feature in _in_order(product) if feature.status.stage in STAGES]
    needed = {above.id for feature in told for above in chains(product).get(feature.id, ())}
    wholes = {feature.parent for feature in told if role(product.settings, feature) != "work"}
    number = 0
    for feature in told:
        what = role(product.settings, feature)
        if what == "group" and feature.id in below and feature.id not in needed:
            continue
        number += 1
        parent = done[feature.id] = _feature(product, feature, number, done.get(feature.parent or ""), what, feature.id in wholes)
        yield parent
        for name, track in feature.tracks.items() if feature.id not in below else ():
            number += 1
            yield _track(parent, name, track, number)


def _in_order(product: Projection) -> Iterator[Feature]:
    above = chains(product)
    for feature in product.of(Feature):
        if feature.id not in above:
            yield feature
            yield from (part for _, part in walk(product, feature.id))


def _feature(product: Projection, feature: Feature, number: int, parent: Work | None, what: str, has_parts: bool) -> Work:
    release, team = product.release(feature), ref_to(product, feature.team)
    return Work(
        number,
        parent,
        next((key for key in feature.delivery if "://" not in key), ""),
        feature.title,
        _text(feature),
        "done" if feature.status.done else "doing" if feature.status.stage == "building" else "todo",
        feature.owner or "",
        team.title if team else "",
        _day(feature.started or feature.starts),
        _day(product.target(feature)),
        release.name if release else "",
        feature.tags,
        what,
        has_parts,
    )


def _track(parent: Work, name: str, track: Track, number: int) -> Work:
    state = {"waiting": "todo", "done": "done"}.get(track.state, "doing" if track.state else "todo")
    title = f"{parent.title}: {name}"
    return Work(number, parent, "", title, "", state, track.owner or "", parent.team, "", "", parent.release, (), "work")


def _text(feature: Feature) -> str:
    criteria = "\n".join(f"- {criterion.text}" for criterion in feature.acceptance)
    return "\n\n".join(part for part in (feature.summary, criteria) if part)


def _day(period: Period | None) -> str:
    return period.text if period is not None and period.precision == "day" else ""
