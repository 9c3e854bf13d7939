"""What a line of the log is about. Noted where it is known; `webapp.logs` writes it beside the message."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar, Token

Facts = Mapping[str, str | int]
_facts: ContextVar[Facts] = ContextVar("log_facts", default={})  # noqa: B039 - never changed in place


def log_facts() -> Facts:
    return _facts.get()


@contextmanager
def about(**facts: str | int | None) -> Iterator[None]:
    """Note facts for the lines that this thread logs in the block; None notes nothing."""
    token = note_facts(**facts)
    try:
        yield
    finally:
        forget_facts(token)


def note_facts(**facts: str | int | None) -> Token[Facts]:
    """`about`, for a beginning and an end that are two functions."""
    known = {name: fact for name, fact in facts.items() if fact is not None}
    return _facts.set({**_facts.get(), **known})


def forget_facts(token: Token[Facts]) -> None:
    _facts.reset(token)
