"""The registry of charts: one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from pmsite.charts import burnup, fishbone, graph, interval, line, meter, radar, scatter, slip, stages

CHARTS: Mapping[str, Callable[[Any, Callable[[str], str]], str]] = MappingProxyType(
    {
        "stages": stages.draw,
        "meter": meter.draw,
        "line": line.draw,
        "spark": line.spark,
        "scatter": scatter.draw,
        "radar": radar.draw,
        "graph": graph.draw,
        "fishbone": fishbone.draw,
        "interval": interval.draw,
        "slip": slip.draw,
        "burnup": burnup.draw,
    }
)
