"""PostgreSQL, Redis and TLS. The start fails when a secret or an address is missing."""

from django.core.exceptions import ImproperlyConfigured

from webapp.settings.base import *  # noqa: F403 - a Django settings module is the sum of its base
from webapp.settings.base import ALLOWED_HOSTS, ENVIRONMENT, SECRET_KEY

_REQUIRED = {
    "LANDSCAR_SECRET_KEY": SECRET_KEY,
    "LANDSCAR_ALLOWED_HOSTS": ALLOWED_HOSTS,
    "LANDSCAR_DATABASE_URL": ENVIRONMENT.database_url,
    "LANDSCAR_BROKER_URL": ENVIRONMENT.broker_url,
}
_MISSING = [name for name, value in _REQUIRED.items() if not value]
if _MISSING:
    raise ImproperlyConfigured(
        f"Set {', '.join(_MISSING)} in the environment; docs/guides/deploy.md says what each is."
    )

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if ENVIRONMENT.behind_tls_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    N_PROXIES = ENVIRONMENT.proxies
# A task that takes longer is delivered again; claims by conditional update make that harmless. The shortest
# of these three counts, for all applications that share the Redis.
CELERY_VISIBILITY_TIMEOUT = 2 * 3600
# Redis answers every 25 s or the connection is made anew: a proxy may have dropped it silently.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": CELERY_VISIBILITY_TIMEOUT,
    "health_check_interval": 25,
}
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = {"visibility_timeout": CELERY_VISIBILITY_TIMEOUT}
# On SIGQUIT (which `REMAP_SIGTERM` makes of SIGTERM) tasks get this long to end; the rest is queued again.
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 100
