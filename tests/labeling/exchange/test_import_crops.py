from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from campaigns.models import Campaign
from imagery.files import data_path
from labeling.models import Answer, GoldCrop
from tests.factories import make_campaign


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Two positive crops of one tile, one negative of another."""
    positive, negative = tmp_path / "positive", tmp_path / "negative"
    names = [
        (positive, "51.30_27.50_09_Apr_2018_GMT_super_3.webp"),
        (positive, "51.30_27.50_09_Apr_2018_GMT_super_4.webp"),
        (negative, "51.31_27.60_09_Apr_2018_GMT_super_3.png"),
    ]
    for seed, (folder, name) in enumerate(names):
        folder.mkdir(exist_ok=True)
        pixels = np.random.default_rng(seed).integers(0, 255, (12, 12, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / name, lossless=True)
    return positive, negative


def run(folders: tuple[Path, Path], slug: str = "amber") -> None:
    call_command("import_crops", campaign=slug, positive=folders[0], negative=folders[1])


def test_crops_become_gold_grouped_by_the_tile_in_their_names(
    campaign: Campaign, folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    run(folders)
    rows = GoldCrop.objects.order_by("name").values_list("answer", "group")
    assert list(rows) == [
        (Answer.POSITIVE, "51.30_27.50_09_Apr_2018_GMT"),
        (Answer.POSITIVE, "51.30_27.50_09_Apr_2018_GMT"),
        (Answer.NEGATIVE, "51.31_27.60_09_Apr_2018_GMT"),
    ]
    assert "positive: 2 added" in capsys.readouterr().out
    assert all(data_path(crop.picture).is_file() for crop in GoldCrop.objects.all())


def test_importing_twice_adds_nothing(
    campaign: Campaign, folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    run(folders)
    run(folders)
    assert GoldCrop.objects.count() == 3
    assert "positive: 0 added, 2 already there" in capsys.readouterr().out


def test_a_broken_picture_is_reported_and_the_others_are_imported(
    campaign: Campaign, folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    (folders[0] / "broken_super_1.png").write_bytes(b"<html>404</html>")
    run(folders)
    output = capsys.readouterr()
    assert "broken_super_1.png" in output.err
    assert "positive: 2 added, 0 already there, 0 contradicted, 1 skipped" in output.out


def test_a_picture_with_two_answers_keeps_the_first(
    campaign: Campaign, folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    crop = next(folders[0].iterdir())
    (folders[1] / crop.name).write_bytes(crop.read_bytes())
    run(folders)
    assert GoldCrop.objects.get(name=crop.name).answer == Answer.POSITIVE
    assert f"unchanged: {crop.name}" in capsys.readouterr().err


def test_two_campaigns_may_have_the_same_crop(campaign: Campaign, folders: tuple[Path, Path]) -> None:
    make_campaign(slug="other")
    run(folders)
    run(folders, slug="other")
    assert GoldCrop.objects.count() == 6


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"slug": "nowhere"}, "no campaign 'nowhere'"), ({"empty": True}, "contains no pictures")],
)
def test_wrong_arguments_are_explained(
    campaign: Campaign, folders: tuple[Path, Path], tmp_path: Path, changes: dict[str, Any], words: str
) -> None:
    chosen = (tmp_path / "nothing-here", folders[1]) if changes.get("empty") else folders
    with pytest.raises(CommandError, match=words):
        run(chosen, slug=changes.get("slug", "amber"))
