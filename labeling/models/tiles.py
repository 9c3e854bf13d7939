"""Tiles that people are asked about, and who is looking at them."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from imagery.models import Tile, TileSegmentation
from labeling.models.contributors import Contributor

LEASE = timedelta(minutes=5)
SHOWN = [
    "tile__z",
    "tile__x",
    "tile__y",
    "tile__sha256",
    "tile__captured_from",
    "tile__captured_to",
    "tile__source__attribution",
    "segmentation__n_superpixels",
]
"""What the labelling page is told of a label tile's picture and superpixels."""


def lease_end() -> datetime:
    return timezone.now() + LEASE


class Reason(models.TextChoices):
    """Why a tile is asked about. Editors and exports are told, volunteers never."""

    UNRANKED = "unranked", _("Not ranked yet")
    UNCERTAIN = "uncertain", _("The model is unsure")
    DIVERSE = "diverse", _("Unlike what was answered")
    ANOTHER_VOTE = "another_vote", _("Another vote on an old one")
    RANDOM = "random", _("Drawn at random, to measure")
    PUSHED = "pushed", _("Wanted by an editor")
    GOLD = "gold", _("An expert answered it")


class LabelTileQuerySet(models.QuerySet["LabelTile"]):
    def open(self) -> Self:
        return self.filter(is_done=False)

    def with_open_slot(self, target: int) -> Self:
        """Tiles whose finished answers and live leases together are fewer than wanted: than their own
        target, or else than `target`, the campaign's first one."""
        live = Assignment.objects.live().filter(label_tile=OuterRef("pk"), is_gold=False)
        n_live = Subquery(live.order_by().values("label_tile").annotate(n=Count("pk")).values("n"))
        taken = self.open().annotate(n_taken=F("n_answers") + Coalesce(n_live, 0))
        return taken.filter(n_taken__lt=Coalesce(F("target"), target))

    def not_taken_by(self, contributor: Contributor) -> Self:
        """Tiles that the contributor neither answered nor holds."""
        own = Assignment.objects.held().filter(contributor=contributor, label_tile=OuterRef("pk"))
        return self.filter(~Exists(own))

    def in_queue_order(self) -> Self:
        return self.order_by("-priority", "pk")

    def for_page(self) -> Self:
        """With what is told of a tile; asked for with every tile, so other columns come when somebody wants
        them."""
        own = [field.attname for field in LabelTile._meta.concrete_fields]
        return self.select_related("tile__source", "segmentation").only(*own, *SHOWN)

    def awaiting_consensus(self) -> Self:
        return self.filter(needs_consensus=True)


