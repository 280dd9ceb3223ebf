"""`where`: an expression over an item's fields, in Jinja2's sandbox, with no more of the language than choosing needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from functools import cache, lru_cache
from math import isfinite
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.environment import TemplateExpression
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pmsite.audience import Projection
from pmsite.messages import Message, said
from pmsite.model.faults import did_you_mean
from pmsite.model.feature import Feature
from pmsite.model.item import Item
from pmsite.model.period import Period
from pmsite.model.status import Status
from pmsite.model.types import BY_NAME, TYPES, keys
from pmsite.views.derived import DERIVED, derived, looked_up
from pmsite.views.parts import OfEveryLevel

LONGEST = 1000
DEEPEST = 20
MOST_STEPS = 100
MOST_NAMES = 80
"""Names that a hint lists."""

_ALLOWED = (
    nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.Const, nodes.Name, nodes.List, nodes.Tuple, nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test, nodes.Neg,
)  # fmt: skip
_FILTERS = frozenset({"lower", "upper", "length", "count", "trim", "first", "last"})
_TESTS = frozenset({"defined", "undefined", "none", "in", "string", "number", "true", "false"})
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_WORDS = frozenset({"and", "or", "not", "if", "else", "in", "is"})
_NO_STEPS = frozenset({",", ":", ";"})
EXAMPLE = said('write it like status == "planned" and team == "mobile"')


class ExpressionFault(ValueError):
    """A `where` that cannot be used: what is wrong, what to write instead, and at which character, where that is known."""

    def __init__(self, message: str, hint: str = "", at: int | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        self.at = at


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox, in which the parts of a field are data: what could be called is no part, nor what pydantic keeps in a group."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether an expression may read an attribute."""
        return not callable(value) and not attr.startswith("model_") and super().is_safe_attribute(obj, attr, value)


@cache
def _sandbox() -> _Sandbox:
    return _Sandbox(undefined=StrictUndefined, optimized=False)  # folding constants takes the square of the steps


def compile_where(text: str, names: Collection[str], hidden: Collection[str] = ()) -> Callable[[Mapping[str, Any]], bool]:
    """A function from fields to yes or no; raises ExpressionFault where the text is no such expression.

    `hidden` are fields that the readers do not get, so that nothing may be chosen by them.
    """
    evaluate = _compiled(text, tuple(names), tuple(hidden))

    def keep(fields: Mapping[str, Any]) -> bool:
        try:
            return bool(evaluate(fields))
        except (UndefinedError, SecurityError, TypeError, ValueError):
            return False

    return keep


@lru_cache(maxsize=256)
def _compiled(text: str, names: tuple[str, ...], hidden: tuple[str, ...]) -> TemplateExpression:
    try:
        _measure(text)
        tree = _parsed(text)
    except TemplateSyntaxError as fault:
        raise ExpressionFault(said("the expression cannot be read: {why}", why=_plainly(fault)), EXAMPLE, _reached(text)) from None
    _inspect(tree, text, names, hidden)
    body: list[nodes.Node] = [nodes.Assign(nodes.Name("result", "store"), tree, lineno=1)]  # as `compile_expression` does
    return TemplateExpression(_sandbox().from_string(nodes.Template(body, lineno=1)), undefined_to_none=False)


def _measure(text: str) -> None:
    """Refuse what is too long or too deep, by its words and signs alone: parsing and compiling go deeper with each of them."""
    if len(text) > LONGEST:
        raise ExpressionFault(
            said("the expression is too long: {count} characters, {limit} fit", count=len(text), limit=LONGEST),
            said("use fewer conditions"),
        )
    depth = deepest = steps = 0
    for _, kind, value in _sandbox().lexer.tokeniter(text, None, state="variable"):
        if kind == "operator":
            depth += (value in _OPENING) - (value in _CLOSING)
            deepest = max(deepest, depth)
        steps += value in _WORDS if kind == "name" else kind == "operator" and value not in _NO_STEPS | _CLOSING
    if deepest > DEEPEST:
        raise ExpressionFault(
            said("the brackets are nested too deep: {limit} levels fit", limit=DEEPEST), said("leave out those that change nothing")
        )
    if steps > MOST_STEPS:
        raise ExpressionFault(
            said("the expression has too many steps: {limit} of and, or, not, ==, | and the like fit", limit=MOST_STEPS),
            said('write many values as one list, like team in ["mobile", "web"]'),
        )


def _parsed(text: str) -> nodes.Expr:
    parser = Parser(_sandbox(), text, state="variable")
    tree = parser.parse_expression()
    if not parser.stream.eos:
        raise TemplateSyntaxError(
            said("{value} follows where it should end", value=f"{parser.stream.current.value!r}"), parser.stream.current.lineno
        )
    tree.set_environment(_sandbox())
    return tree


def _plainly(fault: TemplateSyntaxError) -> str:
    """Jinja2's message, where the end of its template is the end of the expression."""
    if isinstance(fault.message, Message):
        return fault.message
    message = (fault.message or "").rstrip(".")
    if message in ("unexpected 'end of template'", "unexpected end of template"):
        return said("it ends too early")
    return message.replace("unexpected 'end of template'", "it ends too early").replace(
        "unexpected end of template", "it ends too early"
    )


