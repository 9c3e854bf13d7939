"""Slower and slower after wrong passwords, but never for ever.

django-axes counts the wrong passwords of a day; this decides how long to wait.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt, AccessLog
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from campaigns.limits import address_of, name_wait

NO_WAIT = timedelta()
COUNTED_FOR = timedelta(days=1)
KNOWN_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Patience:
    """After `free` wrong passwords one waits for `first`, after each further one twice as long."""

    free: int
    first: timedelta
    longest: timedelta

    def wait(self, attempts: "QuerySet[AccessAttempt]", now: datetime) -> timedelta:
        found = attempts.aggregate(n=Sum("failures_since_start"), last=Max("attempt_time"))
        beyond = (found["n"] or 0) - self.free
        if beyond < 0:
            return NO_WAIT
        until: datetime = found["last"] + min(self.first * 2 ** min(beyond, 20), self.longest)
        return max(NO_WAIT, until - now)


# Of one name at one address: a colleague behind the same address is not held up.
AT_ONE_ADDRESS = Patience(free=5, first=timedelta(minutes=5), longest=timedelta(hours=1))
# Of one name at all addresses together, for guessing from many. Where somebody has lately signed in with the
# name it does not count, so that nobody is locked out by others.
EVERYWHERE = Patience(free=30, first=timedelta(minutes=1), longest=timedelta(minutes=15))


class GrowingLockout(AxesDatabaseHandler):  # type: ignore[misc]  # axes is untyped
    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """1 while they have to wait, otherwise 0: AXES_FAILURE_LIMIT is 1."""
        wait = wait_for(request, get_client_username(request, credentials))
        request.lockout_wait = wait  # type: ignore[attr-defined]  # for answer_locked_out
        return int(wait > NO_WAIT)


def wait_for(request: HttpRequest, username: str | None) -> timedelta:
    now, address = timezone.now(), axes_address(request)
    attempts = AccessAttempt.objects.filter(username=username, attempt_time__gt=now - COUNTED_FOR)
    here = AT_ONE_ADDRESS.wait(attempts.filter(ip_address=address), now)
    successes = AccessLog.objects.filter(username=username, ip_address=address)
    if successes.filter(attempt_time__gt=now - KNOWN_FOR).exists():
        return here
    return max(here, EVERYWHERE.wait(attempts, now))


def axes_address(request: HttpRequest) -> str | None:
    """For AXES_CLIENT_IP_CALLABLE, whose column holds addresses alone."""
    address = address_of(request)
    return None if address == "unknown" else address


def answer_locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """For AXES_LOCKOUT_CALLABLE. The same for names that exist and for those that do not."""
    seconds = getattr(request, "lockout_wait", AT_ONE_ADDRESS.first).total_seconds()
    page = render(request, "webapp/accounts/locked_out.html", {"wait": name_wait(seconds)}, status=429)
    page["Retry-After"] = str(math.ceil(seconds))
    return page


def forget_old_attempts() -> None:
    now = timezone.now()
    AccessAttempt.objects.filter(attempt_time__lt=now - COUNTED_FOR).delete()
    AccessLog.objects.filter(attempt_time__lt=now - KNOWN_FOR).delete()
