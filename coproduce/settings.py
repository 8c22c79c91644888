"""Settings. What differs between places comes from the environment (see .env.example); the rest stands here."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from coproduce import logs
from coproduce.environment import BASE_DIR, Mode, database, listed, mode, needed, number, optional, smtp
from coproduce.schedule import SCHEDULE

MODE = mode()
PRODUCTION = MODE is Mode.PRODUCTION
DEMO = MODE is Mode.DEMO
DEBUG = False

SECRET_KEY = (
    needed("SECRET_KEY", "It signs sessions and links; make one with `openssl rand -base64 48`.")
    if PRODUCTION
    else os.environ.get("SECRET_KEY", "not-a-secret-this-copy-is-for-trying-out")
)
if PRODUCTION and len(SECRET_KEY) < 40:
    raise ImproperlyConfigured("SECRET_KEY is too short. Use 40 characters or more, by chance.")
SECRET_KEY_FALLBACKS = listed("SECRET_KEY_OLD")
if PRODUCTION and os.environ.get("DEBUG"):
    raise ImproperlyConfigured("DEBUG is set in production. Take it out of the environment.")

SITE_URL = (
    needed("SITE_URL", "It is the address that people open, such as https://coproduce.example.org.")
    if PRODUCTION
    else os.environ.get("SITE_URL", f"http://localhost:{os.environ.get('PORT', '8000')}")
).rstrip("/")
ALLOWED_HOSTS = listed("ALLOWED_HOSTS") or ([] if PRODUCTION else ["*"])
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set. Name the hosts that people open, with commas.")
if PRODUCTION:
    ALLOWED_HOSTS += ["127.0.0.1"]  # so asks the container's own health check; our links come from SITE_URL
HTTPS = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []

INSTALLED_APPS = [
    "coproduce",
    "decisions",
    "projects",
    "participants",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_structlog",
    "pgtrigger",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # with bytes of random length, and masked tokens, against BREACH
    "coproduce.middleware.RequestLog",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "participants.middleware.personal",
    "participants.middleware.Straight",
    "coproduce.pressed.PressedTwice",  # outside of messages: it hands them on
    "django.contrib.messages.middleware.MessageMiddleware",
    "coproduce.middleware.signed_out_meanwhile",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "coproduce.middleware.KindWhileAway",
]

ROOT_URLCONF = "coproduce.urls"
WSGI_APPLICATION = "coproduce.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["participants.templatetags.addresses"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coproduce.face.context",
            ],
        },
    },
]
FORM_RENDERER = "coproduce.renderer.GovukRenderer"

DATABASES = {"default": database(needed("DATABASE_URL", "It says where PostgreSQL 15 or newer is."))}
if MODE is Mode.TEST and (template := os.environ.get("TEST_TEMPLATE")):  # see coproduce/boot/test.py
    DATABASES["default"]["TEST"] = {"TEMPLATE": template, "NAME": f"{template}_copy"}
REDIS_URL = needed("REDIS_URL", "It says where Redis or Valkey is.")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},  # seconds; as for the broker below
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60  # 60 days: nobody should have to sign in each week to stay a partner
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS and os.environ.get("BEHIND_PROXY") != "1"
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("BEHIND_PROXY") == "1" else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "media-src": [CSP.SELF, "blob:"],  # a recording, before it is sent
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"

AUTH_USER_MODEL = "participants.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # email is unique without case, by constraint on Lower("email")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "participants.door.Door"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]  # nobody signs up: no such page is among our addresses
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # participants.door tells them in our own words
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = ACCOUNT_PHONE_VERIFICATION_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 60 * 15
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 3
ACCOUNT_LOGIN_TIMEOUT = 60 * 60
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    # Per address at most 20 codes a day, 3 tries each: one chance in 16,000 a day for somebody who guesses.
    # Per IP wide enough for a whole workshop behind one council's address.
    "request_login_code": "60/m/ip,600/d/ip,3/m/key,8/h/key,20/d/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if os.environ.get("BEHIND_PROXY") == "1" else 0
MFA_ADAPTER = "participants.passkeys.Passkeys"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # a whole workshop behind one address

LANGUAGE_CODE = "en-gb"
# Welsh joins once its catalogue is whole and a Welsh speaker has read it: half a page in Welsh helps nobody.
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [BASE_DIR / "coproduce" / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static" / "dist"]
STATIC_ROOT = BASE_DIR / "var" / "static"
DATA_DIR = Path(os.environ.get("COPRODUCE_DATA", BASE_DIR / "var"))
MEDIA_ROOT = DATA_DIR / "media"  # what people send; no address leads there, only views that check who asks
PROJECT_FILES_MOST = number("PROJECT_FILES_MB", "2000") * 1024 * 1024  # bytes
FILE_UPLOAD_HANDLERS = [
    "projects.uploads.WithinReason",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"  # tests need no built files
        if MODE is Mode.TEST
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = MODE is Mode.TEST  # nor looks at each file for each new client
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

OUTBOX_DIR = Path(
    os.environ.get("OUTBOX_DIR", BASE_DIR / "var" / "outbox")
)  # where the demo's email and text messages are delivered
MAILERS = {"default": smtp() if PRODUCTION else {"BACKEND": "participants.outbox.OutboxBackend"}}
DEFAULT_FROM_EMAIL = (
    needed("FROM_EMAIL", "It is the address that messages come from.")
    if PRODUCTION
    else "Coproduce <coproduce@localhost>"
)

NOTIFY_API_KEY = optional("NOTIFY_API_KEY", "It sends text messages by GOV.UK Notify.") if PRODUCTION else ""
NOTIFY_TEXT_TEMPLATE = (
    needed("NOTIFY_TEXT_TEMPLATE", "It is the id of a template at GOV.UK Notify whose only words are ((message)).")
    if NOTIFY_API_KEY
    else ""
)

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 300_000  # KiB; what setting many packs in type took is given back afterwards
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 1  # seconds; a web request that queues something must not hang on Redis
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 2,
    "max_retries": 1,
    "interval_start": 0,
    "interval_max": 0.2,
    "visibility_timeout": 300,  # seconds after which the task of a worker that vanished is given to another
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_BEAT_SCHEDULE = SCHEDULE
CELERY_TIMEZONE = TIME_ZONE

logs.set_up()
LOGGING = logs.settings(as_json=PRODUCTION)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
