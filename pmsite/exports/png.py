"""A picture as PNG, through resvg, which is an extra."""

from __future__ import annotations

import io
from typing import Any
from xml.etree.ElementTree import fromstring

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from pmsite.exports import fonts

SCALE = 2
"""Points of a PNG for each unit of a picture, so that it is sharp on screens of today."""


class PngUnavailable(RuntimeError):
    """This machine cannot write PNG. The text says what to install."""


def write(svg: str) -> bytes:
    """A picture as PNG, which also holds its texts as text, for screen readers and for whoever proves what is in it. Raises PngUnavailable."""
    resvg = _resvg()
    if fonts.lacks_chinese(svg):
        raise PngUnavailable(f"the picture holds Chinese text, and this machine has no Chinese font: {fonts.INSTALL}")
    drawn = bytes(resvg.svg_to_bytes(svg_string=svg, zoom=SCALE))
    title, *texts = _texts(svg)
    about = PngInfo()
    about.add_itxt("Title", title)
    about.add_itxt("Description", "\n".join(texts))
    made = io.BytesIO()
    with Image.open(io.BytesIO(drawn)) as image:
        image.convert("RGB").save(made, "PNG", pnginfo=about, optimize=True)
    return made.getvalue()


def _texts(svg: str) -> list[str]:
    return [element.text or "" for element in fromstring(svg).iter() if element.tag.rpartition("}")[2] in ("title", "text")]  # noqa: S314  # our own


def _resvg() -> Any:
    try:
        import resvg_py  # here, since it is an extra
    except ImportError:
        raise PngUnavailable('PNG needs the extra `png`: pip install "pmsite[png]"') from None
    return resvg_py
