"""Settings of the tests: a separate database, a fast hasher, an in-memory broker unless a test starts one."""

import tempfile
from pathlib import Path

from webapp.settings.base import *  # noqa: F403 - a Django settings module is the sum of its base
from webapp.settings.base import DATABASES, ENVIRONMENT, INSTALLED_APPS, STORAGES

SECRET_KEY = "only-for-tests"  # noqa: S105 - signs nothing outside a test process
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
DATA_ROOT = Path(tempfile.mkdtemp(prefix="landscar-test-"))
RASTER_ROOT = DATA_ROOT / "rasters"
TILE_SERVER_ALLOW_PRIVATE = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CELERY_BROKER_URL = ENVIRONMENT.broker_url or "memory://"
WHITENOISE_AUTOREFRESH = True
LABELING_CACHE_SECONDS = 0
# A thread cannot write beside a test's transaction; the tests of heartbeats switch it on.
HEARTBEAT_SECONDS = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads of a live server in memory would share one connection and its transactions.
    DATABASES["default"]["TEST"] = {"NAME": DATA_ROOT / "test.sqlite3"}
