from typing import Any

from django.db import IntegrityError, transaction

from detection.publication.models import Release, ReleasePlace
from detection.reports.models import ReaderReport

TRIES = 5


def send_report(
    *,
    release: Release,
    text: str,
    lng: float,
    lat: float,
    kind: str = ReaderReport.Kind.WRONG,
    reason: str = "",
    place: ReleasePlace | None = None,
    shape: dict[str, Any] | None = None,
    contact: str = "",
) -> ReaderReport:
    """Store a reader's report. While it is open, the same one sent again is the same report."""
    said: dict[str, Any] = {
        "release": release,
        "place": place,
        "kind": kind,
        "reason": reason,
        "contact": contact,
    }
    said |= {"lng": lng, "lat": lat, "text": text}
    known = ReaderReport.objects.open().filter(campaign=release.campaign, **said)
    same = next((report for report in known if report.shape == shape), None)
    return same or _store(release, {**said, "shape": shape})


def _store(release: Release, said: dict[str, Any]) -> ReaderReport:
    reports = ReaderReport.objects.filter(campaign=release.campaign)
    for tries_left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return reports.create(campaign=release.campaign, number=reports.next_number(), **said)
        except IntegrityError:  # another report took the number
            if not tries_left:
                raise
    raise AssertionError("unreachable")
