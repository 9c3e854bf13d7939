"""The thank-you page: labelling knows what the answers changed, detection how the model improved."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from campaigns.models import Campaign
from detection.training.models import ModelVersion
from labeling.events.contribution import contribution_of
from labeling.interface import update_consensus
from labeling.joining.identity import participation_in, visible_campaigns


@dataclass(frozen=True)
class ModelProgress:
    """The model before a volunteer began, and the newest one."""

    before: ModelVersion | None
    now: ModelVersion

    @property
    def f1_before(self) -> Any:
        return self.before.metrics.get("f1") if self.before else None

    @property
    def f1_now(self) -> Any:
        return self.now.metrics.get("f1")


def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = get_object_or_404(visible_campaigns(request), slug=slug)
    participation = participation_in(request, campaign)
    if participation is None:
        return render(request, "labeling/joining/not_joined.html", {"campaign": campaign}, status=403)
    update_consensus(campaign=campaign)
    contribution = contribution_of(participation)
    context: dict[str, Any] = {
        "campaign": campaign,
        "participation": participation,
        "event": participation.event,
        "contribution": contribution,
        "learning": model_progress_since(campaign, contribution.began_at),
    }
    return render(request, "webapp/thanks.html", context)


def model_progress_since(campaign: Campaign, began_at: datetime | None) -> ModelProgress | None:
    if began_at is None:
        return None
    models = campaign.model_versions.newest_first()
    now = models.filter(created_at__gt=began_at).first()
    return ModelProgress(before=models.filter(created_at__lte=began_at).first(), now=now) if now else None
