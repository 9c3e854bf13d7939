from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from imagery.models import TileSegmentation
from labeling.consensus.parts import why_not_asked
from labeling.models import WITHDRAWN, Assignment, Contributor, LabelTile, Vote
from labeling.models.votes import SuperpixelKey

COLUMNS = ("segmentation", "segmentation__n_superpixels", "segmentation__without_data")


@dataclass(frozen=True)
class VoteDraft:
    """A vote as a client sends it. `clock` is the client's milliseconds since 1970."""

    id: UUID
    label_tile_id: int
    superpixel: int
    answer: str
    clock: int
    is_implied: bool = False


@dataclass(frozen=True)
class RecordedVotes:
    stored: list[UUID] = field(default_factory=list)
    """Stored now or by an earlier request: the client may forget them."""
    rejected: dict[UUID, str] = field(default_factory=dict)
    """Can never be stored: reasons by id."""


@dataclass(frozen=True)
class AssignedTile:
    """A tile that was assigned to the contributor."""

    segmentation: TileSegmentation
    finish_clock: int | None
    """Clock of the finishing that stands; None when the tile is not finished. Implied votes of other
    finishings do not count."""


@dataclass
class VoteBatch:
    """A contributor's votes on tiles whose rows the caller has locked: those stored, and those to be
    stored."""

    campaign: Campaign
    contributor: Contributor
    tiles: dict[int, AssignedTile]
    standing: set[UUID] = field(default_factory=set)
    """Ids of stored votes that stand."""
    foreign_ids: set[UUID] = field(default_factory=set)
    """Requested ids that belong to other people's votes."""
    votes: dict[UUID, VoteDraft] = field(default_factory=dict)
    added: list[VoteDraft] = field(default_factory=list)

    @classmethod
    def read(
        cls,
        campaign: Campaign,
        contributor: Contributor,
        tiles: dict[int, AssignedTile],
        ids: Collection[UUID],
    ) -> "VoteBatch":
        batch = cls(campaign, contributor, tiles)
        own = Q(contributor=contributor, label_tile__in=list(tiles))
        rows = Vote.objects.filter(own | Q(pk__in=ids) if ids else own).values_list(
            "pk", "label_tile", "superpixel", "answer", "clock", "is_implied", "contributor", "superseded_at"
        )
        for pk, tile, superpixel, answer, clock, is_implied, voter, superseded_at in rows:
            if voter != contributor.pk or tile not in tiles:
                batch.foreign_ids.add(pk)
                continue
            batch.votes[pk] = VoteDraft(pk, tile, superpixel, answer, clock, is_implied)
            if superseded_at is None:
                batch.standing.add(pk)
        return batch

    def add(self, draft: VoteDraft) -> None:
        if draft.id not in self.votes:
            self.votes[draft.id] = draft
            self.added.append(draft)

    def winners(self) -> dict[SuperpixelKey, VoteDraft]:
        """The vote that stands on each superpixel: the explicit vote with the latest clock, in whatever order
        they arrived; else the vote implied by the finishing that stands, also where the explicit vote was
        withdrawn before it."""
        explicit: dict[SuperpixelKey, VoteDraft] = {}
        implied: dict[SuperpixelKey, VoteDraft] = {}
        for vote in sorted(self.votes.values(), key=lambda vote: (vote.clock, vote.id)):
            key = vote.label_tile_id, vote.superpixel
            if not vote.is_implied:
                explicit[key] = vote
            elif vote.clock == self.tiles[vote.label_tile_id].finish_clock:
                implied[key] = vote
        for key, vote in explicit.items():
            if not (vote.answer == WITHDRAWN and key in implied and implied[key].clock > vote.clock):
                implied[key] = vote
        return implied

    def unanswered(self, label_tile_id: int) -> list[int]:
        answered = {
            superpixel
            for (tile, superpixel), vote in self.winners().items()
            if tile == label_tile_id and vote.answer != WITHDRAWN
        }
        numbers = self.tiles[label_tile_id].segmentation.numbers_with_data
        return [number for number in numbers if number not in answered]

    def save(self) -> None:
        now, winning = timezone.now(), {vote.id for vote in self.winners().values()}
        restored = winning - self.standing - {vote.id for vote in self.added}
        # Superseded first: the database allows one standing vote at any moment.
        if superseded := self.standing - winning:
            Vote.objects.filter(pk__in=superseded).update(superseded_at=now)
        if restored:
            Vote.objects.filter(pk__in=restored).update(superseded_at=None)
        if self.added:
            Vote.objects.bulk_create(self._row(vote, vote.id in winning, now) for vote in self.added)

    def _row(self, vote: VoteDraft, stands: bool, now: datetime) -> Vote:
        return Vote(
            id=vote.id,
            campaign=self.campaign,
            label_tile_id=vote.label_tile_id,
            superpixel=vote.superpixel,
            contributor=self.contributor,
            answer=vote.answer,
            is_implied=vote.is_implied,
            clock=vote.clock,
            voted_at=min(datetime.fromtimestamp(vote.clock / 1000, UTC), now),
            superseded_at=None if stands else now,
        )


