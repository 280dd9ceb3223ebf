"""The files of a site's private links."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pmsite.model.brief import Brief
from pmsite.model.settings import Links, Settings
from pmsite.share.keys import LinkKeys, derive
from pmsite.share.page import policy, seal
from pmsite.share.ready import is_over
from pmsite.share.secret import Secret

HEADERS = "_headers"


def keys_of(brief: Brief, links: Links, secret: Secret) -> LinkKeys:
    """The keys of a brief's link."""
    return derive(secret, links.site_id, brief.id, int(brief.link_epoch), with_passphrase=brief.passphrase)


def files(documents: Iterable[tuple[Brief, str]], settings: Settings, secret: Secret, utc_day: date) -> dict[str, bytes]:
    """By path in the site, the page of every brief's link, and the headers for the hosts that read them from a file.

    `documents` are briefs, each with its finished HTML as its own audience may see it; one whose link has ended gives nothing.
    """
    found = {}
    for brief, html in documents:
        if brief.link and not is_over(brief, utc_day):
            keys = keys_of(brief, settings.links, secret)
            language = brief.language or settings.language
            found[f"s/{keys.token}/index.html"] = seal(
                html, keys, language=language, expires=brief.expires.last if brief.expires else None
            )
    return found | ({HEADERS: headers().encode()} if found else {})


def headers() -> str:
    """What a host should send with the pages of links, in the form that several hosts read from `_headers`."""
    sent = {
        "Content-Security-Policy": f"{policy()}; frame-ancestors 'none'",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Strict-Transport-Security": "max-age=31536000",
    }
    return "/s/*\n" + "".join(f"  {name}: {value}\n" for name, value in sent.items())
