"""Limits on what a script could repeat: wrong codes, new guests, readers' reports.

A whole room shares one address. So an address may do much, and whoever can be told apart from the room is
counted alone. The counts are in the database, which all web processes share.
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from campaigns.models import Tally

KEPT_FOR = timedelta(days=1)
AT_ONCE_S = 0.5
"""Requests at the same time, and clocks of several machines, differ by less: nobody has to wait for that."""


class TooMany(Exception):
    """429: a limit is used up. The message is shown."""

    def __init__(self, words: str, wait_s: float) -> None:
        super().__init__(words)
        self.wait_s = wait_s


@dataclass(frozen=True)
class Limit:
    """`free` at once, then one more every `regain_s` seconds. Whoever goes on has to wait, each time twice
    as long."""

    name: str
    free: int
    regain_s: float
    longest_wait_s: float = 120

    def hash(self, who: str) -> str:
        return salted_hmac(f"campaigns.limits.{self.name}", who, algorithm="sha256").hexdigest()

    def count(self, who: str) -> float:
        """Count one more, unless they have to wait; returns for how many seconds, 0 when it was counted."""
        begun = timezone.now()
        with transaction.atomic():
            new = {"limit": self.name, "falls_from": begun}
            Tally.objects.get_or_create(who=self.hash(who), defaults=new)
            tally = Tally.objects.select_for_update().get(who=self.hash(who))
            now = timezone.now()  # behind the lock: others have counted since this began
            if tally.falls_from > now and self._wait_after(tally.level):
                return (tally.falls_from - now).total_seconds()
            tally.level = self._level_at(now, tally) + 1
            tally.falls_from = now + timedelta(seconds=self._wait_after(tally.level))
            tally.save(update_fields=["level", "falls_from"])
        return 0.0

    def _level_at(self, now: datetime, tally: Tally) -> float:
        fallen = max(0.0, (now - tally.falls_from).total_seconds()) / self.regain_s
        return max(0.0, tally.level - fallen)

    def _wait_after(self, level: float) -> float:
        doublings = min(round(level - self.free), 20)
        return min(self.regain_s * 2**doublings, self.longest_wait_s) if doublings >= 0 else 0.0


Counted = tuple[Limit, str]
"""A limit, and whom it counts."""


def refuse_beyond(counted: Iterable[Counted], words: str) -> None:
    """Raises TooMany while one of them has to wait."""
    hashes = [limit.hash(who) for limit, who in counted]
    until = Tally.objects.filter(who__in=hashes).order_by("-falls_from").values_list("falls_from").first()
    wait_s = (until[0] - timezone.now()).total_seconds() if until else 0.0
    if wait_s > AT_ONCE_S:
        raise TooMany(words, wait_s)


def count_or_refuse(counted: Iterable[Counted], words: str) -> None:
    """Raises TooMany where one of them has to wait. Of requests at the same time no more pass than may."""
    for limit, who in counted:
        if wait_s := limit.count(who):
            raise TooMany(words, wait_s)


def address_of(request: HttpRequest) -> str:
    """The address that the outermost of our own proxies saw; in IPv6 its network, because one customer has
    2^64 addresses or more. What a client itself writes into X-Forwarded-For stands further left and is not
    believed."""
    hops = [*request.META.get("HTTP_X_FORWARDED_FOR", "").split(","), request.META.get("REMOTE_ADDR", "")]
    hops = [hop.strip() for hop in hops if hop.strip()]
    try:
        address = ipaddress.ip_address(hops[-1 - min(settings.N_PROXIES, len(hops) - 1)])
    except (ValueError, IndexError):
        return "unknown"
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    network = ipaddress.ip_network((address, 64), strict=False)
    return str(address.ipv4_mapped or network.network_address)


def device_of(request: HttpRequest) -> str | None:
    """What tells one browser from another behind one address: its CSRF cookie. Anybody can invent one, so a
    limit for a device needs one for its address beside it."""
    return request.COOKIES.get(settings.CSRF_COOKIE_NAME)


def name_wait(seconds: float) -> str:
    """“20 seconds”, “5 minutes”: rounded up."""
    whole = max(1, int(-(-seconds // 1)))
    if whole < 100:
        return ngettext("%(n)d second", "%(n)d seconds", whole) % {"n": whole}
    minutes = -(-whole // 60)
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def forget_old_tallies() -> None:
    Tally.objects.filter(falls_from__lt=timezone.now() - KEPT_FOR).delete()
