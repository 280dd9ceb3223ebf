"""What people are told goes through the catalog: no message is an f-string, and each is written where the catalog finds it.

A test that fails here names the file and the line, and what to write there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

ROOT = Path(__file__).parents[2] / "pmsite"
NOT_YET = ("charts", "host", "mcp", "render/site.py", "starter", "texts")
"""Parts whose words are still English, or told to programs."""
TELLING = {
    "Answer", "BadParameter", "BadSecret", "ClickException", "Diagnostic", "ExpressionFault", "Fault", "HeadFault", "NoHistory",
    "NotPublished", "PdfUnavailable", "Refused", "UnsafeOutput", "Unread", "UsageError", "at", "echo", "error", "fail", "joined",
    "notice", "refuse", "refused", "reminder", "warning",
}  # fmt: skip
"""Calls whose texts people are told."""
NAMES = {"hint", "message"}
"""Variables whose texts people are told."""
MAKING = {"answer": slice(0, 1), "counted": slice(1, 3), "said": slice(0, 1)}
"""Calls that make messages, and which of their arguments are the words."""
FROM = ("pmsite.messages", "pmsite.diagnostics")
"""The modules that have them."""
_PROSE = re.compile(r"[A-Za-z`]{2}[,;:]? (?:[a-z]|\{\})|\{\}[,;:]? [a-z]")
MODULES = sorted(path for path in ROOT.rglob("*.py") if not path.relative_to(ROOT).as_posix().startswith(NOT_YET))


def name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def texts(node: ast.expr | None) -> Iterator[tuple[int, str]]:
    """The texts that an expression may be, with `{}` for what stands in them."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.lineno, node.value
    elif isinstance(node, ast.JoinedStr):
        yield node.lineno, "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from (*texts(node.body), *texts(node.orelse))
    elif isinstance(node, ast.BoolOp):
        yield from (found for value in node.values for found in texts(value))
    elif isinstance(node, ast.BinOp):
        yield from (*texts(node.left), *texts(node.right))


def told(tree: ast.AST) -> Iterator[ast.expr | None]:
    """The expressions whose values people are told."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) in TELLING:
            yield from (*node.args, *(keyword.value for keyword in node.keywords))
        elif isinstance(node, ast.Assign) and any(name_of(target) in NAMES for target in node.targets):
            yield node.value


def plain(source: str) -> Iterator[tuple[int, str]]:
    """The texts that people are told in English alone."""
    for expression in told(ast.parse(source)):
        yield from ((line, text) for line, text in texts(expression) if _PROSE.search(text))


def badly_made(source: str) -> Iterator[tuple[int, str]]:
    """Messages whose words the catalog cannot find, or whose arguments are others than their words name."""
    tree = ast.parse(source)
    theirs = {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module in FROM for alias in node.names
    }
    inside = {id(node) for joined in ast.walk(tree) if isinstance(joined, ast.JoinedStr) for node in ast.walk(joined)}
    for node in ast.walk(tree):
        kind = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if not isinstance(node, ast.Call) or kind not in theirs & MAKING.keys():
            continue
        words = [part.value for part in node.args[MAKING[kind]] if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        if id(node) in inside:
            yield node.lineno, "it stands inside an f-string, where the catalog does not look: make it before"
        elif kind != "answer" and not words:
            yield node.lineno, "its words are not written out: write them as one text, with `{name}` for what stands in them"
        elif words and (node.keywords or kind != "said") and all(keyword.arg for keyword in node.keywords):
            needed = {name for text in words for _, name, _, _ in Formatter().parse(text) if name}
            given = {str(keyword.arg) for keyword in node.keywords} | {"answer": {"answer"}, "counted": {"count"}}.get(kind, set())
            if not needed <= given:
                yield node.lineno, f"it has no argument {', '.join(sorted(needed - given))}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_people_are_told_has_words_in_the_catalog(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    english = [f"{path.relative_to(ROOT.parent)}:{line}: {text!r}" for line, text in plain(source)]
    assert not english, (
        "These texts are told to people in English alone. Write said('… {name} …', name=name) of pmsite.messages in place of the "
        "f-string (counted(n, one, many) for numbers of things, answer('… {answer} …', new) for the one right hint, joined(a, b) for "
        "sentences with a semicolon between them), then run `make catalog` and write the Chinese that it names into pmsite/locale/zh.po:\n"
        + "\n".join(english)
    )
    wrong = [f"{path.relative_to(ROOT.parent)}:{line}: {why}" for line, why in badly_made(source)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "source",
    [
        'yield self.at(span, f"{name} is over")',
        'report.error("code", span, "there is no such thing")',
        'message = f"{id} has faults" if id else said("nothing")',
        'raise click.UsageError("name an item" + more)',
    ],
)
def test_a_text_in_english_alone_is_found(source: str) -> None:
    assert list(plain(source))


@pytest.mark.parametrize(
    "source",
    [
        'said(f"{name} is over")',
        "said(words)",
        "f\"{said('no item')}\"",
        'said("{name} is over", id=id)',
    ],
)
def test_words_that_the_catalog_would_not_find_are_found(source: str) -> None:
    assert list(badly_made(f"from pmsite.messages import said\n{source}"))


@pytest.mark.parametrize(
    "source", ['yield self.at(span, said("{name} is over", name=name), f"{id}.md")', 'report.error("a-code", span, said("no"))']
)
def test_a_message_passes(source: str) -> None:
    assert not list(plain(source))
    assert not list(badly_made(f"from pmsite.messages import said\n{source}"))
