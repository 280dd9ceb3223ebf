"""A made-up team at work on one plan: pull requests by five people over a quarter, with all that happens to files meanwhile.

What the team does is written into a repository by `git fast-import`. Nothing here knows pmsite. Every item has a number that stands in the
last line of its text and never changes, so that a plain reading of git can tell who is who; see `reading.py`.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

FIRST = date(2026, 7, 1)
PEOPLE = ("ada", "bo", "chen", "dana", "eli")
STATUSES = ("idea", "planned", "parked", "building", "shipped", "dropped")
WORDS = [
    "amber",
    "birch",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "grove",
    "heath",
    "inlet",
    "jetty",
    "knoll",
    "ledge",
    "marsh",
    "north",
    "ocean",
    "pines",
    "quay",
    "ridge",
    "shore",
    "tidal",
]
QUARTERS = tuple(f"20{year}-Q{quarter}" for year in (26, 27) for quarter in (1, 2, 3, 4))


@dataclass
class Thing:
    """One item as its authors think of it."""

    uid: int
    kind: str
    name: str
    title: str
    facts: dict[str, str] = field(default_factory=dict)
    release: int | None = None
    after: list[int] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    folder: str = ""
    written: str = ""
    """The id, where it is written and not the name of the file."""
    typo: bool = False
    translation: tuple[str, str] = ("", "")
    """The title and the text in Chinese, where there are any."""
    values: list[int] = field(default_factory=list)
    """What a metric was, month by month."""

    @property
    def id(self) -> str:
        """What others call it."""
        return self.written or self.name

    @property
    def path(self) -> str:
        """Its file in the workspace."""
        return f"{self.kind}s/{self.folder}{self.name}.md"


@dataclass
class Plan:
    """All items by number, and what the status `parked` means."""

    things: dict[int, Thing] = field(default_factory=dict)
    parked: str = "planned"
    label: str = "Parked"
    copies: set[int] = field(default_factory=set)
    """Items that lie in a second file, too, until the first is taken away."""

    def files(self) -> dict[str, str]:
        """The workspace."""
        found = {"product.yml": f"name: P\nstatuses:\n  parked: {{stage: {self.parked}, label: {self.label}}}\n"}
        for thing in self.things.values():
            found[thing.path] = self._text(thing)
            stem = thing.path.removesuffix(".md")
            if any(thing.translation):
                title, text = thing.translation
                found[f"{stem}.zh.md"] = f"---\ntitle: {title}\n---\n{text}\n"
            if thing.values:
                rows = (f"2026-{month:02d},{value}\n" for month, value in enumerate(thing.values, 1))
                found[f"{stem}.csv"] = "".join(["date,value\n", *rows])
            if thing.uid in self.copies:
                copy = deepcopy(thing)
                copy.folder, copy.written, copy.translation = "zcopy/", thing.id, ("", "")
                found[copy.path] = self._text(copy)
        return found

    def _text(self, thing: Thing) -> str:
        facts = dict(thing.facts)
        if thing.written:
            facts["id"] = thing.written
        if thing.typo:
            facts["status"] = "plannned"
        if thing.release in self.things:
            facts["release"] = self.things[thing.release or 0].id
        names = [self.things[uid].id for uid in thing.after if uid in self.things]
        if names:
            facts["depends_on"] = f"[{', '.join(names)}]"
        head = "".join(f"{key}: {value}\n" for key, value in {"title": thing.title, **facts}.items())
        return "\n".join([f"---\n{head}---", *thing.lines, f"Number {thing.uid}.", ""])


Work = Callable[[Plan], None]
"""One commit's worth of work, which can be done on any state of the plan: what it was meant for may be gone."""


