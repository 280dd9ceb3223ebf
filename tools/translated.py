"""Note which text of the documentation its Chinese page says, heading by heading: after translating, run it with the pages.

`tools/translated.py docs/how-to/goals.md …` takes these pages as translated; with `--check` it tells what is behind.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
NOTED = ROOT / "tools" / "translated.json"
GENERATED = "<!-- What follows is generated"
"""What stands below says in every language what a program says."""
_CODE, _HEADING = re.compile(r"^(```+|~~~+)"), re.compile(r"^#{1,6} ")


def translation(page: Path) -> Path:
    """Where the Chinese words of a page are."""
    return page.with_suffix(".zh.md")


def translated() -> Iterator[Path]:
    """The pages that have a Chinese one, in order."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return (page for page in pages if not page.name.endswith(".zh.md") and translation(page).is_file())


def parts(text: str) -> dict[str, str]:
    """By the heading of each part of a page, the hash of what stands under it."""
    found: dict[str, list[str]] = {"": []}
    heading, fence = "", ""
    for line in text.partition(GENERATED)[0].splitlines():
        if mark := _CODE.match(line):
            fence = "" if fence and line.startswith(fence) else fence or mark[1]
        if not fence and _HEADING.match(line):
            heading = line.lstrip("#").strip()
        found.setdefault(heading, []).append(line)
    return {name: hashlib.sha256("\n".join(lines).strip().encode()).hexdigest()[:12] for name, lines in found.items() if any(lines)}


def behind(noted: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """What of the Chinese documentation says what its English page no longer does, a line each."""
    for page in translated():
        name = page.relative_to(ROOT).as_posix()
        now, then = parts(page.read_text(encoding="utf-8")), noted.get(name, {})
        for heading in [heading for heading in {**now, **then} if now.get(heading) != then.get(heading)]:
            change = "is new" if heading not in then else "is gone" if heading not in now else "has changed"
            yield f"{translation(page).relative_to(ROOT).as_posix()} is behind: {heading or 'what stands before the first heading'!r} {change}"


def main() -> int:
    """Note pages as translated, or tell which are behind."""
    noted: dict[str, dict[str, str]] = json.loads(NOTED.read_text(encoding="utf-8")) if NOTED.exists() else {}
    if "--check" in sys.argv:
        lines = list(behind(noted))
        print("\n".join(lines) if lines else "no page is behind")
        if lines:
            print("Bring the Chinese up to date, then: python tools/translated.py PAGE…")
        return 1 if lines else 0
    for argument in sys.argv[1:]:
        page = Path(argument).resolve()
        if not translation(page).is_file():
            print(f"{argument} has no Chinese page")
            return 1
        noted[page.relative_to(ROOT).as_posix()] = parts(page.read_text(encoding="utf-8"))
    kept = {page.relative_to(ROOT).as_posix() for page in translated()}
    text = json.dumps({name: noted[name] for name in sorted(noted) if name in kept}, indent=1, ensure_ascii=False)
    NOTED.write_text(f"{text}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
