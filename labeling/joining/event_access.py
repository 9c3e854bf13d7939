"""Who may know of an event."""

from django.http import HttpRequest

from labeling.joining.identity import visible_campaigns
from labeling.models import Event


def find_event(request: HttpRequest, code: str) -> Event | None:
    """The event with this code. While it is open, everybody who has the code may know of it, which is how a
    room works; before and after only those who may know of its campaign."""
    event = Event.objects.with_code(code).prefetch_related("teams").first()
    if event is None or event.state == "open" or event.campaign.is_public:
        return event
    return event if visible_campaigns(request).filter(pk=event.campaign_id).exists() else None
