from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from campaigns.models import CampaignDraft, SuperpixelPreview
from campaigns.setup.targets import Target

SETTINGS = ("zoom", "n_segments", "compactness", "sigma", "deal")


def preview_of(target: Target) -> SuperpixelPreview:
    """The target's preview, made with its present settings when there is none."""
    owner = {"draft": target} if isinstance(target, CampaignDraft) else {"campaign": target}
    present = {name: getattr(target, name) for name in SETTINGS if name != "deal"}
    preview, _ = SuperpixelPreview.objects.get_or_create(**owner, defaults=present)
    return preview


def request_preview(*, target: Target, settings: Mapping[str, Any]) -> SuperpixelPreview:
    """Note what is to be shown. Whatever was requested before is dropped by the worker."""
    preview = preview_of(target)
    chosen = {name: settings[name] for name in SETTINGS if name in settings}
    SuperpixelPreview.objects.filter(pk=preview.pk).update(changed_at=timezone.now(), **chosen)
    preview.count_request()
    return preview
