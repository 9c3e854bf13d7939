import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra.numpy import arrays
from hypothesis.strategies import integers
from numpy.typing import NDArray
from PIL import Image

from ml.errors import PictureError
from ml.pictures import FLAT_RANGE, FLAT_SPREAD, is_blank, open_picture
from tests.ml.drawing import make_meadow, save


def encode(picture: Image.Image, kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind)
    return buffer.getvalue()


def test_a_picture_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    picture = make_meadow(20, 30)
    assert np.array_equal(open_picture(save(picture, tmp_path / "a.png")), picture)


def test_sixteen_bit_grey_keeps_its_upper_bits() -> None:
    grey = np.array([[0, 0x80FF], [0xFFFF, 0x0100]], dtype=np.uint16)
    assert open_picture(encode(Image.fromarray(grey)))[..., 0].tolist() == [[0, 0x80], [0xFF, 1]]


@pytest.mark.parametrize(
    ("mode", "kind"), [("L", "PNG"), ("LA", "PNG"), ("P", "PNG"), ("RGBA", "PNG"), ("CMYK", "JPEG")]
)
def test_every_colour_mode_becomes_three_bands(mode: str, kind: str) -> None:
    found = open_picture(encode(Image.new(mode, (3, 2)), kind))
    assert found.shape == (2, 3, 3)
    assert found.dtype == np.uint8


def test_transparent_parts_are_black() -> None:
    assert not open_picture(encode(Image.new("RGBA", (2, 2), (255, 255, 255, 0)))).any()


def test_one_pixel_is_a_picture() -> None:
    assert open_picture(encode(Image.new("RGB", (1, 1), (1, 2, 3)))).tolist() == [[[1, 2, 3]]]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_a_truncated_picture_is_refused_by_name(kind: str) -> None:
    content = encode(Image.fromarray(make_meadow(200, 200)), kind)
    with pytest.raises(PictureError, match=r"tile\.img"):
        open_picture(content[: len(content) // 2], name="tile.img")


def test_a_web_page_is_called_one() -> None:
    with pytest.raises(PictureError, match="web page"):
        open_picture(b"<!DOCTYPE html><title>Too many requests</title>")


def test_a_gigapixel_picture_is_refused_before_its_pixels_are_read() -> None:
    header = encode(Image.new("L", (1, 1)))
    huge = header[:16] + (40_000).to_bytes(4, "big") * 2 + header[24:]
    import zlib

    huge = huge[:29] + zlib.crc32(huge[12:29]).to_bytes(4, "big") + huge[33:]
    with pytest.raises(PictureError, match="pixels"):
        open_picture(huge)


def test_a_heavy_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = save(make_meadow(64, 64), tmp_path / "heavy.png")
    with pytest.raises(PictureError, match=r"heavy\.png.*limit"):
        open_picture(path, max_bytes=100)


@pytest.mark.parametrize("content", [b"", b"not a picture", b'{"error": 1}'])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(PictureError):
        open_picture(content)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match=r"gone\.png"):
        open_picture(tmp_path / "gone.png")


@given(
    noise=arrays(np.uint8, (20, 30, 3), elements=integers(0, 4)),
    odd=integers(0, 599),
    level=integers(0, 255),
)
def test_a_picture_is_blank_by_the_range_and_spread_of_all_its_pixels(
    noise: NDArray[np.uint8], odd: int, level: int
) -> None:
    image = noise + np.uint8(100)
    image.reshape(-1, 3)[odd] = level
    levels = image.reshape(-1, 3).astype(float)
    wanted = np.ptp(levels, axis=0).max() <= FLAT_RANGE and levels.std(axis=0).max() <= FLAT_SPREAD
    assert is_blank(image) == wanted


def test_one_pixel_that_no_sample_holds_tells_a_picture_from_a_blank_one() -> None:
    image = np.full((256, 256, 3), 200, dtype=np.uint8)
    assert is_blank(image)
    image[0, 1] = 0
    assert not is_blank(image)
