"""Where a line of a comparison leads: the file of an item in its repository, and its page in the site of the change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote

from pmsite.model.types import BY_NAME


@dataclass(frozen=True, slots=True)
class Links:
    """Makes addresses. Each root ends with a slash, or is empty: files are then named by their path in the repository, and pages not at all."""

    prefix: str = ""
    """The workspace's folder as messages show it."""
    folder: str = ""
    """The same in its repository, with a slash at its end."""
    files: str = ""
    site: str = ""
    on_site: Collection[str] = ()
    """Ids of the items that have a page there."""

    def file(self, path: str, line: int = 0) -> str:
        """Where a file is, and the line in it where the host of the files is known."""
        inside = self.folder + path.removeprefix(f"{self.prefix}/")
        return self.files + quote(inside, safe="/") + (f"#L{line}" if line and self.files else "")

    def page(self, type_name: str, id: str) -> str:
        """Where an item's page is; nothing where it has none there."""
        if not self.site or id not in self.on_site:
            return ""
        return f"{self.site}{quote(f'roadmap/{BY_NAME[type_name].folder}/{id}')}/"
