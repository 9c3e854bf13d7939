"""Who may try how many codes, and who may make how many guests."""

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext as _

from campaigns.limits import Counted, Limit, address_of, count_or_refuse, device_of, refuse_beyond
from labeling.joining.identity import read_guest_id
from labeling.models import Contributor

# A code has six of 31 letters: 900 million. An address gets some thousand tries a day.
WRONG_OF_PERSON = Limit("code-person", free=20, regain_s=20)
WRONG_OF_DEVICE = Limit("code-device", free=10, regain_s=20)
WRONG_WITHOUT_COOKIE = Limit("code-no-cookie", free=60, regain_s=20)
WRONG_OF_ADDRESS = Limit("code-address", free=150, regain_s=20)
# Six a minute are enough for a tablet that goes from hand to hand.
GUESTS_OF_DEVICE = Limit("guests-device", free=6, regain_s=10)
GUESTS_WITHOUT_COOKIE = Limit("guests-no-cookie", free=6, regain_s=10)
GUESTS_OF_ADDRESS = Limit("guests-address", free=240, regain_s=1)


def refuse_guessing(request: HttpRequest) -> None:
    """Raises TooMany for whoever has tried too many wrong codes."""
    words = _("Too many wrong codes were tried from here, so no code is checked for a moment.")
    refuse_beyond(_triers(request), words)


def count_wrong_code(request: HttpRequest) -> None:
    for limit, who in _triers(request):
        limit.count(who)


def count_guest(request: HttpRequest, known: Contributor | None) -> None:
    """Before somebody joins: raises TooMany for a new guest when the device or the address has just made too
    many."""
    if known is None and not isinstance(request.user, User):
        count_or_refuse(_makers(request), _("Too many people have joined from this device within a minute."))


def _triers(request: HttpRequest) -> list[Counted]:
    # Who has joined or signed in is counted alone, whatever others in the room do. A phone that comes for the
    # first time has no cookie; the refusal gives it one, so that it is not counted with a script beside it.
    if person := _person(request):
        return [(WRONG_OF_PERSON, person)]
    address, device = address_of(request), device_of(request)
    alone = (WRONG_OF_DEVICE, device) if device else (WRONG_WITHOUT_COOKIE, address)
    return [alone, (WRONG_OF_ADDRESS, address)]


def _makers(request: HttpRequest) -> list[Counted]:
    address, device = address_of(request), device_of(request)
    alone = (GUESTS_OF_DEVICE, device) if device else (GUESTS_WITHOUT_COOKIE, address)
    return [alone, (GUESTS_OF_ADDRESS, address)]


def _person(request: HttpRequest) -> str | None:
    if isinstance(request.user, User):
        return f"user {request.user.pk}"
    guest = read_guest_id(request)
    return f"guest {guest}" if guest else None
