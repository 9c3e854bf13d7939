from detection.publication.models import ReaderReport, Release, ReleasePlace


def report_error(
    *, release: Release, text: str, lng: float, lat: float, place: ReleasePlace | None = None
) -> ReaderReport:
    report, _ = ReaderReport.objects.get_or_create(
        campaign=release.campaign, release=release, place=place, lng=lng, lat=lat, text=text
    )
    return report
