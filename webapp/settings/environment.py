"""The operator's settings, typed. A wrong value stops the start with a message that names it."""

from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PROJECT_ROOT = Path(__file__).resolve().parents[2]


class Environment(BaseSettings):
    """Every setting is read from `LANDSCAR_<NAME>`; docs/guides/deploy.md lists them."""

    model_config = SettingsConfigDict(env_prefix="LANDSCAR_", extra="ignore")

    secret_key: SecretStr | None = None
    allowed_hosts: Annotated[list[str], NoDecode] = Field(default_factory=list)
    csrf_trusted_origins: Annotated[list[str], NoDecode] = Field(default_factory=list)
    behind_tls_proxy: bool = True

    data_root: Path = PROJECT_ROOT / "var"
    database_url: str | None = None
    broker_url: str | None = None

    tile_server_allow_private: bool = False
    """Let imagery addresses point at loopback and private networks. Never on a public server."""
    raster_root: Path | None = None
    """The one folder that raster sources may be read from; DATA_ROOT/rasters when unset."""
    basemap_url: str = ""
    """A Leaflet tile template for the maps' background, such as OpenStreetMap's; empty draws none."""
    basemap_attribution: str = ""
    max_upload_mib: int = Field(default=64, ge=1, le=4096)
    """The largest file of labels, places or regions that may be uploaded."""
    max_region_tiles: int = Field(default=2_000_000, ge=1, le=100_000_000)
    """The most tiles that a campaign's region may have."""
    max_imagery_mib: int = Field(default=4096, ge=1, le=1024 * 1024)
    """The largest file of imagery that may be uploaded."""
    chunk_silence_seconds: float = Field(default=180.0, gt=0)
    """A chunk of a search whose worker has been silent for this long goes to another worker."""
    job_silence_seconds: float = Field(default=900.0, gt=0)
    """A retraining, or a job that no worker has taken, is queued again after this much silence."""
    sweep_seconds: float = Field(default=60.0, gt=0)
    """How often Celery's beat looks for the work of dead workers."""
    labeling_requests_per_minute: int = Field(default=3000, ge=0)
    """Requests that one volunteer may send to the labelling API; 0 for no limit."""
    search_threads: int = Field(default=2, ge=1, le=256)
    """Tiles that one worker process analyses at the same time: more for a GPU, otherwise one more than its
    share of the cores."""
    compact_features: bool = False
    """Store the features of searched tiles in one byte a number instead of two: half the disk, and a model
    decides differently about a few superpixels in a thousand."""
    log_level: str = "INFO"

    @field_validator("allowed_hosts", "csrf_trusted_origins", mode="before")
    @classmethod
    def split_commas(cls, value: object) -> object:
        return (
            [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value
        )

    @property
    def basemap_origin(self) -> str:
        parts = urlsplit(self.basemap_url.replace("{s}.", "*."))
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
