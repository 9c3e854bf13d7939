"""Celery over a folder: no server to install."""

from pathlib import Path
from typing import Any


def filesystem_broker(folder: Path) -> tuple[str, dict[str, Any]]:
    queue, processed, control = (folder / name for name in ("queue", "processed", "control"))
    for path in (queue, processed, control):
        path.mkdir(parents=True, exist_ok=True)
    options = {
        "data_folder_in": str(queue),
        "data_folder_out": str(queue),
        "processed_folder": str(processed),
        "control_folder": str(control),
        "store_processed": False,
    }
    return "filesystem://", options
