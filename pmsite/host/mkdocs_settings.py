"""What a site's own settings become so that pmsite's pages are shown as they are meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.plugins import get_plugin_logger

from pmsite.audience import Projection
from pmsite.host.mkdocs_known import THEMES
from pmsite.templates import assets

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

log = get_plugin_logger(__name__)

_TIPS = {
    "content.tooltips": "it would run what is written in a title; browsers show titles by themselves",
    "content.footnote.tooltips": "it ends the page's scripts where a text links to a footnote that is not there",
}
"""Features of the theme that trust what anybody may have written, and why they are left out."""


def configure(config: MkDocsConfig, product: Projection, *, shows_repository: bool) -> None:
    """Add the style sheet and the script, and speak the workspace's language where the site names none."""
    if assets.STYLE not in config.extra_css:  # else another language of the same site has been built
        config.extra_css = [*config.extra_css, assets.STYLE]
        script = ExtraScriptValue(assets.SCRIPT)
        script.defer = True
        config.extra_javascript = [*config.extra_javascript, script]
    language = product.settings.language
    if not product.is_inside and not shows_repository:
        config.repo_url = config.repo_name = config.edit_uri = config.edit_uri_template = None
    if config.theme.name in THEMES and config.theme.get("language", "en") == "en" and language != "en":
        config.theme["language"] = language
    _leave_tips(config)


def _leave_tips(config: MkDocsConfig) -> None:
    features = config.theme.get("features") or ()
    for name in _TIPS.keys() & set(features):
        config.theme["features"] = [feature for feature in config.theme["features"] if feature != name]
        log.info("%s of the theme is left out: %s", name, _TIPS[name])
