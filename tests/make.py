"""Small workspaces for tests, from texts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from pmsite.audience import TEAM, Projection, project
from pmsite.diagnostics import Report
from pmsite.model.load import Loaded, load_items, must_be_item
from pmsite.model.load_settings import load_settings
from pmsite.model.product import Product, connect
from pmsite.read.workspace import Sources, read_workspace

TODAY = date(2026, 11, 23)
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000020000000108020000007b40e8dd0000000f49444154789c63fccfc0c0c0c00000060801"
    "01cb4776750000000049454e44ae426082"
)
"""A red PNG of two points."""
SETTINGS = "name: P\naudiences: {customers: {}, public: {}}\n"


def write(root: Path, files: Mapping[str, str | bytes], settings: str = SETTINGS) -> Path:
    """A workspace on disk. A text that does not begin with --- is front matter alone."""
    for name, text in {"product.yml": settings, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, bytes):
            path.write_bytes(text)
            continue
        whole = text if not name.endswith(".md") or text.startswith("---") else f"---\n{text.rstrip()}\n---\n"
        path.write_text(whole, encoding="utf-8", newline="")
    return root


def sources(root: Path, report: Report) -> Sources:
    """A workspace, read."""
    return read_workspace(root, "roadmap", report, must_be_item)


def load(files: Mapping[str, str], settings: str = SETTINGS) -> tuple[Loaded, Report]:
    """The items of a workspace, and what was wrong with it."""
    report = Report()
    with TemporaryDirectory() as folder:
        read = sources(write(Path(folder), files, settings), report)
        known = load_settings(read.settings, report) if read.settings else None
        return (load_items(read.records, known, report) if known else Loaded()), report


def product(files: Mapping[str, str], settings: str = SETTINGS) -> Product:
    """The product of a workspace that has no faults."""
    report = Report()
    with TemporaryDirectory() as folder:
        read = sources(write(Path(folder), files, settings), report)
        assert read.settings is not None, [d.message for d in report]
        known = load_settings(read.settings, report)
        assert known is not None, [d.message for d in report]
        loaded = load_items(read.records, known, report)
    assert not report.failed, [f"{d.span} {d.message}" for d in report]
    return connect(known, loaded.items, TODAY)


def projection(files: Mapping[str, str], audience: str = TEAM, settings: str = SETTINGS) -> Projection:
    """What one audience sees of a workspace that has no faults."""
    return project(product(files, settings), audience)
