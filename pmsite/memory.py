"""What is known of a workspace from the time before, so that only what changed is read, made into items and looked up again."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from pmsite.audience import Projection
from pmsite.judged import Judged
from pmsite.model.changed import changed
from pmsite.model.item import Item
from pmsite.model.links import KnownLinks
from pmsite.model.load import KnownItems
from pmsite.read.recent import LastLook
from pmsite.read.workspace import Cache, Sources, Stamp


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of a workspace from the time before, for whoever reads it again and again. It is plain data, which can be pickled."""

    files: Cache = field(default_factory=dict)
    items: KnownItems = field(default_factory=KnownItems)
    links: KnownLinks = field(default_factory=KnownLinks)
    series: dict[str, tuple[Item, Stamp, Item]] = field(default_factory=dict)
    """By metric, what it was made from without a fault: the item and its table."""
    seen: dict[tuple[str, str], Projection] = field(default_factory=dict)
    """By audience and language, what was seen."""
    last: LastLook = field(default_factory=LastLook)
    """What was seen of the workspace's files."""
    judged: Judged | None = None
    """What was found in the plans that were looked at, where somebody looks at the same plan twice."""

    def changed(self, now: Sources) -> frozenset[str]:
        """The files that were added, removed or written since the time before."""
        read = now.stamps.keys() - now.files
        return self.last.changed(now.stamps, os.fspath(now.root), read) | now.rewritten

    def follow(self, seen: Projection) -> None:
        """Let a projection have what was worked out from the one before, as far as that would be the same."""
        key = seen.audience, seen.settings.language
        if key in self.seen:
            changed(self.seen[key], seen)  # which carries over to the later one what is the same
        self.seen[key] = seen
