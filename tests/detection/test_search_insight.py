"""What the campaign's page says about the newest search: its assumed share, unknown land, the next model."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from campaigns.models import Campaign, Job
from detection.models import DetectionRun, RegionEstimate, Rescoring
from tests.detection.drawn_tiles import strip_of_tiles
from tests.factories_detection import make_model_version, make_run, make_tile_result

PAGE = "/c/amber/"
SHARE = 0.0213
EXPECTED = {
    "share": 0.01,
    "precision": {"value": 0.93, "low": 0.69, "high": 0.99},
    "recall": {"value": 0.61, "low": 0.48, "high": 0.79},
    "false_per_1000_tiles": {"value": 13.2, "low": 2.4, "high": 81.0},
}


@pytest.fixture
def run(campaign: Campaign) -> DetectionRun:
    return make_run(campaign, share=SHARE)


def page_of(client: Client, user: User, language: str = "en") -> str:
    client.force_login(user)
    text = client.get(PAGE, headers={"accept-language": language}).content.decode()
    return " ".join(unescape(text).split())


def estimate(run: DetectionRun, *, agree: bool = True) -> None:
    RegionEstimate.objects.create(
        model_version=run.model_version,
        basis=RegionEstimate.Basis.RANDOM_TILES,
        share=SHARE,
        low=0.01,
        high=0.045,
        agree=agree,
        thresholds={"balanced": 0.4, "precise": 0.6},
    )


def test_the_assumed_share_is_shown_in_the_readers_language(
    client: Client, editor: User, run: DetectionRun
) -> None:
    estimate(run)
    assert "2.1 % of superpixels are positive (1.0 to 4.5 %)" in page_of(client, editor)
    assert "2,1 % (від 1,0 до 4,5 %)" in page_of(client, editor, "uk")


def test_estimates_that_disagree_carry_a_warning(client: Client, editor: User, run: DetectionRun) -> None:
    estimate(run)
    assert "contradict each other" not in page_of(client, editor)
    RegionEstimate.objects.update(agree=False)
    assert "contradict each other" in page_of(client, editor)


def test_the_changes_of_a_new_model_are_shown_once_they_are_known(
    client: Client, editor: User, run: DetectionRun, campaign: Campaign
) -> None:
    rescoring = Rescoring.objects.create(run=run, model_version=make_model_version(campaign), n_gained=12)
    assert "would change" not in page_of(client, editor)
    Rescoring.objects.filter(pk=rescoring.pk).update(finished_at=timezone.now(), n_missing=3)
    page = page_of(client, editor)
    assert "What model v2 would change" in page and re.search(r"<dt>New</dt>\s*<dd>\s*12\s*</dd>", page)
    assert "3 tiles have no stored features" in page


def test_the_most_unusual_tiles_are_sent_to_the_queue_with_one_button(
    client: Client, editor: User, run: DetectionRun
) -> None:
    usual, unusual = strip_of_tiles(2)
    make_tile_result(run, usual, state="analysed", n_superpixels=20, n_novel=1)
    result = make_tile_result(run, unusual, state="analysed", n_superpixels=20, n_novel=15)
    page = page_of(client, editor)
    assert "40 % of the superpixels are unlike" in page
    assert "Have the most unusual tile labelled first" in page and f'value="{result} "' in page
    client.post(f"{PAGE}queue/request/", {"tiles": f"{result}\n"})
    job = Job.objects.get(kind=Job.Kind.PREPARE)
    assert job.result["tiles"] == [[unusual.x, unusual.y]]


def test_volunteers_see_none_of_it(client: Client, volunteer: User, run: DetectionRun) -> None:
    estimate(run)
    make_tile_result(run, strip_of_tiles(1)[0], state="analysed", n_superpixels=20, n_novel=15)
    assert 'class="insight"' not in page_of(client, volunteer)


def test_a_models_card_says_what_to_expect_on_land_and_where_positives_are_rare(
    client: Client, editor: User, campaign: Campaign
) -> None:
    metrics = {"f1": 0.94, "precision": 0.9, "recall": 0.9, "average_precision": 0.9, "by_land": {"f1": 0.89}}
    make_model_version(campaign, metrics=metrics, expected=[EXPECTED])
    page = page_of(client, editor)
    assert "F1 is 0.94 on tiles next to labelled ones and 0.89 on land without any label nearby" in page
    assert "93 %" in page and "69–99 %" in page and "2–81" in page


def test_an_estimate_made_after_the_search_began_is_not_said_to_be_its_own(
    client: Client, editor: User, run: DetectionRun
) -> None:
    estimate(run)
    DetectionRun.objects.update(share=None)
    assert "superpixels are positive (" not in page_of(client, editor)
