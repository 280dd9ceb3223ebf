"""Which briefs have a private link today, and whether it can be made here: the library, the settings, the secret that fits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib.util import find_spec

from pmsite.messages import said
from pmsite.model.brief import Brief
from pmsite.model.product import Product
from pmsite.model.settings import Links
from pmsite.share.secret import BadSecret, Secret, from_environment

MISSING = "link-secret-missing"


def linked(product: Product) -> tuple[Brief, ...]:
    """The briefs that are to have a private link."""
    return tuple(brief for brief in product.of(Brief) if brief.link)


def is_over(brief: Brief, utc_day: date) -> bool:
    """Whether a brief's link has ended: its last day ends in UTC, wherever the site is built."""
    return brief.expires is not None and brief.expires.last < utc_day


def end_of(day: date) -> str:
    """The last moment of a day, everywhere the same: in UTC."""
    return f"{day.isoformat()}T23:59:59Z"


def in_ci(environment: Mapping[str, str]) -> bool:
    """Whether a machine runs this, whose log others may read."""
    return environment.get("CI", "").lower() not in ("", "0", "false")


def installed() -> None:
    """Raises BadSecret where the library is missing."""
    if find_spec("cryptography") is None:
        raise BadSecret(
            "links-not-installed",
            said("private links need the library `cryptography`"),
            said('install it with `pip install "pmsite[links]"`'),
        )


def fitting_secret(links: Links, environment: Mapping[str, str]) -> Secret:
    """The secret that a workspace's links are made with; raises BadSecret, also where it is another one."""
    secret = from_environment(environment)
    if not (links.site_id and links.kid):
        raise BadSecret(
            "link-not-set-up",
            said("private links need `links` with a `site_id` and a `kid` in product.yml"),
            said("run `pmsite links rotate`"),
        )
    installed()
    from pmsite.share.keys import kid  # here, since it needs the extra

    if kid(secret) != links.kid:
        raise BadSecret(
            "link-secret-other",
            said(
                "this secret is {kid}, and the links were made with {theirs}: all links would change",
                kid=kid(secret),
                theirs=links.kid,
            ),
            said("use the secret that they were made with; to take all links back, run `pmsite links rotate`"),
        )
    return secret
