"""The registry of charts: one line each. What draws one is loaded with the first of its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from pmsite.charts.words import Words
from pmsite.on_demand import Functions


def _of(module: str, name: str = "draw") -> Callable[[Any, Words], str]:
    draw: Callable[[Any, Words], str] = getattr(Functions(f"pmsite.charts.{module}"), name)
    return draw


CHARTS: Mapping[str, Callable[[Any, Words], str]] = MappingProxyType(
    {
        "stages": _of("stages"),
        "meter": _of("meter"),
        "line": _of("line"),
        "spark": _of("line", "spark"),
        "scatter": _of("scatter"),
        "radar": _of("radar"),
        "graph": _of("graph"),
        "fishbone": _of("fishbone"),
        "interval": _of("interval"),
        "slip": _of("slip"),
        "burnup": _of("burnup"),
        "burndown": _of("burndown"),
        "bars": _of("bars"),
        "matrix": _of("matrix"),
    }
)