class Team:
    """Makes pull requests and merges them, all by one seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.count = 0
        self.plan = Plan()
        self.commits: list[tuple[str, str, dict[str, str], list[str]]] = []
        """Name, day, files and parents of every commit of the main line and of branches, in order."""
        self.main: list[str] = []
        self.days: dict[str, date] = {}

    def work(self, requests: int) -> None:
        """Begin with a small plan, then merge pull requests, some of which were open while others were merged."""
        for _ in range(3):
            self._new(self.plan, "release")
        for _ in range(14):
            self._new(self.plan, "feature")
        for _ in range(3):
            self._new(self.plan, "metric")
        self._commit("main-0", FIRST, self.plan, [])
        opened: list[tuple[str, Plan, list[Work]]] = []
        for number in range(requests):
            while len(opened) < self.random.randint(1, 5):
                touched: set[int] = set()
                works = [work for _ in range(self.random.randint(1, 4)) if (work := self._some_work(touched))]
                opened.append((self.main[-1], deepcopy(self.plan), works))
            base, then, works = opened.pop(self.random.randrange(len(opened)))
            self._merge(number, FIRST + timedelta(days=(number + 1) * 91 // (requests + 1)), base, then, works)

    def _merge(self, number: int, day: date, base: str, then: Plan, works: list[Work]) -> None:
        way = self.random.choice(["squash", "rebase", "merge"])
        parents = [self.main[-1]]
        if way == "merge":
            tip = base
            for at, work in enumerate(works):
                work(then)
                self._commit(f"side-{number}-{at}", day, then, [tip], is_main=False)
                tip = f"side-{number}-{at}"
            parents.append(tip)
        for work in works:
            work(self.plan)
            if way == "rebase":
                self._commit(f"main-{len(self.main)}", day, self.plan, [self.main[-1]])
        if way != "rebase":
            self._commit(f"main-{len(self.main)}", day, self.plan, parents)
        if self.plan.copies:  # the file that was there first goes with the next commit
            for uid in sorted(self.plan.copies & self.plan.things.keys()):
                thing = self.plan.things[uid]
                thing.written, thing.folder = thing.id, "zcopy/"
            self.plan.copies = set()
            self._commit(f"main-{len(self.main)}", day, self.plan, [self.main[-1]])

    def _commit(self, name: str, day: date, plan: Plan, parents: list[str], is_main: bool = True) -> None:
        self.commits.append((name, day.isoformat(), plan.files(), parents))
        if is_main:
            self.main.append(name)
            self.days[name] = day

    # What people do

    def _new(self, plan: Plan, kind: str, title: str = "") -> Thing:
        self.count += 1
        thing = Thing(self.count, kind, f"{self.random.choice(WORDS)}-{self.count}", title or self._words(3))
        thing.lines = [self._words(9) for _ in range(30)]
        if kind == "release":
            thing.facts = {
                "date": f"2026-{self.random.randint(8, 12):02d}-{self.random.randint(10, 28)}",
                "summary": self._words(8),
            }
        elif kind == "metric":
            thing.facts = {"definition": self._words(8)}
            thing.values = [self.random.randrange(100) for _ in range(4)]
        else:
            thing.facts = {
                "summary": self._words(8),
                "status": self.random.choice(STATUSES[:4]),
                "owner": self.random.choice(PEOPLE),
            }
            thing.facts |= {"tags": f"[{self.random.choice(WORDS)}]", "confidence": self.random.choice(["low", "medium", "high"])}
            self._date(plan, thing)
        plan.things[thing.uid] = thing
        return thing

    def _words(self, count: int) -> str:
        return " ".join(self.random.choice(WORDS) for _ in range(count)).capitalize() + f" {self.random.randrange(1000)}"

    def _date(self, plan: Plan, thing: Thing) -> None:
        thing.facts.pop("target", None)
        thing.release = None
        if self.random.random() < 0.6:
            thing.facts["target"] = self.random.choice(QUARTERS)
        elif self.random.random() < 0.9:
            thing.release = self.random.choice([one.uid for one in plan.things.values() if one.kind == "release"] or [0])

    def _some_work(self, touched: set[int]) -> Work | None:
        """One thing that somebody does. In one pull request an item gets one new fact and one new name at most, as a reviewer would want."""
        free = [one for one in self.plan.things.values() if one.kind == "feature" and one.uid not in touched]
        releases = [one for one in self.plan.things.values() if one.kind == "release" and one.uid not in touched]
        if len(free) < 4:
            return None
        one, other = self.random.sample(free, 2)
        kind = self.random.choices(*zip(*self._kinds(), strict=True))[0]
        if kind == "rename release":
            if not releases:
                return None
            one = self.random.choice(releases)
        if kind in ("measure", "correct", "withdraw", "rename metric"):
            metrics = [one for one in self.plan.things.values() if one.kind == "metric" and one.uid not in touched]
            if not metrics:
                return None
            one = self.random.choice(metrics)
        touched.add(one.uid)
        if kind in ("swap", "take"):
            touched.add(other.uid)
        seed = self.random.randrange(1 << 30)
        return lambda plan: self._do(kind, plan, one.uid, other.uid, Random(seed))

    @staticmethod
    def _kinds() -> list[tuple[str, int]]:
        return [
            ("date", 10), ("status", 6), ("fact", 4), ("text", 3), ("title", 3), ("rename", 5), ("rename and date", 3), ("folder", 2), ("id", 2),
            ("rename and title", 2), ("delete", 2), ("add", 5), ("replace", 2), ("swap", 1), ("take", 1), ("typo", 2), ("mend", 4), ("parked", 1),
            ("label", 1), ("rename release", 2), ("copy", 1), ("after", 3), ("template", 1),
            ("measure", 5), ("correct", 2), ("withdraw", 2), ("rename metric", 1), ("translate", 5), ("translate text", 2), ("untranslate", 2),
        ]  # fmt: skip

    def _do(self, kind: str, plan: Plan, uid: int, other_uid: int, random: Random) -> None:
        was, self.random = self.random, random  # whatever is decided is the same on a branch and on the main line
        count, self.count = self.count, 1000 + random.randrange(1_000_000)
        try:
            if kind in ("add", "parked", "label", "mend"):
                self._do_anywhere(kind, plan)
            elif uid in plan.things and uid not in plan.copies:
                self._do_to(kind, plan, plan.things[uid], plan.things.get(other_uid))
        finally:
            self.random, self.count = was, count

    def _do_anywhere(self, kind: str, plan: Plan) -> None:
        if kind == "add":
            self._new(plan, "feature")
        elif kind == "parked":
            plan.parked = "dropped" if plan.parked == "planned" else "planned"
        elif kind == "label":
            plan.label = self.random.choice(WORDS)
        else:
            for thing in plan.things.values():
                thing.typo = False

    def _do_to(self, kind: str, plan: Plan, thing: Thing, other: Thing | None) -> None:
        if "rename" in kind:
            thing.name, thing.written = f"{self.random.choice(WORDS)}-r{self.random.randrange(1_000_000)}", ""
        if "title" in kind:
            thing.title = self._words(3)
        if "date" in kind:
            self._date(plan, thing)
        if kind == "status":
            thing.facts["status"] = self.random.choice(STATUSES)
        elif kind == "fact":
            thing.facts["owner"] = self.random.choice(PEOPLE)
        elif kind == "text":
            thing.lines[self.random.randrange(30)] = self._words(9)
        elif kind == "folder":
            thing.written, thing.folder = thing.id, f"{self.random.choice(WORDS)}/"
        elif kind == "id":
            thing.written = f"{self.random.choice(WORDS)}-i{self.random.randrange(1_000_000)}"
        elif kind == "delete":
            del plan.things[thing.uid]
        elif kind == "replace":
            del plan.things[thing.uid]
            new = self._new(plan, "feature", thing.title)
            new.facts |= {"owner": f"fay-{new.uid}", "tags": f"[fresh-{new.uid}]"}  # so that nothing but the title is alike
            new.facts["status"] = "building" if thing.facts["status"] != "building" else "planned"
        elif kind == "swap" and other is not None and not (thing.written or other.written):
            thing.name, other.name = other.name, thing.name
            thing.folder, other.folder = other.folder, thing.folder
        elif kind == "take" and other is not None and not (thing.written or other.written or other.uid in plan.copies):
            del plan.things[other.uid]
            thing.name, thing.folder = other.name, other.folder
        elif kind == "typo":
            thing.typo = True
        elif kind == "copy" and not thing.folder and not thing.typo:
            plan.copies.add(thing.uid)
        elif kind == "measure" and len(thing.values) < 12:
            thing.values.append(self.random.randrange(100))
        elif kind == "correct":
            thing.values[self.random.randrange(len(thing.values))] += 1 + self.random.randrange(9)
        elif kind == "withdraw" and len(thing.values) > 1:
            thing.values.pop()
        elif kind == "translate":
            thing.translation = self._words(2), self._words(9)
        elif kind == "translate text" and any(thing.translation):
            thing.translation = thing.translation[0], self._words(9)
        elif kind == "untranslate":
            thing.translation = "", ""
        elif kind == "after" and other is not None:
            thing.after = [other.uid] if other.uid not in thing.after else []
        elif kind == "template":
            new = self._new(plan, "feature")
            new.facts = dict(thing.facts)


def write(folder: Path, team: Team) -> dict[str, str]:
    """Put everything into a repository, and check out its main line; gives the commits by name."""
    folder.mkdir(parents=True, exist_ok=True)
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}

    def git(*words: str, data: bytes | None = None) -> str:
        command = ["git", "-c", "init.defaultBranch=main", "-C", os.fspath(folder), *words]
        return subprocess.run(command, input=data, env=env, capture_output=True, check=True).stdout.decode()

    git("init", "-q")
    marks = {name: number for number, (name, *_) in enumerate(team.commits, 1)}
    stream = [_commit(team, *commit, marks) for commit in team.commits]
    git("fast-import", "--quiet", "--export-marks=marks", data=b"".join(stream))
    git("reset", "-q", "--hard", "refs/heads/main")
    lines = (folder / "marks").read_text(encoding="utf-8").split("\n")
    found = {line.partition(" ")[0]: line.partition(" ")[2] for line in lines}
    (folder / "marks").unlink()
    return {name: found[f":{mark}"] for name, mark in marks.items()}


def _commit(team: Team, name: str, day: str, files: dict[str, str], parents: list[str], marks: dict[str, int]) -> bytes:
    ref = "main" if name in team.days else f"side/{name}"
    at = int((date.fromisoformat(day) - date(1970, 1, 1)).total_seconds()) + 43200
    lines = [
        f"commit refs/heads/{ref}\nmark :{marks[name]}\ncommitter {team.random.choice(PEOPLE)} <p@example.com> {at} +0000\ndata 1\n.\n"
    ]
    lines += [f"{'from' if at == 0 else 'merge'} :{marks[parent]}\n" for at, parent in enumerate(parents)]
    lines.append("deleteall\n")
    for path, text in files.items():
        lines.append(f"M 100644 inline roadmap/{path}\ndata {len(text.encode())}\n{text}\n")
    return "".join([*lines, "\n"]).encode()
