"""HTML of rich-text editors becomes Markdown: cleaned by nh3, written by markdownify."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from functools import cache
from typing import Any

_CLOSING = re.compile(r"</(?:p|div|ul|ol|li|span|h[1-6]|table|strong|em|a|b|i|blockquote|pre)>|<br ?/?>", re.IGNORECASE)
_BLOCK = re.compile(r"</(?:p|div|ul|ol|table|h[1-6]|blockquote)>|<br ?/?>\s*\S", re.IGNORECASE)
_BEFORE_LINK = re.compile(r"!(?=(?:<[^<>]*>)*<a[ >])")
_BANG = "\ue000"
"""Stands for an exclamation mark that, with the link behind it, would be a picture."""
_SPACE = 100
_LONG_SPACE = re.compile(r"\s{100}\s++")
_CODE = re.compile(r"^ {0,3}(?:`{3}|~{3})|`[^`\n<]*+<[^`\n]*+`", re.MULTILINE)


def looks_like(written: str) -> bool:
    """Whether a text is HTML rather than Markdown with a tag in it."""
    if "<" not in written or _CODE.search(written):
        return False
    return bool(_BLOCK.search(written)) or (written.lstrip().startswith("<") and bool(_CLOSING.search(written)))


_MORE = {"iframe": "src", "embed": "src", "video": "src", "audio": "src", "source": "src", "object": "data"}
"""Parts that show another file, and where they name it."""
_TITLED = ("abbr", "span", "acronym", "dfn")


@cache
def _converter() -> Callable[[str], str]:
    from markdownify import ASTERISK, MarkdownConverter  # here, since few exports hold HTML

    class Converter(MarkdownConverter):
        """HTML as Python-Markdown reads it: four spaces for what is in a list, cells of one line."""

        def convert_li(self, el: Any, text: str, parent_tags: set[str]) -> str:
            mark = "- "
            if el.parent is not None and el.parent.name == "ol":
                start = str(el.parent.get("start") or "1")
                number = int(start) if start.isdecimal() and len(start) < 10 else 1
                el.parent["start"] = str(number + 1)
                mark = f"{number}. "
            first, *rest = (text or "").strip().split("\n")
            return "\n".join([mark + first, *(f"    {line}" if line.strip() else "" for line in rest)]) + "\n"

        def convert_td(self, el: Any, text: str, parent_tags: set[str]) -> str:
            span = str(el.get("colspan") or "1")
            more = int(span) - 1 if span.isdecimal() and len(span) < 3 else 0
            return f" {' '.join(text.split()).replace('|', '&#124;')} |" + " |" * more

        convert_th = convert_td

        def convert_code(self, el: Any, text: str, parent_tags: set[str]) -> str:
            """Code in a line; a block of code inside of it stands for itself, since no line holds one."""
            return text if el.find("pre") is not None else str(super().convert_code(el, text, parent_tags))  # type: ignore[misc]

        def convert_br(self, el: Any, text: str, parent_tags: set[str]) -> str:
            if parent_tags & {"td", "th"}:
                return f"<br>{text}"
            return f" {text}" if "_inline" in parent_tags else f"  \n{text}"

        def convert_shown(self, el: Any, text: str, parent_tags: set[str]) -> str:
            address = str(el.get(_MORE[el.name]) or "")
            return f"{text} <{address}>".lstrip() if address.startswith(("https://", "http://")) else text

        convert_iframe = convert_embed = convert_video = convert_audio = convert_source = convert_object = convert_shown

        def convert_titled(self, el: Any, text: str, parent_tags: set[str]) -> str:
            return f"{text} ({el['title']})" if el.get("title") else text

        convert_abbr = convert_span = convert_acronym = convert_dfn = convert_titled

    made = Converter(
        heading_style="ATX", bullets="-", escape_misc=False, strong_em_symbol=ASTERISK, code_language_callback=_language
    )
    return made.convert


def _language(element: Any) -> str:
    code = element.find("code")
    classes = [*(code.get("class") or [] if code else []), *(element.get("class") or [])]
    return next((name.removeprefix("language-") for name in classes if re.fullmatch(r"language-[\w+#.-]+", name)), "")


def to_markdown(written: str) -> str:
    """The text with its structure; scripts, styles and whatever acts is gone."""
    import nh3

    written = _LONG_SPACE.sub(lambda found: found[0][:_SPACE], written)  # markdownify takes the square of its length in time
    attributes = {name: set(found) for name, found in nh3.ALLOWED_ATTRIBUTES.items()}
    for name, source in _MORE.items():
        attributes.setdefault(name, set()).add(source)
    for name in _TITLED:
        attributes.setdefault(name, set()).add("title")
    for name in ("code", "pre"):
        attributes.setdefault(name, set()).add("class")
    clean = nh3.clean(
        written,
        tags=nh3.ALLOWED_TAGS | set(_MORE),
        attributes=attributes,
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
        clean_content_tags={"script", "style"},
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its parser takes a short text for a file name or an address, and says so
        found = _converter()(_BEFORE_LINK.sub(_BANG, clean.replace(_BANG, ""))).replace(_BANG, "\\!")
    lines = (f"{line.rstrip()}  " if line.strip() and line.endswith("  ") else line.rstrip() for line in found.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
