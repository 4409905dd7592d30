"""All settings, read from the environment (or `.env`) and checked here: a wrong value stops the start.

Every variable has a default that suits one laptop; `.env.example` lists them all.
"""

from __future__ import annotations

import contextlib
import secrets
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from snn.environment import Environment

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
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
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
            ],
        },
    },
]

# --- data -------------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # IMMEDIATE takes the write lock when a transaction starts, so that two writers wait instead of failing.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
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

# --- files ------------------------------------------------------------------------------------------------------------

MEDIA_ROOT = Path(env.str("SNN_MEDIA", default=str(VAR / "media"))).resolve()
SNN_MODELS = VAR / "models"
SNN_RUNS = VAR / "runs"

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- recognition ------------------------------------------------------------------------------------------------------

SNN_PREDICTOR = env.str("SNN_PREDICTOR", default="classifier.predictors.onnx.OnnxPredictor")
"""Dotted path of the class that runs a model; a GPU worker names the torch one."""

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
DATA_UPLOAD_MAX_NUMBER_FILES = 100
FILE_UPLOAD_TEMP_DIR = None

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

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
}
