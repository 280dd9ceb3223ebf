"""The files by which an editor completes and checks product.yml, begins items and lists faults."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any
from xml.etree import ElementTree as ET

from pmsite.model.scaffold import new_item
from pmsite.model.types import TYPES

SCHEMA = ".pmsite/product.schema.json"
OWN = re.compile(r"\.pmsite/|\.vscode/pmsite\.|\.idea/fileTemplates/pmsite ")
"""Files that are pmsite's own, and written anew; all others may hold what somebody else wrote."""
_TITLE = "TITLE"


def files(editor: str, workspace: str, schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each file as its path below the folder that the editor opens, and its text. `workspace` is a path in that folder."""
    yield SCHEMA, _json(schema)
    yield from EDITORS[editor](workspace)


def _vscode(workspace: str) -> Iterator[tuple[str, str]]:
    yield ".vscode/settings.json", _json({"yaml.schemas": {SCHEMA: [f"{workspace}/product.yml"]}})
    yield ".vscode/extensions.json", _json({"recommendations": ["redhat.vscode-yaml"]})
    yield ".vscode/tasks.json", _json({"version": "2.0.0", "tasks": [_check(workspace)]})
    yield ".vscode/pmsite.code-snippets", _json({f"pmsite {model.type}": _snippet(model.type) for model in TYPES})


def _check(workspace: str) -> dict[str, Any]:
    """A task whose faults VS Code lists at their lines, in Markdown too."""
    pattern = {
        "regexp": r"^(.+?):(\d+)(?::(\d+))? (error|warning|reminder|notice) (\S+) (.*)$",
        "file": 1,
        "line": 2,
        "column": 3,
        "severity": 4,
        "code": 5,
        "message": 6,
    }
    matcher = {"owner": "pmsite", "severity": "info", "fileLocation": ["relative", "${workspaceFolder}"], "pattern": pattern}
    return {
        "label": "Check the plan",
        "type": "process",
        "command": "pmsite",
        "args": ["check", workspace],
        "problemMatcher": matcher,
        "presentation": {"reveal": "silent"},
    }


def _snippet(type_name: str) -> dict[str, Any]:
    lines = [line.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}") for line in _item(type_name).split("\n")]
    body = [line.replace(_TITLE, "${1:Title}") for line in lines[:-1]]
    return {"scope": "markdown", "prefix": f"pmsite-{type_name}", "description": f"A new {type_name}", "body": [*body, "$0"]}


def _jetbrains(workspace: str) -> Iterator[tuple[str, str]]:
    project = ET.Element("project", version="4")
    component = ET.SubElement(project, "component", name="JsonSchemaMappingsProjectConfiguration")
    entry = ET.SubElement(ET.SubElement(ET.SubElement(component, "state"), "map"), "entry", key="pmsite")
    info = ET.SubElement(ET.SubElement(entry, "value"), "SchemaInfo")
    ET.SubElement(info, "option", name="name", value="pmsite")
    ET.SubElement(info, "option", name="relativePathToSchema", value=SCHEMA)
    patterns = ET.SubElement(ET.SubElement(info, "option", name="patterns"), "list")
    ET.SubElement(ET.SubElement(patterns, "Item"), "option", name="path", value=f"{workspace}/product.yml")
    ET.indent(project)
    yield ".idea/jsonSchemas.xml", f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(project, encoding="unicode")}\n'
    for model in TYPES:
        yield f".idea/fileTemplates/pmsite {model.type}.md", _item(model.type).replace(_TITLE, '"${NAME}"')


def _item(type_name: str) -> str:
    return new_item(next(model for model in TYPES if model.type == type_name), _TITLE)


def _json(data: object) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


EDITORS: Mapping[str, Callable[[str], Iterator[tuple[str, str]]]] = MappingProxyType({"vscode": _vscode, "jetbrains": _jetbrains})
"""The registry of editors: one line each."""
