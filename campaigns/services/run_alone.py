from collections.abc import Iterator
from contextlib import contextmanager

from campaigns.models import SweepLock
from campaigns.services.heartbeat import beating


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """True for the one worker that may do this work now; False when another is at it."""
    lock = SweepLock(name=name)
    if not lock.acquire():
        yield False
        return
    try:
        with beating(lock.extend):
            yield True
    finally:
        lock.release()
