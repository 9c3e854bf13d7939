"""The settings of `benchmarks.storm`: those of production, and what `benchmarks.storm_worker` replaces."""

from webapp.settings.production import *  # noqa: F403 - a Django settings module is the sum of its base

CELERY_IMPORTS = ["benchmarks.storm_worker"]
