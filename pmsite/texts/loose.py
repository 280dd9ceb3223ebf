"""HTML that leaves the site: no address that its reader cannot open, no picture that is not inside it."""

from __future__ import annotations

import base64
import posixpath
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser

Read = Callable[[str], bytes | None]
"""From a file's path, as messages show it, to its bytes; nothing where there is no such file."""

INSIDE = "pmsite-file/"
"""Begins the address of a picture that is a file of the workspace."""
PICTURES = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp",
    ".avif": "image/avif",
}  # fmt: skip
_ELSEWHERE = ("http://", "https://", "mailto:", "tel:")


def loosen(html: str, read: Read) -> str:
    """The HTML with links to other hosts opening in a page of their own, other links as text, pictures as data."""
    parser = _Loosen(read)
    parser.feed(html)
    parser.close()
    return "".join(parser.out)


class _Loosen(HTMLParser):
    """Copies everything as it is written, but for links and pictures."""

    def __init__(self, read: Read) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self._read = read
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._link({name: value or "" for name, value in attributes})
        elif tag == "img":
            self._picture({name: value or "" for name, value in attributes})
        else:
            self.out.append(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in ("a", "img"):
            self.handle_starttag(tag, attributes)
        else:
            self.out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.out.append("</a>" if self._open and self._open.pop() else "</span>")
        else:
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")

    def _link(self, attributes: dict[str, str]) -> None:
        leads = attributes.get("href", "").lower().startswith(_ELSEWHERE)
        self._open.append(leads)
        look = f' class="{escape(attributes["class"])}"' if "class" in attributes else ""
        if leads:
            self.out.append(f'<a{look} href="{escape(attributes["href"])}" target="_blank" rel="noopener noreferrer">')
        else:
            self.out.append(f"<span{look}>")

    def _picture(self, attributes: dict[str, str]) -> None:
        words = escape(attributes.get("alt", ""))
        path = attributes.get("src", "").removeprefix(INSIDE)
        kind = PICTURES.get(posixpath.splitext(path)[1].lower())
        data = self._read(path) if kind and path != attributes.get("src") else None
        if data is None:
            self.out.append(f"<em>{words}</em>" if words else "")
        else:
            self.out.append(f'<img alt="{words}" src="data:{kind};base64,{base64.b64encode(data).decode()}">')
