"""Limits per contributor, never per address: a whole room shares one address."""

import time
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from labeling.joining.identity import read_guest_id

WINDOW_S = 60


class ContributorThrottle(BaseThrottle):
    """Requests per minute, counted by each web process. The limit is above what a person can do; it stops a
    runaway script."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        limit = settings.LABELING_REQUESTS_PER_MINUTE
        contributor = throttle_key(request)
        if contributor is None or not limit:
            return True
        key = f"requests:{contributor}:{int(time.time() // WINDOW_S)}"
        cache.add(key, 0, 2 * WINDOW_S)
        return cache.incr(key) <= limit

    def wait(self) -> float:
        return WINDOW_S - time.time() % WINDOW_S


def throttle_key(request: Request) -> int | UUID | None:
    user = request.user
    return user.pk if isinstance(user, User) else read_guest_id(request._request)
