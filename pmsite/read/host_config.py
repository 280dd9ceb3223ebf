"""Where the configuration of a site names pmsite, read as data: MkDocs itself keeps no lines, and of two equal keys the last alone."""

from __future__ import annotations

from pathlib import Path

import yaml


def entries(file: Path) -> tuple[list[int], bool]:
    """The lines of a configuration that name the plugin, and whether they are equal keys, of which MkDocs reads the last alone."""
    try:
        root = yaml.compose(file.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except (OSError, ValueError, yaml.YAMLError):  # MkDocs tells what is wrong with the file
        return [], False
    plugins = [value for key, value in root.value if key.value == "plugins"] if isinstance(root, yaml.MappingNode) else []
    names = [name for found in plugins for name in _names(found) if str(name.value).removeprefix("/") == "pmsite"]
    equal = len({name.value for name in names}) < len(names) and isinstance(plugins[0], yaml.MappingNode)
    return [name.start_mark.line + 1 for name in names], equal


def site_of(file: Path) -> tuple[str, str]:
    """The address and the audience that a configuration itself names for its site; nothing for what it does not name."""
    try:
        root = yaml.compose(file.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except (OSError, ValueError, yaml.YAMLError):
        return "", ""
    plugins = _value(root, "plugins")
    entries = plugins.value if isinstance(plugins, yaml.SequenceNode) else [plugins]
    options = next((found for entry in entries if (found := _value(entry, "pmsite") or _value(entry, "/pmsite"))), None)
    return _text(_value(root, "site_url")), _text(_value(options, "audience"))


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in reversed(pairs) if name.value == key), None)


def _text(node: yaml.Node | None) -> str:
    """A text that stands there itself; a value with a tag is somebody's code."""
    is_text = isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str"
    return str(node.value) if node is not None and is_text else ""


def _names(plugins: yaml.Node) -> list[yaml.Node]:
    if isinstance(plugins, yaml.MappingNode):
        return [key for key, _ in plugins.value]
    listed = plugins.value if isinstance(plugins, yaml.SequenceNode) else []
    return [name for entry in listed for name in (_names(entry) if isinstance(entry, yaml.MappingNode) else [entry])]
