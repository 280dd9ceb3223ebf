"""Pictures for outside readers keep what they show and lose what they tell."""

from __future__ import annotations

import io

import pytest
from PIL import Image, PngImagePlugin

from pmsite.render.pictures import NotAPicture, without_metadata

SECRET = "zq3canary55"


def made(kind: str, **options: object) -> bytes:
    """A picture, red on the left and blue on the right, that tells a secret."""
    picture = Image.new("RGB", (40, 20), "red")
    picture.paste((0, 0, 255), (20, 0, 40, 20))
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    found = Image.Exif()
    found[0x010E], found[0x0112] = SECRET, orientation
    return found


def text() -> PngImagePlugin.PngInfo:
    found = PngImagePlugin.PngInfo()
    found.add_text("Comment", SECRET)
    found.add_itxt("Author", SECRET)
    return found


PICTURES = {
    "JPEG with EXIF": made("JPEG", exif=exif()),
    "JPEG with a comment": made("JPEG", comment=SECRET.encode()),
    "PNG with texts": made("PNG", pnginfo=text()),
    "PNG with EXIF": made("PNG", exif=exif()),
    "GIF with a comment": made("GIF", comment=SECRET.encode()),
    "WebP with EXIF": made("WEBP", exif=exif(), xmp=SECRET.encode()),
}


@pytest.mark.parametrize("kind", PICTURES)
def test_what_a_picture_tells_is_gone_and_what_it_shows_stays(kind: str) -> None:
    before = PICTURES[kind]
    assert SECRET.encode() in before
    after = without_metadata(before)
    assert SECRET.encode() not in after
    assert after == without_metadata(before)
    with Image.open(io.BytesIO(after)) as picture:
        assert (picture.format, picture.size) == (kind.split(maxsplit=1)[0].upper(), (40, 20))
        red, _, blue = picture.convert("RGB").getpixel((5, 10))  # type: ignore[misc]  # three numbers in this mode
        assert (red > 200, blue < 60) == (True, True)


def test_a_picture_that_lies_on_its_side_is_turned() -> None:
    with Image.open(io.BytesIO(without_metadata(made("JPEG", exif=exif(orientation=6))))) as picture:
        assert picture.size == (20, 40)


def test_a_film_stays_a_film() -> None:
    frames = [Image.new("RGB", (4, 4), (80 * at, 0, 0)) for at in range(3)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=70, loop=0, comment=SECRET.encode())
    after = without_metadata(out.getvalue())
    assert SECRET.encode() not in after
    with Image.open(io.BytesIO(after)) as picture:
        assert (getattr(picture, "n_frames", 1), picture.info["duration"], picture.info["loop"]) == (3, 70, 0)


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n broken", made("PNG")[:60], b"<svg/>"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(NotAPicture):
        without_metadata(data)
