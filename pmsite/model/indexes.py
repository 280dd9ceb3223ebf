"""What follows from a product is an index: worked out once, compared key by key, and whoever reads of it may be recorded.

A page is made from what it reads. So the reads of a page, and the keys at which the indexes of two products differ, say
whether the page has to be made again, and nobody has to list what it depends on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from enum import Enum
from functools import wraps
from importlib import import_module
from typing import Any, TypeVar, overload

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
P = TypeVar("P")


class _Every(Enum):
    EVERY = "*"

    def __repr__(self) -> str:
        return "*"


EVERY = _Every.EVERY
"""The key of whoever reads an index whole: its keys and their order, or its one value."""

Read = tuple[str, Hashable]
"""The name of an index, and one of its keys or EVERY."""
Reads = frozenset[Read]

MUCH = 1000
"""Keys of one index above which they need more room than they are worth."""

_open: list[set[Read]] = []
"""Those who are recorded now, the innermost last. Products are read by one thread."""


def note(index: str, key: Hashable = EVERY) -> None:
    """Record that an index is read."""
    if _open:
        _open[-1].add((index, key))


def note_all(reads: Iterable[Read]) -> None:
    """Record what was read when something was worked out that is read now."""
    if _open:
        _open[-1].update(reads)


@contextmanager
def recording() -> Iterator[set[Read]]:
    """Record what is read meanwhile; whoever is recorded outside learns nothing of it."""
    found: set[Read] = set()
    _open.append(found)
    try:
        yield found
    finally:
        _open.pop()


def compact(reads: Iterable[Read]) -> Reads:
    """The same reads without the keys of indexes that are read whole, or as good as that: whoever reads so much is made again soon enough."""
    found = frozenset(reads)
    whole = {index for index, key in found if key is EVERY}
    if len(found) > MUCH:
        whole |= {index for index, many in Counter(index for index, _ in found).items() if many > MUCH}
    return frozenset((index, EVERY) if index in whole else (index, key) for index, key in found)


class Index(Mapping[K, V]):
    """A mapping whose reads are recorded. It is no dict, so that nothing can look into it unnoticed."""

    __slots__ = ("_name", "_values")

    def __init__(self, name: str, values: Mapping[K, V]) -> None:
        self._name, self._values = name, values

    def __repr__(self) -> str:
        note(self._name)
        return f"Index({self._name!r}, {self._values!r})"

    def __getitem__(self, key: K) -> V:
        if _open:
            _open[-1].add((self._name, key))
        return self._values[key]

    @overload
    def get(self, key: K, /) -> V | None: ...
    @overload
    def get(self, key: K, /, default: V | T) -> V | T: ...
    def get(self, key: K, /, default: Any = None) -> Any:
        """One value, or another where there is none."""
        if _open:
            _open[-1].add((self._name, key))
        return self._values.get(key, default)

    def __contains__(self, key: object) -> bool:
        if _open:
            _open[-1].add((self._name, key))
        return key in self._values

    def __iter__(self) -> Iterator[K]:
        note(self._name)
        return iter(self._values)

    def __len__(self) -> int:
        note(self._name)
        return len(self._values)

    def keys(self) -> Any:
        """All keys."""
        note(self._name)
        return self._values.keys()

    def values(self) -> Any:
        """All values."""
        note(self._name)
        return self._values.values()

    def items(self) -> Any:
        """All keys with their values."""
        note(self._name)
        return self._values.items()

    def __or__(self, other: Mapping[K, V]) -> dict[K, V]:
        note(self._name)
        return {**self._values, **other}

    def __eq__(self, other: object) -> bool:
        note(self._name)
        return bool(self._values == (other._values if isinstance(other, Index) else other))

    __hash__ = None  # type: ignore[assignment]  # as of any mapping

    def __reduce__(self) -> tuple[Any, ...]:
        return Index, (self._name, self._values)


def plain(values: Mapping[K, V]) -> Mapping[K, V]:
    """The mapping itself, unrecorded: for comparing, and for making another one of it."""
    return values._values if isinstance(values, Index) else values


class FactField:
    """A field of a class whose reads are recorded: by key where it is a mapping, else as one value."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, owner: Any, kind: type | None = None) -> Any:
        if owner is None:
            raise AttributeError(self._name)
        value = owner.__dict__[self._name]
        if _open and type(value) is not Index:
            _open[-1].add((self._name, EVERY))
        return value

    def __set__(self, owner: Any, value: Any) -> None:
        values = owner.__dict__
        values[self._name] = Index(self._name, plain(value)) if isinstance(value, Mapping) else value


