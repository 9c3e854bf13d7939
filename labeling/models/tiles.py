"""The labelling queue: its tiles, and their leases to contributors."""

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
PAGE_COLUMNS = [
    "tile__z",
    "tile__x",
    "tile__y",
    "tile__sha256",
    "tile__captured_from",
    "tile__captured_to",
    "tile__source__attribution",
    "segmentation__n_superpixels",
    "segmentation__without_data",
]
"""Columns of other tables that the labelling page shows."""


def lease_end() -> datetime:
    return timezone.now() + LEASE


class Reason(models.TextChoices):
    """Why a tile is served. Shown to editors and exported, never shown to volunteers."""

    UNRANKED = "unranked", _("Not ranked yet")
    UNCERTAIN = "uncertain", _("The model is unsure")
    NOVEL = "novel", _("Unlike the ground labelled so far")
    DIVERSE = "diverse", _("Unlike the tiles answered so far")
    ANOTHER_VOTE = "another_vote", _("Re-check of a labelled tile")
    RANDOM = "random", _("Random, for estimates")
    REQUESTED = "requested", _("Requested by an editor")
    KNOWN_PLACE = "known_place", _("Holds a known place")
    GOLD = "gold", _("Hidden gold")


LASTING = (Reason.RANDOM, Reason.REQUESTED, Reason.KNOWN_PLACE)
"""Reasons that a tile keeps, whatever was answered on it."""


class LabelTileQuerySet(models.QuerySet["LabelTile"]):
    def open(self) -> Self:
        return self.asked().filter(is_done=False)

    def asked(self) -> Self:
        """Without those that a change of the region has left outside."""
        return self.filter(is_outside=False)

    def next_for(self, contributor: Contributor, campaign: Campaign) -> Self:
        """The tiles that the contributor may get, in the order in which they are served."""
        with_slot = self.filter(campaign=campaign).with_open_slot(campaign.votes_to_agree)
        return with_slot.not_assigned_to(contributor).in_queue_order()

    def with_open_slot(self, target: int) -> Self:
        """Tiles whose finished answers and live leases together are below their target; `target` is the
        campaign's first one, for tiles that have none of their own."""
        live = Assignment.objects.live().filter(label_tile=OuterRef("pk"), is_gold=False)
        n_live = Subquery(live.order_by().values("label_tile").annotate(n=Count("pk")).values("n"))
        tiles = self.open().annotate(n_slots_used=F("n_answers") + Coalesce(n_live, 0))
        return tiles.filter(n_slots_used__lt=Coalesce(F("target"), target))

    def not_assigned_to(self, contributor: Contributor) -> Self:
        own = Assignment.objects.held().filter(contributor=contributor, label_tile=OuterRef("pk"))
        return self.filter(~Exists(own))

    def in_queue_order(self) -> Self:
        return self.order_by("-priority", "pk")

    def for_page(self) -> Self:
        """With just the columns that the labelling page needs: this query runs for every tile served."""
        own = [field.attname for field in LabelTile._meta.concrete_fields]
        return self.select_related("tile__source", "segmentation").only(*own, *PAGE_COLUMNS)

    def awaiting_consensus(self) -> Self:
        return self.filter(needs_consensus=True)


