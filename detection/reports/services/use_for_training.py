from django.utils import timezone

from detection.reports.models import ReaderReport
from imagery.messages import Message, Words
from imagery.messages import message as _
from imagery.messages import plural_message as ngettext
from labeling.interface import AnsweredPlace, answer_place


def use_for_training(*, report: ReaderReport) -> None:
    """Turn what is on the ground of an accepted report into experts' answers: the next training learns them.
    A second time does nothing. For workers: it reads imagery."""
    if not report.may_train or report.trained_at is not None:
        return
    found = answer_place(
        campaign=report.campaign,
        geometry=report.geometry,
        is_positive=report.kind == ReaderReport.Kind.MISSED,
        author=report.training_asked_by,
        reason=str(_("Reader’s report %(n)d") % {"n": report.number}),
    )
    report.training_parts = _words(found)
    if found.n_superpixels:
        report.trained_at = timezone.now()
    else:
        report.training_asked_at = None  # an editor may ask again
    report.save(update_fields=["training_parts", "trained_at", "training_asked_at"])


def _words(found: AnsweredPlace) -> Message:
    if found.n_superpixels:
        done: Words = ngettext(
            "%(count)d superpixel became an expert’s answer. The next training uses it.",
            "%(count)d superpixels became experts’ answers. The next training uses them.",
            found.n_superpixels,
        )
    else:
        done = _("Nothing could be used for training.")
    return Message("%(said)s") % {"said": [done, *found.failures]}
