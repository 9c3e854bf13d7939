"""What the map of the queue's page asks for."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.models import Campaign
from campaigns.roles import Role, require_role
from labeling.errors import InvalidTileRequest
from labeling.queueing.queue_map import describe_map, describe_request
from labeling.queueing.requested_tiles import read_requested_tiles


@require_safe
@require_role(Role.EDITOR)
def queue_map(request: HttpRequest, campaign: Campaign) -> JsonResponse:
    return JsonResponse(describe_map(campaign))


@require_POST
@require_role(Role.EDITOR)
def count_request(request: HttpRequest, campaign: Campaign) -> JsonResponse:
    """How many tiles an area or a list has. Nothing is stored."""
    try:
        tiles = read_requested_tiles(request.body.decode(), campaign)
    except (InvalidTileRequest, UnicodeDecodeError) as error:
        return JsonResponse({"detail": str(error)}, status=400)
    except RequestDataTooBig:
        return JsonResponse({"detail": _("The list is too long. Choose a smaller area.")}, status=400)
    return JsonResponse({"words": describe_request(campaign, tiles)})
