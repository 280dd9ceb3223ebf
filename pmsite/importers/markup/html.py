"""HTML of rich-text editors becomes Markdown: cleaned by nh3, written by markdownify."""

from __future__ import annotations

import re
import warnings

_CLOSING = re.compile(r"</(?:p|div|ul|ol|li|span|h[1-6]|table|strong|em|a|b|i|blockquote|pre)>|<br ?/?>", re.IGNORECASE)
_BLOCK = re.compile(r"</(?:p|div|ul|ol|table|h[1-6]|blockquote)>|<br ?/?>\s*\S", re.IGNORECASE)
_SPACE = 100
_LONG_SPACE = re.compile(r"\s{100}\s++")
_CODE = re.compile(r"^ {0,3}(?:`{3}|~{3})|`[^`\n<]*+<[^`\n]*+`", re.MULTILINE)


def looks_like(written: str) -> bool:
    """Whether a text is HTML rather than Markdown with a tag in it."""
    if "<" not in written or _CODE.search(written):
        return False
    return bool(_BLOCK.search(written)) or (written.lstrip().startswith("<") and bool(_CLOSING.search(written)))


def to_markdown(written: str) -> str:
    """The text with its structure; scripts, styles and whatever acts is gone."""
    import nh3  # here, since few exports hold HTML
    from markdownify import markdownify

    written = _LONG_SPACE.sub(lambda found: found[0][:_SPACE], written)  # markdownify takes the square of its length in time
    clean = nh3.clean(written, link_rel=None, url_schemes={"http", "https", "mailto"}, clean_content_tags={"script", "style"})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its parser takes a short text for a file name or an address, and says so
        found: str = markdownify(clean, heading_style="ATX", bullets="-", escape_misc=False)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in found.split("\n"))).strip()
