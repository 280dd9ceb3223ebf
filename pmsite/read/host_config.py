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


def _names(plugins: yaml.Node) -> list[yaml.Node]:
    if isinstance(plugins, yaml.MappingNode):
        return [key for key, _ in plugins.value]
    listed = plugins.value if isinstance(plugins, yaml.SequenceNode) else []
    return [name for entry in listed for name in (_names(entry) if isinstance(entry, yaml.MappingNode) else [entry])]
