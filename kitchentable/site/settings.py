"""Every setting, and the only code that reads environment variables.

| variable | what it is | without it |
|---|---|---|
| KITCHENTABLE_HOME | the one folder with all data | ./data |
| DATABASE_URL | postgres://… moves the tables to PostgreSQL | SQLite in the home |
| KITCHENTABLE_URL | the public address, used in mails | http://localhost:8000 |
| KITCHENTABLE_HOSTS | names this server answers to, with commas | localhost and the host of KITCHENTABLE_URL |
| KITCHENTABLE_TLS | 1: people reach us by https | 1 when KITCHENTABLE_URL is https |
| KITCHENTABLE_PROXY | addresses of the proxies whose X-Forwarded headers we believe, with commas | nobody |
| KITCHENTABLE_MAIL | smtp://user:word@host:587 or smtps://… | files in the home (demo), or no mail |
| KITCHENTABLE_MAIL_FROM | the sender of our mails | kitchen-table@ the host of KITCHENTABLE_URL |
| KITCHENTABLE_ORGANISATION | the name of the council or trust, on every page, mail and letter | none |
| KITCHENTABLE_PHONE, KITCHENTABLE_TEXT, KITCHENTABLE_EMAIL, KITCHENTABLE_POST | how to reach a person there | none |
| KITCHENTABLE_WHO, KITCHENTABLE_HOURS | who is at the table, and when | none |
| KITCHENTABLE_LEAVE_TO | where "Leave this page now" leads | a weather page |
| KITCHENTABLE_TIMEZONE | the organisation's zone | Europe/London |
| KITCHENTABLE_LANGUAGE | the language of pages | en-gb |
| KITCHENTABLE_NATION | whose public holidays: England, Wales, Scotland, Northern Ireland | England |
| KITCHENTABLE_DEMO | 1: a house of made-up people anyone can sign in as | 0 |
| KITCHENTABLE_STATIC | plain: serve static files as they lie in the code | hashed and compressed |
| KITCHENTABLE_DEBUG | 1: Django's debug pages; never with real people | 0 |
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured


def _words(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def _list(name: str) -> list[str]:
    return [part.strip() for part in _words(name).split(",") if part.strip()]


def _yes(name: str, *, default: bool = False) -> bool:
    said = _words(name).lower()
    if said in ("", "1", "yes", "true", "on", "0", "no", "false", "off"):
        return default if not said else said in ("1", "yes", "true", "on")
    raise ImproperlyConfigured(f"{name} is {said!r}. Say 1 or 0.")


KNOWN_NAMES = frozenset(
    name.strip() for line in (__doc__ or "").splitlines() if line.startswith("| KITCHEN") for name in line.split("|")[1].split(",")
)
UNKNOWN_NAMES = sorted(
    name
    for name in os.environ
    if name.startswith("KITCHENTABLE_") and name not in KNOWN_NAMES | {"KITCHENTABLE_TRACE", "KITCHENTABLE_TEST_DB"}
)

# The home

HOME = Path(_words("KITCHENTABLE_HOME", "data")).expanduser().absolute()
KEYS = HOME / "keys"
FILES = HOME / "files"
UPLOADS = FILES / "tmp"
LOGS = HOME / "logs"
DATABASE_URL = _words("DATABASE_URL")
DATABASE_FILE = HOME / "db.sqlite3"


def _make_home() -> None:
    try:
        for folder in (HOME, KEYS, FILES, UPLOADS, LOGS):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"KITCHENTABLE_HOME is {HOME}, and that folder cannot be made: {error.strerror}.") from error


def _key(name: str, new: str) -> str:
    """The words of a key file; made, with `new` in it, when it is not there. Two first starts at once agree on one key."""
    path = KEYS / name
    if not path.exists():
        mine = KEYS / f".{name}.{secrets.token_hex(8)}"
        with os.fdopen(os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(new + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(mine, path)
        except FileExistsError:
            pass
        finally:
            mine.unlink()
    return path.read_text().strip()


_make_home()
if DATABASE_FILE.exists() and not DATABASE_URL and not (KEYS / "words.key").exists():
    raise ImproperlyConfigured(
        f"{KEYS / 'words.key'} is missing, and there is a database. Put the key back: without it, needs and contact details cannot be read."
    )
WORDS_KEY_IS_NEW = not (KEYS / "words.key").exists()
SECRET_KEY = _key("secret.key", secrets.token_urlsafe(64))
# One key a line. The newest first: it locks. The oldest last: it also makes the index of e-mail addresses.
WORDS_KEYS = _key("words.key", Fernet.generate_key().decode()).split()

# Where we are

DEBUG = _yes("KITCHENTABLE_DEBUG")
DEMO = _yes("KITCHENTABLE_DEMO")
URL = _words("KITCHENTABLE_URL", "http://localhost:8000").rstrip("/")
_url = urlsplit(URL)
if _url.scheme not in ("http", "https") or not _url.hostname:
    raise ImproperlyConfigured(f"KITCHENTABLE_URL is {URL!r}. It must start with https:// or http:// and name a host.")
TLS = _yes("KITCHENTABLE_TLS", default=_url.scheme == "https")
TRUSTED_PROXIES = _list("KITCHENTABLE_PROXY")
ALLOWED_HOSTS = _list("KITCHENTABLE_HOSTS") or sorted({"localhost", "127.0.0.1", "[::1]", _url.hostname})
CSRF_TRUSTED_ORIGINS = [f"{_url.scheme}://{_url.netloc}"]

TIME_ZONE = _words("KITCHENTABLE_TIMEZONE", "Europe/London")
try:
    ZoneInfo(TIME_ZONE)
except (ZoneInfoNotFoundError, ValueError) as error:
    raise ImproperlyConfigured(f"KITCHENTABLE_TIMEZONE is {TIME_ZONE!r}. Say one like Europe/London.") from error
USE_TZ = True
LANGUAGE_CODE = _words("KITCHENTABLE_LANGUAGE", "en-gb")
USE_I18N = True
NATION = _words("KITCHENTABLE_NATION", "England")
if NATION not in ("England", "Wales", "Scotland", "Northern Ireland"):
    raise ImproperlyConfigured(f"KITCHENTABLE_NATION is {NATION!r}. Say England, Wales, Scotland or Northern Ireland.")

MILLBROOK = {
    "name": "Millbrook Council",
    "phone": "01632 960 123",
    "text": "07700 900 123",
    "email": "table@millbrook.example",
    "post": "Kitchen Table, Millbrook Council, 1 Market Place, Millbrook ZZ1 1AA",
    "who": "Natalie and Dee",
    "hours": "Monday to Friday, 9am to 5pm",
}
_given = {
    "name": _words("KITCHENTABLE_ORGANISATION"),
    **{name: _words(f"KITCHENTABLE_{name.upper()}") for name in ("phone", "text", "email", "post", "who", "hours")},
}
ORGANISATION = MILLBROOK if DEMO and not any(_given.values()) else _given
LEAVE_TO = _words("KITCHENTABLE_LEAVE_TO", "https://www.bbc.co.uk/weather")

# The floors, from the ground up

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "kitchentable.record",
    "kitchentable.ui",
    "kitchentable.policy",
    "kitchentable.people",
    "kitchentable.works",
    "kitchentable.words",
    "kitchentable.seats",
    "kitchentable.gatherings",
    "kitchentable.voices",
    "kitchentable.ties",
    "kitchentable.home",
]
AUTH_USER_MODEL = "people.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "kitchentable.site.urls"
WSGI_APPLICATION = "kitchentable.site.wsgi.application"

MIDDLEWARE = [
    "kitchentable.site.middleware.ProxyMiddleware",
    "kitchentable.site.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kitchentable.site.middleware.TooBigMiddleware",
    "kitchentable.site.middleware.NotSavedMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kitchentable.people.visits.SharedComputer",
    "kitchentable.policy.middleware.PolicyMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "kitchentable.ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.contrib.messages.context_processors.messages",
                "kitchentable.ui.looks.look",
                "kitchentable.home.context.house",
            ],
        },
    }
]

# The tables

SQLITE_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "busy_timeout": "10000",
    "cache_size": "-32000",
    "mmap_size": "268435456",
    "temp_store": "MEMORY",
    "journal_size_limit": "67108864",
}
_database: dict[str, Any]
if DATABASE_URL:
    try:
        _database = dict(dj_database_url.parse(DATABASE_URL, conn_max_age=600, conn_health_checks=True))
    except ValueError as error:
        raise ImproperlyConfigured("DATABASE_URL cannot be read. It looks like postgres://user:word@host:5432/name.") from error
else:
    _database = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATABASE_FILE,
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": "".join(f"PRAGMA {name}={value};" for name, value in SQLITE_PRAGMAS.items()),
        },
    }
DATABASES: dict[str, dict[str, Any]] = {"default": _database}

# Signing in, cookies, what a browser may do

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/me/"
LOGOUT_REDIRECT_URL = "/"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = TLS
SESSION_COOKIE_NAME = "__Host-kitchentable" if TLS else "kitchentable"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = TLS
CSRF_COOKIE_NAME = "__Host-kitchentable-form" if TLS else "kitchentable-form"
CSRF_FAILURE_VIEW = "kitchentable.ui.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = TLS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if TLS else 0
# ProxyMiddleware takes this header off every request that does not come from a proxy we were told about.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS: list[str] = []

# What comes in

UPLOAD_MAX_BYTES = 200 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = UPLOADS
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
MEDIA_ROOT = FILES

# What goes out

_PLAIN = DEBUG or _words("KITCHENTABLE_STATIC") == "plain"
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = _PLAIN
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if _PLAIN
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}


def _mail(address: str) -> None:
    at = urlsplit(address)
    if at.scheme not in ("smtp", "smtps") or not at.hostname:
        raise ImproperlyConfigured("KITCHENTABLE_MAIL must look like smtp://user:word@host:587 or smtps://user:word@host:465.")
    # Upgrade to TLS unless the server is on this machine, or it is said not to with ?tls=0.
    upgrade = at.scheme == "smtp" and at.hostname not in ("localhost", "127.0.0.1", "::1")
    globals().update(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST=at.hostname,
        EMAIL_PORT=at.port or (465 if at.scheme == "smtps" else 587),
        EMAIL_HOST_USER=unquote(at.username or ""),
        EMAIL_HOST_PASSWORD=unquote(at.password or ""),
        EMAIL_USE_SSL=at.scheme == "smtps",
        EMAIL_USE_TLS=parse_qs(at.query).get("tls", ["1" if upgrade else "0"])[0] == "1",
        EMAIL_TIMEOUT=20,
    )


MAIL = _words("KITCHENTABLE_MAIL")
DEFAULT_FROM_EMAIL = _words("KITCHENTABLE_MAIL_FROM", f"kitchen-table@{_url.hostname}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_FILE_PATH = HOME / "mail"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend" if DEMO else "kitchentable.site.mail.NoMail"
if MAIL:
    _mail(MAIL)

# What is written down for the machine's keeper: never words of people, passwords or what a form held

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "kitchentable.site.logs.Line"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "kitchentable": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
