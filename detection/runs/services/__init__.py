from detection.runs.services.continue_run import continue_run
from detection.runs.services.start_run import start_run

__all__ = ["continue_run", "start_run"]
