"""Settings shared by the demo, production and the tests."""

from datetime import timedelta
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _
from kombu import Queue

from webapp.settings.databases import database_from_url, sqlite_settings
from webapp.settings.environment import PROJECT_ROOT, Environment
from webapp.settings.mail import MailServer, mail_server

ENVIRONMENT = Environment()
BASE_DIR = PROJECT_ROOT
DATA_ROOT = ENVIRONMENT.data_root
RASTER_ROOT = ENVIRONMENT.raster_root or DATA_ROOT / "rasters"
TILE_SERVER_ALLOW_PRIVATE = ENVIRONMENT.tile_server_allow_private
IMAGERY_CACHE_MIB = ENVIRONMENT.imagery_cache_mib
BASEMAP_URL = ENVIRONMENT.basemap_url
BASEMAP_ATTRIBUTION = ENVIRONMENT.basemap_attribution
TIMESTAMP_URL = ENVIRONMENT.timestamp_url

SECRET_KEY = ENVIRONMENT.secret_key.get_secret_value() if ENVIRONMENT.secret_key else ""
SECRET_KEY_FALLBACKS = ENVIRONMENT.former_secret_keys
IMAGERY_KEYS = ENVIRONMENT.imagery_keys_by_name
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENVIRONMENT.csrf_trusted_origins
# Proxies of our own in front: how many entries of X-Forwarded-For are true. See production.py.
N_PROXIES = 0
DEBUG = False

INSTALLED_APPS = [
    # Before the administration, whose forms it extends.
    "modeltranslation",
    # Simple: autodiscovery would import leaflet.admin, which wants GDAL on the system.
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "leaflet",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "imagery",
    "campaigns",
    "labeling",
    "detection",
    "webapp",
]

MIDDLEWARE = [
    "webapp.logs.requests.NumberRequests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "webapp.middleware.RefuseTooMany",
    # Last, as its documentation asks.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "webapp.urls"
WSGI_APPLICATION = "webapp.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    },
]

DATABASES: dict[str, dict[str, Any]] = {
    "default": database_from_url(ENVIRONMENT.database_url)
    if ENVIRONMENT.database_url
    else sqlite_settings(DATA_ROOT / "landscar.sqlite3")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Wrong passwords: webapp/accounts/lockout.py decides how long to wait.
AXES_HANDLER = "webapp.accounts.lockout.GrowingLockout"
AXES_CLIENT_IP_CALLABLE = "webapp.accounts.lockout.axes_address"
AXES_LOCKOUT_CALLABLE = "webapp.accounts.lockout.answer_locked_out"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 1
AXES_COOLOFF_TIME = timedelta(days=1)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken", "next"]
AXES_VERBOSE = False
# Of links by mail and by an admin alike.
PASSWORD_RESET_TIMEOUT = 48 * 3600
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["imagery.uploads.DiskUploadHandler"]
MAX_UPLOAD_BYTES = ENVIRONMENT.max_upload_mib * 1024 * 1024
MAX_REGION_TILES = ENVIRONMENT.max_region_tiles
MAX_IMAGERY_BYTES = ENVIRONMENT.max_imagery_mib * 1024 * 1024

_MAIL = mail_server(ENVIRONMENT.email_url, ENVIRONMENT.mail_from)
MAIL_IS_SET_UP = _MAIL is not None
_MAIL = _MAIL or MailServer()
EMAIL_BACKEND = _MAIL.backend
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.starts_tls, _MAIL.is_tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _MAIL.sender

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("uk", _("Ukrainian"))]
# A campaign's text that is missing in the reader's language is shown in the other one.
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en", "uk")
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "webapp.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_ROOT}},
    "staticfiles": {"BACKEND": "webapp.static_storage.HashedStaticFilesStorage"},
}

BASEMAP_ORIGINS = [ENVIRONMENT.basemap_origin] if ENVIRONMENT.basemap_origin else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *BASEMAP_ORIGINS],
        "connect-src": [SELF],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
    "PAGE_SIZE": 200,
    "EXCEPTION_HANDLER": "webapp.api_errors.answer_api_error",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Landscar",
    "DESCRIPTION": "Label superpixels, retrain, search a region, review and publish.",
    "VERSION": "0.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "webapp.api_failures.describe_errors",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # Several models have a `state`. Naming the types here keeps their names stable when another one is added.
    "ENUM_NAME_OVERRIDES": {
        "AnswerEnum": "labeling.models.Answer",
        "VoteAnswerEnum": "labeling.answering.serializers.VOTE_ANSWERS",
        "YesOrNoEnum": "labeling.tutorial.api.YES_OR_NO",
        "DecisionEnum": "detection.review.models.Review.Decision",
        "DetectionStateEnum": "detection.runs.finding_models.Detection.State",
        "JobStateEnum": "campaigns.models.Job.State",
        "TicketStateEnum": "detection.reports.models.ReaderReport.State",
        "TileResultStateEnum": "detection.runs.models.TileResult.State",
    },
}