class LabelTile(models.Model):
    """A tile in a campaign's labelling queue. (label tile, number) identifies a superpixel."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="label_tiles")
    tile = models.ForeignKey(Tile, on_delete=models.PROTECT, related_name="+")
    segmentation = models.ForeignKey(TileSegmentation, on_delete=models.PROTECT, related_name="+")
    priority = models.FloatField(default=0.0)
    """Tiles with a higher priority are served first."""
    n_answers = models.PositiveSmallIntegerField(default=0)
    """Contributors who have answered the whole tile and are not excluded."""
    target = models.PositiveSmallIntegerField(null=True, blank=True)
    """Answers wanted; null means the campaign's first stage (`votes_to_agree`). Finished answers and live
    leases together never exceed it."""
    is_done = models.BooleanField(default=False)
    reason = models.CharField(max_length=40, choices=Reason, default=Reason.UNRANKED)
    """Why the tile is served."""
    is_random = models.BooleanField(default=False)
    """Drawn at random from the region before any model rated it, and served whatever a model predicts: only
    these tiles give unbiased estimates of prevalence and precision."""
    is_outside = models.BooleanField(default=False)
    """The campaign's region was changed and does not hold it any more: it is not asked, its answers stay."""
    needs_consensus = models.BooleanField(default=False)
    """There are votes that the consensus does not include."""
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
        return campaign.votes_to_agree if self.target is None else self.target

    @property
    def serving_reason(self) -> Reason:
        if self.n_answers and self.reason not in LASTING:
            return Reason.ANOTHER_VOTE
        return Reason(self.reason)

    def count_live_leases(self, excluding: "Assignment | None" = None) -> int:
        live = self.assignments.live().filter(is_gold=False)
        return live.exclude(pk=excluding.pk).count() if excluding else live.count()

    def mark_for_consensus(self) -> None:
        if not self.needs_consensus:
            self.needs_consensus = True
            self.save(update_fields=["needs_consensus"])

    def count_answers(self) -> None:
        """Recount the finished answers. The caller locks the row."""
        done = self.assignments.filter(state=Assignment.State.DONE, is_gold=False)
        excluded = self.campaign.participations.excluded().values("contributor")
        self.n_answers = done.exclude(contributor__in=excluded).count()
        self.is_done = self.n_answers >= self.wanted
        self.needs_consensus = True
        self.save(update_fields=["n_answers", "is_done", "needs_consensus"])


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def live(self) -> Self:
        return self.filter(state=Assignment.State.LEASED, leased_until__gt=timezone.now())

    def held(self) -> Self:
        live = Q(state=Assignment.State.LEASED, leased_until__gt=timezone.now())
        return self.filter(live | Q(state__in=Assignment.FINISHED))

    def finished(self) -> Self:
        return self.filter(state__in=Assignment.FINISHED)

    def for_page(self) -> Self:
        return self.select_related("label_tile__tile__source", "label_tile__segmentation")


class Assignment(models.Model):
    """A short lease of a tile to a contributor; `done` once the whole tile is answered."""

    class State(models.TextChoices):
        LEASED = "leased"
        DONE = "done"
        SURPLUS = "surplus"
        """Finished when no slot was open. The votes count towards the consensus like any others; the answer
        fills the next slot that opens."""
        RELEASED = "released"

    FINISHED = (State.DONE, State.SURPLUS)

    label_tile = models.ForeignKey(LabelTile, on_delete=models.CASCADE, related_name="assignments")
    contributor = models.ForeignKey(Contributor, on_delete=models.CASCADE, related_name="assignments")
    state = models.CharField(max_length=10, choices=State, default=State.LEASED)
    leased_until = models.DateTimeField(default=lease_end)
    reason = models.CharField(max_length=40, choices=Reason, blank=True)
    """Why the queue chose this tile; never shown to volunteers."""
    is_gold = models.BooleanField(default=False)
    """Hidden gold: takes no slot. Never sent to clients."""
    clock = models.BigIntegerField(default=0)
    """Client's milliseconds of the latest finishing or reopening. Earlier ones that arrive late are
    ignored."""
    viewing = models.JSONField(default=dict, blank=True)
    """`seconds` on the screen, `max_zoom` reached, seconds with `outlines_off`."""
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    feedback_at = models.DateTimeField(null=True, blank=True)
    """When the contributor first saw the expert's answers. Only their answers before that count for their
    skill."""

    is_first = False
    """Not stored. True for a new lease on a tile that the contributor never had, so without votes to
    load."""

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

    def record_feedback(self) -> None:
        Assignment.objects.filter(pk=self.pk, feedback_at__isnull=True).update(feedback_at=timezone.now())

    def reopen(self, clock: int) -> None:
        holds_slot = self.is_live or self.state == Assignment.State.DONE
        self.leased_until = lease_end() if holds_slot else timezone.now()
        self.state, self.clock, self.finished_at = Assignment.State.LEASED, clock, None
        self.save(update_fields=["state", "clock", "finished_at", "leased_until"])
