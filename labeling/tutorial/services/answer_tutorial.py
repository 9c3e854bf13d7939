from django.db import transaction
from django.utils import timezone

from labeling.models import Answer, Participation, TutorialStep


@transaction.atomic
def answer_tutorial(*, participation: Participation, position: int, answer: Answer) -> TutorialStep | None:
    """Store the answer to a question of the current attempt; the first answer stays. After the last one the
    participant's votes count. None when there is no such question."""
    Participation.objects.select_for_update().get(pk=participation.pk)
    own = TutorialStep.objects.filter(participation=participation)
    step = own.filter(position=position).order_by("-attempt").first()
    if step is None:
        return None
    unanswered = own.filter(pk=step.pk).open()
    unanswered.update(answer=answer, answered_at=timezone.now())
    step.refresh_from_db()
    is_over = not own.filter(attempt=step.attempt).open().exists()
    if is_over and participation.tutorial_passed_at is None:
        participation.pass_tutorial()
    return step
