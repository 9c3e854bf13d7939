"""The table that `make demo-check` prints, and the conditions that it checks."""

from functools import lru_cache

from demo.chain import Chain
from demo.cuts import straight_cuts
from demo.truth import SearchQuality, measure_search
from detection.runs.models import TileResult
from labeling.models import Consensus, Vote

MIN_RECALL = 0.5
MIN_PRECISION = 0.5


@lru_cache(maxsize=1)
def _quality(chain: Chain) -> SearchQuality:
    return measure_search(chain.detection_run, chain.region, chain.campaign)


def report_rows(chain: Chain) -> list[tuple[str, str]]:
    counts, quality = chain.detection_run.counts(), _quality(chain)
    superpixels = sum(chain.detection_run.tile_results.values_list("n_superpixels", flat=True))
    release = chain.campaign.releases.latest("number")
    rows = [
        ("tiles in the region", str(sum(counts.values()))),
        ("tiles analysed / no imagery / failed", "{analysed} / {no_imagery} / {failed}".format(**counts)),
        ("superpixels analysed", str(superpixels)),
        ("tiles labelled", str(chain.campaign.label_tiles.filter(is_done=True).count())),
        ("votes", str(Vote.objects.filter(campaign=chain.campaign).count())),
        ("superpixels agreed", str(_agreed(chain))),
        (
            "trained on positive / negative",
            f"{chain.model_version.n_positive} / {chain.model_version.n_negative}",
        ),
        ("cross-validated F1 (folds grouped by tile)", f"{chain.model_version.metrics.get('f1', 0):.3f}"),
        (
            f"precision, {quality.n_tiles} unlabelled tiles, superpixels",
            f"{quality.superpixels.precision:.3f}",
        ),
        (f"recall, {quality.n_tiles} unlabelled tiles, superpixels", f"{quality.superpixels.recall:.3f}"),
        (f"F1, {quality.n_tiles} unlabelled tiles, superpixels", f"{quality.superpixels.f1:.3f}"),
        ("precision, tiles", f"{quality.tiles.precision:.3f}"),
        ("recall, tiles", f"{quality.tiles.recall:.3f}"),
        ("findings / across tiles", f"{chain.detection_run.findings().count()} / {_across_tiles(chain)}"),
        ("published", f"{release.n_detections} places, {release.area_ha:.1f} ha"),
    ]
    console = chain.console
    times = [(f"seconds: {console.steps[key]}", f"{taken:.1f}") for key, taken in console.seconds.items()]
    return [*rows, *times, ("seconds: all", f"{sum(console.seconds.values()):.1f}")]


def find_failures(chain: Chain) -> list[str]:
    counts, quality = chain.detection_run.counts(), _quality(chain)
    expected = chain.n_tiles**2
    checks = [
        (counts[TileResult.State.ANALYSED] == expected, f"{expected} tiles should be analysed: {counts}"),
        (_agreed(chain) > 0, "no superpixel reached agreement"),
        (quality.superpixels.recall >= MIN_RECALL, f"recall is below {MIN_RECALL}"),
        (quality.superpixels.precision >= MIN_PRECISION, f"precision is below {MIN_PRECISION}"),
        (chain.campaign.releases.filter(n_detections__gt=0).exists(), "nothing was published"),
    ]
    cuts = [str(cut) for release in chain.campaign.releases.all() for cut in straight_cuts(release)]
    return [*(failure for holds, failure in checks if not holds), *cuts]


def _across_tiles(chain: Chain) -> int:
    parts = chain.detection_run.findings().values_list("superpixels", flat=True)
    return sum(len(tiles) > 1 for tiles in parts)


def _agreed(chain: Chain) -> int:
    return Consensus.objects.decided().filter(label_tile__campaign=chain.campaign).count()
