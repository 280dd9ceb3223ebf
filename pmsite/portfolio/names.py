"""The ids of another plan's items: the plan's name stands before each, once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pmsite.model.parsing import apart

__all__ = ["Prefix", "apart", "prefixed"]


class Prefix(Mapping[str, str]):
    """By id as a plan itself writes it, the one that its item has elsewhere. What names a third plan already stays as it is."""

    def __init__(self, plan: str) -> None:
        self._plan = plan

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and id != "" and not apart(id)[0]

    def __getitem__(self, id: str) -> str:
        return prefixed(self._plan, id)

    def __len__(self) -> int:
        return 1

    def __iter__(self) -> Iterator[str]:
        raise TypeError("every id is in it")


def prefixed(plan: str, id: str) -> str:
    """An id of a plan's item, as it is written elsewhere."""
    return id if apart(id)[0] else f"{plan}:{id}"