def _words(text: str) -> list[tuple[int, str, str]]:
    """The words and signs of an expression, each with where it begins and its kind."""
    found, at = [], 0
    for _, kind, value in _sandbox().lexer.tokeniter(text, None, state="variable"):
        if kind != "whitespace":
            found.append((at, kind, value))
        at += len(value)
    return found


def _reached(text: str) -> int | None:
    """How far an expression can be read that cannot be read whole."""
    try:
        words = _words(text)
        parser = Parser(_sandbox(), text, state="variable")
    except TemplateSyntaxError:
        return None
    with suppress(TemplateSyntaxError):
        parser.parse_expression()
    left = sum(1 for _ in parser.stream)
    return words[-left][0] if left else len(text)


def _place(text: str, name: str) -> int | None:
    """Where an expression first has a name."""
    return next((at for at, kind, value in _words(text) if kind == "name" and value == name), None)


def _inspect(tree: nodes.Expr, text: str, names: Collection[str], hidden: Collection[str]) -> None:
    for node in _walk(tree):
        if isinstance(node, nodes.Name) and node.name in hidden:
            raise ExpressionFault(
                said("the readers do not get {name}", name=node.name),
                said("choose by a field that they get"),
                _place(text, node.name),
            )
        if not isinstance(node, _ALLOWED):
            raise ExpressionFault(
                said("{name} is not allowed here", name=getattr(node, "operator", "") or type(node).__name__.lower()),
                said("use fields, texts, numbers, ==, !=, <, >, in, and, or, not"),
            )
        if isinstance(node, nodes.Const) and isinstance(node.value, float) and not isfinite(node.value):
            raise ExpressionFault(said("a number is too large"), said("write a number that could be in a plan"))
        if isinstance(node, nodes.Name) and node.name not in names:
            near = did_you_mean(node.name, names)
            raise ExpressionFault(
                said("{name} is not a field", name=node.name),
                said("did you mean {near}?", near=near) if near else _one_of(names),
                _place(text, node.name),
            )
        if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            raise ExpressionFault(
                said("{name} is not allowed here", name=node.attr),
                said("names inside a field do not start with _"),
                _place(text, node.attr),
            )
        if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
            raise ExpressionFault(
                said("the filter {name} is not allowed here", name=node.name),
                said("write one of {filters}", filters=sorted(_FILTERS)),
                _place(text, node.name),
            )
        if isinstance(node, nodes.Test) and node.name not in _TESTS:
            raise ExpressionFault(
                said("the test {name} is not allowed here", name=node.name),
                said("write one of {tests}", tests=sorted(_TESTS)),
                _place(text, node.name),
            )


def _one_of(names: Collection[str]) -> str:
    return (
        said("write one of {names}", names=sorted(names))
        if len(names) <= MOST_NAMES
        else said("name a type of item, to choose by its fields")
    )


def _walk(tree: nodes.Node) -> list[nodes.Node]:
    found: list[nodes.Node] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting.extend(node.iter_child_nodes())
    return found


_LEVEL = re.compile(r"(?<![\w.'\"])level(?![\w'\"])")


def item_filter(product: Projection, type_name: str, text: str) -> Callable[[Any], bool]:
    """A filter for the items, or the cards, of one type, or of any where none is named; raises ExpressionFault."""
    models = (BY_NAME[type_name],) if type_name else TYPES
    declared = tuple(dict.fromkeys(name for model in models for name in product.settings.custom_fields(model.type)))
    fields = {key for model in models for key in keys(model)}
    seen = {key for model in models for key, name in keys(model).items() if product.sees(model, name)}
    names = sorted({*fields, *declared, *DERIVED})
    keep = compile_where(text, names, sorted(fields - seen - set(DERIVED)))
    asked = frozenset(name for name in names if name in text)
    empty = dict.fromkeys(asked, "") if len(models) > 1 else {}  # where types are mixed, one has not the fields of another

    def choose(found: Any) -> bool:
        return keep(empty | fields_of(product, product.items[found.id], asked, declared))

    return OfEveryLevel(choose) if "level" in asked and _LEVEL.search(text) else choose


def fields_of(product: Projection, item: Item, names: Collection[str], declared: Collection[str] = ()) -> dict[str, Any]:
    """Some of an item's fields as an expression sees them: texts, numbers and lists."""
    found = looked_up(product, item, names)
    found |= {key: _plain(getattr(item, name)) for key, name in keys(type(item)).items() if key in names}
    found |= {name: _plain(item.custom.get(name, "")) for name in declared if name in names}
    if isinstance(item, Feature) and "level" in names:
        found["level"] = item.level or product.settings.standard_level
    if any(name in names for name in DERIVED) or "target" in names:
        found |= {name: value for name, value in derived(product, item).items() if name in names}
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, (Period, Status)):
        return str(value)
    return "" if value is None else value
