"""Results written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ml.errors import WriteError


@contextmanager
def write_whole(path: Path) -> Iterator[IO[str]]:
    """A UTF-8 text file that replaces `path` when the block succeeds and is removed when it fails.

    The temporary file is opened at once, so that an unwritable folder is reported before the work. Raises
    `WriteError` for such a folder, for a full disk, and when `path` is not a regular file.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise WriteError(f"{path} is not a regular file; give another path.")
    with own_errors(path):
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    unfinished = Path(name)
    try:
        file = os.fdopen(handle, "w", encoding="utf-8")
        try:
            yield file
        except BaseException:
            _close_whatever_happens(file)
            raise
        with own_errors(path):
            _finish(file)
            unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _finish(file: IO[str]) -> None:
    try:
        file.flush()
        os.fchmod(file.fileno(), 0o644)  # mkstemp gives 0600
        os.fsync(file.fileno())
    finally:
        _close_whatever_happens(file)


def _close_whatever_happens(file: IO[str]) -> None:
    """Closing writes what is buffered, and a disk may be full."""
    try:
        file.close()
    except OSError:
        return


def check_folder(path: Path) -> None:
    """Make the parent folder of `path` and check that it is writable. Raises `WriteError`."""
    with own_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path.parent):
            return


@contextmanager
def own_errors(path: Path) -> Iterator[None]:
    """Raises an `OSError` of the block as a `WriteError` that names `path`."""
    try:
        yield
    except OSError as error:
        raise WriteError(
            f"{path} cannot be written ({error.strerror or error}); "
            "free space or change the folder's permissions, or give another path."
        ) from error
