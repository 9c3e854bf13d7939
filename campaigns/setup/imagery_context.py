"""What the imagery page shows: the look under way, and four ways to choose imagery."""

import os
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse

from campaigns.models import CampaignDraft
from campaigns.setup.confirming import Unconfirmed
from campaigns.setup.imagery_forms import AboutForm, about_probe
from campaigns.setup.looking import UPLOADS, CannotLook
from campaigns.setup.probe_facts import ProbeFacts, hint_of
from campaigns.setup.source_access import may_change_source, may_teach
from campaigns.setup.targets import Target
from imagery import wayback
from imagery.keys import key_of
from imagery.models import ImagerySource, SourceProbe, Tile
from imagery.presets import PRESETS, Preset
from imagery.readers.raster_files import list_rasters

WAYS = {"address": "address", "file": "file", "raster": "file", "preset": "preset", "source": "source"}
MAX_SOURCES = 60


@dataclass(frozen=True)
class PresetChoice:
    preset: Preset
    wants_key: bool
    """False where the operator has given one."""
    lists: bool
    """Whether a worker lists what the preset asks for."""


def page_context(
    target: Target,
    user: User,
    *,
    probe: SourceProbe | None = None,
    about: AboutForm | None = None,
    error: CannotLook | None = None,
    unconfirmed: Unconfirmed | None = None,
    given: Any = None,
) -> dict[str, Any]:
    given = given or {}
    return {
        "target": target,
        "step": "imagery",
        "is_draft": isinstance(target, CampaignDraft),
        "error": error,
        "unconfirmed": unconfirmed,
        "given": given,
        "open_way": _open_way(target, probe, error, given),
        "sources": _sources(user),
        "presets": preset_choices(),
        "rasters": [one for one in list_rasters() if not one.path.startswith(UPLOADS)],
        "can_upload": can_upload(),
        "max_upload_bytes": settings.MAX_IMAGERY_BYTES,
        **_addresses(target, probe),
        **(_context_of_probe(probe, user, about) if probe else {}),
    }


def _addresses(target: Target, probe: SourceProbe | None) -> dict[str, str]:
    prefix, name = ("draft", target.pk) if isinstance(target, CampaignDraft) else ("settings", target.slug)
    again = reverse(f"{prefix}-imagery-again", args=[name, probe.pk]) if probe else ""
    return {
        "page_url": target.step_url("imagery"),
        "look_url": reverse(f"{prefix}-imagery-look", args=[name]),
        "upload_url": reverse(f"{prefix}-imagery-upload", args=[name]),
        "again_url": again,
    }


def _context_of_probe(probe: SourceProbe, user: User, about: AboutForm | None) -> dict[str, Any]:
    is_new = probe.state == SourceProbe.State.READY and probe.source is None
    return {
        "probe": probe,
        "facts": ProbeFacts(probe),
        "hint": hint_of(probe),
        "may_teach": ProbeFacts(probe).can_teach and may_teach(user, probe),
        "about": about or (about_probe(probe) if is_new else None),
    }


def _open_way(target: Target, probe: SourceProbe | None, error: CannotLook | None, given: Any) -> str:
    """Which of the four ways is unfolded: the one with an error, none beside a look or a source."""
    if error is not None and probe is None:
        return WAYS.get(given.get("way", error.field), "address")
    if probe is not None and probe.upload and probe.state == SourceProbe.State.FAILED:
        return "file"
    return "" if probe or target.source_id else "address"


def _sources(user: User) -> list[dict[str, Any]]:
    """Newest first; `has_picture` says whether a stored picture may stand for the source."""
    found = list(ImagerySource.objects.order_by("-created_at")[:MAX_SOURCES])
    pictures = Tile.objects.ready().filter(source__in=found, picture__gt="")
    pictured = set(pictures.values_list("source", flat=True).distinct())
    return [
        {
            "source": source,
            "has_picture": source.pk in pictured,
            "may_change": may_change_source(user, source),
        }
        for source in found
    ]


def preset_choices() -> list[PresetChoice]:
    return [
        PresetChoice(
            preset,
            wants_key=preset.needs_key and not _has_key(preset),
            lists=preset.slug == wayback.PRESET,
        )
        for preset in PRESETS
    ]


def _has_key(preset: Preset) -> bool:
    return bool(key_of(ImagerySource(slug=preset.slug, preset=preset.slug, url=preset.url)))


def can_upload() -> bool:
    """Whether the folder for uploads can be written to."""
    folder = settings.RASTER_ROOT / UPLOADS
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK)
