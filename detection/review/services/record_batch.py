from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from detection.review.batches import MAX_FINDINGS, batch_of
from detection.review.errors import OtherFindings, TooManyFindings
from detection.review.models import ReviewBatch
from detection.review.services.record_review import record_review
from detection.runs.finding_models import Detection
from detection.runs.models import DetectionRun


@transaction.atomic
def record_batch(
    *, editor: User, run: DetectionRun, query: Mapping[str, Any], shown: str, said: Mapping[str, str]
) -> ReviewBatch:
    """Decide in the same way on all findings of a list, completely or not at all. `shown` is the key of those
    that the editor was shown. Raises TooManyFindings or OtherFindings."""
    found = batch_of(editor, run, query)
    if not 0 < found.n <= MAX_FINDINGS:
        raise TooManyFindings(
            _("Choose from 1 to %(most)d findings. Narrow the filters.") % {"most": MAX_FINDINGS}
        )
    if found.key != shown:
        raise OtherFindings(_("The list has changed meanwhile. Look at it again, then decide."))
    batch = ReviewBatch.objects.create(campaign=run.campaign, editor=editor, n_findings=found.n)
    # In the order in which others lock several findings.
    for detection in Detection.objects.filter(pk__in=found.ids).order_by("pk"):
        record_review(detection=detection, editor=editor, batch=batch, **_words(said))
    return batch


def _words(said: Mapping[str, str]) -> dict[str, Any]:
    return {name: said[name] for name in ("decision", "reason", "comment") if name in said}
