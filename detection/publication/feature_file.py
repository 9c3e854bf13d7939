"""Files of places that are written and read place by place, however many there are.

A file is one GeoJSON FeatureCollection: its head with the card on the first line, one feature on each line
after it, and the closing brackets on the last.
"""

import gzip
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from imagery.files import data_path, refused_write

END = "]}"
_ID = re.compile(r'\{"type":"Feature","id":(\d+),')
COMPRESSION = 6


def write_features(folder: str, name: str, card: dict[str, Any], features: Iterable[str]) -> tuple[str, str]:
    """Write `<name>-<hash>.geojson` and its compressed copy, completely or not at all. Returns the path below
    DATA_ROOT and the SHA-256 of the uncompressed file. Raises DiskFull or StorageError."""
    try:
        return _write(data_path(folder), folder, name, _lines(card, features))
    except OSError as error:
        raise refused_write(f"{folder}/{name}.geojson", error) from error


def packed(feature: dict[str, Any]) -> str:
    """As a file has it: JSON without spaces. The type and the id come first."""
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def read_features(path: str) -> Iterator[str]:
    """The features of a file, packed; also of one that is a single line."""
    with data_path(path).open(encoding="utf-8") as file:
        head = file.readline()
        if head.rstrip("\n").endswith(END):
            yield from map(packed, json.loads(head)["features"])
            return
        for line in file:
            if line.strip() != END:
                yield line.rstrip().removesuffix(",")


def id_of(feature: str) -> int:
    """The id of a packed feature, found without reading its shape."""
    found = _ID.match(feature)
    return int(found[1]) if found else int(json.loads(feature)["id"])


def _lines(card: dict[str, Any], features: Iterable[str]) -> Iterator[str]:
    # `landscar` is a foreign member in the sense of RFC 7946.
    yield f'{{"type":"FeatureCollection","landscar":{packed(card)},"features":['
    before = "\n"
    for feature in features:
        yield before + feature
        before = ",\n"
    yield f"\n{END}\n"


def _write(folder_path: Path, folder: str, name: str, lines: Iterator[str]) -> tuple[str, str]:
    folder_path.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with ExitStack() as stack:
        plain, plain_path = _temporary(folder_path, stack)
        zip_file, zip_path = _temporary(folder_path, stack)
        with gzip.GzipFile("", "wb", COMPRESSION, fileobj=zip_file, mtime=0) as zipped:
            for line in lines:
                content = line.encode()
                digest.update(content)
                plain.write(content)
                zipped.write(content)
        # The hash is part of the name: repeating a failed publication never overwrites a published file.
        final = f"{name}-{digest.hexdigest()[:12]}.geojson"
        for file, path, end in ((zip_file, zip_path, f"{final}.gz"), (plain, plain_path, final)):
            file.flush()
            os.fsync(file.fileno())
            path.replace(folder_path / end)
    return f"{folder}/{final}", digest.hexdigest()


def _temporary(folder: Path, stack: ExitStack) -> tuple[IO[bytes], Path]:
    handle, name = tempfile.mkstemp(dir=folder, prefix=".writing-")
    stack.callback(Path(name).unlink, missing_ok=True)
    # Temporary files are 0600; a web process under another user must read what a worker wrote.
    os.fchmod(handle, 0o644)
    return stack.enter_context(os.fdopen(handle, "wb")), Path(name)
