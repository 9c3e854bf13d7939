"""Makers of readers' reports, and a browser's proof of work."""

from itertools import count
from typing import Any

from detection.models import ReaderReport, Release
from detection.reports import proof
from detection.reports.services.send_report import send_report


def make_report(release: Release, number: int | None = None, **said: Any) -> ReaderReport:
    """About the place of this number; without one, about a place that is missing."""
    place = release.places.get(number=number) if number else None
    fields: dict[str, Any] = {"text": "A pond, dug by beavers", "lng": 27.5, "lat": 51.3}
    if place is not None:
        fields |= {"reason": "no_scar", "lng": place.lng, "lat": place.lat}
    kind = ReaderReport.Kind.WRONG if place else ReaderReport.Kind.MISSED
    return send_report(release=release, place=place, kind=kind, **(fields | said))


def solve(challenge: str) -> dict[str, str]:
    """The fields that the page's script fills in."""
    for nonce in count():
        if proof.leading_zeros(f"{challenge}:{nonce}") >= proof.BITS:
            return {"challenge": challenge, "nonce": str(nonce)}
    raise AssertionError("unreachable")


def proven() -> dict[str, str]:
    return solve(proof.new_challenge())
