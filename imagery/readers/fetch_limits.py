"""How long, how often and how much a client asks for one picture."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FetchLimits:
    """Time limits, number of attempts and size limit for one picture."""

    timeout_s: float = 10.0
    """For connecting, and for each read."""
    total_s: float = 30.0
    """For one attempt as a whole, from the connection to the last byte, so that a slow server cannot block a
    worker."""
    max_bytes: int = 8 * 1024 * 1024
    attempts: int = 4
    first_wait_s: float = 0.5
    """Before the second attempt; doubled before each further one."""
    max_wait_s: float = 60.0
    """A server that asks for a longer wait counts as unavailable."""
