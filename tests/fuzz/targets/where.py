"""`where`: whatever is written is an expression or a fault, and choosing by it ends in yes or no."""

from __future__ import annotations

import json
import random
import warnings

from pmsite.audience import project
from pmsite.diagnostics import Report
from pmsite.render.blocks import check, extract
from pmsite.render.expressions import ExpressionFault, compile_where
from tests.make import product

_NAMES = ("status", "team", "tags", "late", "score", "target_last", "result")
_FIELDS = {
    "status": "planned",
    "team": "mobile",
    "tags": ("a", "b"),
    "late": True,
    "score": None,
    "target_last": "2026-12-31",
    "result": 3,
}
_PIECES = (
    *_NAMES,
    *("and", "or", "not", "in", "is", "if", "else", "not in", "is not", "none", "true", "defined", "string", "undefined"),
    *(
        "==",
        "!=",
        "<",
        ">",
        "<=",
        ">=",
        "=",
        "+",
        "-",
        "*",
        "**",
        "/",
        "//",
        "%",
        "~",
        "|",
        ".",
        ",",
        ":",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
    ),
    *("lower", "upper", "length", "trim", "first", "last", "list", "format", "replace", "__class__", "_x", "model_dump", "range"),
    *(
        '"a"',
        "'mobile'",
        '""',
        "'\\ud800'",
        '"\\x',
        "'",
        '"',
        "1",
        "0",
        "-1",
        "1.5",
        "1e9",
        "1e999",
        "0x_f",
        "1_0",
        "9" * 30,
        "9" * 400,
    ),
    *(
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        "#",
        "\\",
        "\n",
        "\t",
        "é",
        "离",
        "\u2028",
        "ﬁ",
        "self",
        "loop",
        "owner",
        "secret",
        "a=1",
        "*tags",
    ),
)
_AROUND = (
    ("(", ")"),
    ("[", "]"),
    ("(not ", ")"),
    ("(-", ")"),
    ("late|trim(", ")"),
    ("late[", "]"),
    ("late is in(", ")"),
    ("(1 if ", " else 2)"),
)
_AFTER = (
    "|lower",
    ".a",
    "[0]",
    " and late",
    " or late",
    " == 1",
    " < 2",
    " is none",
    " if late",
    " if late else 1",
    ", 1",
    "|first",
)
_SEEN = {
    audience: project(product({"features/a.md": "title: A\nstatus: planned\nowner: ada\nvisibility: [customers]"}), audience)
    for audience in ("team", "customers")
}


def make(random: random.Random) -> bytes:
    """An expression, a heap of its pieces, or one that is deep, long, or both."""
    kind = random.randrange(4)
    if kind == 0:
        return " ".join(random.choices(_PIECES, k=random.randint(1, 12))).encode("utf-8", "surrogatepass")
    if kind == 1:
        return "".join(random.choices(_PIECES, k=random.randint(1, 300))).encode("utf-8", "surrogatepass")
    text = random.choice(_PIECES)
    for _ in range(random.choice((3, 30, 200))):
        if random.random() < (0.3 if kind == 2 else 0.9):
            left, right = random.choice(_AROUND)
            text = left + text + right
        else:
            text += random.choice(_AFTER) * random.randint(1, 3)
        if len(text) > 1200:
            break
    return text.encode("utf-8", "surrogatepass")


def judge(data: bytes) -> str:
    """What is wrong with how an expression was taken; nothing where all is well."""
    text = data.decode("utf-8", "replace")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            keep = compile_where(text, _NAMES)
        except ExpressionFault as fault:
            if not str(fault) or not fault.hint:
                return "a fault that says nothing"
        else:
            if not isinstance(keep(_FIELDS), bool):
                return "neither yes nor no"
        block = f"```pmsite\nview: roadmap\nwhere: {json.dumps(text)}\n```\n"
        for seen in _SEEN.values():
            checked, built = Report(), Report()
            check(block, "a.md", 1, seen, checked)
            extract(block, "a.md", 1, seen, built)
            if list(checked) != list(built):
                return f"check says {list(checked)}, a build {list(built)}"
    return ""
