"""Which indexes hold items, as far as what they are said to be tells: where a text alone has changed, the others are as they were."""

from __future__ import annotations

import types
from collections import abc
from dataclasses import is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from pmsite.model.indexes import work_of
from pmsite.model.item import Item

_PLAIN = (str, int, float, bytes, date, Enum, type(None))
_CONTAINERS = frozenset({dict, list, tuple, set, frozenset, abc.Mapping, abc.Sequence, abc.Set, Union, types.UnionType, Annotated})


@cache
def index_holds_items(name: str) -> bool:
    """Whether an index may hold items."""
    return _may_hold(_hints(work_of(name)).get("return", Any), frozenset())


def _may_hold(kind: Any, above: frozenset[Any]) -> bool:
    """Whether something of a kind may hold items; anything may of which that is not known."""
    if kind in above or kind is Ellipsis:
        return False
    origin = get_origin(kind)
    if origin is Literal:
        return False
    if origin is not None:
        inner = get_args(kind)[:1] if origin is Annotated else get_args(kind)
        return origin not in _CONTAINERS or any(_may_hold(part, above) for part in inner)
    if not isinstance(kind, type) or issubclass(kind, Item):
        return kind is not None
    if issubclass(kind, _PLAIN):
        return False
    if not (is_dataclass(kind) or issubclass(kind, BaseModel) or hasattr(kind, "_fields")):
        return True
    parts = [*_hints(kind).values(), *kind.__subclasses__()]
    return not parts or any(_may_hold(part, above | {kind}) for part in parts)


def _hints(of: Any) -> dict[str, Any]:
    """What the parts of something are said to be; anything where that cannot be told."""
    try:
        return get_type_hints(of)
    except NameError:  # it is said in words that only a reader of the source knows
        return {"return": Any}
