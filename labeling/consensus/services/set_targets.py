from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Count

from campaigns.models import Campaign
from imagery.models import Tile
from labeling.models import Assignment, Consensus, LabelTile

NO_FURTHER = {Consensus.State.AGREED, Consensus.State.SETTLED, Consensus.State.EXPERT}


def set_targets(*, campaign: Campaign, tiles: Sequence[LabelTile], verdicts: Iterable[Consensus]) -> None:
    """Set the target of tiles that have just been judged: the next stage while one of their superpixels is
    open, otherwise the answers they have. The caller locks the tiles' rows."""
    finished: dict[int, int] = defaultdict(int)
    for verdict in verdicts:
        finished[verdict.label_tile_id] += verdict.state in NO_FURTHER
    live = _count_live_leases(tiles)
    changed = [tile for tile in tiles if _set_target(campaign, tile, finished[tile.pk], live.get(tile.pk, 0))]
    LabelTile.objects.bulk_update(changed, ["target", "is_done"], batch_size=500)


def _set_target(campaign: Campaign, tile: LabelTile, n_finished: int, n_live: int) -> bool:
    before = tile.target, tile.is_done
    # Nothing is left to ask, also where the picture cannot be had again.
    is_over = n_finished >= tile.segmentation.n_with_data or tile.tile.state == Tile.State.FAILED
    target = _wanted(campaign, tile.n_answers, is_over)
    # Live leases keep their slots: the target never drops below what they will answer.
    tile.target = None if target is None else max(target, tile.n_answers + n_live)
    tile.is_done = tile.n_answers >= (campaign.votes_to_agree if tile.target is None else tile.target)
    return before != (tile.target, tile.is_done)


def _wanted(campaign: Campaign, n_answers: int, is_settled: bool) -> int | None:
    if is_settled:
        return n_answers
    if n_answers < campaign.votes_to_agree:
        return None
    return next((stage for stage in campaign.vote_stages if stage > n_answers), n_answers)


def _count_live_leases(tiles: Sequence[LabelTile]) -> dict[int, int]:
    leases = Assignment.objects.live().filter(label_tile__in=[tile.pk for tile in tiles], is_gold=False)
    return dict(leases.order_by().values_list("label_tile").annotate(n=Count("pk")))
