"""Background work of the setup."""

from celery import shared_task

from campaigns.models import SuperpixelPreview
from campaigns.setup.services.draw_preview import draw_preview as draw


@shared_task
def draw_preview(preview_id: int) -> None:
    """Draw the newest request. Of several that were queued while a slider moved, the first does it."""
    preview = SuperpixelPreview.objects.filter(pk=preview_id).first()
    if preview is not None and not preview.is_drawn:
        draw(preview=preview)
