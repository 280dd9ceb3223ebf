"""A build goes into a folder beside the site and takes its place only when it is whole."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path


class UnsafeOutput(ValueError):
    """The output folder is not one that a site may take the place of."""


@dataclass(frozen=True, slots=True)
class Output:
    """Where the site is built, and where it goes."""

    final: Path
    working: Path

    @classmethod
    def prepare(cls, final: Path) -> Output:
        """Choose the working folder; raises UnsafeOutput where the site would take the place of something else."""
        if final.is_symlink():
            raise UnsafeOutput(f"the output folder {final.name} is a symbolic link; remove it, or choose another `site_dir`")
        working = final.with_name(f".{final.name}.pmsite")
        shutil.rmtree(working, ignore_errors=True)
        return cls(final, working)

    def publish(self) -> None:
        """Put the finished site in place of the previous one, which is whole until the last moment."""
        previous = self.final.with_name(f".{self.final.name}.previous")
        shutil.rmtree(previous, ignore_errors=True)
        if self.final.exists():
            os.rename(self.final, previous)
        os.rename(self.working, self.final)
        shutil.rmtree(previous, ignore_errors=True)

    def discard(self) -> None:
        """Remove what was built."""
        shutil.rmtree(self.working, ignore_errors=True)
