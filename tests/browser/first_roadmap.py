"""What the tutorial does, step by step: for the test that holds what each step changes, and for the pictures of the tutorial."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page

from pmsite.wording.words import gettext
from tests.browser.editing import AS_WHO, Served, drag, running

PATIENCE = 120_000
"""Milliseconds that a step may take: each waits for the site to be built again, which a busy machine does slowly."""
DAY = "1795564800"
"""The day on which it is done: 2026-11-25."""


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called in the example of a language, and what is written of them."""

    goal: str
    key_result: str
    """How the title of the key result begins."""
    feature: str
    release: str
    title: str
    """Of the new feature."""
    summary: str
    to_next: str
    """The card that is dragged there."""
    to_later: str
    by_menu: str
    """The card that is moved to Later by its menu."""
    value: str
    note: str
    said: str
    team: str
    """How the team is found."""
    rows: tuple[tuple[int, int], ...]
    """The first and the last of those that are chosen in the table, sorted by team."""

    @property
    def many(self) -> int:
        """How many features get another team."""
        return sum(last - first + 1 for first, last in self.rows)


NAMES = {
    "en": Names(
        goal="More crews make Field Notes their habit",
        key_result="Activation",
        feature="The history of one machine",
        release="3.3: it has arrived",
        title="Remind the crew of open jobs",
        summary="One message in the morning, with what is still open.",
        to_next="Read a gauge with the camera",
        to_later="Handover at the end of a shift",
        by_menu="A job that a crew shares",
        value="51",
        note="Invitations by code are out",
        said="Who was here before me?",
        team="Mobile",
        rows=((0, 4), (13, 19)),  # those of Growth, and below those of Mobile all the others
    ),
    "zh": Names(
        goal="更多班组每周都在用",
        key_result="新班组激活率",
        feature="班组空间",
        release="看得见送达",
        title="每天早上提醒没做完的工单",
        summary="一条消息，列出还没做完的事。",
        to_next="业主只读链接",
        to_later="调度看板",
        by_menu="语音手记",
        value="41.6",
        note="三步上手开放给全部新班组",
        said="上一班是谁，做到哪一步了？",
        team="移动端团队",
        rows=((14, 19),),  # those of 增长团队, and the new one, which has no team
    ),
}


@contextmanager
def begun(root: Path, language: str = "en") -> Iterator[Served]:
    """The example product of a language in a repository of its own, served."""
    command = [sys.executable, "-m", "pmsite", "init", str(root), "--example", "--language", language]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    for words in (
        ("init", "-q", "-b", "main"),
        ("config", "user.name", "Ada"),
        ("config", "user.email", "ada@example.org"),
        ("add", "--all"),
        (*AS_WHO, "commit", "-qm", "The plan"),
        ("tag", "first"),
    ):
        subprocess.run(["git", *words], cwd=root, check=True)
    with running(root) as address:
        yield Served(root, address)


