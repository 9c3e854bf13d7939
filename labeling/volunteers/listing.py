"""A campaign's volunteers with their figures: suspects first, excluded ones last."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from campaigns.models import Campaign
from labeling.models import ExclusionEntry, Participation, Skill

GRAVITY = {
    Skill.Suspicion.GOLD: 3,
    Skill.Suspicion.CHANCE: 3,
    Skill.Suspicion.SAME: 2,
    Skill.Suspicion.FAST: 1,
}


@dataclass(frozen=True)
class Volunteer:
    participation: Participation
    skill: Skill | None
    """None before the first estimate."""
    log: list[ExclusionEntry]
    """Newest first."""

    @property
    def suspicions(self) -> list[Skill.Suspicion]:
        return [Skill.Suspicion(name) for name in self.skill.suspicions] if self.skill else []

    @property
    def is_suspect(self) -> bool:
        return bool(self.suspicions) and not self.participation.is_excluded

    @property
    def order(self) -> tuple[int, int, int, int]:
        gravity = sum(GRAVITY[suspicion] for suspicion in self.suspicions)
        n_votes = self.skill.n_votes if self.skill else 0
        return self.participation.is_excluded, -gravity, -n_votes, self.participation.pk


def volunteers_of(campaign: Campaign) -> list[Volunteer]:
    known = Q(skill__isnull=False) | Q(is_excluded=True)
    rows = Participation.objects.filter(known, campaign=campaign).select_related(
        "contributor", "event", "skill"
    )
    logs: dict[int, list[ExclusionEntry]] = defaultdict(list)
    for entry in ExclusionEntry.objects.filter(participation__campaign=campaign).select_related("author"):
        logs[entry.participation_id].append(entry)
    found = [Volunteer(row, getattr(row, "skill", None), logs[row.pk]) for row in rows]
    return sorted(found, key=lambda volunteer: volunteer.order)
