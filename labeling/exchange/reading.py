"""Read and check files of labels. Faults are reported with their lines; a file with a fault is refused as a
whole."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from imagery.messages import Message
from imagery.messages import message as _
from labeling.errors import InvalidLabelFile
from labeling.exchange.votes import COLUMNS, CSV_NAME, VoteRow
from labeling.models import WITHDRAWN, Answer, Assignment, Consensus, Reason
from labeling.models.votes import MAX_CLOCK

MAX_UNPACKED_BYTES = 2 * 1024**3
MAX_ROWS = 2_000_000
MAX_FAULTS = 10
ANSWERS = {*Answer.values, WITHDRAWN}
STATES = {"", Assignment.State.DONE.value, Assignment.State.SURPLUS.value}
REASONS = {"", *Reason.values}
CONSENSUS_NUMBERS = ("probability", "majority", "weight")


def read_votes(path: Path, name: str) -> list[VoteRow]:
    rows = _parquet_rows(path) if name.endswith(".parquet") else _csv_rows(path, name)
    found, faults = [], []
    for number, row in rows:
        try:
            found.append(_vote(row))
        except (ValueError, TypeError, KeyError) as error:
            faults.append(_("Line %(line)d: %(fault)s") % {"line": number, "fault": error})
            if len(faults) >= MAX_FAULTS:
                break
    _refuse(faults)
    if len(found) > MAX_ROWS:
        raise InvalidLabelFile(_("The file has more than %(most)d rows. Split it.") % {"most": MAX_ROWS})
    return found


def _refuse(faults: list[Message]) -> None:
    if faults:
        raise InvalidLabelFile(_("Nothing was imported. %(faults)s") % {"faults": faults})


def _csv_rows(path: Path, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        with _open_csv(path, name) as file:
            table = csv.DictReader(file)
            _check_columns(table.fieldnames or [])
            yield from ((table.line_num, row) for row in islice(table, MAX_ROWS + 1))
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError, csv.Error) as error:
        raise InvalidLabelFile(_("The file cannot be read: %(error)s") % {"error": error}) from error


def _open_csv(path: Path, name: str) -> io.TextIOWrapper:
    if not name.endswith(".zip"):
        return path.open(encoding="utf-8", newline="")
    archive = zipfile.ZipFile(path)
    if archive.getinfo(CSV_NAME).file_size > MAX_UNPACKED_BYTES:
        raise InvalidLabelFile(_("The archive is too large when unpacked."))
    return io.TextIOWrapper(archive.open(CSV_NAME), "utf-8", newline="")


def _parquet_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    # Imported here: a heavy library that only workers need.
    import pyarrow as arrow
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            _check_columns(file.schema_arrow.names)
            if file.metadata.num_rows > MAX_ROWS:
                raise InvalidLabelFile(
                    _("The file has more than %(most)d rows. Split it.") % {"most": MAX_ROWS}
                )
            number = 0
            for batch in file.iter_batches():
                for row in batch.to_pylist():
                    number += 1
                    yield number, row
    except arrow.ArrowException as error:
        raise InvalidLabelFile(_("The file cannot be read: %(error)s") % {"error": error}) from error


def _check_columns(names: Any) -> None:
    if missing := [column for column in COLUMNS if column not in names]:
        raise InvalidLabelFile(
            _("The file lacks these columns: %(columns)s. docs/exports.md lists them all.")
            % {"columns": ", ".join(missing)}
        )


def _vote(row: dict[str, Any]) -> VoteRow:
    found = VoteRow(
        **{field.name: _value(field.name, field.type, row[field.name]) for field in fields(VoteRow)}
    )
    UUID(found.vote), UUID(found.contributor)
    for written in filter(None, (found.voted_at, found.superseded_at)):
        if datetime.fromisoformat(written).tzinfo is None:
            raise ValueError(_("“%(time)s” has no time zone.") % {"time": written})
    _check_choice(found.answer, ANSWERS)
    _check_choice(found.tile_state, STATES)
    _check_choice(found.reason, REASONS)
    if found.viewing and not isinstance(json.loads(found.viewing), dict):
        raise ValueError(_("“viewing” is not a JSON object."))
    if not (1 <= found.superpixel <= 65535 and 0 < found.clock < MAX_CLOCK and found.voted_at):
        raise ValueError(_("a number is out of range, or a time is missing."))
    return found


def _value(name: str, kind: Any, given: Any) -> Any:
    if given is None:
        raise ValueError(_("“%(name)s” is empty.") % {"name": name})
    try:
        return kind(int(given)) if kind in (int, bool) else str(given)
    except ValueError as error:
        words = {"name": name, "given": str(given)[:40]}
        raise ValueError(_("“%(name)s” is “%(given)s”, which is not a number.") % words) from error


def _check_choice(given: str, known: set[str]) -> None:
    if given not in known:
        words = {"given": given[:40], "known": ", ".join(sorted(filter(None, known)))}
        raise ValueError(_("“%(given)s” is not one of: %(known)s.") % words)


def read_consensus(path: Path) -> list[dict[str, Any]]:
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidLabelFile(
            _("The file is not a GeoJSON FeatureCollection: %(error)s") % {"error": error}
        ) from error
    faults, found = [], []
    for number, feature in enumerate(features, start=1):
        try:
            found.append(_consensus(feature))
        except (ValueError, TypeError, KeyError) as error:
            faults.append(_("Feature %(number)d: %(fault)s") % {"number": number, "fault": error})
            if len(faults) >= MAX_FAULTS:
                break
    _refuse(faults)
    return found


def _consensus(feature: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = feature["properties"]
    row = {name: int(properties[name]) for name in ("z", "x", "y", "superpixel", "n_votes")}
    for name in CONSENSUS_NUMBERS:
        value = properties[name]
        if value is not None and not 0 <= float(value) <= 1:
            raise ValueError(_("“%(name)s” is not between 0 and 1.") % {"name": name})
        row[name] = value
    _check_choice(properties["state"], set(Consensus.State.values))
    return {**row, **{name: str(properties[name]) for name in ("state", "segmentation", "picture_sha256")}}