class LabelTile(models.Model):
    """A tile in a campaign's labelling queue. A superpixel is (label tile, number)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="label_tiles")
    tile = models.ForeignKey(Tile, on_delete=models.PROTECT, related_name="+")
    segmentation = models.ForeignKey(TileSegmentation, on_delete=models.PROTECT, related_name="+")
    priority = models.FloatField(default=0.0)
    """Higher is asked first."""
    n_answers = models.PositiveSmallIntegerField(default=0)
    """How many contributors have answered the whole tile."""
    target = models.PositiveSmallIntegerField(null=True, blank=True)
    """How many answers are wanted; null: as many as the campaign wants first (`votes_to_agree`). Finished
    answers and live leases together never exceed it."""
    is_done = models.BooleanField(default=False)
    reason = models.CharField(max_length=40, choices=Reason, default=Reason.UNRANKED)
    """Why the tile is asked about."""
    is_random = models.BooleanField(default=False)
    """Drawn at random from the region before any model was asked, and served in its turn whatever the model
    thinks: from these alone prevalence and precision are estimated without bias."""
    needs_consensus = models.BooleanField(default=False)
    """Votes have come since the consensus was computed."""
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LabelTileQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "tile"], name="tile_once_in_a_queue")]
        indexes = [
            models.Index(fields=["campaign", "is_done", "-priority", "id"], name="label_queue"),
            models.Index(fields=["campaign"], condition=Q(needs_consensus=True), name="awaiting_consensus"),
        ]

    @property
    def wanted(self) -> int:
        return self.wanted_in(self.campaign)

    def wanted_in(self, campaign: Campaign) -> int:
        """How many answers the tile wants; for who has its campaign at hand already."""
        return campaign.votes_to_agree if self.target is None else self.target

    @property
    def serving_reason(self) -> Reason:
        """Why it is asked about now: what an assignment records."""
        if self.n_answers and self.reason not in (Reason.RANDOM, Reason.PUSHED):
            return Reason.ANOTHER_VOTE
        return Reason(self.reason)

    def count_live(self, beside: "Assignment | None" = None) -> int:
        """Leases that hold a place, without the one given."""
        live = self.assignments.live().filter(is_gold=False)
        return live.exclude(pk=beside.pk).count() if beside else live.count()

    def note_votes(self) -> None:
        """Votes have come that the consensus does not know."""
        if not self.needs_consensus:
            self.needs_consensus = True
            self.save(update_fields=["needs_consensus"])

    def count_answers(self) -> None:
        """Count the finished answers again; the caller holds the row."""
        done = self.assignments.filter(state=Assignment.State.DONE, is_gold=False)
        excluded = self.campaign.participations.excluded().values("contributor")
        self.n_answers = done.exclude(contributor__in=excluded).count()
        self.is_done = self.n_answers >= self.wanted
        self.needs_consensus = True
        self.save(update_fields=["n_answers", "is_done", "needs_consensus"])


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def live(self) -> Self:
        """Leases that still hold a place on their tile."""
        return self.filter(state=Assignment.State.LEASED, leased_until__gt=timezone.now())

    def held(self) -> Self:
        """Finished ones and live leases: the contributor is not asked about these tiles again."""
        live = Q(state=Assignment.State.LEASED, leased_until__gt=timezone.now())
        return self.filter(live | Q(state__in=Assignment.FINISHED))

    def finished(self) -> Self:
        return self.filter(state__in=Assignment.FINISHED)

    def for_page(self) -> Self:
        return self.select_related("label_tile__tile__source", "label_tile__segmentation")


class Assignment(models.Model):
    """A short lease of a tile to a contributor; becomes `done` when the whole tile is answered."""

    class State(models.TextChoices):
        LEASED = "leased"
        DONE = "done"
        SURPLUS = "surplus"
        """Finished after the lease had run out and its place was another's: the votes are evidence like any,
        and the answer takes a place as soon as the tile has one again."""
        RELEASED = "released"

    FINISHED = (State.DONE, State.SURPLUS)

    label_tile = models.ForeignKey(LabelTile, on_delete=models.CASCADE, related_name="assignments")
    contributor = models.ForeignKey(Contributor, on_delete=models.CASCADE, related_name="assignments")
    state = models.CharField(max_length=10, choices=State, default=State.LEASED)
    leased_until = models.DateTimeField(default=lease_end)
    reason = models.CharField(max_length=40, choices=Reason, blank=True)
    """Why the queue chose this tile; never told to volunteers."""
    is_gold = models.BooleanField(default=False)
    """Served to see how the contributor answers an expert's tile: it takes no place. Never told to anyone."""
    clock = models.BigIntegerField(default=0)
    """Client's milliseconds of the latest finishing or reopening: older ones that arrive late change
    nothing."""
    viewing = models.JSONField(default=dict, blank=True)
    """How the tile was looked at: `seconds` on the screen, `max_zoom` reached, `outlines_off` seconds."""
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    feedback_at = models.DateTimeField(null=True, blank=True)
    """When the contributor was first told what an expert said of the tile: of gold, what they had answered
    until then is what counts for their skill."""

    is_first = False
    """True for a lease just made on a tile that the contributor never had: there are no votes to look for."""

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["label_tile", "contributor"],
                condition=~Q(state="released"),
                name="tile_once_per_contributor",
            )
        ]
        indexes = [
            models.Index(fields=["contributor", "state"]),
            models.Index(fields=["state", "leased_until"]),
        ]

    @property
    def is_live(self) -> bool:
        return self.state == Assignment.State.LEASED and self.leased_until > timezone.now()

    @property
    def is_finished(self) -> bool:
        return self.state in Assignment.FINISHED

    def finish(self, state: State, clock: int, viewing: dict[str, Any]) -> None:
        self.state, self.clock, self.viewing, self.finished_at = state, clock, viewing, timezone.now()
        self.save(update_fields=["state", "clock", "viewing", "finished_at"])

    def note_feedback(self) -> None:
        Assignment.objects.filter(pk=self.pk, feedback_at__isnull=True).update(feedback_at=timezone.now())

    def reopen(self, clock: int) -> None:
        """Leased again; only what has held a place holds it on."""
        holds_slot = self.is_live or self.state == Assignment.State.DONE
        self.leased_until = lease_end() if holds_slot else timezone.now()
        self.state, self.clock, self.finished_at = Assignment.State.LEASED, clock, None
        self.save(update_fields=["state", "clock", "finished_at", "leased_until"])