@transaction.atomic
def record_votes(
    *, campaign: Campaign, contributor: Contributor, votes: Sequence[VoteDraft]
) -> RecordedVotes:
    """Store a batch of votes. Sending one twice stores it once; in whatever order they arrive, the vote with
    the latest clock stands and supersedes the contributor's others on that superpixel."""
    voter, tiles = _lock_own_tiles(campaign, contributor, {vote.label_tile_id for vote in votes})
    batch = VoteBatch.read(campaign, voter, tiles, {vote.id for vote in votes})
    recorded = cast_votes(batch, votes)
    batch.save()
    return recorded


def cast_votes(batch: VoteBatch, votes: Iterable[VoteDraft]) -> RecordedVotes:
    recorded = RecordedVotes()
    for vote in votes:
        if reason := _reason_to_reject(vote, batch):
            recorded.rejected[vote.id] = reason
        else:
            batch.add(vote)
            recorded.stored.append(vote.id)
    return recorded


def _reason_to_reject(vote: VoteDraft, batch: VoteBatch) -> str:
    if vote.label_tile_id not in batch.tiles:
        return _("Tile %(tile)d was never assigned to you in this campaign.") % {"tile": vote.label_tile_id}
    segmentation = batch.tiles[vote.label_tile_id].segmentation
    if reason := why_not_asked(vote.label_tile_id, vote.superpixel, segmentation):
        return reason
    return _("This vote's id is already in use. Create a new one.") if vote.id in batch.foreign_ids else ""


def _lock_own_tiles(
    campaign: Campaign, contributor: Contributor, ids: Collection[int]
) -> tuple[Contributor, dict[int, AssignedTile]]:
    """The voter, and those of the tiles that were ever assigned to them. Their rows stay locked until the
    votes are stored: requests about one tile wait for each other, and for whoever computes the consensus."""
    tiles = LabelTile.objects.filter(campaign=campaign, pk__in=list(ids))
    tiles = tiles.filter(assignments__contributor=contributor).distinct()
    pks = list(tiles.values_list("pk", flat=True))
    locked = LabelTile.objects.filter(pk__in=pks).select_for_update(of=("self",)).order_by("pk")
    rows = {tile.pk: tile.segmentation for tile in locked.select_related("segmentation").only(*COLUMNS)}
    LabelTile.objects.filter(pk__in=rows, needs_consensus=False).update(needs_consensus=True)
    finish_clocks = _finish_clocks(contributor, rows)
    if set(ids) - finish_clocks.keys() and (account := _account_of(contributor)):
        return _lock_own_tiles(campaign, account, ids)
    own = {pk: AssignedTile(cut, finish_clocks[pk]) for pk, cut in rows.items() if pk in finish_clocks}
    return contributor, own


def _account_of(guest: Contributor) -> Contributor | None:
    return Contributor.objects.filter(merged=guest).first()


def _finish_clocks(contributor: Contributor, tiles: Collection[int]) -> dict[int, int | None]:
    own = Assignment.objects.filter(contributor=contributor, label_tile__in=list(tiles))
    clocks: dict[int, int | None] = {}
    for tile, state, clock in own.values_list("label_tile", "state", "clock"):
        if state in Assignment.FINISHED:
            clocks[tile] = clock
        else:
            clocks.setdefault(tile, None)
    return clocks
