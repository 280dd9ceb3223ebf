"""The workspace's files as files of MkDocs: those that texts of items use, and no others."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import ConfigurationError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel

from pmsite.diagnostics import Report, Span
from pmsite.file_kinds import kind_faults
from pmsite.host.mkdocs_pages import PageFile
from pmsite.messages import said
from pmsite.read.files import system_reason
from pmsite.texts.carried import Refused, carried

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

log = get_plugin_logger(__name__)


def take_out_plan(files: Files, config: MkDocsConfig, plan: Path, workspace: str) -> None:
    """Keep the host from publishing the workspace as it is, where that folder lies in the one with the owner's pages."""
    if plan in Path(config.docs_dir).resolve().parents:
        raise ConfigurationError(
            f"pmsite: docs_dir lies inside {workspace}, so what is hidden there would be published as it is; "
            f"give your own pages a folder outside of it"
        )
    found = [(file, os.path.dirname(file.abs_src_path)) for file in files if file.abs_src_path]
    is_plan = {folder: Path(folder).resolve().is_relative_to(plan) for folder in {folder for _, folder in found}}
    taken = [file for file, folder in found if is_plan[folder]]
    for file in taken:
        files.remove(file)
    if taken:
        log.info("%s lies among your own pages: nothing of it is published but what pmsite makes of it", workspace)


class CarriedFiles:
    """What the texts of one build may use of a workspace's files, besides items, and of the owner's pages."""

    def __init__(
        self, root: Path, workspace: str, names: frozenset[str], docs: str, report: Report, prefix: str = "", *, inside: bool
    ) -> None:
        """`names` are the files of the workspace, a folder in `root`; `docs` is the folder of the owner's pages there.

        `prefix` is below which address the site has them.
        """
        self._root, self._workspace, self._names, self._docs, self._prefix = root, workspace, names, docs, prefix
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
            message = said("the file cannot be read: {reason}", reason=system_reason(fault))
            self._report.error("not-readable", Span(path), message, said("check who may read it"))
            content = b""
        if content is None:
            return File.generated(config, uri, abs_src_path=str(place), inclusion=InclusionLevel.NOT_IN_NAV)
        return File.generated(config, uri, content=content, inclusion=InclusionLevel.NOT_IN_NAV)

    def _target(self, path: str) -> str:
        return f"{self._prefix}roadmap/" + path.removeprefix(f"{self._workspace}/")
