"""A simulated expert, whose answers make the tutorial and the hidden gold."""

from collections import Counter

import numpy as np
from django.contrib.auth.models import User

from campaigns.models import Campaign
from demo.landscape import Cover, DemoRegion, truth_for_superpixels
from imagery import files
from labeling.consensus.services.mark_gold import mark_gold
from labeling.models import Answer, GoldAnswer, LabelTile

REASONS = {
    Cover.MINING: "Round pits close together in torn-up sand.",
    Cover.CEMETERY: "A cemetery: small graves in even rows, no sand thrown up.",
    Cover.QUARRY: "A sand quarry: one large pit with smooth edges and a road into it.",
    Cover.CLEAR_CUT: "A clear-cut: the trees are gone, the ground is whole.",
    Cover.SNOW: "Snow: bright, and nothing is dug.",
    Cover.BUILDING_SITE: "A building site: straight edges and foundations.",
}
UNTOUCHED = "The ground is whole: no pits, no sand thrown up."
MAX_ANSWERS = {Cover.MINING: 8, UNTOUCHED: 4}
MAX_ANSWERS_PER_DECOY = 2
CLEAR_SHARE = 0.6
"""An expert is sure of a superpixel when at least this share of it has one cover."""


def mark_demo_gold(campaign: Campaign, region: DemoRegion, author: User) -> None:
    """Answer a few clear superpixels of each kind; does nothing when there are gold answers already."""
    if GoldAnswer.objects.filter(label_tile__campaign=campaign).exists():
        return
    counts: Counter[Cover | str] = Counter()
    for tile in campaign.label_tiles.select_related("tile", "segmentation__tile").order_by("pk"):
        _mark_tile(tile, region, author, counts)


def _mark_tile(tile: LabelTile, region: DemoRegion, author: User, counts: "Counter[Cover | str]") -> None:
    labels = files.read_labels(tile.segmentation)
    address = (tile.tile.z, tile.tile.x, tile.tile.y)
    shares = {cover: truth_for_superpixels(region, address, labels, cover) for cover in REASONS}
    for cover, share in shares.items():
        if share.max() >= CLEAR_SHARE and counts[cover] < MAX_ANSWERS.get(cover, MAX_ANSWERS_PER_DECOY):
            answer = Answer.POSITIVE if cover is Cover.MINING else Answer.NEGATIVE
            _mark(tile, int(share.argmax()) + 1, answer, REASONS[cover], author)
            counts[cover] += 1
    any_cover = np.sum(list(shares.values()), axis=0)
    if (
        shares[Cover.MINING].max() >= CLEAR_SHARE
        and any_cover.min() == 0
        and counts[UNTOUCHED] < MAX_ANSWERS[UNTOUCHED]
    ):
        _mark(tile, int(any_cover.argmin()) + 1, Answer.NEGATIVE, UNTOUCHED, author)
        counts[UNTOUCHED] += 1


def _mark(tile: LabelTile, superpixel: int, answer: Answer, reason: str, author: User) -> None:
    mark_gold(label_tile=tile, superpixel=superpixel, answer=answer, author=author, reason=reason)
