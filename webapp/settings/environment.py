"""The operator's settings, typed. A wrong value stops the start with a message that names it."""

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PROJECT_ROOT = Path(__file__).resolve().parents[2]
SHORTEST_TOKEN = 20


class Environment(BaseSettings):
    """Every setting is read from `LANDSCAR_<NAME>`; docs/guides/deploy.md lists them."""

    model_config = SettingsConfigDict(env_prefix="LANDSCAR_", extra="ignore")

    secret_key: SecretStr | None = None
    secret_key_fallbacks: SecretStr = SecretStr("")
    """Former values of `secret_key`, separated by commas: what they signed and encrypted stays readable."""
    imagery_keys: SecretStr = SecretStr("")
    """Keys of imagery, `name=key` separated by commas; the name is that of a preset or source."""
    allowed_hosts: Annotated[list[str], NoDecode] = Field(default_factory=list)
    csrf_trusted_origins: Annotated[list[str], NoDecode] = Field(default_factory=list)
    behind_tls_proxy: bool = True
    proxies: int = Field(default=1, ge=0, le=10)
    """How many proxies stand in front; each adds an address to X-Forwarded-For."""

    data_root: Path = PROJECT_ROOT / "var"
    database_url: str | None = None
    broker_url: str | None = None

    email_url: SecretStr | None = None
    """The server that mails are sent through: smtp://user:password@host:587, or smtps:// for TLS from the
    start. Without it nobody gets mail, and admins make links for new passwords."""
    mail_from: str = ""
    """The sender of mails; the user of `email_url` when empty."""

    tile_server_allow_private: bool = False
    """Let imagery addresses point at loopback and private networks. Never on a public server."""
    imagery_cache_mib: int = Field(default=1024, ge=0, le=1024 * 1024)
    """How much of what servers answer is kept on disk, of sources whose terms allow it; 0 keeps nothing."""
    raster_root: Path | None = None
    """The one folder that raster sources may be read from; DATA_ROOT/rasters when unset."""
    basemap_url: str = ""
    """A Leaflet tile template for the maps' background, such as OpenStreetMap's; empty draws none."""
    basemap_attribution: str = ""
    timestamp_url: str = ""
    """A timestamp authority (RFC 3161) that signs the checksums of each release; empty asks none."""
    max_upload_mib: int = Field(default=64, ge=1, le=4096)
    """The largest file of labels, places or regions that may be uploaded."""
    max_region_tiles: int = Field(default=2_000_000, ge=1, le=100_000_000)
    """The most tiles that a campaign's region may have."""
    max_imagery_mib: int = Field(default=4096, ge=1, le=1024 * 1024)
    """The largest file of imagery that may be uploaded."""
    worker_silence_seconds: float = Field(default=12.0, gt=0)
    """A worker whose heartbeat has stopped for this long is dead: its chunk or job goes to another."""
    job_silence_seconds: float = Field(default=900.0, gt=0)
    """A job that no worker has taken for this long is queued again even while other messages wait."""
    resume_seconds: float = Field(default=5.0, gt=0)
    """How often Celery's beat looks for the work of dead workers."""
    sweep_seconds: float = Field(default=60.0, gt=0)
    """How often Celery's beat looks for new estimates to make."""
    labeling_requests_per_minute: int = Field(default=3000, ge=0)
    """Requests that one volunteer may send to the labelling API; 0 for no limit."""
    search_threads: int = Field(default=2, ge=1, le=256)
    """Tiles that one worker process analyses at the same time: more for a GPU, otherwise one more than its
    share of the cores."""
    compact_features: bool = False
    """Store the features of searched tiles in one byte a number instead of two: half the disk, and a model
    decides differently about a few superpixels in a thousand."""
    log_level: str = "INFO"
    log_format: Literal["text", "json"] = "text"
    """`json`: one line an event, for programs that collect logs."""
    metrics_token: SecretStr = SecretStr("")
    """What programs send to read /metrics/ and /health/details/; superusers need none. Empty: none may."""

    @field_validator("allowed_hosts", "csrf_trusted_origins", mode="before")
    @classmethod
    def split_commas(cls, value: object) -> object:
        return (
            [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value
        )

    @property
    def former_secret_keys(self) -> list[str]:
        return [key for key in self.secret_key_fallbacks.get_secret_value().split(",") if key]

    @property
    def imagery_keys_by_name(self) -> dict[str, str]:
        """Raises `ImproperlyConfigured`, which repeats no key, for an entry without a name or key."""
        found = {}
        for entry in filter(None, (part.strip() for part in self.imagery_keys.get_secret_value().split(","))):
            name, _, key = (part.strip() for part in entry.partition("="))
            if not name or not key:
                raise ImproperlyConfigured(
                    "LANDSCAR_IMAGERY_KEYS has an entry that is not name=key; write azure-maps=KEY,north=KEY."
                )
            found[name] = key
        return found

    @property
    def checked_metrics_token(self) -> str:
        """Raises `ImproperlyConfigured`, which does not repeat it, for one that is easily guessed."""
        token = self.metrics_token.get_secret_value().strip()
        if token and len(token) < SHORTEST_TOKEN:
            raise ImproperlyConfigured(
                f"LANDSCAR_METRICS_TOKEN must have at least {SHORTEST_TOKEN} characters; "
                "make one with openssl rand -hex 32."
            )
        return token

    @property
    def basemap_origin(self) -> str:
        parts = urlsplit(self.basemap_url.replace("{s}.", "*."))
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
