"""`where`: an expression over an item's fields, in Jinja2's sandbox, with no more of the language than choosing needs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cache, lru_cache
from math import isfinite
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.environment import TemplateExpression
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pmsite.audience import Projection
from pmsite.model.faults import did_you_mean
from pmsite.model.item import Item
from pmsite.model.period import Period
from pmsite.model.status import Status
from pmsite.model.types import BY_NAME, keys
from pmsite.views.parts import cards

LONGEST = 1000
DEEPEST = 20
MOST_STEPS = 100
DERIVED = ("type", "stage", "late", "horizon", "target_first", "target_last")
"""Names that an expression may use besides an item's own fields. The last two are days, such as 2026-12-31."""

_ALLOWED = (
    nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.Const, nodes.Name, nodes.List, nodes.Tuple, nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test, nodes.Neg,
)  # fmt: skip
_FILTERS = frozenset({"lower", "upper", "length", "count", "trim", "first", "last"})
_TESTS = frozenset({"defined", "undefined", "none", "in", "string", "number", "true", "false"})
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_WORDS = frozenset({"and", "or", "not", "if", "else", "in", "is"})
_NO_STEPS = frozenset({",", ":", ";"})
EXAMPLE = 'write it like status == "planned" and team == "mobile"'


class ExpressionFault(ValueError):
    """A `where` that cannot be used: what is wrong, and what to write instead."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox, in which the parts of a field are data: what could be called is no part."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether an expression may read an attribute."""
        return not callable(value) and super().is_safe_attribute(obj, attr, value)


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
        raise ExpressionFault(f"the expression cannot be read: {_plainly(fault)}", EXAMPLE) from None
    _inspect(tree, names, hidden)
    body: list[nodes.Node] = [nodes.Assign(nodes.Name("result", "store"), tree, lineno=1)]  # as `compile_expression` does
    return TemplateExpression(_sandbox().from_string(nodes.Template(body, lineno=1)), undefined_to_none=False)


def _measure(text: str) -> None:
    """Refuse what is too long or too deep, by its words and signs alone: parsing and compiling go deeper with each of them."""
    if len(text) > LONGEST:
        raise ExpressionFault(f"the expression is too long: {len(text)} characters, {LONGEST} fit", "use fewer conditions")
    depth = deepest = steps = 0
    for _, kind, value in _sandbox().lexer.tokeniter(text, None, state="variable"):
        if kind == "operator":
            depth += (value in _OPENING) - (value in _CLOSING)
            deepest = max(deepest, depth)
        steps += value in _WORDS if kind == "name" else kind == "operator" and value not in _NO_STEPS | _CLOSING
    if deepest > DEEPEST:
        raise ExpressionFault(f"the brackets are nested too deep: {DEEPEST} levels fit", "leave out those that change nothing")
    if steps > MOST_STEPS:
        raise ExpressionFault(
            f"the expression has too many steps: {MOST_STEPS} of and, or, not, ==, | and the like fit",
            'write many values as one list, like team in ["mobile", "web"]',
        )


def _parsed(text: str) -> nodes.Expr:
    parser = Parser(_sandbox(), text, state="variable")
    tree = parser.parse_expression()
    if not parser.stream.eos:
        raise TemplateSyntaxError(f"{parser.stream.current.value!r} follows where it should end", parser.stream.current.lineno)
    tree.set_environment(_sandbox())
    return tree


def _plainly(fault: TemplateSyntaxError) -> str:
    """Jinja2's message, where the end of its template is the end of the expression."""
    message = (fault.message or "").rstrip(".")
    return message.replace("unexpected 'end of template'", "it ends too early").replace(
        "unexpected end of template", "it ends too early"
    )


def _inspect(tree: nodes.Expr, names: Collection[str], hidden: Collection[str]) -> None:
    for node in _walk(tree):
        if isinstance(node, nodes.Name) and node.name in hidden:
            raise ExpressionFault(f"the readers do not get {node.name}", "choose by a field that they get")
        if not isinstance(node, _ALLOWED):
            raise ExpressionFault(
                f"{getattr(node, 'operator', '') or type(node).__name__.lower()} is not allowed here",
                "use fields, texts, numbers, ==, !=, <, >, in, and, or, not",
            )
        if isinstance(node, nodes.Const) and isinstance(node.value, float) and not isfinite(node.value):
            raise ExpressionFault("a number is too large", "write a number that could be in a plan")
        if isinstance(node, nodes.Name) and node.name not in names:
            near = did_you_mean(node.name, names)
            raise ExpressionFault(
                f"{node.name} is not a field", f"did you mean {near}?" if near else f"write one of {', '.join(sorted(names))}"
            )
        if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            raise ExpressionFault(f"{node.attr} is not allowed here", "names inside a field do not start with _")
        if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
            raise ExpressionFault(f"the filter {node.name} is not allowed here", f"write one of {', '.join(sorted(_FILTERS))}")
        if isinstance(node, nodes.Test) and node.name not in _TESTS:
            raise ExpressionFault(f"the test {node.name} is not allowed here", f"write one of {', '.join(sorted(_TESTS))}")


def _walk(tree: nodes.Node) -> list[nodes.Node]:
    found: list[nodes.Node] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting.extend(node.iter_child_nodes())
    return found


def item_filter(product: Projection, type_name: str, text: str) -> Callable[[Any], bool]:
    """A filter for the items, or the cards, of one type; raises ExpressionFault."""
    model, declared = BY_NAME[type_name], product.settings.custom_fields(type_name)
    names = [*keys(model), *declared, *DERIVED]
    hidden = [key for key, name in keys(model).items() if not product.sees(model, name) and key not in DERIVED]
    keep = compile_where(text, names, hidden)
    return lambda found: keep(fields_of(product, product.items[found.id], declared))


def fields_of(product: Projection, item: Item, declared: Collection[str] = ()) -> dict[str, Any]:
    """An item's fields as an expression sees them: texts, numbers and lists."""
    found = {key: _plain(getattr(item, name)) for key, name in keys(type(item)).items()}
    found |= {name: _plain(item.custom.get(name, "")) for name in declared}
    found |= {"type": item.type, "stage": "", "late": False, "target_first": "", "target_last": ""}
    card = cards(product).get(item.id)
    if card is not None:
        found |= {"stage": card.stage, "horizon": card.horizon, "late": card.late}
        if card.target is not None:
            found |= {
                "target": str(card.target),
                "target_first": card.target.first.isoformat(),
                "target_last": card.target.last.isoformat(),
            }
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, (Period, Status)):
        return str(value)
    return "" if value is None else value
