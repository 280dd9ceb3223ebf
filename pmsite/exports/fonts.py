"""What fonts a machine has, as far as it says."""

from __future__ import annotations

import re
import shutil
import subprocess

from pmsite.messages import said

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
INSTALL = said(
    "install one, such as fonts-noto-cjk (Debian, Ubuntu), google-noto-sans-cjk-fonts (Fedora) or font-noto-cjk (Alpine)"
)
"""How to get a Chinese font."""


def lacks_chinese(text: str) -> bool:
    """Whether a text holds Chinese and this machine has no font for it."""
    return _HAN.search(text) is not None and not has_chinese_font()


def has_chinese_font() -> bool:
    """Whether a font for Chinese is installed, as far as fontconfig knows; without fontconfig's list, the benefit of the doubt."""
    lister = shutil.which("fc-list")
    if lister is None:
        return True
    found = subprocess.run([lister, ":lang=zh", "family"], capture_output=True, check=False, timeout=60)
    return found.returncode != 0 or bool(found.stdout.strip())
