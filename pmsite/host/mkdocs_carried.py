"""The workspace's files that texts of items use, as files of MkDocs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, Files, InclusionLevel

from pmsite.diagnostics import Report, Span
from pmsite.file_kinds import kind_faults
from pmsite.host.mkdocs_pages import PageFile
from pmsite.render.carried import Refused, carried

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class CarriedFiles:
    """What the texts of one build may use of a workspace's files, besides items, and of the owner's pages."""

    def __init__(self, root: Path, workspace: str, names: frozenset[str], docs: str, report: Report, *, inside: bool) -> None:
        """`names` are the files of the workspace, a folder in `root`; `docs` is the folder of the owner's pages there."""
        self._root, self._workspace, self._names, self._docs = root, workspace, names, docs
        self._report, self._inside = report, inside

    def place(self, path: str, root: str, files: Files) -> str | None:
        """The address of a file or an owner's page that a text links to, if the site has it: what `linked` tells of, and nothing else.

        Items have their addresses from their own files, so a path that only a page made from the plan would have leads nowhere, as a
        check says of it.
        """
        within = path.removeprefix(f"{self._workspace}/")
        if within != path and within in self._names and not any(kind_faults(within)):
            return root + self._target(path)
        page = files.get_file_from_path(path.removeprefix(self._docs)) if path.startswith(self._docs) else None
        return root + page.url if page and not isinstance(page, PageFile) else None

    def linked(self, files: Files) -> Mapping[str, str]:
        """All that texts can link to besides items, by its path as they mean it: files of the workspace, and the owner's pages."""
        own = {self._docs + file.src_uri: file.url for file in files if not isinstance(file, PageFile)}
        return own | {f"{self._workspace}/{inside}": inside for inside in self._names}

    def add(self, used: Iterable[str], files: Files, config: MkDocsConfig) -> None:
        """Copy the files that texts use, and no others."""
        for path in sorted(used):
            uri = self._target(path)
            if path.startswith(f"{self._workspace}/") and files.get_file_from_path(uri) is None:
                files.append(self._file(uri, path, config))

    def _file(self, uri: str, path: str, config: MkDocsConfig) -> File:
        """A file, if a site may carry it; a picture for outside readers shows what it shows, and no more."""
        place = self._root / path
        try:
            content = carried(place, inside=self._inside)
        except Refused as refused:
            self._report.error(refused.fault.code, Span(path), refused.fault.message, refused.fault.hint)
            content = b""
        except OSError as fault:
            message = f"the file cannot be read: {(fault.strerror or 'the system gives no reason').lower()}"
            self._report.error("not-readable", Span(path), message, "check who may read it")
            content = b""
        if content is None:
            return File.generated(config, uri, abs_src_path=str(place), inclusion=InclusionLevel.NOT_IN_NAV)
        return File.generated(config, uri, content=content, inclusion=InclusionLevel.NOT_IN_NAV)

    def _target(self, path: str) -> str:
        return "roadmap/" + path.removeprefix(f"{self._workspace}/")
