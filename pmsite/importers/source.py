"""What an importer knows of one system."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pmsite.diagnostics import Report
from pmsite.importers.draft import Draft
from pmsite.importers.export import Export, read_table
from pmsite.importers.ranks import Rungs
from pmsite.importers.rules import Rules
from pmsite.importers.table import SourceRow, Table


@dataclass(frozen=True)
class Source:
    """One system: what its columns and words mean, and what is odd about its exports."""

    rules: Rules
    read: Callable[[Export, Report], Table] = read_table
    cells: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    """By column, in small letters, how its values are put right."""
    fit: Callable[[Table, Rules], Rules] = lambda table, rules: rules
    """Rules that depend on the columns that an export has."""
    settle: Callable[[Draft], None] = lambda draft: None
    """What is put right in each draft before names in it are looked up."""
    rungs: Rungs = ()
    """Kinds of work, the higher first, of which the lowest that a file has is what counts."""
    takes_folders: bool = False
    """Whether it may be given a folder of Markdown files, or an archive of them."""
    signs: tuple[tuple[str, ...], ...] = ()
    """Columns, or names of a JSON document, that stand together in exports of this system and of no other."""
    basis: str = ""
    """What is known of its exports, and from where, for its readers."""

    def table(self, export: Export, report: Report) -> Table:
        """The table of an export."""
        table = self.read(export, report)
        wanted = {name for name in table.columns if name.lower() in self.cells}
        if wanted:
            table.rows = [
                SourceRow(
                    row.span,
                    tuple((name, self.cells[name.lower()](value) if name in wanted else value) for name, value in row.cells),
                )
                for row in table.rows
            ]
        return table
