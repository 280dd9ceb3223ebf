"""Who may find a site: what it says to search engines, and whether the team's own goes where everybody may read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pmsite.audience import TEAM
from pmsite.messages import said
from pmsite.publishing.outcome import VARIABLE as PUBLISHES
from pmsite.share.ready import in_ci

PUBLIC = "public"
"""The audience that is everybody, where neither the site's settings nor the environment say who is."""
VARIABLE = "PMSITE_PUBLIC"
ROBOTS = "robots.txt"
KEEP_OUT = "User-agent: *\nDisallow: /\n"
"""What stands at the root of a site that search engines are to leave alone."""
_META = '<meta name="robots" content="noindex, nofollow">'
_PUBLISHERS = ("MIKE_DOCS_VERSION", "READTHEDOCS")
"""What the environment has where a build is published, though `CI` is not set."""


class OpenAndClosed(ValueError):
    """The team's site cannot be for everybody and behind sign-in."""


class WouldOpen(ValueError):
    """A command would put the team's site where everybody may read it, and nobody said that they may."""


@dataclass(frozen=True, slots=True)
class Openness:
    """Who a site is for, as far as its settings and the environment say."""

    audience: str
    is_public: bool
    """Whether everybody may read it, so that search engines may list it."""
    is_closed: bool
    """Whether its owner says that readers sign in before it; asked of the team's site alone, whose settings others inherit."""

    @classmethod
    def of(cls, audience: str, public: bool | None, closed: bool, environment: Mapping[str, str]) -> Openness:
        """What the options `public` and `closed` say, and the environment: neither opens what the other does not. Raises OpenAndClosed."""
        told = environment.get(VARIABLE, "").lower()
        words = [word for word in (public, told in ("1", "true") if told else None) if word is not None]
        is_public = all(words) if words else audience == PUBLIC
        if audience == TEAM and is_public and closed:
            raise OpenAndClosed(said("the team's site is `public`, for everybody, or `closed`, behind sign-in; say one of them"))
        return cls(audience, is_public, closed)

    @property
    def meta(self) -> str:
        """What the head of each page says to search engines; nothing where they are welcome."""
        return "" if self.is_public else _META

    def told(self, environment: Mapping[str, str]) -> str:
        """What a build says where the site is likely to be published and nobody has said where to; nothing elsewhere."""
        is_published = in_ci(environment) or any(name in environment for name in _PUBLISHERS)
        if not is_published or PUBLISHES in environment or not self._is_doubtful:
            return ""
        return said(
            "This is the team's site, with all of the plan: publish it only where readers sign in first. "
            "`closed: true` says that they do, `public: true` that everybody may read it"
        )

    def refuse_open_host(self, command: str) -> None:
        """Raises WouldOpen for a command that publishes at once."""
        if command == "gh-deploy" and self._is_doubtful:
            raise WouldOpen(
                said(
                    "gh-deploy would publish the team's site, with all of the plan, on pages that everybody may be able to open; nothing was published. Name an `audience`, or write `closed: true` where readers sign in first, `public: true` where everybody may read it"
                )
            )

    @property
    def _is_doubtful(self) -> bool:
        return self.audience == TEAM and not self.is_public and not self.is_closed
