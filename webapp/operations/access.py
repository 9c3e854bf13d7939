"""Who may see how the installation is: superusers, and programs that know `LANDSCAR_METRICS_TOKEN`."""

import hmac
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase

from webapp.outages import DATABASE_ERRORS

OperatorView = Callable[[HttpRequest], HttpResponseBase]


def for_operators(view: OperatorView) -> OperatorView:
    """Decorate a view that answers 404 to everybody else, as if it did not exist."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponseBase:
        if not (_has_token(request) or _is_superuser(request)):
            raise Http404
        return view(request)

    return guarded


def _has_token(request: HttpRequest) -> bool:
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    token: str = settings.METRICS_TOKEN
    if not token or kind.lower() != "bearer":
        return False
    return hmac.compare_digest(given.strip().encode(), token.encode())


def _is_superuser(request: HttpRequest) -> bool:
    try:
        return request.user.is_active and request.user.is_superuser
    except DATABASE_ERRORS:
        return False
