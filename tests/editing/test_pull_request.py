"""Where a pull request begins, from the address that pushes go to."""

from __future__ import annotations

import pytest

from pmsite.editing.pull_request import pull_request


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://github.com/acme/plan.git", "https://github.com/acme/plan/compare/main...plan/x?expand=1"),
        ("git@github.com:acme/plan.git", "https://github.com/acme/plan/compare/main...plan/x?expand=1"),
        ("ssh://git@ssh.github.com:443/acme/plan.git", "https://github.com/acme/plan/compare/main...plan/x?expand=1"),
        ("https://ann:secret@github.com/acme/plan", "https://github.com/acme/plan/compare/main...plan/x?expand=1"),
        ("git@github.example.com:acme/plan", "https://github.example.com/acme/plan/compare/main...plan/x?expand=1"),
        (
            "git@gitlab.com:acme/product/plan.git",
            "https://gitlab.com/acme/product/plan/-/merge_requests/new?merge_request%5Bsource_branch%5D=plan%2Fx",
        ),
        (
            "https://gitlab.example.org:8443/acme/plan.git",
            "https://gitlab.example.org:8443/acme/plan/-/merge_requests/new?merge_request%5Bsource_branch%5D=plan%2Fx",
        ),
        ("git@gitee.com:acme/plan.git", "https://gitee.com/acme/plan/pull/new/acme:plan/x...acme:main"),
        ("git@bitbucket.org:acme/plan.git", "https://bitbucket.org/acme/plan/pull-requests/new?source=plan%2Fx"),
        ("https://codeberg.org/acme/plan.git", "https://codeberg.org/acme/plan/compare/main...plan/x"),
        ("ssh://forgejo@forgejo.example.org:2222/acme/plan.git", "https://forgejo.example.org/acme/plan/compare/main...plan/x"),
        ("gitea.example.org:acme/plan.git", "https://gitea.example.org/acme/plan/compare/main...plan/x"),
        ("git@git.example.org:acme/plan.git", ""),
        ("/srv/git/github/plan.git", ""),
        ("file:///srv/github/plan.git", ""),
        ("C:\\plans\\github", ""),
        ("ext::sh -c github/x", ""),
        ("https://github.com/", ""),
        ("https://[github/x/y", ""),
        ("", ""),
    ],
)
def test_the_page_is_known_from_the_address_of_the_remote(remote: str, address: str) -> None:
    assert pull_request(remote, "plan/x", "main") == address


def test_what_a_branch_is_called_stays_a_name() -> None:
    found = pull_request("git@github.com:acme/plan.git", 'x"><script>?#é', "main")
    assert found == "https://github.com/acme/plan/compare/main...x%22%3E%3Cscript%3E%3F%23%C3%A9?expand=1"


def test_without_a_branch_to_compare_with_there_is_no_page() -> None:
    assert pull_request("git@github.com:acme/plan.git", "x", "") == ""
