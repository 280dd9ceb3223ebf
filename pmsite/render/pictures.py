"""Pictures for outside readers: what they show, and nothing of where, when, by whom and with what they were made."""

from __future__ import annotations

import io
from typing import Any

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp"})


class NotAPicture(ValueError):
    """A file that does not hold what its name says."""


def without_metadata(data: bytes) -> bytes:
    """A picture of the same kind without EXIF, XMP, comments and text; turned as its EXIF says. Raises NotAPicture."""
    from PIL import (  # here, since only pictures for outside readers need it
        Image,
        ImageFile,
        ImageOps,
        ImageSequence,
        UnidentifiedImageError,
    )

    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = (
        ImageFile.LOAD_TRUNCATED_IMAGES,
        False,
    )  # another library may have asked for half pictures
    try:
        with Image.open(io.BytesIO(data)) as picture:
            kind, colours, loop = picture.format or "", picture.info.get("icc_profile"), picture.info.get("loop")
            frames, durations = [], []
            for frame in ImageSequence.Iterator(picture):
                frames.append(ImageOps.exif_transpose(frame).copy())
                durations.append(frame.info.get("duration", 0))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise NotAPicture(type(fault).__name__) from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
    if kind not in ("PNG", "JPEG", "GIF", "WEBP"):
        raise NotAPicture(kind)
    for frame in frames:
        frame.info = {}
    options = dict(_OPTIONS[kind])
    if colours:
        options["icc_profile"] = colours
    if len(frames) > 1:
        options |= {"save_all": True, "append_images": frames[1:], "duration": durations}
        options |= {} if loop is None else {"loop": loop}
    out = io.BytesIO()
    frames[0].save(out, kind, **options)
    return out.getvalue()


_OPTIONS: dict[str, dict[str, Any]] = {
    "PNG": {"optimize": False},
    "JPEG": {"quality": 92, "subsampling": "4:4:4", "optimize": True},
    "GIF": {},
    "WEBP": {"quality": 92, "method": 4},
}
