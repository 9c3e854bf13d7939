"""A signal stops what runs, wherever Python is when the signal arrives."""

import signal
from collections.abc import Iterator

import pytest

from webapp.serving.stopping import stop_on_signals
from webapp.serving.supervision import Child, supervise


@pytest.fixture(autouse=True)
def own_handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


class Finalized:
    def __del__(self) -> None:
        signal.raise_signal(signal.SIGTERM)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("interrupt", [False, True])
def test_a_signal_in_the_middle_of_a_finalizer_is_not_lost(interrupt: bool) -> None:
    stopped = stop_on_signals(interrupt=interrupt)
    Finalized()
    assert stopped.is_set()
    supervise([Child("nobody", [])], print, stopped)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_asks_to_be_interrupted_is(number: signal.Signals) -> None:
    stopped = stop_on_signals(interrupt=True)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(number)
    assert stopped.is_set()
