"""A mail server's URL as Django's settings."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr

PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class MailServer:
    backend: str = "django.core.mail.backends.dummy.EmailBackend"
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    starts_tls: bool = False
    is_tls: bool = False
    sender: str = ""


def mail_server(url: SecretStr | None, sender: str) -> MailServer | None:
    """`smtp://user:password@host:port` (STARTTLS), `smtps://…` (TLS from the start), or `smtp://host:25`
    without a user for a relay beside us, in the clear. None without a URL; anything else is refused."""
    if url is None or not url.get_secret_value():
        return None
    parts = urlsplit(url.get_secret_value())
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("LANDSCAR_EMAIL_URL must be smtp://user:password@host:587 or smtps://…")
    user = unquote(parts.username or "")
    if not sender and "@" not in user:
        raise ValueError("Set LANDSCAR_MAIL_FROM to the address that mails are sent from.")
    return MailServer(
        backend="django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        user=user,
        password=unquote(parts.password or ""),
        starts_tls=parts.scheme == "smtp" and bool(user),
        is_tls=parts.scheme == "smtps",
        sender=sender or user,
    )
