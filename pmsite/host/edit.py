"""Where an item's file is edited in the repository's own web interface."""

from __future__ import annotations

from urllib.parse import quote, urlsplit


class EditLinks:
    """Edit addresses, from a template of the owner's or from what is known of the repository's host."""

    def __init__(self, template: str | None, repo_url: str | None, edit_uri: str | None, workspace: str) -> None:
        self._template = template or _template(repo_url, edit_uri)
        self._workspace = workspace

    def url(self, path: str) -> str | None:
        """The address where a file is edited; `path` is its place in the repository."""
        return self._template.replace("{path}", quote(path)) if self._template else None


def _template(repo_url: str | None, edit_uri: str | None) -> str | None:
    if not repo_url:
        return None
    branch = _branch(edit_uri)
    base = repo_url.rstrip("/")
    host = urlsplit(repo_url).hostname or ""
    if "gitlab" in host:
        return f"{base}/-/edit/{branch}/{{path}}"
    if "bitbucket" in host:
        return f"{base}/src/{branch}/{{path}}?mode=edit"
    return f"{base}/edit/{branch}/{{path}}"


def _branch(edit_uri: str | None) -> str:
    parts = [part for part in (edit_uri or "").split("/") if part and part != "-"]
    return parts[1] if len(parts) > 1 and parts[0] in ("edit", "blob", "src", "raw") else "main"
