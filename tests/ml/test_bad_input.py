"""What people really have in their folders: each bad file is named with a remedy, and the rest goes on."""

import json
import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ml.bundle import ModelBundle
from ml.cli.main import main
from ml.features.efficientnet import EfficientNetExtractor
from tests.ml.drawing import make_meadow, make_pits, save, save_crops

SIDE = 192
Make = Callable[[Path], object]


def make_rgb() -> Image.Image:
    return Image.fromarray(make_pits(SIDE, SIDE, seed=3))


def truncated(path: Path) -> None:
    save(make_pits(SIDE, SIDE), path)
    path.write_bytes(path.read_bytes()[:2000])


def gigapixel(path: Path) -> None:
    """40,000 x 40,000 pixels in a few bytes: only the header is true."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    content = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + content)


REFUSED: dict[str, tuple[Make, str]] = {
    "truncated.png": (truncated, r"damaged or cut short.*fetch or export it again"),
    "gigapixel.png": (gigapixel, r"pixels.*cut it into tiles"),
    "empty.png": (lambda path: path.write_bytes(b""), r"is empty; fetch or export it again"),
    "page.jpg": (lambda path: path.write_text("<html>403</html>"), r"is a web page.*open its address"),
    "float.tif": (lambda path: make_rgb().convert("F").save(path), r"export it as 8-bit or 16-bit"),
}
TAKEN: dict[str, Make] = {
    "sixteen-bit.png": lambda path: Image.fromarray(
        np.asarray(make_rgb().convert("L")).astype(np.uint16) * 257
    ).save(path),
    "grey.png": lambda path: make_rgb().convert("L").save(path),
    "alpha.png": lambda path: make_rgb().convert("RGBA").save(path),
    "palette.png": lambda path: make_rgb().convert("P").save(path),
    "cmyk.jpg": lambda path: make_rgb().convert("CMYK").save(path),
    "one-pixel.png": lambda path: make_rgb().crop((0, 0, 1, 1)).save(path),
    "one-row.png": lambda path: make_rgb().crop((0, 0, SIDE, 1)).save(path),
    "one-colour.png": lambda path: Image.new("RGB", (SIDE, SIDE), (90, 120, 60)).save(path),
    "black.png": lambda path: Image.new("RGB", (SIDE, SIDE)).save(path),
}


@pytest.fixture(scope="module")
def crops(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    positive, negative = save_crops(tmp_path_factory.mktemp("crops"))
    return str(positive), str(negative)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory, crops: tuple[str, str]) -> str:
    path = str(tmp_path_factory.mktemp("models") / "model")
    assert main(["train", "--positive", crops[0], "--negative", crops[1], "--model", path]) == 0
    return path


def test_bad_pictures_are_named_with_a_remedy_and_the_rest_is_judged(
    model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, (make, _) in REFUSED.items():
        make(tmp_path / name)
    for name, taken in TAKEN.items():
        taken(tmp_path / name)
    names = sorted([*REFUSED, *TAKEN])
    assert main(["detect", "--model", model, *(str(tmp_path / name) for name in names), "--json"]) == 0
    rows = dict(zip(names, json.loads(capsys.readouterr().out), strict=True))
    for name in TAKEN:
        assert rows[name]["error"] is None and rows[name]["n_superpixels"] > 0, rows[name]
    for name, (_, remedy) in REFUSED.items():
        assert rows[name]["positive"] is None
        assert name in rows[name]["error"] and re.search(remedy, rows[name]["error"]), rows[name]


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_crop_is_left_out_of_training_and_named(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    positive, negative = save_crops(tmp_path)
    make, remedy = REFUSED[name]
    make(positive / name)
    arguments = ["--positive", str(positive), "--negative", str(negative), "--model", str(tmp_path / "m")]
    assert main(["train", *arguments, "--json"]) == 0
    captured = capsys.readouterr()
    report = json.loads(captured.out)
    assert report["n_positive"] == 10 and list(report["skipped"]) == [str(positive / name)]
    assert re.search(f"{name}.*{remedy}", captured.err)


@pytest.mark.parametrize("name", REFUSED)
def test_segment_says_what_is_wrong_with_a_picture(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, remedy = REFUSED[name]
    make(tmp_path / name)
    assert main(["segment", str(tmp_path / name)]) == 1
    assert re.search(f"error: .*{name}.*{remedy}", capsys.readouterr().err)


@pytest.mark.parametrize("name", TAKEN)
def test_an_odd_crop_can_be_judged(
    name: str, model: str, crops: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "odd").mkdir()
    TAKEN[name](tmp_path / "odd" / name)
    folders = ["--positive", str(tmp_path / "odd"), "--negative", crops[1]]
    assert main(["evaluate", "--model", model, *folders, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["error"] is None


def spoil_meadow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Features of green ground are infinite."""
    for name in ("extract", "extract_crop"):
        real = getattr(EfficientNetExtractor, name)

        def extract(
            self: EfficientNetExtractor,
            image: np.ndarray,
            *labels: np.ndarray,
            real: Callable[..., np.ndarray] = real,
        ) -> np.ndarray:
            found = real(self, image, *labels)
            return np.full_like(found, np.inf) if image[..., 1].std() < 10 else found

        monkeypatch.setattr(EfficientNetExtractor, name, extract)


def test_features_that_are_not_finite_concern_one_picture(
    model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil_meadow(monkeypatch)
    meadow = save(make_meadow(SIDE, SIDE), tmp_path / "meadow.png")
    pits = save(make_pits(SIDE, SIDE), tmp_path / "pits.png")
    assert main(["detect", "--model", model, str(meadow), str(pits), "--json"]) == 0
    bad, good = json.loads(capsys.readouterr().out)
    assert "meadow.png" in bad["error"] and "not finite" in bad["error"] and good["error"] is None


def test_crops_whose_features_are_not_finite_are_left_out_and_named(
    model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    positive, negative = save_crops(tmp_path, 2)
    spoil_meadow(monkeypatch)
    folders = ["--positive", str(positive), "--negative", str(negative)]
    assert main(["evaluate", "--model", model, *folders, "--json"]) == 0
    captured = capsys.readouterr()
    errors = [row["error"] for row in json.loads(captured.out)["rows"] if row.get("error")]
    assert len(errors) == 2 and all("not finite" in error for error in errors)
    assert captured.err.count("super_") == 2


@pytest.mark.parametrize("command", ["detect", "evaluate"])
def test_a_model_of_another_extractor_version_is_named(
    command: str, model: str, crops: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = replace(ModelBundle.load(model), extractor_version="0").save(tmp_path / "old")
    picture = save(make_pits(SIDE, SIDE), tmp_path / "pits.png")
    given = [str(picture)] if command == "detect" else ["--positive", crops[0], "--negative", crops[1]]
    assert main([command, "--model", str(old), *given]) == 1
    said = capsys.readouterr().err
    assert str(old) in said and "efficientnet 0" in said and "train it again" in said


@pytest.mark.parametrize("name", ["classifier.ubj", "kernel.npz", "out_of_fold.npz", "seen.npz", "card.json"])
@pytest.mark.parametrize("kept", [0, 100])
def test_a_torn_model_is_named(
    name: str, kept: int, model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    torn = ModelBundle.load(model).save(tmp_path / "torn")
    (torn / name).write_bytes((torn / name).read_bytes()[:kept])
    picture = save(make_pits(SIDE, SIDE), tmp_path / "pits.png")
    assert main(["detect", "--model", str(torn), str(picture)]) == 1
    assert re.search(f"error: .*torn/{name}.*train the model again", capsys.readouterr().err)