class Tutorial:
    """All that is done, in the example of a language. A page is taken along to each step, so that it can be another one."""

    def __init__(self, language: str = "en") -> None:
        self.names, self.say = NAMES[language], gettext(language)

    def new_feature(self, page: Page, address: str) -> None:
        """A feature under a goal, from the page of the goal."""
        self._item(page, address, "goals", self.names.goal)
        self._choose(page, self._new("Feature"))
        page.get_by_role("textbox", name=self.say("Title")).fill(self.names.title)
        page.get_by_role("textbox", name=self.say("Summary")).fill(self.names.summary)
        yield_to(page, "new-feature")
        self._button(page, "Make it").click()
        self._told(page, self.names.title)

    def three_cards(self, page: Page, address: str) -> None:
        """Two cards dragged, and one moved by its menu."""
        page.goto(f"{address}roadmap/")
        page.locator(".pme-more").first.wait_for(state="attached")
        drag(page, card(page, self.names.to_next), column(page, "next"))
        self._told(page, self.names.to_next)
        drag(page, card(page, self.names.to_later), column(page, "later"))
        self._told(page, self.names.to_later)
        card(page, self.names.by_menu).locator(".pme-more").press("Enter")
        yield_to(page, "cards")
        page.get_by_role("menuitemradio", name=self.say("Later")).press("Enter")
        self._told(page, self.names.by_menu)

    def target(self, page: Page, address: str) -> None:
        """A target one quarter later, on the page of the feature."""
        self._item(page, address, "table", self.names.feature)
        page.locator("[data-field=target] .pme-edit").first.wait_for(state="attached")
        page.locator("[data-field=target] dd").first.click()
        quarters = page.get_by_role("combobox", name=self.say("Quarter"))
        quarters.locator("option:checked:not([value=''])").wait_for(state="attached")
        yield_to(page, "target")
        quarters.select_option(index=quarters.evaluate("(list) => list.selectedIndex + 1"))
        self._button(page, "Save").click()
        fact = {"title": self.names.feature, "fact": self.say("Target"), "value": ""}
        self._told(page, (self.say("%(title)s: %(fact)s is %(value)s") % fact).rstrip("”"))

    def check_in(self, page: Page, address: str) -> None:
        """How a key result stands today."""
        self._item(page, address, "goals", self.names.goal)
        self._choose(page, self.say("Check in: %(title)s") % {"title": self.names.key_result})
        page.get_by_role("textbox", name=self.say("Value")).fill(self.names.value)
        page.get_by_role("textbox", name=self.say("What happened?")).fill(self.names.note)
        yield_to(page, "check-in")
        self._button(page, "Check in").last.click()
        self._told(page, self.say("Checked in: %(title)s") % {"title": self.names.key_result})

    def feedback(self, page: Page, address: str) -> None:
        """What a user said, tied to the feature that answers it."""
        self._item(page, address, "table", self.names.feature)
        self._choose(page, self._new("Feedback"))
        page.get_by_role("textbox", name=self.say("Title")).fill(self.names.said)
        yield_to(page, "feedback")
        self._button(page, "Make it").click()
        self._told(page, self.names.said)

    def no_release(self, page: Page, address: str) -> None:
        """A release that does not come: it goes, and with it what others say of it."""
        self._item(page, address, "releases", self.names.release)
        self._choose(page, self.say("Delete…"))
        dialog = page.get_by_role("dialog", name=self.say("Delete “%(title)s”") % {"title": self.names.release})
        self._button(dialog, "Delete").wait_for()
        yield_to(page, "release")
        self._button(dialog, "Delete").click()
        page.get_by_role("heading", level=1, name=self.say("Releases")).wait_for()

    def many_at_once(self, page: Page, address: str) -> None:
        """Many features go to one team in the table."""
        page.goto(f"{address}roadmap/table/")
        page.locator(".pme-pick").first.wait_for()
        page.get_by_role("columnheader", name=self.say("Team")).get_by_role("button").click()
        boxes = page.locator(".pme-pick")
        for first, last in self.names.rows:
            boxes.nth(first).click()
            boxes.nth(last).click(modifiers=["Shift"])
        self._button(page, "Set…").click()
        dialog = page.get_by_role("dialog", name=self.say("Set a fact of %(num)s features") % {"num": self.names.many})
        dialog.get_by_label(self.say("Fact")).select_option("team")
        dialog.locator("input#pme-many[role=combobox]").fill(self.names.team)
        dialog.locator(".pme-found").get_by_role("option", name=self.names.team).first.click()
        dialog.get_by_role("status").get_by_text(self.say("%(num)s features change.") % {"num": self.names.many}).wait_for()
        yield_to(page, "twelve")
        self._button(dialog, "Change them").click()
        self._told(
            page,
            (self.say("%(fact)s of %(num)s features: %(value)s") % {"fact": self.say("Team"), "num": self.names.many, "value": ""}),
        )

    def commit(self, page: Page, address: str) -> None:
        """All of it on a branch of its own."""
        page.goto(f"{address}roadmap/")
        page.locator(".pme-changes").click()
        self._button(page, "Commit…").wait_for()
        yield_to(page, "changes")
        self._button(page, "Commit…").click()
        page.get_by_label(self.say("Branch")).fill("plan/first-roadmap")
        yield_to(page, "commit")
        self._button(page, "Commit").click()
        page.get_by_text(self.say("Committed to %(branch)s.") % {"branch": "plan/first-roadmap"}).wait_for()

    def steps(self) -> Mapping[str, Callable[[Page, str], None]]:
        """What is done, in its order, each on a page and the address of the site."""
        return {
            "new feature": self.new_feature,
            "three cards": self.three_cards,
            "target": self.target,
            "check-in": self.check_in,
            "feedback": self.feedback,
            "release": self.no_release,
            "twelve": self.many_at_once,
            "commit": self.commit,
        }

    def _new(self, kind: str) -> str:
        return self.say("New: %(type)s…") % {"type": self.say(kind)}

    def _button(self, inside: Page | Locator, name: str) -> Locator:
        return inside.get_by_role("button", name=self.say(name), exact=True)

    def _item(self, page: Page, address: str, hub: str, title: str) -> None:
        """Go to the page of an item, as a reader does, from the hub of its kind."""
        page.goto(f"{address}roadmap/{hub}/")
        page.locator("main").get_by_role("link", name=title, exact=True).first.click()
        page.locator(".pme-menu-button").wait_for()

    def _choose(self, page: Page, name: str) -> None:
        """Choose from the menu of an item's page."""
        page.locator(".pme-menu-button").click()
        page.get_by_role("menuitem", name=name).first.click()

    def _told(self, page: Page, what: str) -> None:
        """Wait for the line that tells what was done, and close it."""
        line = page.locator(".pme-toast", has_text=what.rstrip())
        line.wait_for()
        self._button(line, "Close").click()


pictures: list[Callable[[Page, str], None]] = []
"""Who is called where a step is worth a picture."""


def yield_to(page: Page, name: str) -> None:
    """Let a picture be taken here."""
    for take in pictures:
        take(page, name)


def card(page: Page, title: str) -> Locator:
    """A card of the board."""
    return page.locator(".pm-roadmap :is(.pm-card, .pm-line)", has=page.get_by_role("link", name=title, exact=True))


def column(page: Page, key: str) -> Locator:
    """A column of the board."""
    return page.locator(f'[data-to="horizon={key}"]')
