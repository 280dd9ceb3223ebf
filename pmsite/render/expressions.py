"""`where`: an expression over an item's fields, in Jinja2's sandbox, with no more of the language than choosing needs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pmsite.audience import Projection
from pmsite.model.faults import did_you_mean
from pmsite.model.item import Item
from pmsite.model.period import Period
from pmsite.model.types import BY_NAME, keys
from pmsite.model.values import Status
from pmsite.views.parts import cards

LONGEST = 1000
DERIVED = ("type", "stage", "late", "horizon", "target_first", "target_last")
"""Names that an expression may use besides an item's own fields. The last two are days, such as 2026-12-31."""

_ALLOWED = (
    nodes.Output, nodes.TemplateData, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.Const, nodes.Name, nodes.List, nodes.Tuple, nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test, nodes.Neg,
)  # fmt: skip
_FILTERS = frozenset({"lower", "upper", "length", "count", "trim", "first", "last"})
_TESTS = frozenset({"defined", "undefined", "none", "in", "string", "number", "true", "false"})


class ExpressionFault(ValueError):
    """A `where` that cannot be used: what is wrong, and what to write instead."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def compile_where(text: str, names: Collection[str], hidden: Collection[str] = ()) -> Callable[[Mapping[str, Any]], bool]:
    """A function from fields to yes or no; raises ExpressionFault where the text is no such expression.

    `hidden` are fields that the readers do not get, so that nothing may be chosen by them.
    """
    if len(text) > LONGEST:
        raise ExpressionFault(f"the expression is too long: {len(text)} characters, {LONGEST} fit")
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
    try:
        tree = environment.parse("{{ (" + text + "\n) }}")
        _inspect(tree, names, hidden)
        evaluate = environment.compile_expression(text, undefined_to_none=False)
    except TemplateSyntaxError as fault:
        raise ExpressionFault(
            f"the expression cannot be read: {fault.message}", 'write it like status == "planned" and team == "mobile"'
        ) from None

    def keep(fields: Mapping[str, Any]) -> bool:
        try:
            return bool(evaluate(fields))
        except (UndefinedError, SecurityError, TypeError, ValueError):
            return False

    return keep


def _inspect(tree: nodes.Template, names: Collection[str], hidden: Collection[str]) -> None:
    for node in _walk(tree):
        if isinstance(node, nodes.Name) and node.name in hidden:
            raise ExpressionFault(f"the readers do not get {node.name}", "choose by a field that they get")
        if not isinstance(node, _ALLOWED):
            raise ExpressionFault(
                f"{type(node).__name__.lower()} is not allowed here", "use fields, texts, numbers, ==, !=, <, >, in, and, or, not"
            )
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
    found, waiting = [], list(tree.iter_child_nodes())
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
