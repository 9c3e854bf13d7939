from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from detection.places.models import Place
from detection.reports.models import ReaderReport
from detection.review.services.void_reviews import void_reviews_of_place
from labeling.interface import drop_place, keep_place

State = ReaderReport.State


@transaction.atomic
def answer_report(
    *,
    report: ReaderReport,
    editor: User,
    state: str,
    public_answer: str = "",
    text_is_public: bool = False,
) -> ReaderReport:
    """When the reader is right about a place, the decisions on it become void: the next release leaves it out
    unless it was reviewed anew until then. A place that was missed is kept as a known one. Opening a report
    again takes the answer off all public pages."""
    report = ReaderReport.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=report.pk)
    before, report.state = report.state, State(state)
    report.answered_by = None if report.is_open else editor
    report.answered_at = None if report.is_open else timezone.now()
    report.public_answer = "" if report.is_open else public_answer.strip()
    report.text_is_public = text_is_public and not report.is_open
    if report.state == State.ACCEPTED and before != State.ACCEPTED:
        _act_on(report, editor)
    elif before == State.ACCEPTED and report.state != State.ACCEPTED and report.known_place:
        drop_place(campaign=report.campaign, pk=report.known_place)
        report.known_place = None
    report.save()
    return report


def _act_on(report: ReaderReport, editor: User) -> None:
    if report.kind == ReaderReport.Kind.MISSED:
        report.known_place = keep_place(
            campaign=report.campaign,
            geometry=report.geometry,
            name=_("Reader’s report %(n)d") % {"n": report.number},
            note=report.text[:300],
            author=editor,
        )
    elif report.place is not None:
        place = Place.objects.get(campaign=report.campaign_id, number=report.place.number)
        reason = _("A reader’s report was accepted: %(text)s") % {"text": report.text[:500]}
        void_reviews_of_place(place=place, voided_by=editor, reason=reason)
