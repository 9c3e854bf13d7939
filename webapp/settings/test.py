"""Tests: a database of their own, a fast hasher, tasks that wait in memory unless a test starts a broker."""

import tempfile
from pathlib import Path

from webapp.settings.base import *  # noqa: F403 - a Django settings module is the sum of its base
from webapp.settings.base import ENVIRONMENT, STORAGES

SECRET_KEY = "only-for-tests"  # noqa: S105 - signs nothing outside a test process
ALLOWED_HOSTS = ["*"]
DATA_ROOT = Path(tempfile.mkdtemp(prefix="landscar-test-"))
RASTER_ROOT = DATA_ROOT / "rasters"
TILE_SERVER_ALLOW_PRIVATE = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CELERY_BROKER_URL = ENVIRONMENT.broker_url or "memory://"
WHITENOISE_AUTOREFRESH = True
