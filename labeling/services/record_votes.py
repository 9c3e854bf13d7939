from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from labeling.models import Assignment, Contributor, LabelTile, Vote


@dataclass(frozen=True)
class VoteDraft:
    """A vote as a client sends it; `clock` is the client's milliseconds since 1970."""

    id: UUID
    label_tile_id: int
    superpixel: int
    answer: str
    clock: int
    is_implied: bool = False


@dataclass(frozen=True)
class RecordedVotes:
    stored: list[UUID] = field(default_factory=list)
    """Kept on the server, now or by an earlier request: the client may forget them."""
    rejected: dict[UUID, str] = field(default_factory=dict)
    """Can never be kept, and why."""


@transaction.atomic
def record_votes(
    *, campaign: Campaign, contributor: Contributor, votes: Sequence[VoteDraft]
) -> RecordedVotes:
    """Keep a batch of votes. Sending one twice keeps it once; in whatever order they arrive, the vote with
    the latest clock stands and the contributor's others on the superpixel are superseded."""
    tiles = _lock_own_tiles(campaign, contributor, {vote.label_tile_id for vote in votes})
    rejected = {vote.id: reason for vote in votes if (reason := _reason_to_reject(vote, tiles))}
    accepted = [vote for vote in votes if vote.id not in rejected]
    insert_votes(campaign, contributor, accepted)
    stored = set(
        Vote.objects.filter(contributor=contributor, pk__in=[vote.id for vote in accepted]).values_list(
            "pk", flat=True
        )
    )
    for vote in accepted:
        if vote.id not in stored:
            rejected[vote.id] = _("This vote's id is already in use; make a new one.")
    return RecordedVotes([vote.id for vote in accepted if vote.id in stored], rejected)


def insert_votes(campaign: Campaign, contributor: Contributor, votes: Sequence[VoteDraft]) -> None:
    """Insert votes on tiles that the caller has locked, and decide which stand."""
    now = timezone.now()
    # Inserted as superseded, since one vote at most may stand; then the latest of each superpixel is raised.
    rows = [_row(vote, campaign, contributor, now) for vote in votes]
    Vote.objects.bulk_create(rows, ignore_conflicts=True)
    for label_tile_id in {vote.label_tile_id for vote in votes}:
        superpixels = {vote.superpixel for vote in votes if vote.label_tile_id == label_tile_id}
        _raise_latest(label_tile_id, superpixels, contributor, now)


def _lock_own_tiles(campaign: Campaign, contributor: Contributor, ids: Iterable[int]) -> dict[int, int]:
    """Superpixel counts of those tiles that were ever assigned to the contributor. Their rows are held
    until the votes are in: requests about one tile wait for each other, and whoever computes the consensus
    waits for both."""
    own = Exists(Assignment.objects.filter(contributor=contributor, label_tile=OuterRef("pk")))
    tiles = LabelTile.objects.filter(own, campaign=campaign, pk__in=list(ids))
    locked = tiles.select_for_update(of=("self",)).order_by("pk")
    counts = dict(locked.values_list("pk", "segmentation__n_superpixels"))
    LabelTile.objects.filter(pk__in=counts).update(needs_consensus=True)
    return counts


def _reason_to_reject(vote: VoteDraft, tiles: dict[int, int]) -> str:
    if vote.label_tile_id not in tiles:
        return _("Tile %(tile)d was never assigned to you in this campaign.") % {"tile": vote.label_tile_id}
    highest = tiles[vote.label_tile_id]
    if not 1 <= vote.superpixel <= highest:
        words = {"tile": vote.label_tile_id, "highest": highest, "superpixel": vote.superpixel}
        return _("Tile %(tile)d has superpixels 1 to %(highest)d, not %(superpixel)d.") % words
    return ""


def _row(vote: VoteDraft, campaign: Campaign, contributor: Contributor, now: datetime) -> Vote:
    return Vote(
        id=vote.id,
        campaign=campaign,
        label_tile_id=vote.label_tile_id,
        superpixel=vote.superpixel,
        contributor=contributor,
        answer=vote.answer,
        is_implied=vote.is_implied,
        clock=vote.clock,
        voted_at=min(datetime.fromtimestamp(vote.clock / 1000, UTC), now),
        superseded_at=now,
    )


def _raise_latest(label_tile_id: int, superpixels: set[int], contributor: Contributor, now: datetime) -> None:
    all_votes = Vote.objects.filter(
        label_tile_id=label_tile_id, contributor=contributor, superpixel__in=superpixels
    )
    latest: dict[int, tuple[int, UUID]] = {}
    for superpixel, clock, pk in all_votes.values_list("superpixel", "clock", "pk"):
        latest[superpixel] = max(latest.get(superpixel, (clock, pk)), (clock, pk))
    winners = [pk for _clock, pk in latest.values()]
    all_votes.filter(~Q(pk__in=winners), superseded_at__isnull=True).update(superseded_at=now)
    all_votes.filter(pk__in=winners, superseded_at__isnull=False).update(superseded_at=None)
