"""Who may know of an event."""

from django.http import HttpRequest

from labeling.joining.code_limits import count_wrong_code, refuse_guessing
from labeling.joining.identity import visible_campaigns
from labeling.models import Event


def find_event(request: HttpRequest, code: str) -> Event | None:
    """The event with this code. While it is open, everybody who has the code may know of it, which is how a
    room works; before and after only those who may know of its campaign. Raises TooMany after many wrong
    codes."""
    refuse_guessing(request)
    event = Event.objects.with_code(code).prefetch_related("teams").first()
    if event is None or not _may_know(request, event):
        count_wrong_code(request)
        return None
    return event


def _may_know(request: HttpRequest, event: Event) -> bool:
    if event.state == "open" or event.campaign.is_public:
        return True
    return visible_campaigns(request).filter(pk=event.campaign_id).exists()
