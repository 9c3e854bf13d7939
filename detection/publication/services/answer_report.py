from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from detection.places.models import Place
from detection.publication.models import ReaderReport
from detection.review.services.void_reviews import void_reviews_of_place


@transaction.atomic
def answer_report(*, report: ReaderReport, editor: User, state: str) -> ReaderReport:
    """When the reader is right, the decisions on the place become void: the next release leaves it out unless
    it was reviewed anew until then."""
    report = ReaderReport.objects.select_for_update().get(pk=report.pk)
    accepts = state == ReaderReport.State.ACCEPTED and report.state != ReaderReport.State.ACCEPTED
    report.state = ReaderReport.State(state)
    report.answered_by = None if report.state == ReaderReport.State.OPEN else editor
    report.answered_at = None if report.state == ReaderReport.State.OPEN else timezone.now()
    report.save(update_fields=["state", "answered_by", "answered_at"])
    if accepts and report.place is not None:
        place = Place.objects.get(campaign=report.campaign_id, number=report.place.number)
        reason = _("A reader’s report was accepted: %(text)s") % {"text": report.text[:500]}
        void_reviews_of_place(place=place, voided_by=editor, reason=reason)
    return report
