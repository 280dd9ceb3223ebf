"""The last step of a built site before it takes its place: its pages say what may run in them, and its texts are packed."""

from __future__ import annotations

from pathlib import Path

from pmsite.publishing import packed, policy


def finish(folder: Path, audience: str, *, public: bool) -> list[str]:
    """Make a site ready to be served; the files named by their content that its pages load from now on, from the site's folder.

    It is the same for every audience: pages that all may read are guarded as those of the team are. Raises OSError where the folder
    cannot be written.
    """
    del audience, public
    sheets = policy.apply(folder)
    packed.write(folder)
    return sheets
