"""Questions for an expert: a superpixel in its surroundings, without the answers of others."""

from dataclasses import dataclass

from django.urls import reverse

from campaigns.models import Campaign
from imagery.errors import ImageryError
from imagery.files import Rings
from imagery.outlines import read_outlines
from labeling.models import Consensus, LabelTile
from labeling.thumbnails import path_of, place_in_words
from labeling.volunteers.known_places import Proposal, proposals_on
from ml.tiles import TILE_SIZE

SURROUNDINGS = 0.75
"""Margin on either side, relative to the superpixel's size."""


@dataclass(frozen=True)
class Question:
    tile: LabelTile
    superpixel: int
    outline: str
    """SVG path data in the picture's pixels, even-odd rule; empty if the outlines are missing."""
    view: str
    """SVG viewBox of the superpixel and its surroundings."""
    proposal: Proposal | None = None
    """The known place on it."""

    @property
    def place(self) -> str:
        west, south, east, north = self.tile.tile.address.bounds
        return place_in_words((south + north) / 2, (west + east) / 2)

    @property
    def attribution(self) -> str:
        return self.tile.tile.source.attribution

    @property
    def picture(self) -> str:
        version = f"{self.tile.tile.sha256[:12]}-{self.tile.segmentation_id}"
        return reverse("api-label-picture", args=[self.tile.campaign.slug, self.tile.pk]) + f"?v={version}"


def expert_questions(campaign: Campaign, limit: int) -> list[Question]:
    rows = Consensus.objects.awaiting_expert(campaign)
    rows = rows.select_related(
        "label_tile__tile__source", "label_tile__segmentation__tile", "label_tile__campaign"
    )
    outlines: dict[int, dict[int, Rings]] = {}
    return [_question(row, outlines) for row in rows[:limit]]


def questions_on(tile: LabelTile) -> list[Question]:
    """The tile's superpixels without an expert's answer, those of known places first."""
    outlines, proposals = _outlines_of(tile), proposals_on(tile)
    answered = set(tile.gold.values_list("superpixel", flat=True))
    left = [number for number in tile.segmentation.numbers_with_data if number not in answered]
    left.sort(key=lambda number: (number not in proposals, number))
    return [_ask(tile, number, outlines, proposals.get(number)) for number in left]


def _question(row: Consensus, outlines: dict[int, dict[int, Rings]]) -> Question:
    tile = row.label_tile
    if tile.pk not in outlines:
        outlines[tile.pk] = _outlines_of(tile)
    return _ask(tile, row.superpixel, outlines[tile.pk])


def _ask(
    tile: LabelTile, superpixel: int, outlines: dict[int, Rings], proposal: Proposal | None = None
) -> Question:
    rings = outlines.get(superpixel, [])
    return Question(tile, superpixel, path_of(rings), _view(rings), proposal)


def _outlines_of(tile: LabelTile) -> dict[int, Rings]:
    try:
        return read_outlines(tile.segmentation)
    except ImageryError:
        return {}  # the picture alone is useful too


def _view(rings: Rings) -> str:
    points = [point for ring in rings for point in ring]
    if not points:
        return f"0 0 {TILE_SIZE} {TILE_SIZE}"
    (west, east), (north, south) = ((min(axis), max(axis)) for axis in zip(*points, strict=True))
    size = min(TILE_SIZE, max(east - west, south - north) * (1 + 2 * SURROUNDINGS))
    left = min(max(0.0, (west + east - size) / 2), TILE_SIZE - size)
    top = min(max(0.0, (north + south - size) / 2), TILE_SIZE - size)
    return f"{left:.0f} {top:.0f} {size:.0f} {size:.0f}"
