"""The settings of one machine without other services: SQLite, and Celery over a folder.

`manage.py` uses them when nothing else is named. With `LANDSCAR_DATABASE_URL` and `LANDSCAR_BROKER_URL` it is
PostgreSQL and Redis.
"""

import os

from django.core.management.utils import get_random_secret_key

from webapp.settings.environment import PROJECT_ROOT

# Not the demo's folder, so that `make demo` leaves an installation alone.
os.environ.setdefault("LANDSCAR_DATA_ROOT", str(PROJECT_ROOT / "var" / "site"))

from webapp.settings.base import *  # noqa: F403 - a Django settings module is the sum of its base
from webapp.settings.base import DATA_ROOT, ENVIRONMENT, SECRET_KEY, STORAGES
from webapp.settings.filesystem_broker import filesystem_broker

DATA_ROOT.mkdir(parents=True, exist_ok=True)


def _stored_secret_key() -> str:
    # Stored, so that a restart signs nobody out.
    path = DATA_ROOT / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


SECRET_KEY = SECRET_KEY or _stored_secret_key()
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts or ["localhost", "127.0.0.1", "[::1]"]
if not ENVIRONMENT.broker_url:
    CELERY_BROKER_URL, CELERY_BROKER_TRANSPORT_OPTIONS = filesystem_broker(DATA_ROOT / "broker")
# The source files as they are, so that edits show at once and nothing has to be collected.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
