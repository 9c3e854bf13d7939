"""A rule applied to a finished search: the same findings as if it had been searched with it."""

from pathlib import Path
from random import Random

import numpy as np
import pytest
import shapely.geometry
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import Campaign, Job
from detection.models import CandidateFile, Detection, DetectionRun, FindingSet, Release, RunChunk, TileResult
from detection.publication.services.publish_release import publish_release
from detection.review.models import Review
from detection.review.queue import as_seen_by
from detection.review.services.record_review import record_review
from detection.runs.finding_models import rule_columns
from detection.runs.services.merge_findings import merge_findings
from detection.runs.services.promote_run import settle_findings
from detection.thresholds.preview import preview_rule
from detection.thresholds.rules import columns_of
from detection.thresholds.services.apply_rule import apply_rule
from detection.thresholds.services.gather_candidates import gather_candidates
from ml.rule import FindingRule
from tests.detection.runs.grid import CELLS, Scores, all_tiles, analyse, found, positive
from tests.factories_detection import confirm

CELL_M = 60
"""A little more than half the width of a superpixel of the grid."""


def search(run: DetectionRun, scores: Scores, order: list[tuple[int, int]] | None = None) -> None:
    for column, row in order or all_tiles():
        merge_findings(run=run, tiles=positive(analyse(run, scores, column, row)))


def make_version(run: DetectionRun, rule: FindingRule) -> FindingSet:
    number = run.finding_sets.count() + 1
    return FindingSet.objects.create(run=run, number=number, **columns_of(rule))


def use(run: DetectionRun, rule: FindingRule, job: Job) -> FindingSet:
    version = apply_rule(version=make_version(run, rule), job=job)
    assert version is not None
    run.refresh_from_db()
    return version


def end(run: DetectionRun) -> None:
    DetectionRun.objects.filter(pk=run.pk).update(planned_at=timezone.now())
    run.chunks.update(state=RunChunk.State.DONE)
    settle_findings(run=run)


rules = st.builds(
    FindingRule,
    threshold=st.sampled_from([0.3, 0.5, 0.7, 0.9]),
    min_superpixels=st.integers(1, 4),
    lone_threshold=st.sampled_from([None, 0.8, 0.95]),
    cluster_distance_m=st.sampled_from([0.0, CELL_M, 2.5 * CELL_M]),
    per_tile=st.booleans(),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32 - 1), share=st.floats(0.05, 0.5), rule=rules)
def test_it_finds_what_a_search_with_that_rule_finds_in_any_order(
    run: DetectionRun, job: Job, seed: int, share: float, rule: FindingRule
) -> None:
    random = np.random.default_rng(seed)
    scores = np.where(
        random.random((CELLS, CELLS)) < share, random.choice([0.4, 0.6, 0.85, 0.97], (CELLS, CELLS)), 0.1
    )
    start_anew(run, rule)
    order = all_tiles()
    Random(seed).shuffle(order)
    search(run, scores, order + order[:3])  # some again, as after killed workers
    searched = described(run)
    other = FindingRule(threshold=0.3, min_superpixels=1 if rule.min_superpixels > 1 else 2)
    gather_candidates(run=run)
    use(run, other, job)
    use(run, rule, job)
    assert described(run) == searched


def start_anew(run: DetectionRun, rule: FindingRule) -> None:
    DetectionRun.objects.filter(pk=run.pk).update(finding_set=None)
    run.finding_sets.all().delete()
    CandidateFile.objects.all().delete()
    run.tile_results.update(
        state=TileResult.State.PENDING, probabilities=None, n_positive=0, max_probability=None
    )
    for name, value in columns_of(rule).items():
        setattr(run, name, value)
    run.save()
    FindingSet.objects.begin(run)


def described(run: DetectionRun) -> list[tuple[object, ...]]:
    rows = run.findings().exclude(review_state=Detection.State.MERGED)
    parts = [
        (sorted(one.superpixels.items()), one.score, round(one.area_ha, 6), one.n_superpixels, outline(one))
        for one in rows
    ]
    n_positive = list(run.tile_results.order_by("x", "y").values_list("n_positive", flat=True))
    return [*sorted(parts, key=str), tuple(n_positive)]


def outline(finding: Detection) -> str:
    return str(shapely.normalize(shapely.set_precision(shapely.geometry.shape(finding.geometry), 1e-7)).wkt)


def test_distance_decides_what_counts_together(run: DetectionRun, job: Job, scores: Scores) -> None:
    search(run, scores)
    assert len(found(run)) == 2
    use(run, FindingRule(0.5, cluster_distance_m=2 * CELL_M), job)
    assert len(found(run)) == 4  # the pair and its neighbour, which are two shapes
    use(run, FindingRule(0.5, lone_threshold=0.95), job)
    assert len(found(run)) == 3  # the lone one, and not the pair