class TextField:
    """A field of items that facts do not hold: who reads it reads the item's text, and nobody else has to."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, owner: Any, kind: type | None = None) -> Any:
        if owner is None:
            raise AttributeError(self._name)
        values = owner.__dict__
        if _open:
            _open[-1].add((TEXTS, values["id"]))
        return values[self._name]

    def __set__(self, owner: Any, value: Any) -> None:
        owner.__dict__[self._name] = value


def record(kind: type[T]) -> type[T]:
    """Let the reads of a dataclass's fields be recorded."""
    for field in fields(kind):  # type: ignore[arg-type]  # it is one
        setattr(kind, field.name, FactField(field.name))
    return kind


TEXTS = "texts"
"""The index of the bodies of items."""
WORKED_OUT = "_worked_out"
"""Where an object keeps what follows from it."""

INDEXES: dict[str, Callable[[Any], Any]] = {}
"""By name, every index of the modules that are loaded, and what works it out."""


def index(work: Callable[[P], V]) -> Callable[[P], V]:
    """A value that follows from a product alone, worked out once; a dict becomes a mapping whose keys are read one by one."""
    name = _name(work)
    INDEXES[name] = work

    @wraps(work)
    def value(of: P) -> V:
        found = answer(name, of)
        if _open and type(found) is not Index:
            _open[-1].add((name, EVERY))
        return found  # type: ignore[no-any-return]

    return value


def answer(name: str, of: object) -> Any:
    """What an index is of something, read by nobody."""
    known = of.__dict__.setdefault(WORKED_OUT, {})
    if name not in known:
        with recording() as reads:  # whoever reads the index depends on it, not on what it is made from
            found = work_of(name)(of)
        known[name] = Index(name, found) if isinstance(found, dict) else found, compact(reads)
    return known[name][0]


def work_of(name: str) -> Callable[[Any], Any]:
    """What works an index out. One that is known from the time before may be of a module that nobody has needed yet."""
    if name not in INDEXES:
        import_module(f"pmsite.{name.rpartition('.')[0]}")
    return INDEXES[name]


def worked_out(of: object) -> dict[str, tuple[Any, Reads]]:
    """The indexes of something that were asked for, each after those that it is made from, and the reads that it is made from."""
    known = of.__dict__.setdefault(WORKED_OUT, {})
    return {name: found for name, found in known.items() if isinstance(name, str)}


def carry(name: str, before: object, after: object) -> None:
    """Let an index of something be that of something else, with all that it holds."""
    after.__dict__.setdefault(WORKED_OUT, {})[name] = before.__dict__[WORKED_OUT][name]


def by_key(work: Callable[[P, K], V]) -> Callable[[P, K], V]:
    """A value that follows from a product and a key, worked out once for each: whoever reads it has read what it is made from."""
    name = _name(work)

    @wraps(work)
    def value(of: P, key: K) -> V:
        known = of.__dict__.setdefault(WORKED_OUT, {}).setdefault((name,), {})
        if key not in known:
            with recording() as reads:
                found = work(of, key)
            known[key] = found, tuple(compact(reads))  # there are many, and a set of a few takes five times the room
        found, made_from = known[key]
        note_all(made_from)
        return found

    return value


def _name(work: Callable[..., Any]) -> str:
    return f"{work.__module__.removeprefix('pmsite.')}.{work.__qualname__}"
