"""What content may bring into a page: the elements, attributes and classes that are let through.

Content has no class and no attribute that the theme or a script reads, but for those that extensions of Markdown need to be what they are.
"""

from __future__ import annotations

import re

from pygments.token import STANDARD_TYPES

from pmsite.addresses import BOXES

TAGS = frozenset(
    [
        "a", "abbr", "article", "aside", "b", "bdi", "bdo", "blockquote", "br", "caption", "center", "cite", "code", "col",
        "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3",
        "h4", "h5", "h6", "header", "hr", "i", "img", "input", "ins", "kbd", "label", "li", "mark", "ol", "p", "pre", "q", "rp",
        "rt", "ruby", "s", "samp", "section", "small", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody",
        "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
    ]
)  # fmt: skip
ATTRIBUTES = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"href", "hreflang", "name", "rel", "target"},
    "blockquote": {"cite"},
    "col": {"align", "span"},
    "colgroup": {"align", "span"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "div": {"align"},
    "h1": {"align"},
    "h2": {"align"},
    "h3": {"align"},
    "h4": {"align"},
    "h5": {"align"},
    "h6": {"align"},
    "hr": {"align", "size", "width"},
    "img": {"align", "alt", "height", "loading", "src", "width"},
    "input": {"checked", "disabled", "name", "type"},
    "ins": {"cite", "datetime"},
    "label": {"for"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "p": {"align"},
    "q": {"cite"},
    "span": {"data-linenos"},
    "table": {"align", "summary"},
    "tbody": {"align"},
    "td": {"align", "colspan", "headers", "rowspan", "style"},
    "tfoot": {"align"},
    "th": {"align", "colspan", "headers", "rowspan", "scope", "style"},
    "thead": {"align"},
    "time": {"datetime"},
    "tr": {"align"},
}
"""By element, its attributes; those of every element under *."""
TOKENS = frozenset(filter(None, STANDARD_TYPES.values()))
"""Classes of words in code, of which one is called as pmsite's own pages are."""
CLASSES = (
    frozenset(
        [
            "admonition", "admonition-title", "inline", "end",
            "code", "codehilite", "codehilitetable", "filename", "highlight", "highlighttable", "hll", "linenodiv", "linenos", "normal", "special",
            "footnote", "footnote-backref", "footnote-ref", "headerlink", "toc", "toclink", "toctitle",
            "task-list", "task-list-control", "task-list-indicator", "task-list-item",
            "tabbed-alternate", "tabbed-block", "tabbed-content", "tabbed-labels", "tabbed-set",
            "keys", "twemoji", "critic", "arithmatex", "caption", "caption-prefix", "wikilink", "progress", "progress-bar", "progress-label",
            "card", "cards", "grid", "md-button", "md-button--primary",
        ]
    )
    | BOXES
    | (TOKENS - {"pm"})
)  # fmt: skip
"""Classes that a text may use: what extensions of Markdown make, and what only changes how something looks where it stands."""
_GENERATED = re.compile(
    r"language-[\w+#.-]+|key-[a-z0-9-]+|magiclink(?:-[a-z]+)*|fancylists-[a-z-]+|progress-\d+plus|[a-z][a-z0-9]{0,2}(?:-[A-Z][A-Za-z0-9]*)+|pmsite-[0-9a-f]{32}-\d+"
)
"""Classes that extensions make from what is written; the last marks the place of an embedded view, see `blocks`."""


def may_be_used(name: str) -> bool:
    """Whether content may have a class."""
    return name in CLASSES or _GENERATED.fullmatch(name) is not None
