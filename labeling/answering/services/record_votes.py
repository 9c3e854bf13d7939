from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from labeling.models import WITHDRAWN, Assignment, Contributor, LabelTile, Vote

Place = tuple[int, int]
"""Label tile and superpixel."""


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


@dataclass(frozen=True)
class OwnTile:
    """A tile that was assigned to the contributor."""

    n_superpixels: int
    finished: int | None
    """Clock of the finishing that stands: implied votes of any other were taken back."""


@dataclass
class VoteBatch:
    """A contributor's votes on tiles whose rows the caller holds: those stored, and those to be stored."""

    campaign: Campaign
    contributor: Contributor
    tiles: dict[int, OwnTile]
    standing: set[UUID] = field(default_factory=set)
    """Stored votes that stand now."""
    foreign: set[UUID] = field(default_factory=set)
    """Ids wanted here that other votes have."""
    votes: dict[UUID, VoteDraft] = field(default_factory=dict)
    added: list[VoteDraft] = field(default_factory=list)

    @classmethod
    def read(
        cls, campaign: Campaign, contributor: Contributor, tiles: dict[int, OwnTile], ids: Collection[UUID]
    ) -> "VoteBatch":
        batch = cls(campaign, contributor, tiles)
        own = Q(contributor=contributor, label_tile__in=list(tiles))
        rows = Vote.objects.filter(own | Q(pk__in=ids) if ids else own).values_list(
            "pk", "label_tile", "superpixel", "answer", "clock", "is_implied", "contributor", "superseded_at"
        )
        for pk, tile, superpixel, answer, clock, is_implied, voter, superseded_at in rows:
            if voter != contributor.pk or tile not in tiles:
                batch.foreign.add(pk)
                continue
            batch.votes[pk] = VoteDraft(pk, tile, superpixel, answer, clock, is_implied)
            if superseded_at is None:
                batch.standing.add(pk)
        return batch

    def add(self, draft: VoteDraft) -> None:
        if draft.id not in self.votes:
            self.votes[draft.id] = draft
            self.added.append(draft)

    def winners(self) -> dict[Place, VoteDraft]:
        """The vote that stands on each superpixel: the latest of the explicit ones, in whatever order they
        came; what “the rest is clear” implied, where there is none or it was withdrawn before."""
        explicit: dict[Place, VoteDraft] = {}
        implied: dict[Place, VoteDraft] = {}
        for vote in sorted(self.votes.values(), key=lambda vote: (vote.clock, vote.id)):
            place = vote.label_tile_id, vote.superpixel
            if not vote.is_implied:
                explicit[place] = vote
            elif vote.clock == self.tiles[vote.label_tile_id].finished:
                implied[place] = vote
        for place, vote in explicit.items():
            if not (vote.answer == WITHDRAWN and place in implied and implied[place].clock > vote.clock):
                implied[place] = vote
        return implied

    def unanswered(self, label_tile_id: int) -> list[int]:
        answered = {
            superpixel
            for (tile, superpixel), vote in self.winners().items()
            if tile == label_tile_id and vote.answer != WITHDRAWN
        }
        numbers = range(1, self.tiles[label_tile_id].n_superpixels + 1)
        return [number for number in numbers if number not in answered]

    def save(self) -> None:
        """Store what was added, and let those stand that win. One vote at most may stand at any moment."""
        now, winning = timezone.now(), {vote.id for vote in self.winners().values()}
        raised = winning - self.standing - {vote.id for vote in self.added}
        if fallen := self.standing - winning:
            Vote.objects.filter(pk__in=fallen).update(superseded_at=now)
        if raised:
            Vote.objects.filter(pk__in=raised).update(superseded_at=None)
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
    """Keep a batch of votes. Sending one twice keeps it once; in whatever order they arrive, the vote with
    the latest clock stands and the contributor's others on the superpixel are superseded."""
    voter, tiles = _lock_own_tiles(campaign, contributor, {vote.label_tile_id for vote in votes})
    batch = VoteBatch.read(campaign, voter, tiles, {vote.id for vote in votes})
    recorded = cast_votes(batch, votes)
    batch.save()
    return recorded


def cast_votes(batch: VoteBatch, votes: Iterable[VoteDraft]) -> RecordedVotes:
    """Put onto the ballot what can be kept; `save` it afterwards."""
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
    highest = batch.tiles[vote.label_tile_id].n_superpixels
    if not 1 <= vote.superpixel <= highest:
        words = {"tile": vote.label_tile_id, "highest": highest, "superpixel": vote.superpixel}
        return _("Tile %(tile)d has superpixels 1 to %(highest)d, not %(superpixel)d.") % words
    return _("This vote's id is already in use; make a new one.") if vote.id in batch.foreign else ""


def _lock_own_tiles(
    campaign: Campaign, contributor: Contributor, ids: Collection[int]
) -> tuple[Contributor, dict[int, OwnTile]]:
    """Who votes, and those of the tiles that were ever assigned to them. Their rows are held until the votes
    are in: requests about one tile wait for each other, and whoever computes the consensus waits for both."""
    tiles = LabelTile.objects.filter(campaign=campaign, pk__in=list(ids))
    tiles = tiles.filter(assignments__contributor=contributor).distinct()
    pks = list(tiles.values_list("pk", flat=True))
    locked = LabelTile.objects.filter(pk__in=pks).select_for_update(of=("self",)).order_by("pk")
    counts = dict(locked.values_list("pk", "segmentation__n_superpixels"))
    LabelTile.objects.filter(pk__in=counts, needs_consensus=False).update(needs_consensus=True)
    finished = _finishings(contributor, counts)
    if set(ids) - finished.keys() and (account := _account_of(contributor)):
        return _lock_own_tiles(campaign, account, ids)
    own = {pk: OwnTile(count, finished[pk]) for pk, count in counts.items() if pk in finished}
    return contributor, own


def _account_of(guest: Contributor) -> Contributor | None:
    """Whom the guest's work has gone over to, be it since this request began."""
    return Contributor.objects.filter(merged=guest).first()


def _finishings(contributor: Contributor, tiles: Collection[int]) -> dict[int, int | None]:
    """Of each tile that the contributor ever had: the clock of the finishing that stands."""
    own = Assignment.objects.filter(contributor=contributor, label_tile__in=list(tiles))
    found: dict[int, int | None] = {}
    for tile, state, clock in own.values_list("label_tile", "state", "clock"):
        if state in Assignment.FINISHED:
            found[tile] = clock
        else:
            found.setdefault(tile, None)
    return found
