"""Limits hang on the contributor, never on the address: a whole room comes from one."""

import time
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from labeling.joining.identity import named_guest

WINDOW_S = 60


class ContributorThrottle(BaseThrottle):
    """So many requests a minute, counted by each web process for itself. No person taps as fast: it stops a
    script that runs wild."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        most = settings.LABELING_REQUESTS_PER_MINUTE
        who = contributor_key(request)
        if who is None or not most:
            return True
        key = f"requests:{who}:{int(time.time() // WINDOW_S)}"
        cache.add(key, 0, 2 * WINDOW_S)
        return cache.incr(key) <= most

    def wait(self) -> float:
        return WINDOW_S - time.time() % WINDOW_S


def contributor_key(request: Request) -> int | UUID | None:
    """None for a stranger, whom the permissions have refused already."""
    user = request.user
    return user.pk if isinstance(user, User) else named_guest(request._request)
