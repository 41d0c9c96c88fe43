"""Pictures without anything but the picture: no place, no device, no time, no thumbnail, no words.

A picture is decoded and written anew, so that nothing else that lay in its file is left, known or not.
"""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from domain.files import Unfit

# What phones make, and Telegram of what they make. Decoding takes four bytes a pixel.
MOST_PIXELS = 40_000_000
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/apng": "PNG", "image/webp": "WEBP"}
QUALITY = 90  # where nothing is seen of having been written twice


class NotThis(Exception):
    """A file that is none that can be taken."""

    def __init__(self, why: Unfit) -> None:
        super().__init__(why.value)
        self.why = why


def cleaned(content: bytes, mime: str) -> bytes:
    """The picture alone, turned as it is meant to be seen. Raises `NotThis`."""
    made = FORMATS.get(mime)
    if made is None:
        raise NotThis(Unfit.FORMAT)
    try:
        with Image.open(io.BytesIO(content), formats=(made, "MPO") if made == "JPEG" else (made,)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotThis(Unfit.TOO_WIDE)
            return _written_anew(picture, made)
    except NotThis:
        raise
    except Image.DecompressionBombError:
        raise NotThis(Unfit.TOO_WIDE) from None
    except Exception as broken:  # decoders fail in many ways; each means that nobody could look at it
        raise NotThis(Unfit.BROKEN) from broken


def _written_anew(picture: Image.Image, made: str) -> bytes:
    seen = _upright(picture)
    pixels = seen.convert("RGBA" if made != "JPEG" and seen.has_transparency_data else "RGB")
    pixels.info = {}  # the writers would carry comments, profiles and XMP over from here
    written = io.BytesIO()
    pixels.save(written, made, quality=QUALITY)
    return written.getvalue()


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # what is written beside the picture is damaged; the picture itself may be whole
        return picture
