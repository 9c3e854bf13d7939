"""gunicorn's own lines, of processes that start and end, in the format of all others."""

import logging
import os
from typing import Any

from gunicorn.glogging import Logger

from webapp.logs.json_lines import JsonLines


class GunicornLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        if os.environ.get("LANDSCAR_LOG_FORMAT") == "json":
            for handler in self._handlers():
                handler.setFormatter(JsonLines())

    def _handlers(self) -> list[logging.Handler]:
        return [*self.error_log.handlers, *self.access_log.handlers]
