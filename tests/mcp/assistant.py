"""An assistant that asks `pmsite mcp`, by the client of the protocol's own library, over standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

T = TypeVar("T")
DAY = "1795392000"  # 2026-11-23


class Assistant:
    """One session. What was called, and what came back, is kept."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.calls: list[tuple[str, dict[str, Any], dict[str, Any]]] = []

    async def tools(self) -> list[Any]:
        return list((await self._client.list_tools()).tools)

    async def ask(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """The answer of a tool, whether it did what it was asked or refused it."""
        found: dict[str, Any] = (await self.whole(tool, **arguments))["answer"]
        self.calls.append((tool, arguments, found))
        return found

    async def whole(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """The same with its envelope."""
        result = await self._client.call_tool(tool, arguments)
        assert json.loads(result.content[0].text) == result.structured_content  # type: ignore[union-attr]
        told: dict[str, Any] = result.structured_content
        answer = told["answer"]
        assert result.is_error == ("refused" in answer or answer.get("ok") is False)
        return told

    async def refused(self, tool: str, **arguments: Any) -> str:
        """What is said of a call whose arguments are none that the tool takes."""
        result = await self._client.call_tool(tool, arguments)
        assert result.is_error
        return str(result.content[0].text)  # type: ignore[union-attr]


def session(folder: Path, work: Callable[[Assistant], Awaitable[T]], *options: str) -> T:
    """
    Let an assistant work on the plan in a folder.

    It has a thread of its own: a browser that earlier tests began keeps an event loop in this one.
    """
    environment = {
        "SOURCE_DATE_EPOCH": DAY,
        "XDG_CACHE_HOME": str(folder.parent / "cache"),
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
    }
    started = StdioServerParameters(command=sys.executable, args=["-m", "pmsite", "mcp", *options], cwd=folder, env=environment)

    async def run() -> T:
        async with Client(stdio_client(started)) as client:
            return await work(Assistant(client))

    with ThreadPoolExecutor(1) as apart:
        return apart.submit(lambda: asyncio.run(run())).result()
