"""A lock that keeps two installations out of the same folder."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class FolderInUse(Exception):
    pass


@contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Hold the lock file while the block runs. The system releases it when the process dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise FolderInUse(
                f"Landscar already runs in {path.parent}. Stop it with Ctrl+C in its terminal first."
            ) from error
        yield
