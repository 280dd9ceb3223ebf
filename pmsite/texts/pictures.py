"""Pictures for outside readers: what they show, and nothing of where, when, by whom and with what they were made."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

KINDS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF")


class NotAPicture(ValueError):
    """A file that does not hold what its name says."""


def without_metadata(data: bytes) -> bytes:
    """A picture of the same kind without EXIF, XMP, colour profile, comments and text; turned as its EXIF says, in the colours of the web.

    Raises NotAPicture.
    """
    from PIL import Image, ImageFile, ImageOps, ImageSequence  # here, since only pictures for outside readers need it

    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = (
        ImageFile.LOAD_TRUNCATED_IMAGES,
        False,
    )  # another library may have asked for half pictures
    try:
        with Image.open(io.BytesIO(data), formats=KINDS) as picture:
            kind, profile, told = picture.format or "", picture.info.get("icc_profile"), picture.info
            film = {name: told[name] for name in ("loop", "default_image") if name in told}
            frames, durations = [], []
            for frame in ImageSequence.Iterator(picture):
                frames.append(_bare(ImageOps.exif_transpose(frame), profile))
                durations.append(frame.info.get("duration", 0))
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as fault:
        raise NotAPicture(type(fault).__name__) from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
    options = dict(_OPTIONS[kind])
    if len(frames) > 1:
        options |= film | {"save_all": True, "append_images": frames[1:], "duration": durations}
    out = io.BytesIO()
    frames[0].save(out, kind, **options)
    return out.getvalue()


def _bare(frame: Image, profile: bytes | None) -> Image:
    """A frame's points alone; which of them are clear is part of what it shows."""
    clear = frame.info.get("transparency")
    if profile:
        frame = _in_web_colours(frame, profile)
    bare = frame.copy()
    bare.info = {} if clear is None or bare.mode != frame.mode else {"transparency": clear}
    return bare


def _in_web_colours(frame: Image, profile: bytes) -> Image:
    """A frame in the colours that browsers take for granted; as it is where its profile says nothing that can be used."""
    from PIL import ImageCms

    if frame.mode in ("P", "PA", "LA"):
        frame = frame.convert("RGBA" if "transparency" in frame.info or frame.mode != "P" else "RGB")
    if frame.mode not in ("RGB", "RGBA", "L", "CMYK"):
        return frame
    try:
        own, web = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        turned = ImageCms.profileToProfile(frame, own, web, outputMode="RGBA" if frame.mode == "RGBA" else "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return frame
    return frame if turned is None else turned


_OPTIONS: dict[str, dict[str, Any]] = {
    "PNG": {"optimize": False},
    "JPEG": {"quality": 92, "subsampling": "4:4:4", "optimize": True},
    "GIF": {},
    "WEBP": {"quality": 92, "method": 4},
    "AVIF": {"quality": 85, "max_threads": 1},
}
