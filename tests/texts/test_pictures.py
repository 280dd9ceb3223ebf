"""Pictures for outside readers keep what they show and lose what they tell."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from pmsite.texts.pictures import NotAPicture, without_metadata

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
    "AVIF with EXIF": made("AVIF", exif=exif(), xmp=SECRET.encode()),
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


def profile() -> bytes:
    """A colour profile that turns the colours, and tells a secret."""
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return made.replace(b"sRGB built-in", b"zq3canary55 x") if b"sRGB built-in" in made else made


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGB"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "LA"),
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
        ("WEBP", "RGB"),
        ("AVIF", "RGB"),
    ],
)
def test_a_colour_profile_goes_and_the_colours_stay(kind: str, mode: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), (200, 100, 50)).convert(mode).save(out, kind, icc_profile=profile())
    after = without_metadata(out.getvalue())
    with Image.open(io.BytesIO(out.getvalue())) as before, Image.open(io.BytesIO(after)) as picture:
        assert before.info.get("icc_profile")
        assert not picture.info.get("icc_profile")
        assert picture.format == kind
        was, now = before.convert("RGB").getpixel((4, 4)), picture.convert("RGB").getpixel((4, 4))
        assert mode == "CMYK" or all(abs(a - b) < 12 for a, b in zip(was, now, strict=True))  # type: ignore[arg-type]


def test_a_profile_that_is_none_goes_too() -> None:
    after = without_metadata(made("PNG", icc_profile=SECRET.encode()))
    assert SECRET.encode() not in after


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_every_frame_of_a_film_loses_what_it_tells(kind: str) -> None:
    frames = [Image.new("RGB", (4, 4), (80 * at, 0, 0)) for at in range(3)]
    out = io.BytesIO()
    told = {"pnginfo": text()} if kind == "PNG" else {"exif": exif(), "xmp": SECRET.encode(), "lossless": True}
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=70, loop=0, **told)
    after = without_metadata(out.getvalue())
    assert SECRET.encode() in out.getvalue()
    assert SECRET.encode() not in after
    with Image.open(io.BytesIO(after)) as picture:
        assert getattr(picture, "n_frames", 1) == 3
        picture.seek(2)
        assert picture.convert("RGB").getpixel((1, 1))[0] > 140  # type: ignore[index]


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_what_is_clear_stays_clear(kind: str) -> None:
    out = io.BytesIO()
    Image.new("P", (4, 4), 0).save(out, kind, transparency=0)
    with Image.open(io.BytesIO(without_metadata(out.getvalue()))) as picture:
        assert picture.convert("RGBA").getpixel((1, 1))[3] == 0  # type: ignore[index]


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
