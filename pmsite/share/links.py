"""The private links of one build: whether they can be made, and their files in the finished site."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from pmsite.clock import utc_today
from pmsite.diagnostics import Report, Span
from pmsite.messages import counted, reason, said
from pmsite.model.product import Product
from pmsite.share import ready
from pmsite.share.secret import VARIABLE, BadSecret, Secret
from pmsite.share.withdraw import withdraw_ended

AUTO, REQUIRED, NEVER = "auto", "required", "never"
WHEN = (AUTO, REQUIRED, NEVER)
"""By default a build without the secret leaves links out, unless it runs where sites are published from: in CI."""


def withdraw(site: Path) -> str:
    """Take the pages of links that have ended out of a site that a failed build leaves, and say so; nothing where there are none."""
    gone = withdraw_ended(site, utc_today())
    if not gone:
        return ""
    return counted(
        gone,
        "Private links: {count} has ended and is no longer in {folder}/, although the build failed",
        "Private links: {count} have ended and are no longer in {folder}/, although the build failed",
        folder=site.name,
    )


class PrivateLinks:
    """The briefs that have a link today, and the secret that their links are made with where the environment has it."""

    def __init__(self, product: Product, when: str, settings_path: str, report: Report) -> None:
        """Faults go to the report: the site must not be published without the links that it is to have."""
        self._settings, self._today = product.settings, utc_today()
        linked = ready.linked(product) if when != NEVER else ()
        self.briefs = tuple(brief for brief in linked if not ready.is_over(brief, self._today))
        self._over = len(linked) - len(self.briefs)
        self._files: Mapping[str, bytes] = {}
        self._secret: Secret | None = None
        if self.briefs:
            try:
                self._secret = ready.fitting_secret(product.settings.links, os.environ)
            except BadSecret as fault:
                if fault.code != ready.MISSING or when == REQUIRED or ready.in_ci(os.environ):
                    report.error(fault.code, Span(settings_path), reason(fault), fault.hint)

    @property
    def told(self) -> str:
        """What the terminal says about them; nothing where no brief has a link."""
        if self.briefs and self._secret is None:
            return said("Private links: left out, since the environment has no {name}", name=VARIABLE)
        if self._over:
            return said("Private links: {count}, {over} ended and left out", count=len(self.briefs), over=self._over)
        return said("Private links: {count}", count=len(self.briefs)) if self.briefs else ""

    def seal(self, document: Callable[[str], str]) -> None:
        """Make the files. `document` gives the brief with an id as its own audience may see it."""
        if self._secret is not None:
            from pmsite.share.publish import files  # here, since it needs the extra

            documents = ((brief, document(brief.id)) for brief in self.briefs)
            self._files = files(documents, self._settings, self._secret, self._today)

    def write(self, site: Path) -> None:
        """Add the files to a finished site. Headers of the owner's own stay, and come first."""
        for path, content in self._files.items():
            at = site / path
            at.parent.mkdir(parents=True, exist_ok=True)
            owned = at.read_bytes() if at.exists() else b""
            at.write_bytes(owned.rstrip() + b"\n\n" + content if owned else content)
