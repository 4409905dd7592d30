"""All settings, read from the environment (or `.env`) and checked here: a wrong value stops the start.

Every variable has a default that suits one laptop; `.env.example` lists them all.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import tempfile
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from snn.environment import Environment
from snn.logs import FORMATS, log_config

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment()
env.read_env(BASE_DIR / ".env")

VAR = Path(env.str("SNN_VAR", default=str(BASE_DIR / "var"))).resolve()
"""The only folder the program writes."""

PRODUCTION = env.bool("SNN_PRODUCTION", default=False)
DEBUG = env.bool("DEBUG", default=False)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG must be off when SNN_PRODUCTION is on.")


def _write_once(path: Path, text: str) -> None:
    """Write a private file whole, or leave the one that another process wrote in the meantime."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent) as file:  # made with mode 0600
        file.write(text)
        file.flush()
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(file.name)


def _secret_key() -> str:
    """Read SECRET_KEY; on a laptop make one once and keep it in `var/secret_key`."""
    key: str = env.str("SECRET_KEY", default="")
    if key:
        return key
    if PRODUCTION:
        raise ImproperlyConfigured("SECRET_KEY must be set when SNN_PRODUCTION is on.")
    path = VAR / "secret_key"
    try:
        VAR.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(50))
        return path.read_text()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{VAR} cannot be written ({error.strerror}). Make room or mend its permissions, "
            "or name another folder in SNN_VAR."
        ) from error


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "snn.accounts",
    "snn.pages",
    "games",
    "training",
    "classifier",
    "catalog",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
]

MIDDLEWARE = [
    "snn.pages.requests.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "classifier.api.cors.CorsMiddleware",
    "snn.pages.middleware.RequestSizeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "snn.urls"
WSGI_APPLICATION = "snn.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "catalog.context_processors.seen",
            ],
        },
    },
]

