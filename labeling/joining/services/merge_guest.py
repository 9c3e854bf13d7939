from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from labeling.models import (
    Assignment,
    Contributor,
    ExclusionEntry,
    LabelTile,
    Participation,
    TutorialStep,
    Vote,
)


@transaction.atomic
def merge_guest(*, guest: Contributor, user: User) -> Contributor:
    """Give a guest's work to an account: the guest becomes the account's contributor or, if it has one, is
    merged into it. Returns the account's contributor. Repeating it changes nothing."""
    # `no_key`: a vote that comes in meanwhile names its contributor, and would wait for a full lock while it
    # holds the tile that is wanted here.
    guest = Contributor.objects.select_for_update(no_key=True).get(pk=guest.pk)
    account = Contributor.objects.select_for_update(no_key=True).filter(user=user).first()
    if guest.user_id is not None or guest.merged_into_id is not None:
        return account or guest
    if account is None:
        guest.user = user
        guest.save(update_fields=["user"])
        return guest
    participations = _lock_participations(guest, account)
    _merge_tiles(guest, account)
    for participation in participations:
        _merge_participation(participation, account)
    guest.merged_into = account
    guest.save(update_fields=["merged_into"])
    return account


def _lock_participations(guest: Contributor, account: Contributor) -> list[Participation]:
    # Those of both are locked, and before any tile, in the order in which an exclusion locks them.
    both = Participation.objects.filter(contributor__in=[guest, account]).order_by("pk")
    return [one for one in both.select_for_update(no_key=True) if one.contributor_id == guest.pk]


def _merge_tiles(guest: Contributor, account: Contributor) -> None:
    # Where both have answered a tile, the account's answers stand: one person has one vote.
    worked_on = Assignment.objects.filter(contributor=guest).values("label_tile")
    rows = LabelTile.objects.filter(pk__in=worked_on).select_related("campaign")
    tiles = list(rows.select_for_update(of=("self",)).order_by("pk"))
    holding = Assignment.objects.filter(contributor=account, label_tile__in=tiles)
    both = set(holding.exclude(state=Assignment.State.RELEASED).values_list("label_tile", flat=True)) | set(
        Vote.objects.filter(contributor=account, label_tile__in=tiles).values_list("label_tile", flat=True)
    )
    doubled = Vote.objects.filter(contributor=guest, label_tile__in=both, superseded_at__isnull=True)
    doubled.update(superseded_at=timezone.now())
    Assignment.objects.filter(contributor=guest, label_tile__in=both).update(state=Assignment.State.RELEASED)
    Vote.objects.filter(contributor=guest).update(contributor=account)
    Assignment.objects.filter(contributor=guest).update(contributor=account)
    LabelTile.objects.filter(pk__in=[tile.pk for tile in tiles]).update(needs_consensus=True)
    for tile in tiles:
        if tile.pk in both:
            tile.count_answers()


def _merge_participation(participation: Participation, account: Contributor) -> None:
    own = account.participations.filter(campaign=participation.campaign_id).first()
    if own is None:
        Participation.objects.filter(pk=participation.pk).update(contributor=account)
        return
    steps = TutorialStep.objects.filter(participation=own)
    latest = steps.aggregate(latest=Max("attempt"))["latest"] or 0
    participation.tutorial_steps.update(participation=own, attempt=F("attempt") + latest)
    ExclusionEntry.objects.filter(participation=participation).update(participation=own)
    own.is_excluded = own.is_excluded or participation.is_excluded
    own.tutorial_passed_at = own.tutorial_passed_at or participation.tutorial_passed_at
    own.event = participation.event or own.event
    own.team = participation.team or own.team
    own.came_by_role = own.came_by_role and participation.came_by_role
    own.save(update_fields=["is_excluded", "tutorial_passed_at", "event", "team", "came_by_role"])
    participation.delete()
