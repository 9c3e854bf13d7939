"""A signal stops what runs, wherever Python is when the signal arrives."""

import subprocess
import sys

import pytest

from tests.webapp.serving.served import ROOT

# Processes of their own: whoever runs these tests may have loaded libraries that bear no signals.
IN_A_FINALIZER = """
import signal
from webapp.serving.stopping import stop_on_signals
from webapp.serving.supervision import Child, supervise

class Finalized:
    def __del__(self):
        signal.raise_signal(signal.SIGTERM)

stopped = stop_on_signals(interrupt={interrupt})
Finalized()
assert stopped.is_set()
supervise([Child("nobody", [])], print, stopped)
print("stopped")
"""
ELSEWHERE = """
import signal
from webapp.serving.stopping import stop_on_signals

stopped = stop_on_signals(interrupt=True)
try:
    signal.raise_signal(signal.{name})
except KeyboardInterrupt:
    assert stopped.is_set()
    print("stopped")
"""


def run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("interrupt", [False, True])
def test_a_signal_in_the_middle_of_a_finalizer_is_not_lost(interrupt: bool) -> None:
    ended = run(IN_A_FINALIZER.format(interrupt=interrupt))
    assert (ended.stdout.strip(), ended.returncode) == ("stopped", 0), ended.stderr


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_what_asks_to_be_interrupted_is(name: str) -> None:
    ended = run(ELSEWHERE.format(name=name))
    assert (ended.stdout.strip(), ended.returncode) == ("stopped", 0), ended.stderr