# One per web process. The cached values are small and short-lived; nothing depends on them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
# How long a web process may use cached campaign settings and queue counts.
LABELING_CACHE_SECONDS = 5
LABELING_REQUESTS_PER_MINUTE = ENVIRONMENT.labeling_requests_per_minute

LEAFLET_CONFIG = {
    "TILES": [],
    "RESET_VIEW": False,
    "SCALE": "metric",
    "ATTRIBUTION_PREFIX": "Leaflet",
}

WORKER_SILENCE_SECONDS = ENVIRONMENT.worker_silence_seconds
HEARTBEAT_SECONDS = WORKER_SILENCE_SECONDS / 6
RESUME_SECONDS = ENVIRONMENT.resume_seconds
# How often workers and beat note that they are alive, for the operators' page.
PROCESS_BEAT_SECONDS = 10.0
LOG_FORMAT = ENVIRONMENT.log_format
METRICS_TOKEN = ENVIRONMENT.checked_metrics_token
SEARCH_THREADS = ENVIRONMENT.search_threads
COMPACT_FEATURES = ENVIRONMENT.compact_features
JOB_SILENCE_SECONDS = ENVIRONMENT.job_silence_seconds

CELERY_BROKER_URL = ENVIRONMENT.broker_url
CELERY_BROKER_CONNECTION_TIMEOUT = 4.0
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "default"
# A worker started without -Q consumes all three; in production each queue can have machines of its own.
CELERY_TASK_QUEUES = [Queue("default"), Queue("imagery"), Queue("gpu")]
CELERY_TASK_ROUTES = {
    "imagery.*": {"queue": "imagery"},
    "campaigns.setup.*": {"queue": "imagery"},
    "labeling.queueing.tasks.fill_queue": {"queue": "imagery"},
    "labeling.first_labels.tasks.read_places_file": {"queue": "imagery"},
    "detection.training.tasks.train_model": {"queue": "gpu"},
    "detection.runs.tasks.look_ahead": {"queue": "gpu"},
    "detection.reports.tasks.learn_from_report": {"queue": "imagery"},
    "detection.runs.repeat_tasks.repeat_if_newer": {"queue": "imagery"},
    "detection.runs.tasks.rescore_run": {"queue": "gpu"},
    "detection.runs.tasks.search_next_chunk": {"queue": "gpu"},
}
# One that no worker has time for is dropped, so that sweeps never pile up behind long work.
RESUMING = {
    "schedule": ENVIRONMENT.resume_seconds,
    "options": {"expires": 2 * ENVIRONMENT.resume_seconds},
}
CELERY_BEAT_SCHEDULE = {
    "resume-runs": {"task": "detection.runs.sweeps.resume_runs", **RESUMING},
    "resume-jobs": {"task": "campaigns.sweeps.resume_jobs", **RESUMING},
    "rescore": {"task": "detection.runs.sweeps.rescore_where_due", "schedule": ENVIRONMENT.sweep_seconds},
    "prepare-thresholds": {
        "task": "detection.thresholds.sweeps.prepare_where_due",
        "schedule": ENVIRONMENT.sweep_seconds,
    },
    "write-release-files": {
        "task": "detection.publication.tasks.write_files_where_due",
        "schedule": ENVIRONMENT.sweep_seconds,
    },
    "repeat": {"task": "detection.runs.sweeps.repeat_where_due", "schedule": 10 * ENVIRONMENT.sweep_seconds},
    "keep-to-terms": {
        "task": "detection.runs.sweeps.keep_to_terms",
        "schedule": 10 * ENVIRONMENT.sweep_seconds,
    },
    "forget-contacts": {"task": "detection.reports.sweeps.forget_old_contacts", "schedule": 3600.0},
    "learn-from-reports": {
        "task": "detection.reports.sweeps.learn_where_asked",
        "schedule": ENVIRONMENT.sweep_seconds,
    },
    "forget": {"task": "webapp.sweeps.forget_what_expired", "schedule": 3600.0},
    "sweep-region-uploads": {
        "task": "campaigns.regions.sweeps.sweep_region_uploads",
        "schedule": ENVIRONMENT.sweep_seconds,
    },
    "resume-deletions": {
        "task": "campaigns.closing.tasks.resume_deletions",
        "schedule": ENVIRONMENT.sweep_seconds,
    },
    "tidy-probes": {"task": "imagery.sweeps.tidy_probes", "schedule": ENVIRONMENT.sweep_seconds},
    "tidy-answers": {"task": "imagery.sweeps.tidy_answers", "schedule": 3600.0},
    "estimate-skills": {"task": "labeling.sweeps.estimate_where_due", "schedule": ENVIRONMENT.sweep_seconds},
}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 2, "interval_start": 0.1, "interval_step": 0.2}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "webapp.logs.json_lines.JsonLines"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": ENVIRONMENT.log_level},
    "loggers": {"axes": {"level": "WARNING"}},
}
