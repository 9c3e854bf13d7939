"""Background work of the setup."""

from celery import shared_task

from campaigns.models import SuperpixelPreview
from campaigns.setup.services.draw_preview import draw_preview as draw


@shared_task
def draw_preview(preview_id: int, number: int) -> None:
    preview = SuperpixelPreview.objects.filter(pk=preview_id, number=number).first()
    if preview is not None:
        draw(preview=preview, number=number)
