"""Whose decisions count in a campaign, and which were declared void."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Exists, Max, OuterRef, Q

from campaigns.models import Campaign, Membership
from campaigns.roles import Role
from detection.review.models import Review


@dataclass(frozen=True)
class EditorRow:
    editor: User
    role: str
    """In words; empty when it has ended."""
    n_valid: int
    n_void: int


def editors_of(campaign: Campaign) -> list[EditorRow]:
    """Everybody who has decided, those whose role has ended first."""
    made = Q(reviews__detection__run__campaign=campaign, reviews__carried_from__isnull=True)
    valid = made & Q(reviews__voided_at__isnull=True, reviews__undone_at__isnull=True)
    people = User.objects.filter(reviews__detection__run__campaign=campaign).distinct()
    counted = people.annotate(
        n_valid=Count("reviews", filter=valid, distinct=True),
        n_void=Count("reviews", filter=made & Q(reviews__voided_at__isnull=False), distinct=True),
    )
    members = Membership.objects.filter(campaign=campaign, role__in=(Role.EDITOR, Role.ADMIN))
    roles = {member.user_id: member.get_role_display() for member in members}
    rows = [EditorRow(one, roles.get(one.pk, ""), one.n_valid, one.n_void) for one in counted]
    return sorted(rows, key=lambda row: (bool(row.role), row.editor.get_username()))


def reviewers_of(campaign: Campaign) -> list[str]:
    """User names of everybody who decides now or has decided."""
    editors = Membership.objects.filter(
        campaign=campaign, user=OuterRef("pk"), role__in=(Role.EDITOR, Role.ADMIN)
    )
    decided = Review.objects.filter(editor=OuterRef("pk"), detection__run__campaign=campaign)
    people = User.objects.filter(Q(Exists(editors)) | Q(Exists(decided)))
    return list(people.order_by("username").values_list("username", flat=True))


def void_records(campaign: Campaign) -> list[dict[str, Any]]:
    """By whom, when, why and how many decisions were declared void, the newest first."""
    void = Review.objects.filter(detection__run__campaign=campaign, voided_at__isnull=False)
    columns = void.order_by().values("voided_at", "voided_by__username", "void_reason")
    counted = columns.annotate(
        n=Count("pk"), editors=Count("editor", distinct=True), editor=Max("editor__username")
    )
    return [dict(record) for record in counted.order_by("-voided_at")]
