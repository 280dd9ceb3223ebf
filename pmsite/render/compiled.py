"""Templates as Jinja compiled them before: kept beside them, as Python keeps its own modules, so that no run compiles them anew."""

from __future__ import annotations

import os
import sys
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from jinja2 import FileSystemBytecodeCache

import pmsite

FOLDER = Path(pmsite.__file__).parent / "templates" / "__pycache__"
"""Whoever can write here can change pmsite itself, so what is read from here is trusted as much."""


class CompiledTemplates(FileSystemBytecodeCache):
    """Compiled templates of one environment, each good as long as its source and all that compiles it stay as they are.

    The compiler works out what it can, such as the words of a constant, so the result depends on more than the source.
    """

    def __init__(self, folder: Path, environment: str) -> None:
        super().__init__(str(folder), f"%s.{environment}.jinja")

    def get_source_checksum(self, source: str) -> str:
        """A hash of all that a compiled template is made from."""
        return super().get_source_checksum(f"{_compilers()} {source}")


def compiled(environment: str) -> CompiledTemplates | None:
    """The templates of pmsite's environment of a language, or of a theme's; nothing where Python may not keep its modules either."""
    if sys.dont_write_bytecode:
        return None
    try:
        FOLDER.mkdir(exist_ok=True)
    except OSError:
        return None
    return CompiledTemplates(FOLDER, environment) if os.access(FOLDER, os.W_OK) else None


@cache
def _compilers() -> str:
    return f"{version('jinja2')} {version('mkdocs')} {code()}"


@cache
def code() -> str:
    """What tells pmsite from any other, which its developers change without changing its version: its files, as the system tells of them."""
    found = [pmsite.__version__]
    for folder, folders, names in os.walk(Path(pmsite.__file__).parent):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            status = os.stat(os.path.join(folder, name))
            found.append(f"{name} {status.st_mtime_ns} {status.st_size}")
    return blake2b("\n".join(found).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
