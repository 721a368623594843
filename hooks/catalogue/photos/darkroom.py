"""A photo from a stranger to pictures that are safe to show: decoded apart, with little memory, made anew.

This module is the program of a process of its own, which loads nothing else of the catalogue. It gets the
bytes of a photo and gives back pictures without any of its metadata, or the code of what is wrong with it.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import warnings
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

try:
    import resource
except ImportError:  # Windows knows no such limits
    resource = None  # type: ignore[assignment]

WIDTHS: Final = (480, 960, 1600)
"""How many pixels wide pictures are; a photo is never enlarged."""
MOST_PIXELS: Final = 50_000_000
SHORTEST_SIDE: Final = 200
LONGEST_BY_SHORTEST: Final = 4
_MEMORY: Final = 1_500_000_000
_SECONDS: Final = 60

_ORIENTATION: Final = 0x0112
_ON_ITS_SIDE: Final = range(5, 9)


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo at one size, in both forms."""

    width: int
    height: int
    webp: bytes
    jpeg: bytes


class PhotoError(Exception):
    """The photo cannot be shown: the code of its rule, and the words for it."""

    def __init__(self, code: str, **words: object) -> None:
        super().__init__(code)
        self.code, self.words = code, words


def pack(pictures: list[Picture]) -> bytes:
    """Return *pictures* as one piece of bytes."""
    rows = [[p.width, p.height, len(p.webp), len(p.jpeg)] for p in pictures]
    return json.dumps(rows).encode() + b"\n" + b"".join(p.webp + p.jpeg for p in pictures)


def unpack(data: bytes) -> list[Picture]:
    """Return the pictures in *data*; ValueError when it is not what ``pack`` made."""
    head, _, rest = data.partition(b"\n")
    pictures = []
    for width, height, *lengths in json.loads(head):
        webp, jpeg = rest[: lengths[0]], rest[lengths[0] : sum(lengths)]
        rest = rest[sum(lengths) :]
        pictures.append(Picture(width, height, webp, jpeg))
    if rest or not pictures:
        raise ValueError("not what was packed")
    return pictures


def develop(data: bytes) -> list[Picture]:
    """Return the pictures of the photo *data*, the smallest first; PhotoError when it cannot be shown."""
    # Only here, only in this process. WebP is named, or Pillow loads every format that it knows to find it.
    from PIL import (  # noqa: PLC0415
        Image,
        ImageOps,
        UnidentifiedImageError,
        WebPImagePlugin,  # noqa: F401
    )

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP"))
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise PhotoError("photo-pixels", limit=MOST_PIXELS // 1_000_000) from None
        except UnidentifiedImageError:
            raise PhotoError("photo-kind") from None
    # A telephone puts a small second picture behind the first one of a JPEG; that is no animation.
    if getattr(image, "is_animated", False) and image.format != "MPO":
        raise PhotoError("photo-animated")
    orientation = 1
    with contextlib.suppress(Exception):  # a photo may be whole though what is said about it is not
        orientation = image.getexif().get(_ORIENTATION, 1)
    turned = image.size[::-1] if orientation in _ON_ITS_SIDE else image.size
    shortest, longest = sorted(turned)
    if shortest < SHORTEST_SIDE or longest > LONGEST_BY_SHORTEST * shortest:
        raise PhotoError("photo-shape", width=turned[0], height=turned[1])
    factor = min(1, WIDTHS[-1] / turned[0])
    size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
    image.draft("RGB", size)
    small = _colours(image).resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
    small = _srgb(small, image.info.get("icc_profile"))
    small.getexif()[_ORIENTATION] = orientation
    upright = ImageOps.exif_transpose(small)
    clean = Image.new("RGB", upright.size)  # a new picture knows nothing of where and when
    clean.paste(upright)
    return [_picture(clean, width) for width in sorted({min(w, clean.width) for w in WIDTHS})]


def _colours(image: Any) -> Any:
    """Return *image* in red, green and blue, on white where it is transparent."""
    from PIL import Image  # noqa: PLC0415

    if image.mode.startswith("I;16"):
        return image.point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=image.getchannel("A"))
        return white
    return image.convert("RGB")


def _srgb(image: Any, profile: bytes | None) -> Any:
    """Return *image* in the colours of the web: cameras often have others of their own."""
    from PIL import ImageCms  # noqa: PLC0415

    if profile:
        with contextlib.suppress(ImageCms.PyCMSError, OSError):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"))
    return image


def _picture(image: Any, width: int) -> Picture:
    from PIL import Image  # noqa: PLC0415

    height = max(1, round(image.height * width / image.width))
    if width != image.width:
        image = image.resize((width, height), Image.Resampling.LANCZOS)
    return Picture(
        width,
        height,
        _saved(image, "WEBP", quality=80, method=4),
        _saved(image, "JPEG", quality=82, optimize=True, progressive=True),
    )


def _saved(image: Any, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def main(source: BinaryIO, out: BinaryIO) -> None:
    """Develop the photo in *source*; write to *out* either pictures or what is wrong."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        result = b"+" + pack(develop(source.read()))
    except PhotoError as error:
        result = b"-" + json.dumps([error.code, error.words]).encode()
    except MemoryError:
        words = {"limit": MOST_PIXELS // 1_000_000}
        result = b"-" + json.dumps(["photo-pixels", words]).encode()
    except Exception:  # noqa: BLE001 -- whatever a decoder trips over, the photo is not whole
        result = b"-" + json.dumps(["photo-damaged", {}]).encode()
    out.write(result)


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
