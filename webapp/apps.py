import logging
import warnings
from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig
from django.conf import settings

PACKAGES_WITH_ADMIN = ("django.contrib.auth", "axes", "imagery", "campaigns", "labeling", "detection")


class WebappConfig(AppConfig):
    name = "webapp"

    def ready(self) -> None:
        import_module("webapp.api_schema")  # registers itself
        # Of rio-tiler, which says it of every tile: files without overviews are only slower from afar.
        warnings.filterwarnings("ignore", message="The dataset has no Overviews")
        if settings.LOG_FORMAT == "json":
            logging.captureWarnings(True)  # Python would write them as text
        import_module("webapp.logs.tasks")  # connects Celery's signals, also where tasks are only queued
        # By name, not by autodiscovery: that would import leaflet.admin, which wants GDAL on the system.
        for package in PACKAGES_WITH_ADMIN:
            if find_spec(f"{package}.admin"):
                import_module(f"{package}.admin")
