"""The storm's judge must notice what it is there to notice."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from pytest_django import Settings

from benchmarks.storm_check import Sent, judge, last_answers, redone_by, right_state, sent_twice
from benchmarks.storm_replacements import JOURNALS, ColourExtractor
from benchmarks.storm_server import FATES, Answer, digit, draw_fates
from campaigns.models import Campaign
from detection.models import DetectionRun, TileResult
from ml.tiles import Tile
from tests.factories import HOME_TILE
from tests.factories_detection import make_detection, make_run, make_tile_files, make_tile_result

State = TileResult.State
PARTS = HOME_TILE.children(HOME_TILE.z + 1)


def sent(*answers: Answer, at: float = 0.0) -> list[Sent]:
    return [
        Sent(at + number, part, answer)
        for number, (part, answer) in enumerate(zip(PARTS, answers, strict=True))
    ]


@pytest.fixture
def run(campaign: Campaign, settings: Settings, tmp_path: Path) -> DetectionRun:
    settings.DATA_ROOT = tmp_path
    return make_run(campaign)


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ((Answer.LAND, Answer.MINE, Answer.LAND, Answer.LAND), State.ANALYSED),
        ((Answer.LAND, Answer.SIGN, Answer.MISSING, Answer.LAND), State.ANALYSED),
        ((Answer.LAND, Answer.SIGN, Answer.MISSING, Answer.FLAT), State.NO_IMAGERY),
        ((Answer.MISSING, Answer.MISSING, Answer.MISSING, Answer.HTML), State.FAILED),
    ],
)
def test_the_last_answers_decide_what_is_right(answers: tuple[Answer, ...], state: State) -> None:
    record = sent(*[Answer.ERROR] * 4) + sent(*answers, at=10)
    assert right_state(last_answers(record)[str(HOME_TILE)]) == state


def test_a_tile_without_a_result_is_lost(run: DetectionRun) -> None:
    pending = make_tile_result(run, HOME_TILE, state=State.PENDING)
    never_planned = Tile(HOME_TILE.z, HOME_TILE.x + 1, HOME_TILE.y)
    assert judge(run, [], [HOME_TILE, never_planned]).lost == [str(pending), str(never_planned)]


def test_a_positive_superpixel_without_a_finding_is_lost(run: DetectionRun) -> None:
    finding = make_detection(run, address=HOME_TILE)
    record = sent(*[Answer.MINE] * 4)
    assert judge(run, record, [HOME_TILE]).lost == []
    finding.delete()
    assert judge(run, record, [HOME_TILE]).lost == [str(HOME_TILE)]


def test_a_superpixel_in_two_findings_is_noticed(run: DetectionRun) -> None:
    finding = make_detection(run, address=HOME_TILE)
    finding.pk = None
    finding.save()
    assert judge(run, sent(*[Answer.MINE] * 4), [HOME_TILE]).duplicated == [str(HOME_TILE)] * 4


@pytest.mark.parametrize("answer", [Answer.HTML, Answer.MISSING, Answer.LAND])
def test_another_state_or_an_invented_mine_is_misjudged(run: DetectionRun, answer: Answer) -> None:
    make_detection(run, address=HOME_TILE)
    assert judge(run, sent(*[answer] * 4), [HOME_TILE]).misjudged == [str(HOME_TILE)]
    assert judge(run, sent(*[Answer.MINE] * 4), [HOME_TILE]).misjudged == []


def test_a_scored_picture_of_an_error_is_misjudged(run: DetectionRun) -> None:
    make_tile_files(run, HOME_TILE, [8])
    make_detection(run, address=HOME_TILE, files=True)
    record = sent(Answer.MINE, Answer.SIGN, Answer.LAND, Answer.LAND)
    assert judge(run, record, [HOME_TILE]).misjudged == [str(HOME_TILE)]


def test_answers_after_a_tiles_end_are_counted(run: DetectionRun) -> None:
    ended = datetime(2025, 1, 1, tzinfo=UTC)
    make_tile_result(run, HOME_TILE, finished_at=ended)
    record = sent(*[Answer.LAND] * 4, at=ended.timestamp() - 1.5)
    assert judge(run, record, [HOME_TILE]).asked_after_end == 2


def test_what_a_killed_worker_had_begun_and_another_did_again_was_redone(
    settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_ROOT = tmp_path
    (tmp_path / JOURNALS).mkdir()
    (tmp_path / JOURNALS / "11").write_text("1.0 a\n2.0 b\n3.0 c\n")
    (tmp_path / JOURNALS / "12").write_text("2.5 c\n5.0 a\n6.0 b\n")
    assert redone_by([(11, 4.0), (12, 7.0), (13, 1.0)]) == [2, 0, 0]


def test_only_pictures_count_as_sent_twice() -> None:
    assert sent_twice(sent(*[Answer.LAND] * 4) + sent(Answer.MINE, *[Answer.ERROR] * 3)) == 1


@pytest.mark.parametrize("n_tiles", [60, 10_000])
def test_every_fate_befalls_some_tile(n_tiles: int) -> None:
    fates = draw_fates(n_tiles, seed=1)
    assert len(fates) == n_tiles and {fate for _share, fate in FATES} <= set(fates)


def test_no_two_tiles_are_alike_even_without_their_first_part() -> None:
    seen = {tuple(digit(number, part) for part in (1, 2, 3)) for number in range(10_000)}
    assert len(seen) == 10_000


def test_the_cheap_extractor_measures_colours() -> None:
    labels = np.repeat(np.array([1, 2], dtype=np.int32), 512)[None].repeat(1024, axis=0)
    image = np.where(labels[..., None] == 1, (60, 90, 50), (190, 160, 120)).astype(np.uint8)
    assert ColourExtractor().extract(image, labels) == pytest.approx(
        np.array([[60, 90, 50, 0, 0, 0], [190, 160, 120, 0, 0, 0]]), abs=1e-3
    )
