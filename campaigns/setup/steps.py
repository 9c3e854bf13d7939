"""The steps from a question to a room full of volunteers, and which of them are done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, CampaignDraft
from campaigns.setup.question import has_question
from campaigns.setup.targets import STEPS, Target

State = Literal["done", "current", "open"]

TITLES: dict[str, Promise | str] = {
    "question": _("Question"),
    "imagery": _("Imagery"),
    "region": _("Region"),
    "superpixels": _("Superpixels"),
    "first-labels": _("First labels"),
    "people": _("People"),
    "ready": _("Ready"),
}
"""In the order of the journey. The first four are a draft's; then the campaign is created."""

_PAGES = {"first-labels": "first-labels", "people": "people", "ready": "campaign-ready"}
_CHECKS: dict[str, Callable[[Campaign], bool]] = {
    "people": lambda campaign: campaign.memberships.count() > 1 or campaign.invitations.open().exists(),
}


@dataclass(frozen=True)
class Step:
    number: int
    name: str
    title: Promise | str
    state: State
    url: str
    """Empty where the step cannot be opened yet."""

    @property
    def is_done(self) -> bool:
        return self.state == "done"


def tell_done_by(step: str, check: Callable[[Campaign], bool]) -> None:
    """Let a package above decide when its step is done; called by its AppConfig.ready."""
    _CHECKS[step] = check


def steps_of(target: Target | None, current: str) -> list[Step]:
    """All seven steps of a draft (None: not stored yet) or a campaign."""
    return [_step(number, name, target, current) for number, name in enumerate(TITLES, start=1)]


def step_url(target: Target | None, step: str) -> str:
    """Address of a step; empty where it cannot be opened yet."""
    if target is not None and step in STEPS:
        return target.step_url(step)
    return reverse(_PAGES[step], args=[target.slug]) if isinstance(target, Campaign) else ""


def after_saving(target: Target, step: str) -> HttpResponse:
    """Where “Save” leads: to a draft's next step, back to a campaign's settings."""
    if isinstance(target, Campaign) and step in STEPS:
        return redirect("campaign-settings", target.slug)
    later = list(TITLES)[list(TITLES).index(step) + 1 :]
    return redirect(next(filter(None, (step_url(target, one) for one in later)), "new-campaign"))


def next_open_step(draft: CampaignDraft) -> Step:
    """Where its owner goes on."""
    return next(step for step in steps_of(draft, "") if step.state == "open")


def _step(number: int, name: str, target: Target | None, current: str) -> Step:
    state: State = "current" if name == current else "done" if _is_done(name, target) else "open"
    return Step(number, name, TITLES[name], state, step_url(target, name))


def _is_done(name: str, target: Target | None) -> bool:
    if target is None:
        return False
    if isinstance(target, Campaign):
        return name in STEPS or _CHECKS.get(name, _never)(target)
    parts = {"question": has_question(target), "imagery": target.source_id, "region": target.region}
    return bool(parts.get(name))


def _never(campaign: Campaign) -> bool:
    return False
