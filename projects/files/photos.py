"""Photos are made anew: nothing of the old file stays but what it shows, and so neither place nor camera nor name."""

import io
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from participants.refusals import Refused

LONGEST = 2000  # pixels of the longer side
THUMBNAIL = 480
MOST_PIXELS = 50_000_000  # more than any phone takes; a decoded one needs three bytes for each
FORMATS = ["JPEG", "PNG", "WEBP", "GIF"]


@dataclass(frozen=True)
class Photo:
    """The photo and a small one, both as JPEG."""

    whole: bytes
    small: bytes


def made_anew(data: bytes) -> Photo:
    """What it shows, upright, at most 2,000 pixels a side, without its metadata. Of several pictures the first."""
    try:
        with warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning):
            return drawn(data)
    except Refused:
        raise
    except Exception as error:  # a decoder fed with a stranger's bytes may fail in any way
        raise Refused(_("This photo is damaged or not complete, so we can’t open it. Try to send it again.")) from error


def drawn(data: bytes) -> Photo:
    with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Refused(_("This photo is larger than we can open. Make it smaller, or send a screenshot of it."))
        opened.draft("RGB", (LONGEST, LONGEST))  # a large JPEG is read at a fraction of its size
        picture = flat(ImageOps.exif_transpose(opened))
    picture.thumbnail((LONGEST, LONGEST))
    small = picture.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    return Photo(as_jpeg(picture), as_jpeg(small))


def flat(picture: Image.Image) -> Image.Image:
    """In red, green and blue, on white where it was see-through."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        see_through = picture.convert("RGBA")
        white = Image.new("RGBA", see_through.size, "white")
        return Image.alpha_composite(white, see_through).convert("RGB")
    return picture.convert("RGB")


def as_jpeg(picture: Image.Image) -> bytes:
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)  # its pixels only: `info` may hold comments and profiles
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()
