"""What the pace benchmark makes of the moments at which a server was asked."""

import pytest

from benchmarks.pace import Arrivals, summarise


def test_the_rate_is_that_before_the_pause_and_silence_that_after_it() -> None:
    before = [number / 10 for number in range(51)]
    found = summarise(Arrivals([*before, 5.01, 8.0, 8.1], refused_at=5.0), rate=10.0)
    assert found["measured"] == pytest.approx(10.0) and found["error"] == pytest.approx(0.0, abs=1e-9)
    assert found["quiet_s"] == pytest.approx(3.0) and found["requests"] == 54


def test_a_pace_that_is_not_kept_is_off() -> None:
    before = [number / 12 for number in range(61)]
    assert summarise(Arrivals([*before, 8.0], refused_at=5.0), rate=10.0)["error"] == pytest.approx(0.2)
