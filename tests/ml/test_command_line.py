import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from ml.bundle import ModelBundle
from ml.cli.main import main, make_parser
from ml.features import DEFAULT_EXTRACTOR, get_extractor
from ml.thresholds import Thresholds
from tests.ml.drawing import make_meadow, make_pits, save, save_crops


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("crops")


@pytest.fixture(scope="module")
def crops(folder: Path) -> tuple[str, str]:
    positive, negative = save_crops(folder)
    return str(positive), str(negative)


@pytest.fixture(scope="module")
def model(folder: Path, crops: tuple[str, str]) -> str:
    path = str(folder / "model")
    assert main(["train", "--positive", crops[0], "--negative", crops[1], "--model", path]) == 0
    return path


def test_segment_prints_superpixels_and_draws_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture, overlay = save(make_meadow(128, 160), tmp_path / "a.png"), tmp_path / "new" / "o.png"
    assert main(["segment", str(picture), "--overlay", str(overlay), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["n_superpixels"] == len(found["superpixels"]) > 10
    assert sum(one["area_px"] for one in found["superpixels"]) == 128 * 160
    assert Image.open(overlay).size == (160, 128)


def test_train_prints_grouped_figures(
    tmp_path: Path, crops: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "m")
    assert main(["train", "--positive", crops[0], "--negative", crops[1], "--model", path, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["n_groups"] == 5
    assert found["cross_validation"]["f1"] > 0.8


def test_train_names_its_features_and_shows_how_far_it_is(
    tmp_path: Path, crops: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "m")
    assert main(["train", "--positive", crops[0], "--negative", crops[1], "--model", path]) == 0
    captured = capsys.readouterr()
    extractor = get_extractor(DEFAULT_EXTRACTOR)
    named = f"eatures: efficientnet {extractor.version}, {extractor.n_features} features a superpixel"
    assert named in captured.err
    assert f"Features efficientnet {extractor.version}" in captured.out
    assert "10 of 20 crops described" in captured.err and "20 of 20 crops described" in captured.err
    assert "learning from 20 crops of 5 tiles" in captured.err and "took" in captured.err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_progress_on_one_line(
    tmp_path: Path, crops: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    path = str(tmp_path / "m")
    assert main(["train", "--positive", crops[0], "--negative", crops[1], "--model", path]) == 0
    shown = terminal.getvalue()
    assert all(f"\r{done} of 20 crops described" in shown for done in range(1, 21))
    assert shown.count("crops described\n") == 1
    assert re.search(r"\rlearning from 20 crops [^\n]*: \d+ s\n", shown)


def test_a_model_that_cannot_be_written_is_reported_before_the_work(
    tmp_path: Path, crops: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    path = str(tmp_path / "file" / "m")
    assert main(["train", "--positive", crops[0], "--negative", crops[1], "--model", path]) == 1
    said = capsys.readouterr().err
    assert "cannot be written" in said and "crops described" not in said and "Traceback" not in said


def test_evaluate_prints_figures_and_one_row_a_picture(
    model: str, crops: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "--model", model, "--positive", crops[0], "--negative", crops[1], "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"precision", "recall", "f1", "average_precision", "threshold", "confusion", "rows"} <= set(found)
    assert len(found["rows"]) == 20
    assert found["f1"] > 0.9


def test_detect_tells_pits_from_meadow_and_goes_on_after_a_bad_picture(
    model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pits = save(make_pits(320, 320, seed=50), tmp_path / "pits.png")
    meadow = save(make_meadow(320, 320, seed=50), tmp_path / "meadow.png")
    (tmp_path / "bad.png").write_text("<html>404</html>")
    arguments = ["detect", "--model", model, str(pits), str(tmp_path / "bad.png"), str(meadow), "--json"]
    assert main([*arguments, "--threshold", "balanced", "--overlay", str(tmp_path / "out")]) == 0
    rows = json.loads(capsys.readouterr().out)
    keys = {"image", "n_superpixels", "n_positive", "positive", "max_probability", "error"}
    assert [set(row) for row in rows] == [keys | {"threshold", "threshold_name"}] * 3
    assert [row["positive"] for row in rows] == [True, None, False]
    assert "bad.png is a web page" in rows[1]["error"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["meadow.png", "pits.png"]


@pytest.fixture
def extreme(model: str, tmp_path: Path) -> str:
    """A model whose thresholds take everything and nothing."""
    extremes = Thresholds(balanced=0.0, precise=1.0, wanted_precision=0.95, precision_reached=True)
    return str(replace(ModelBundle.load(model), thresholds=extremes).save(tmp_path / "extreme"))


@pytest.mark.parametrize(
    ("arguments", "finds_all", "name"),
    [
        ([], True, "balanced"),
        (["--threshold", "balanced"], True, "balanced"),
        (["--threshold", "precise"], False, "precise"),
        (["--threshold", "0"], True, None),
    ],
)
def test_evaluate_and_detect_are_balanced_unless_told_otherwise_and_say_so(
    extreme: str,
    crops: tuple[str, str],
    arguments: list[str],
    finds_all: bool,
    name: str | None,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    meadow = save(make_meadow(160, 160, seed=50), tmp_path / "meadow.png")
    assert main(["detect", "--model", extreme, str(meadow), "--json", *arguments]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["n_positive"] == (row["n_superpixels"] if finds_all else 0)
    folders = ["--positive", crops[0], "--negative", crops[1]]
    assert main(["evaluate", "--model", extreme, *folders, "--json", *arguments]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["confusion"]["true_negative"] == (0 if finds_all else 10)
    wanted = {"threshold": 0.0 if finds_all else 1.0, "threshold_name": name}
    assert wanted.items() <= row.items() and wanted.items() <= report.items()


@pytest.mark.parametrize(("chosen", "said"), [("precise", "precise (1.000)"), ("0.25", "hreshold 0.250")])
def test_evaluate_and_detect_name_the_threshold_in_words(
    chosen: str,
    said: str,
    extreme: str,
    crops: tuple[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    meadow = save(make_meadow(160, 160, seed=50), tmp_path / "meadow.png")
    assert main(["detect", "--model", extreme, str(meadow), "--threshold", chosen]) == 0
    assert said in capsys.readouterr().out
    folders = ["--positive", crops[0], "--negative", crops[1]]
    assert main(["evaluate", "--model", extreme, *folders, "--threshold", chosen]) == 0
    assert said in capsys.readouterr().out


def test_evaluate_and_detect_offer_the_same_default() -> None:
    evaluate = make_parser().parse_args(["evaluate", "--model", "m", "--positive", "p", "--negative", "n"])
    detect = make_parser().parse_args(["detect", "--model", "m", "a.png"])
    assert evaluate.threshold == detect.threshold == "balanced"


def test_a_threshold_that_is_none_is_told(model: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["detect", "--model", model, "a.png", "--threshold", "high"]) == 1
    assert "give balanced, precise or a number from 0 to 1" in capsys.readouterr().err


def test_detect_fails_when_every_picture_does(model: str, tmp_path: Path) -> None:
    assert main(["detect", "--model", model, str(tmp_path / "gone.png")]) == 1


def test_the_rule_is_an_argument(model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pits = save(make_pits(320, 320, seed=50), tmp_path / "pits.png")
    assert main(["detect", "--model", model, str(pits), "--rule", "1000", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["positive"] is False


def test_a_bad_crop_is_skipped_and_named(
    tmp_path: Path, model: str, capsys: pytest.CaptureFixture[str]
) -> None:
    positive, negative = save_crops(tmp_path, 2)
    (positive / "torn.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    arguments = ["--positive", str(positive), "--negative", str(negative)]
    assert main(["evaluate", "--model", model, *arguments, "--json"]) == 0
    captured = capsys.readouterr()
    assert "torn.png" in captured.err
    assert [row["image"] for row in json.loads(captured.out)["rows"] if row["error"]] == [
        str(positive / "torn.png")
    ]


def test_a_missing_folder_is_told_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [
        "--positive",
        str(tmp_path / "no"),
        "--negative",
        str(tmp_path),
        "--model",
        str(tmp_path / "m"),
    ]
    assert main(["train", *arguments]) == 1
    assert "does not exist" in capsys.readouterr().err


def test_wrong_usage_exits_with_two() -> None:
    with pytest.raises(SystemExit) as error:
        main(["detect"])
    assert error.value.code == 2
