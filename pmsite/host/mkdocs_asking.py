"""Who asks the index of the search: pmsite's own script, which stands where templates name the theme's."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import quote

from jinja2 import BaseLoader, TemplateNotFound

from pmsite.templates.assets import SEARCH

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig

_THEIRS = re.compile(r"([\"'])assets/javascripts/workers/search\.[\w.]+\.js\1")
_OURS = re.compile(rf'{re.escape(SEARCH)}[^"]*"')


class _Loader(BaseLoader):
    """The theme's templates with pmsite's script in the place of the theme's."""

    def __init__(self, inner: BaseLoader, script: str) -> None:
        self._inner, self._script = inner, script

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, file, is_fresh = self._inner.get_source(environment, template)
        return _THEIRS.sub(f'"{self._script}"', source), file, is_fresh

    def list_templates(self) -> list[str]:
        return self._inner.list_templates()


def take_place(env: Environment, own: str = "", folders: Sequence[str] = ()) -> bool:
    """Let pages begin pmsite's script; false where the theme's templates name none, or another one.

    Of a site in several languages, `folders` are those of all but the default one, and `own` is that of this build.
    """
    inner = env.loader
    if inner is None:
        return False
    try:
        source, _, _ = inner.get_source(env, "base.html")
    except TemplateNotFound:
        return False
    if not _THEIRS.search(source):
        return False
    env.loader = _Loader(inner, f"{SEARCH}#;{own};{','.join(folders)}" if folders else SEARCH)
    return True


def missing(config: MkDocsConfig) -> str:
    """What the theme's own script does without."""
    if config.theme.get("language") != "zh" or find_spec("jieba"):
        return ""
    return "the theme's search finds whole Chinese phrases only, since nothing cuts them into words: install pmsite[zh]"


def for_preview(html: str, preview: str) -> str:
    """A page of a preview, whose search finds pages of the preview."""
    return _OURS.sub(f'{SEARCH}#{quote(preview, safe="/")}"', html, count=1)
