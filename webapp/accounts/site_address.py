"""The site's address, for commands, which have no request to take it from."""

from django.conf import settings


def site_address() -> str:
    """Such as `https://landscar.example.org`; where it is not set, that of `make serve`."""
    if settings.CSRF_TRUSTED_ORIGINS:
        return str(settings.CSRF_TRUSTED_ORIGINS[0])
    scheme = "https" if settings.SESSION_COOKIE_SECURE else "http"
    host = next((one for one in settings.ALLOWED_HOSTS if one != "*"), "localhost")
    port = "" if settings.SESSION_COOKIE_SECURE else ":8000"
    return f"{scheme}://{host.lstrip('.')}{port}"
