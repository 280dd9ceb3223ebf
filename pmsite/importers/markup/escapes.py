"""Words that Python-Markdown shows as they are: whatever it would take for markup is escaped."""

from __future__ import annotations

import re
from html import escape

from markdown_it.tree import SyntaxTreeNode

_ESCAPABLE = frozenset("\\`*_{}[]()>#+-.!")
"""Signs that Python-Markdown reads as themselves behind a backslash."""
_START = re.compile(r"#+|>|!{3}|\?{3}|={3}|(?P<number>\d+)\.(?=\s)|[-+*](?=\s)|\{|\||:(?=\s)|\[(?=[^\]]*\]:)")
"""What Python-Markdown takes for more than text at the beginning of a line."""
_BARS = re.compile(r"(?<!\\)(`+)(?!`)(.+?)(?<!`)\1(?!`)|\\?\|")
_BALANCED = re.compile(r"(?:[^\s()\[\]*]|\([^\s()\[\]*]*\))*")


def hanging(mark: str, indent: str, text: str) -> str:
    """A text behind a mark, its other lines below its first."""
    first, *more = text.split("\n")
    return "\n".join([mark + first, *(f"{indent}{line}" if line else "" for line in more)])


def cell(text: str) -> str:
    """A text in a table, where a bar would end its cell."""
    flat = text.replace("\n", " ")
    return _BARS.sub(lambda found: _coded(found[2]) if found[1] else "&#124;", flat) if "|" in flat else flat


def _coded(text: str) -> str:
    return f"<code>{escape(text.strip(), quote=False).replace('|', '&#124;')}</code>"


def line_start(line: str) -> str:
    """A line that does not begin with what would make a block of it."""
    found = _START.match(line)
    if found is None:
        return line
    if found["number"]:
        return f"{found['number']}\\{line[found.end('number') :]}"
    return {"?": "&#63;", "=": "&#61;", ":": "&#58;", "|": "&#124;"}.get(line[0], f"\\{line[0]}") + line[1:]


def special(node: SyntaxTreeNode) -> str:
    """What was escaped, or written as an entity."""
    if node.markup.startswith("&") or node.content in _ESCAPABLE:
        return node.markup
    return {"<": "&lt;", "&": "&amp;", "~": "&#126;"}.get(node.content, node.content)


def code_span(text: str) -> str:
    """A text as code within a line, between as many back-ticks as it needs."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    ticks = "`" * (longest + 1)
    is_padded = text[:1] == text[-1:] == " " and text.strip() != ""
    space = " " if is_padded or text[:1] == "`" or text[-1:] == "`" else ""
    return f"{ticks}{space}{text}{space}{ticks}"


def address(href: str) -> str:
    """The address of a link, in pointed brackets where it needs them."""
    plain = href.replace("<", "%3C").replace(">", "%3E").replace("\n", "")
    return f"<{plain}>" if re.search(r"[\s()\[\]*_]", plain) and not _BALANCED.fullmatch(plain) else plain


def escaped(text: str) -> str:
    """Words as text alone."""
    return re.sub(r"([\\`*_{}\[\]])", r"\\\1", text).replace("<", "&lt;")


def bracketed(text: str) -> str:
    """Words that stand between square brackets."""
    return text.replace("[", "(").replace("]", ")").replace("\\", "")


def one_line(text: str) -> str:
    """A title of a link, which stands between quotes on one line."""
    return " ".join(text.replace('"', "'").split())
