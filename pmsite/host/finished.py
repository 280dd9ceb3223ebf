"""What is added to pages that the theme has finished: tags in their head, the ways to what others see, and ways on from where nothing is."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pmsite.render.site import Site

_HEAD = re.compile(r"</head\s*>|<body[\s>]", re.IGNORECASE)
_BEFORE_HEAD = re.compile(r"<html(?:\s[^>]*)?>|<!doctype\s[^>]*>", re.IGNORECASE)
_CRUMBS, _CRUMBS_END = '<nav class="md-path"', "</nav>"
"""Where the theme shows the way to a page."""
NOT_FOUND = "404.html"
_THEIR_NOT_FOUND = "<h1>404 - Not found</h1>"
"""All that the theme says where nothing is. A page of the site's own, which says something else, stays as it is."""


def into_head(html: str, tags: str) -> str:
    """A finished page with more in its head, which its author may have left to the browser to begin and to end."""
    if not tags:
        return html
    at = html.find("</head>")  # a search without regard to case takes long in many pages
    if at < 0 and (found := _HEAD.search(html)):
        at = found.start()
    elif at < 0:
        at = max((found.end() for found in _BEFORE_HEAD.finditer(html)), default=-1)
    return f"{html[:at]}{tags}{html[at:]}" if at >= 0 else html


def end_crumbs_with(html: str, switch: str) -> str:
    """A page whose switch, which begins its content, has moved to the end of the breadcrumbs, where the theme shows any."""
    begin = html.find(_CRUMBS) if switch else -1
    if begin < 0:
        return html
    end = html.find(_CRUMBS_END, begin) + len(_CRUMBS_END)
    at = html.find(switch, end)
    return f"{html[:end]}{switch}{html[end:at]}{html[at + len(switch) :]}" if at >= 0 else html


def lead_on(html: str, site: Site, site_url: str, *, has_search: bool) -> str:
    """The page of an address where nothing is, with ways to others. They begin at the root of the host, since it is shown at any depth."""
    root = urlsplit(site_url).path.rstrip("/") + "/"
    return html.replace(_THEIR_NOT_FOUND, site.not_found(root, has_search=has_search), 1)
