"""How long, how often and how much a client asks for one picture."""

import random
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
    longest_wait_s: float = 10.0
    """A wait that we choose ourselves is never longer."""
    max_wait_s: float = 60.0
    """A server that asks for a longer wait counts as unavailable."""
    patience_s: float = 120.0
    """For all attempts at one picture and the waits between them; waiting for the source's pace is not
    counted."""

    def backoff_s(self, attempt: int) -> float:
        """The wait after a failed attempt, counted from 0: between half of the doubled wait and the whole of
        it, at random, so that workers that failed together do not retry together."""
        whole = min(self.longest_wait_s, self.first_wait_s * 2.0**attempt)
        return whole * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
