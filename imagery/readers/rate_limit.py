"""A rate limit shared by all threads, processes and machines that use the same tile server."""

import functools
import logging
import os
import time
from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import urlsplit

import redis
from django.conf import settings

from imagery.readers.slot_file import FileSlots

logger = logging.getLogger(__name__)

MAX_PAUSE_S = 120.0
REDIS_TIMEOUT_S, REDIS_AWAY_S = 2.0, 5.0
MICRO = 1_000_000


class Slots(Protocol):
    """Where the moments of requests are agreed on, one after the other."""

    def reserve(self, interval_s: float) -> float:
        """Take the next free slot, at least `interval_s` after the one before; the seconds until it."""
        ...

    def pause(self, seconds: float) -> None:
        """No slot lies before then, for anybody."""
        ...

    def paused_for(self) -> float:
        """Seconds until a pause is over that somebody asked for; 0 without one."""
        ...


class SharedRateLimit:
    """Lets requests pass at a steady rate, for all that share the slots.

    A slot is reserved before it comes, so a caller that wakes late does not slow the others down.
    """

    def __init__(
        self, slots: Slots, requests_per_second: float, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._slots = slots
        self._interval_s = 1.0 / requests_per_second
        self._sleep = sleep

    def wait(self) -> None:
        """Block until this caller may send one request."""
        while (remaining := self._slots.reserve(self._interval_s)) > 0:
            self._sleep(remaining)
            if not self._slots.paused_for():
                return

    def pause(self, seconds: float) -> None:
        """Delay all callers, because the server asked for it."""
        self._slots.pause(min(seconds, MAX_PAUSE_S))


def shared_rate_limit(name: str, requests_per_second: float) -> SharedRateLimit:
    """The limit of that name: of all machines when the broker is Redis, of this one otherwise."""
    in_file = FileSlots(settings.DATA_ROOT / "rate-limits" / name)
    url = settings.CELERY_BROKER_URL or ""
    is_redis = urlsplit(url).scheme in {"redis", "rediss"}
    return SharedRateLimit(RedisSlots(url, name, in_file) if is_redis else in_file, requests_per_second)


# Redis's own clock is used, because those of the machines differ. Microseconds are exact in Lua's numbers,
# but would be shortened when they are stored as such.
_RESERVE = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local state = redis.call('HMGET', KEYS[1], 'next', 'paused')
local slot = math.max(now, tonumber(state[1] or 0), tonumber(state[2] or 0))
redis.call('HSET', KEYS[1], 'next', string.format('%.0f', slot + ARGV[1]))
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', (slot - now + ARGV[1]) / 1000 + 1000))
return slot - now
"""
_PAUSE = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local paused = math.max(now + ARGV[1], tonumber(redis.call('HGET', KEYS[1], 'paused') or 0))
redis.call('HSET', KEYS[1], 'paused', string.format('%.0f', paused))
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.max(
    (paused - now) / 1000 + 1000, redis.call('PTTL', KEYS[1]))))
"""
_PAUSED_FOR = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
return math.max(0, tonumber(redis.call('HGET', KEYS[1], 'paused') or 0) - now)
"""


class RedisSlots:
    """Slots for all machines. While Redis is away, those of `otherwise` hold."""

    def __init__(self, url: str, name: str, otherwise: Slots) -> None:
        self._url, self._key, self._otherwise = url, f"landscar:pace:{name}", otherwise
        self._away_until = 0.0

    def reserve(self, interval_s: float) -> float:
        wait = self._run(_RESERVE, round(interval_s * MICRO))
        return self._otherwise.reserve(interval_s) if wait is None else wait / MICRO

    def pause(self, seconds: float) -> None:
        self._run(_PAUSE, round(seconds * MICRO))
        self._otherwise.pause(seconds)

    def paused_for(self) -> float:
        wait = self._run(_PAUSED_FOR)
        return self._otherwise.paused_for() if wait is None else wait / MICRO

    def _run(self, script: str, *arguments: int) -> int | None:
        """What the script returns; None when Redis does not answer."""
        if time.monotonic() < self._away_until:
            return None
        try:
            return int(_script(self._url, os.getpid(), script)(keys=[self._key], args=arguments) or 0)
        except redis.RedisError as error:
            logger.warning("The pace is held for this machine alone: %s", error)
            self._away_until = time.monotonic() + REDIS_AWAY_S
            return None


@functools.lru_cache(maxsize=16)
def _script(url: str, pid: int, script: str) -> Any:
    # It loads itself again into a Redis that was restarted. One client a process, because connections must
    # not be shared across a fork.
    return _client(url, pid).register_script(script)


@functools.lru_cache(maxsize=4)
def _client(url: str, pid: int) -> redis.Redis:
    return redis.Redis.from_url(
        url, socket_timeout=REDIS_TIMEOUT_S, socket_connect_timeout=REDIS_TIMEOUT_S, health_check_interval=25
    )
