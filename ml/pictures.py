"""Reading pictures that anybody may have made: every way to fail ends in one clear `PictureError`."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from ml.errors import PictureError

MAX_BYTES = 128 * 1024 * 1024
MAX_PIXELS = 64_000_000
FORMATS = ("PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF", "JPEG2000")
# Little and big endian, classic and BigTIFF.
TIFF_MAGIC = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
SIXTEEN_BIT_MODES = ("I;16", "I;16L", "I;16B", "I;16N")
FLAT_RANGE = 4
FLAT_SPREAD = 0.5
"""Grey levels from the darkest to the brightest pixel, and their standard deviation, up to which a picture is
of one colour. Measured on 256 px: JPEG of quality 50 to 90 keeps a flat colour exactly, and one with noise of
one level at a range of 4 and a spread of 0.46; drawn water with noise of one level, the calmest, has a spread
of 0.54 or more, and the calmest 64 px of four real tiles one of 3.3."""
SAMPLE_STEP = 61
"""Every how many pixels are looked at first; prime, so that they lie in all columns."""


def open_picture(
    source: Path | str | bytes,
    *,
    name: str | None = None,
    max_bytes: int = MAX_BYTES,
    max_pixels: int = MAX_PIXELS,
) -> NDArray[np.uint8]:
    """Decode a picture file, or the bytes of one, as uint8 RGB of shape (rows, columns, 3).

    Grey becomes three equal bands, 16-bit grey keeps its upper eight bits, CMYK and palettes are converted,
    transparent parts become black, as in imagery without data. `name` is what messages call the picture
    (by default its path). Raises `PictureError` when it is absent, empty, truncated, no picture at all, of
    an unsupported kind, or over `max_bytes` or `max_pixels`; the size is checked before pixels are decoded.
    """
    return open_with_mask(source, name=name, max_bytes=max_bytes, max_pixels=max_pixels)[0]


def open_with_mask(
    source: Path | str | bytes,
    *,
    name: str | None = None,
    max_bytes: int = MAX_BYTES,
    max_pixels: int = MAX_PIXELS,
) -> tuple[NDArray[np.uint8], NDArray[np.bool_] | None]:
    """As `open_picture`, and which pixels are more opaque than transparent: bool, (rows, columns); None for a
    picture without transparency."""
    name = name or (str(source) if not isinstance(source, bytes) else "the picture")
    content = source if isinstance(source, bytes) else _read_bytes(Path(source), max_bytes)
    if len(content) > max_bytes:
        raise _too_heavy(name, len(content), max_bytes)
    return _decode(content, name, max_pixels)


def is_blank(image: NDArray[np.uint8]) -> bool:
    """True when a picture (rows, columns, 3), or a list of its pixels (n, 3), has one colour but for the
    noise of its compression: a placeholder, or no data."""
    pixels = image.reshape(-1, image.shape[-1])
    if not len(pixels):
        return True
    # Of a picture that shows something a few pixels differ already, and all of them take fifty times as long.
    if _range(pixels[::SAMPLE_STEP]) > FLAT_RANGE or _range(pixels) > FLAT_RANGE:
        return False
    return bool(pixels.std(axis=0).max() <= FLAT_SPREAD)


def _range(pixels: NDArray[np.uint8]) -> int:
    return int((pixels.max(axis=0).astype(int) - pixels.min(axis=0)).max())


def _read_bytes(path: Path, max_bytes: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > max_bytes:
            raise _too_heavy(str(path), size, max_bytes)
        return path.read_bytes()
    except OSError as error:
        raise PictureError(
            f"{path} cannot be read ({error.strerror}); check the path and its permissions."
        ) from error


def _too_heavy(name: str, size: int, max_bytes: int) -> PictureError:
    return PictureError(
        f"{name} is {size / 2**20:.1f} MiB and the limit is {max_bytes / 2**20:.1f} MiB; "
        "cut it into tiles, or add it as a raster source."
    )


def _decode(content: bytes, name: str, max_pixels: int) -> tuple[NDArray[np.uint8], NDArray[np.bool_] | None]:
    if not content:
        raise PictureError(f"{name} is empty; fetch or export it again.")
    try:
        with warnings.catch_warnings():
            # Pillow warns about large pictures; the limit below refuses them in our own words.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                _check_pixels(picture, name, max_pixels)
                return _to_rgb(picture, name), _opaque(picture)
    except PictureError:
        raise
    except Image.DecompressionBombError as error:
        raise PictureError(
            f"{name} says that it has so many pixels that it would fill the memory; cut it into tiles."
        ) from error
    except UnidentifiedImageError as error:
        raise PictureError(_unidentified(content, name)) from error
    except Exception as error:  # decoders raise OSError, SyntaxError, struct.error, ... for damaged files
        raise PictureError(f"{name} is damaged or cut short ({error}); fetch or export it again.") from error


def _unidentified(content: bytes, name: str) -> str:
    head = content[:512].lstrip().lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml", b"<")):
        return (
            f"{name} is a web page or XML, not a picture; open its address in a browser to see what it says."
        )
    if head.startswith((b"{", b"[")):
        return f"{name} is JSON, not a picture; read it, it probably holds an error of the server."
    return f"{name} is no picture that can be read; give a PNG, JPEG, WebP or TIFF file."


def _check_pixels(picture: Image.Image, name: str, max_pixels: int) -> None:
    width, height = picture.size
    if width * height > max_pixels:
        raise PictureError(
            f"{name} is {width} x {height} pixels and the limit is {max_pixels / 1e6:.0f} million; "
            "cut it into tiles, or add it as a raster source."
        )


def _to_rgb(picture: Image.Image, name: str) -> NDArray[np.uint8]:
    if picture.mode in SIXTEEN_BIT_MODES:
        return _grey_to_rgb(np.asarray(picture, dtype=np.uint16) >> 8)
    if picture.mode == "I":
        return _grey_to_rgb(np.clip(np.asarray(picture), 0, 65535) >> 8)
    if picture.mode == "F":
        raise PictureError(f"{name} holds floating-point values; export it as 8-bit or 16-bit.")
    if "A" in picture.getbands() or "transparency" in picture.info:
        black = Image.new("RGBA", picture.size, (0, 0, 0, 255))
        picture = Image.alpha_composite(black, picture.convert("RGBA"))
    return np.asarray(picture.convert("RGB"), dtype=np.uint8)


def _opaque(picture: Image.Image) -> NDArray[np.bool_] | None:
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return None
    return np.asarray(picture.convert("RGBA").getchannel("A")) >= 128


def _grey_to_rgb(grey: NDArray[np.generic]) -> NDArray[np.uint8]:
    return np.repeat(grey.astype(np.uint8)[:, :, np.newaxis], 3, axis=2)