# --- data -------------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'db.sqlite3'}")}
_HAS_QUEUE = bool(env.str("CELERY_BROKER_URL", default=""))
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A connection is kept: the last one to go writes the whole log back, which would be after every request.
    DATABASES["default"]["CONN_MAX_AGE"] = 0 if _HAS_QUEUE else env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["OPTIONS"] = {
        # IMMEDIATE takes the write lock when a transaction starts, so that two writers wait instead of failing.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif _HAS_QUEUE:
    # Hundreds of threads share a few connections. Both ends of the pool are small: workers are many processes.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 1, "max_size": env.int("SNN_DATABASE_POOL", default=16), "timeout": 20}
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CACHES = {"default": env.cache("CACHE_URL", default=f"filecache://{VAR / 'cache'}")}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LOGIN_URL = "accounts:log_in"
LOGIN_REDIRECT_URL = "pages:home"
LOGOUT_REDIRECT_URL = "pages:home"

_EMAIL = env.email_url("EMAIL_URL", default="consolemail://")
EMAIL_BACKEND = _EMAIL["EMAIL_BACKEND"]
EMAIL_HOST = _EMAIL["EMAIL_HOST"] or "localhost"
EMAIL_PORT = _EMAIL["EMAIL_PORT"] or 25
EMAIL_HOST_USER = _EMAIL["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _EMAIL["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = bool(_EMAIL.get("EMAIL_USE_TLS"))
EMAIL_USE_SSL = bool(_EMAIL.get("EMAIL_USE_SSL"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="snn@localhost")

# --- files ------------------------------------------------------------------------------------------------------------

MEDIA_ROOT = Path(env.str("SNN_MEDIA", default=str(VAR / "media"))).resolve()
SNN_MODELS = VAR / "models"
SNN_RUNS = VAR / "runs"
SNN_DATASETS = Path(env.str("SNN_DATASETS", default=str(VAR / "datasets"))).resolve()
"""Each folder in it is offered as a data set where a training run is started."""
SNN_INDEXES = VAR / "indexes"

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- recognition ------------------------------------------------------------------------------------------------------

SNN_DEVICE = env.str("SNN_DEVICE", default="cpu")
"""What the network runs on in this process: `cpu`, or for a worker `cuda` or `cuda:1`."""
if not re.fullmatch(r"cpu|cuda(:\d+)?", SNN_DEVICE):
    raise ImproperlyConfigured(f"SNN_DEVICE in the environment or .env is {SNN_DEVICE!r}; write cpu, cuda or cuda:1.")

SNN_PREDICTOR = env.str(
    "SNN_PREDICTOR",
    default="classifier.predictors.onnx.OnnxPredictor"
    if SNN_DEVICE == "cpu"
    else "classifier.predictors.torch.TorchPredictor",
)
"""Dotted path of the class that runs a model."""

SNN_REMEMBER_SECONDS = env.float("SNN_REMEMBER_SECONDS", default=1.0)
"""So long a process remembers which networks answer and which shows they know, instead of asking for each picture."""

SNN_UPLOADS_PER_MINUTE = env.int("SNN_UPLOADS_PER_MINUTE", default=60)
SNN_PROXIES = env.int("SNN_PROXIES", default=0)
"""How many proxies of ours a request passes: so many entries of X-Forwarded-For are believed."""

SNN_PICTURE_HOURS = env.int("SNN_PICTURE_HOURS", default=24)
"""An uploaded picture is deleted after so many hours; its answer stays."""

SNN_PICTURES_AT_ONCE = 20
"""The most pictures that one request is answered for; more of them are refused one by one."""

SNN_REQUEST_BYTES = 100 * 1024 * 1024
"""The most that one request may hold; a longer one is refused unread."""

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 1000  # as many as a batch may have
FILE_UPLOAD_TEMP_DIR = None

# --- programs ---------------------------------------------------------------------------------------------------------

SNN_API_QUOTA = env.int("SNN_API_QUOTA", default=1000)
"""Pictures that one address may send in a day through the API without a key."""

SNN_CORS_ORIGINS = env.list("SNN_CORS_ORIGINS", default=[])
"""Other sites that may ask the API from the browsers of their visitors; `*` means all."""

SNN_FETCH = env.bool("SNN_FETCH", default=True)
"""Whether pictures are fetched from addresses that programs name, over the public internet."""

REST_FRAMEWORK = {"DEFAULT_SCHEMA_CLASS": "classifier.api.base.Described"}
"""All else that the API needs stands in `classifier.api.base`."""

# --- the queue --------------------------------------------------------------------------------------------------------

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="")
"""Empty: pictures are answered in the request that brings them, by choice. Else only workers answer."""

SNN_QUEUE_LIMIT = env.int("SNN_QUEUE_LIMIT", default=2000)
"""So many pictures may wait; more are refused with status 503 until workers have caught up."""

SNN_LEASE_SECONDS = env.int("SNN_LEASE_SECONDS", default=60)
"""What a worker took comes back after so many seconds, should the worker die."""

SNN_WAITING_PAGES = env.int("WEB_THREADS", default=256) * 3 // 4
"""So many pages may wait for an answer in one web process: each holds a thread, and some must stay free."""

SNN_BATCH_SIZE = env.int("SNN_BATCH_SIZE", default=4 if SNN_DEVICE == "cpu" else 32)
"""So many pictures a worker takes at once. On a CPU a batch is not quicker than its pictures one by one."""

CELERY_TASK_DEFAULT_QUEUE = "predict"
CELERY_TASK_ROUTES = {"classifier.*": {"queue": "predict"}, "training.*": {"queue": "training"}}
CELERY_TASK_IGNORE_RESULT = True  # rows say how it ended
CELERY_TASK_PUBLISH_RETRY = False  # a page does not wait for a broker that is down: beat sends again
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
    "max_retries": 1,  # of whoever sends; workers try to reach their broker for ever
    "interval_start": 0,
    "interval_max": 0.1,
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # LOGGING below says how lines look
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "celerybeat")
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    # Wakes workers for what a lost message or a dead worker left; one that waited longer would only pile up.
    "answer-what-waits": {"task": "classifier.answer_what_waits", "schedule": 5.0, "options": {"expires": 5.0}},
    # Lets a worker answer frames that were approved meanwhile, for games and likeness.
    "score-new-frames": {"task": "classifier.score_frames", "schedule": 10.0, "options": {"expires": 10.0}},
    # Asks a worker to look for runs that wait; dropped before the next, so that none pile up behind a long run.
    "train-what-waits": {"task": "training.tasks.work", "schedule": 60.0, "options": {"expires": 60.0}},
}

# --- people -----------------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_I18N = True
USE_TZ = True

SESSION_COOKIE_AGE = 60 * 60 * 24 * 365
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:"],  # blob: the preview of a picture on its way
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
if PRODUCTION:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SNN_METRICS_TOKEN = env.str("SNN_METRICS_TOKEN", default="")
"""Whoever bears it may read `/metrics`; without one nobody may."""

SNN_LOG_FORMAT = env.str("SNN_LOG_FORMAT", default="line")
if SNN_LOG_FORMAT not in FORMATS:
    raise ImproperlyConfigured(f"SNN_LOG_FORMAT in the environment or .env is {SNN_LOG_FORMAT!r}; write line or json.")
LOGGING = log_config(SNN_LOG_FORMAT, env.str("LOG_LEVEL", default="INFO"))
