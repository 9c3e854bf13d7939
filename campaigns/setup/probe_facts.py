"""What a look at a source has found, in words and figures for the page."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from imagery import wayback
from imagery.messages import from_json
from imagery.models import SourceProbe
from imagery.places import is_worldwide
from imagery.source_kinds import SourceKind

LONG_WAIT = timedelta(seconds=8)
COARSER = 1.05
"""Above this ratio the pictures are blown up; below it the figures are equal but for rounding."""


def hint_of(probe: SourceProbe) -> str:
    """Why nobody has looked yet; empty while that is no wonder."""
    waits_long = timezone.now() - probe.state_at > LONG_WAIT
    if probe.state == SourceProbe.State.QUEUED and waits_long:
        return _("No worker is free yet. The look begins as soon as one is. Is a worker running?")
    return ""


@dataclass(frozen=True)
class ProbeFacts:
    probe: SourceProbe

    @property
    def found(self) -> dict[str, Any]:
        return dict(self.probe.result)

    @property
    def is_wayback(self) -> bool:
        """Whether its layers are Wayback's releases."""
        return bool(self.probe.fields.get("preset") == wayback.PRESET)

    @property
    def kind(self) -> str:
        """Its name; empty while it is not known."""
        kind = self.found.get("kind") or self.probe.fields.get("kind") or ""
        return str(SourceKind(kind).label) if kind else ""

    @property
    def dates(self) -> list[date]:
        """First and last, one when they are the same; none when unknown."""
        given = [self.found.get("captured_from"), self.found.get("captured_to")]
        return sorted({date.fromisoformat(one) for one in given if one})

    @property
    def metres_per_pixel(self) -> float | None:
        """On the ground, at the campaign's zoom."""
        return self.found.get("metres_per_pixel")

    @property
    def own_metres_per_pixel(self) -> float | None:
        """Of the source's most detailed pictures."""
        return self.found.get("own_metres_per_pixel")

    @cached_property
    def is_coarser(self) -> bool:
        """Whether the campaign's zoom blows the pictures up."""
        own, asked = self.own_metres_per_pixel, self.metres_per_pixel
        return bool(own and asked and own > COARSER * asked)

    @property
    def times_coarser(self) -> float:
        return float(self.own_metres_per_pixel or 1) / float(self.metres_per_pixel or 1)

    @property
    def fitting_zoom(self) -> int | None:
        """A zoom for the campaign without blowing up; None when its own fits."""
        fitting = self.found.get("fitting_zoom")
        return fitting if self.is_coarser and fitting != self.probe.zoom else None

    @property
    def is_worldwide(self) -> bool:
        bounds = self.found.get("bounds")
        return bool(bounds and is_worldwide((bounds[0], bounds[1], bounds[2], bounds[3])))

    @property
    def notes(self) -> list[str]:
        """What is wrong with parts of the source, in the reader's language."""
        return [str(from_json(note)) for note in self.found.get("notes") or []]

    @property
    def can_teach(self) -> bool:
        """Whether the picture may be what the provider shows where it has nothing."""
        return bool(self.found.get("sends_parts"))

    @property
    def missing_percent(self) -> float:
        return 100 * float(self.found.get("missing_share", 0))

    @property
    def place(self) -> str:
        """As it is typed again: latitude first."""
        if self.probe.lat is None or self.probe.lng is None:
            return ""
        return f"{self.probe.lat:.5f}, {self.probe.lng:.5f}"

    @property
    def layers(self) -> list[dict[str, Any]]:
        """To choose from; `is_chosen` marks the one that was looked at."""
        layers = self.found.get("layers") or []
        return [{**layer, "is_chosen": is_chosen(self.probe.fields, layer)} for layer in layers]

    @property
    def times(self) -> list[str]:
        """Of the chosen layer, newest first."""
        chosen = [layer for layer in self.layers if layer["is_chosen"]]
        return list(reversed(chosen[0]["times"])) if chosen else []


def is_chosen(fields: dict[str, Any], layer: dict[str, Any]) -> bool:
    if "columns" in layer:
        return bool(fields.get("url") == layer["columns"]["url"])
    return all((layer[name] or "") == fields.get(name, "") for name in ("layer", "style", "matrix_set"))
