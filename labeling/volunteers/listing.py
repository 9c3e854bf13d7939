"""A campaign's volunteers with their figures: who needs attention first, unless asked otherwise."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign
from labeling.models import Assignment, ExclusionEntry, Participation, Skill

JUST_NOW = timedelta(minutes=2)
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
    last_active: datetime | None = None
    """When they last finished a tile."""

    @property
    def is_active_now(self) -> bool:
        return self.last_active is not None and timezone.now() - self.last_active < JUST_NOW

    @property
    def suspicions(self) -> list[Skill.Suspicion]:
        return [Skill.Suspicion(name) for name in self.skill.suspicions] if self.skill else []

    @property
    def is_suspect(self) -> bool:
        return bool(self.suspicions) and not self.participation.is_excluded

    @property
    def reasons(self) -> list[str]:
        """The suspicions in words, with the figures behind them; the gravest first."""
        return [_in_words(suspicion, self.skill) for suspicion in self.suspicions if self.skill]

    @property
    def gravity(self) -> int:
        return sum(GRAVITY[suspicion] for suspicion in self.suspicions)

    @property
    def order(self) -> tuple[int, int, int, int]:
        n_votes = self.skill.n_votes if self.skill else 0
        return self.participation.is_excluded, -self.gravity, -n_votes, self.participation.pk


@dataclass(frozen=True)
class Column:
    """One by which the table can be sorted."""

    title: str | Promise
    value: Callable[[Volunteer], float | str | None]
    falls: bool = True
    """Whether the first click puts the largest on top."""


def _figure(name: str) -> Callable[[Volunteer], float | None]:
    return lambda one: getattr(one.skill, name, None)


COLUMNS = {
    "name": Column(
        gettext_lazy("Volunteer"), lambda one: str(one.participation.contributor).casefold(), falls=False
    ),
    "attention": Column(gettext_lazy("Why to look"), lambda one: one.gravity * one.is_suspect or None),
    "skill": Column(gettext_lazy("Skill"), _figure("value"), falls=False),
    "gold": Column(gettext_lazy("Correct on gold"), lambda one: _share_of_gold(one.skill), falls=False),
    "answers": Column(gettext_lazy("Answers"), _figure("n_votes")),
    "agreement": Column(gettext_lazy("Agreement"), _figure("agreement"), falls=False),
    "pace": Column(gettext_lazy("Seconds per tile"), _figure("seconds_per_tile"), falls=False),
    "active": Column(
        gettext_lazy("Last active"), lambda one: one.last_active.timestamp() if one.last_active else None
    ),
}


@dataclass(frozen=True)
class Sorting:
    """An order of the table: a column's name, with a minus for the largest first; empty for attention."""

    asked: str = ""

    @property
    def column(self) -> str:
        return self.asked.removeprefix("-")

    @property
    def falls(self) -> bool:
        return self.asked.startswith("-")

    def apply(self, volunteers: list[Volunteer]) -> list[Volunteer]:
        """Who has no figure in the column comes last, whatever the direction."""
        column = COLUMNS.get(self.column)
        if column is None:
            return volunteers
        having = [one for one in volunteers if column.value(one) is not None]
        rest = [one for one in volunteers if column.value(one) is None]
        return sorted(having, key=column.value, reverse=self.falls) + rest  # type: ignore[arg-type] # no None left

    def heads(self) -> list[dict[str, str | Promise]]:
        """Of each column: its title, the order that a click asks for, and the present one for aria-sort."""
        return [self._head(name, column) for name, column in COLUMNS.items()]

    def _head(self, name: str, column: Column) -> dict[str, str | Promise]:
        is_this = name == self.column
        falls_next = not self.falls if is_this else column.falls
        present = ("descending" if self.falls else "ascending") if is_this else ""
        return {"title": column.title, "sort": ("-" if falls_next else "") + name, "present": present}


def volunteers_of(campaign: Campaign) -> list[Volunteer]:
    """Suspects first, excluded ones last."""
    known = Q(skill__isnull=False) | Q(is_excluded=True)
    rows = Participation.objects.filter(known, campaign=campaign).select_related(
        "contributor", "event", "skill"
    )
    logs: dict[int, list[ExclusionEntry]] = defaultdict(list)
    for entry in ExclusionEntry.objects.filter(participation__campaign=campaign).select_related("author"):
        logs[entry.participation_id].append(entry)
    active = _last_active(campaign)
    found = [
        Volunteer(row, getattr(row, "skill", None), logs[row.pk], active.get(row.contributor_id))
        for row in rows
    ]
    return sorted(found, key=lambda volunteer: volunteer.order)


def _last_active(campaign: Campaign) -> dict[UUID, datetime | None]:
    finished = Assignment.objects.finished().filter(label_tile__campaign=campaign).order_by()
    return dict(finished.values_list("contributor").annotate(last=Max("finished_at")))


def _share_of_gold(skill: Skill | None) -> float | None:
    return skill.gold_right / skill.gold_answers if skill and skill.gold_answers else None


def _in_words(suspicion: Skill.Suspicion, skill: Skill) -> str:
    figures = {
        "right": skill.gold_right,
        "n": skill.gold_answers,
        "high": f"{skill.high * 100:.0f}",
        "yes": f"{(skill.share_positive or 0) * 100:.0f}",
        "seconds": f"{skill.seconds_per_tile or 0:.0f}",
    }
    words = {
        Skill.Suspicion.GOLD: _("Below chance on gold: %(right)s of %(n)s right"),
        Skill.Suspicion.CHANCE: _("No better than chance: skill %(high)s %% at best"),
        Skill.Suspicion.SAME: _("Always the same answer: “yes” in %(yes)s %%"),
        Skill.Suspicion.FAST: _("Too fast: %(seconds)s s per tile"),
    }
    return words[suspicion] % figures
