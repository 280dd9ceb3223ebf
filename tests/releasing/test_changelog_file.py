"""A section goes into CHANGELOG.md, and nothing of the rest changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmsite.releasing.changelog_file import Group, with_release
from pmsite.releasing.version import read

GROUPS = [Group("Added", ("- New.",)), Group("Changed", ()), Group("Fixed", ("- Repaired.\n\n  At last.",))]


def released(text: str) -> str:
    return with_release(text, read("1.3.0"), "2026-11-23", GROUPS)


NEW = "## [1.3.0] - 2026-11-23\n\n### Added\n\n- New.\n\n### Fixed\n\n- Repaired.\n\n  At last.\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# Changelog\n\n## [Unreleased]\n", f"# Changelog\n\n## [Unreleased]\n\n{NEW}"),
        ("# Changelog\n\n## [Unreleased]", f"# Changelog\n\n## [Unreleased]\n\n{NEW}"),
        ("# Changelog\n", f"# Changelog\n\n{NEW}"),
        ("# Changelog\n\n## [1.2.0] - 2026-10-20\n", f"# Changelog\n\n{NEW}\n## [1.2.0] - 2026-10-20\n"),
        (
            "# C\n\n## Unreleased\n\n## 1.2.0 - 2026-10-20\n",
            f"# C\n\n## Unreleased\n\n{NEW.replace('[1.3.0]', '1.3.0')}\n## 1.2.0 - 2026-10-20\n",
        ),
        (
            "# C\n\n## [Unreleased]\n\n## [v1.2.0] - 2026-10-20\n",
            f"# C\n\n## [Unreleased]\n\n{NEW.replace('[1.3.0]', '[v1.3.0]')}\n## [v1.2.0] - 2026-10-20\n",
        ),
        (
            "## [Unreleased]\n\nWords.\n\n### Removed\n- Old.\n\n### Added\n- By hand.\n",
            "## [Unreleased]\n\n## [1.3.0] - 2026-11-23\n\nWords.\n\n### Removed\n- Old.\n\n### Added\n- By hand.\n- New.\n\n"
            "### Fixed\n\n- Repaired.\n\n  At last.\n",
        ),
        (
            "# C\n\n```\n## [Unreleased]\n```\n\n## [Unreleased]\n",
            f"# C\n\n```\n## [Unreleased]\n```\n\n## [Unreleased]\n\n{NEW}",
        ),
        (
            "## [Unreleased]\n\n## [1.2.0]\n\n[unreleased]: https://example.com/compare/v1.2.0...HEAD\n[1.2.0]: https://example.com/v1.2.0\n",
            f"## [Unreleased]\n\n{NEW}\n## [1.2.0]\n\n[unreleased]: https://example.com/compare/v1.3.0...HEAD\n"
            "[1.3.0]: https://example.com/compare/v1.2.0...v1.3.0\n[1.2.0]: https://example.com/v1.2.0\n",
        ),
        (
            "## [Unreleased]\n\n## [v1.2.0]\n\n[v1.2.0]: https://example.com/tags/v1.2.0\n",
            f"## [Unreleased]\n\n{NEW.replace('[1.3.0]', '[v1.3.0]')}\n## [v1.2.0]\n\n"
            "[v1.3.0]: https://example.com/tags/v1.3.0\n[v1.2.0]: https://example.com/tags/v1.2.0\n",
        ),
    ],
)
def test_a_release_goes_under_unreleased_in_the_form_of_the_file(before: str, after: str) -> None:
    assert released(before) == after


def test_line_ends_stay_as_they_are() -> None:
    text = "# C\r\n\r\n## [Unreleased]\r\n\r\n### Added\r\n\r\n- By hand.\r\n"
    assert "\n" not in released(text).replace("\r\n", "")


_lines = st.sampled_from(
    [
        "",
        "",
        "Words.",
        "- An entry.",
        "  more of it",
        "### Added",
        "### Fixed",
        "### Other",
        "## [1.2.0] - 2026-10-20",
        "## [Unreleased]",
        "## [1.1.0] - 2026-09-01 [YANKED]",
        "# Changelog",
        "```",
        "## 0.9",
        "[unreleased]: https://example.com/compare/v1.2.0...HEAD",
        "[1.2.0]: https://example.com/compare/v1.1.0...v1.2.0",
        "[1.1.0]: https://example.com/tag/v1.1.0",
        "---",
        "<!-- note -->",
    ]
)


@settings(max_examples=500, deadline=None)
@given(st.lists(_lines, max_size=20).map("\n".join))
def test_every_other_line_stays_in_its_order(text: str) -> None:
    before = [line for line in text.split("\n") if line.strip() and not line.startswith("[unreleased]:")]
    rest = iter(released(text).split("\n"))
    assert [line for line in before if line not in rest] == []  # `in` takes from the rest, so this is a question of order too
