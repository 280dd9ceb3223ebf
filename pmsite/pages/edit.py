"""Where an item's file is edited, and a new one begun, in the repository's own web interface."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, quote_plus, urlsplit


@dataclass(frozen=True, slots=True)
class CodeHost:
    """The addresses of one kind of host, below a repository: `new` takes what the host lets a link fill in, `pull` begins a pull request."""

    edit: str
    new: str
    pull: str


GITHUB = CodeHost(
    "edit/{branch}/{path}", "new/{branch}/{folder}?filename={name}&value={text}", "compare/{base}...{branch}?expand=1"
)
_GITEA = CodeHost("_edit/{branch}/{path}", "_new/{branch}/{folder}?filename={name}&value={text}", "compare/{base}...{branch}")
HOSTS = {
    "gitlab": CodeHost(
        "-/edit/{branch}/{path}",
        "-/new/{branch}/{folder}?file_name={name}",
        "-/merge_requests/new?merge_request%5Bsource_branch%5D={word}",
    ),
    "gitee": CodeHost("edit/{branch}/{path}", "new/{branch}/{folder}", "pull/new/{owner}:{branch}...{owner}:{base}"),
    "bitbucket": CodeHost("src/{branch}/{path}?mode=edit", "", "pull-requests/new?source={word}"),
    **dict.fromkeys(("codeberg", "forgejo", "gitea"), _GITEA),
}
"""By a word in the host's name; others are taken for GitHub's kind."""
LONGEST = 6_000
"""Bytes of an address that hosts and browsers take without trouble."""


class EditLinks:
    """Edit addresses, from a template of the owner's or from what is known of the repository's host."""

    def __init__(self, template: str | None, repo_url: str | None, edit_uri: str | None, workspace: str) -> None:
        self._workspace = workspace
        base = f"{repo_url.rstrip('/')}/" if repo_url else ""
        host = _host(repo_url or "")
        branch = quote(_branch(edit_uri))
        self._edit = template or (base and base + host.edit.replace("{branch}", branch))
        self._new = base and host.new and base + host.new.replace("{branch}", branch)

    def url(self, path: str) -> str | None:
        """The address where a file is edited; `path` is its place in the repository."""
        return self._edit.replace("{path}", quote(path)) if self._edit else None

    def new(self, inside: str, text: str) -> str:
        """The address where a file of the workspace is begun, with its text as far as the host takes one; nothing where that is not known."""
        folder, _, name = f"{self._workspace}/{inside}".rpartition("/")
        filled = self._new.replace("{folder}", quote(folder)).replace("{name}", quote(name, safe=""))
        whole = filled.replace("{text}", quote_plus(text))
        return whole if len(whole) <= LONGEST else filled.partition("&value=")[0]


def _host(repo_url: str) -> CodeHost:
    name = urlsplit(repo_url).hostname or ""
    return next((host for word, host in HOSTS.items() if word in name), GITHUB)


def _branch(edit_uri: str | None) -> str:
    parts = [part for part in (edit_uri or "").split("/") if part and part != "-"]
    return parts[1] if len(parts) > 1 and parts[0] in ("edit", "blob", "src", "raw") else "main"