def test_a_preview_says_what_applying_gives_and_changes_nothing(
    run: DetectionRun, job: Job, scores: Scores
) -> None:
    search(run, scores)
    gather_candidates(run=run)
    rule = FindingRule(0.65, lone_threshold=0.95)
    before = list(run.findings().values("pk", "area_ha"))
    said = preview_rule(run, rule)
    assert list(run.findings().values("pk", "area_ha")) == before and run.finding_sets.count() == 1
    assert (said.n_new, said.n_kept, said.n_gone, said.n_lone) == (1, 2, 0, 1)
    version = use(run, rule, job)
    assert (said.n_findings, pytest.approx(said.area_ha)) == (version.n_findings, version.area_ha)
    assert said.n_findings == len(found(run)) == 3
    narrower = preview_rule(run, FindingRule(0.8))
    assert (narrower.n_new, narrower.n_kept, narrower.n_gone) == (0, 1, 2)
    kinds = sorted(feature["properties"]["kind"] for feature in narrower.features)
    assert kinds == ["gone", "gone", "kept"]


def test_decisions_and_numbers_are_carried_over_to_the_version_in_force(
    run: DetectionRun, job: Job, scores: Scores, editor: User, second_editor: User, client: Client
) -> None:
    search(run, scores)
    end(run)
    mine, other = run.findings().order_by("-score")
    confirm(mine, editor, second_editor)
    record_review(detection=other, editor=editor, decision=Review.Decision.REJECTED)
    use(run, FindingRule(0.5, lone_threshold=0.95), job)
    states = {
        one.place.number: one.review_state for one in run.findings().select_related("place") if one.place
    }
    numbers = mine.place.number, other.place.number  # type: ignore[union-attr]  # settled
    assert states == {
        numbers[0]: Detection.State.CONFIRMED,
        numbers[1]: Detection.State.REJECTED,
        3: Detection.State.UNREVIEWED,
    }
    assert as_seen_by(editor, run).count() == 3  # of the version in force alone
    client.force_login(editor)
    old = client.get(f"/api/v1/campaigns/{run.campaign.slug}/detections/{mine.pk}/")
    assert old.status_code == 200 and old.json()["id"] == mine.pk
    assert mine.reviews.count() == 2 and run.detections.count() == 5  # the version before stays


def test_a_release_holds_the_version_in_force_alone(
    run: DetectionRun, job: Job, scores: Scores, campaign: Campaign, editor: User, second_editor: User
) -> None:
    search(run, scores)
    end(run)
    for finding in run.findings():
        confirm(finding, editor, second_editor)
    use(run, FindingRule(0.8), job)
    release: Release = publish_release(campaign=campaign, run=run, published_by=None)
    assert release.n_detections == 1 and release.card["run"]["threshold"] == 0.8


def test_a_search_that_goes_on_grows_the_version_in_force(
    run: DetectionRun, job: Job, scores: Scores
) -> None:
    tiles = all_tiles()
    search(run, scores, tiles[1:])
    use(run, FindingRule(0.55, cluster_distance_m=2 * CELL_M), job)
    search(run, scores, tiles[:1])
    grown, version = described(run), run.finding_set
    assert version is not None and version.number == 2
    assert grown == described_at_once(run, scores)


def described_at_once(run: DetectionRun, scores: Scores) -> list[tuple[object, ...]]:
    start_anew(run, FindingRule(0.55, cluster_distance_m=2 * CELL_M))
    search(run, scores)
    return described(run)


def test_a_version_is_applied_once(run: DetectionRun, job: Job, scores: Scores) -> None:
    search(run, scores)
    version = make_version(run, FindingRule(0.5, 1))
    apply_rule(version=version, job=job)
    version.refresh_from_db()
    apply_rule(version=version, job=job)
    assert version.detections.count() == version.n_findings == 5


def test_a_stopped_job_leaves_the_version_before_in_force(
    run: DetectionRun, job: Job, scores: Scores
) -> None:
    search(run, scores)
    gather_candidates(run=run)
    job.cancel()
    assert apply_rule(version=make_version(run, FindingRule(0.5, 1)), job=job) is None
    run.refresh_from_db()
    assert run.finding_set is not None and run.finding_set.number == 1 and len(found(run)) == 2


def test_searches_begin_with_a_first_version(run: DetectionRun) -> None:
    assert run.finding_set is not None
    assert run.finding_set.number == 1 and rule_columns(run.finding_set) == rule_columns(run)


def test_candidates_are_renamed_into_place_and_replaced(
    run: DetectionRun, scores: Scores, tmp_path: Path
) -> None:
    search(run, scores)
    first = gather_candidates(run=run)
    again = gather_candidates(run=run)
    assert first is not None and again is not None and first.arrays == again.arrays
    TileResult.objects.filter(run=run, n_positive=0).update(max_probability=0.6, probabilities=[0.6] * 16)
    other = gather_candidates(run=run)
    assert other is not None and other.arrays != first.arrays
    assert len(list(tmp_path.glob("runs/*/*/*"))) == 2  # the old pair is gone
