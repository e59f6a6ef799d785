"""Settings, read from the environment; a bare clone runs on SQLite with a broker of its own.

Every variable is described in `docs/reference/settings.md`.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from aftersales.environment import SettingError, broker_socket, env, kept_secret
from aftersales.logs import FORMATS, configuration
from aftersales.unfold import UNFOLD  # noqa: F401 - read by the theme

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = env.path("VAR_DIR", BASE_DIR / "var")
VAR.mkdir(parents=True, exist_ok=True)

DEBUG = env.flag("DEBUG", default=True)
HTTPS = env.flag("HTTPS", default=not DEBUG)
SECRET_KEY = env.secret("SECRET_KEY") or (kept_secret(VAR / "secret_key") if DEBUG else "")
if not SECRET_KEY:
    raise SettingError("SECRET_KEY or SECRET_KEY_FILE must be set when DEBUG is false: a long random text.")
ALLOWED_HOSTS = env.listed("ALLOWED_HOSTS", default="localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.listed("CSRF_TRUSTED_ORIGINS")
if wrong := [origin for origin in CSRF_TRUSTED_ORIGINS if "://" not in origin]:
    raise SettingError(
        f"CSRF_TRUSTED_ORIGINS must list addresses such as https://service.example.cn, not {wrong[0]!r}."
    )
TRUSTED_PROXIES = env.whole("TRUSTED_PROXIES", default=0, high=10)

INSTALLED_APPS = [
    # The theme would put its own site in place of ours.
    "unfold.apps.BasicAppConfig", "unfold.contrib.filters", "unfold.contrib.forms", "unfold.contrib.import_export",
    "unfold.contrib.simple_history",
    "aftersales.apps.ConsoleConfig", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.messages", "django.contrib.staticfiles", "django.contrib.humanize",
    "django_fsm", "django_htmx", "template_partials", "import_export", "simple_history", "axes", "csp",
    "core", "accounts", "rulebook", "notifications", "judgement", "deadlines", "approvals", "customers", "tickets",
    "warranty", "fieldservice", "penalties", "figures", "scenarios", "aftersales",
]  # fmt: skip
MIDDLEWARE = [
    # First, so that every line of the log carries the request's id.
    "core.middleware.RequestId",
    "aftersales.observing.Observed",
    "django.middleware.security.SecurityMiddleware",
    "aftersales.middleware.StaticFiles",
    "aftersales.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "aftersales.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
    "core.middleware.Outbox",
    "core.middleware.SignIn",
    "core.middleware.Refusals",
    # Last: its transaction holds the act alone, not the session.
    "core.middleware.Idempotency",
]
ROOT_URLCONF = "aftersales.urls"
WSGI_APPLICATION = "aftersales.wsgi.application"
ASGI_APPLICATION = "aftersales.asgi.application"
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
                "tickets.context.shell",
            ]
        },
    }
]

_SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
_database: dict[str, Any] = env.database("DATABASE_URL") or {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": VAR / "aftersales.sqlite3",
}
_kept = {"CONN_MAX_AGE": env.whole("DATABASE_CONN_MAX_AGE", default=60), "CONN_HEALTH_CHECKS": True}
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["OPTIONS"] = _SQLITE_OPTIONS
else:
    _database |= _kept
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "accounts.backends.CountingBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
# A device that its owner has signed in on has a count of its own: others cannot lock him out there.
AXES_WHITELIST_CALLABLE = "accounts.devices.is_known"
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "aftersales.lockout.locked_out"
AXES_CLIENT_IP_CALLABLE = "core.addresses.client_address"

# Behind HTTPS everything that identifies a person travels over HTTPS only.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = env.flag("HTTPS_REDIRECT", default=True) and HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
# The container's or load balancer's own check comes over plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^healthz", r"^metrics$"]
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "tickets.public.views.guard.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["aftersales.formats"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", VAR / "static")
STATICFILES_DIRS = [folder for folder in [BASE_DIR / "static"] if folder.is_dir()]
MEDIA_ROOT = VAR / "media"
# Where the web server before us finds MEDIA_ROOT, for nobody but us; without one we send files ourselves.
PRIVATE_FILES_LOCATION = env.text("PRIVATE_FILES_LOCATION")
if PRIVATE_FILES_LOCATION and not (PRIVATE_FILES_LOCATION[0] == PRIVATE_FILES_LOCATION[-1] == "/"):
    raise SettingError(f"PRIVATE_FILES_LOCATION must begin and end with a slash, not {PRIVATE_FILES_LOCATION!r}.")
_PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
_COLLECTED = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _PLAIN if DEBUG else _COLLECTED},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
# A picture that the build left out must not cost a page.
WHITENOISE_MANIFEST_STRICT = False

CELERY_BROKER_URL = env.broker("CELERY_BROKER_URL", default=f"redis+socket://{broker_socket(VAR)}")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_keepalive": True, "health_check_interval": 25}
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_POOL = "threads"
# An import and a replay each hold a thread for minutes; what is due must never wait for them.
CELERY_WORKER_CONCURRENCY = env.whole("WORKER_THREADS", default=4, low=1, high=64)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "run" / "beat-schedule")

# Without a mail server messages stay in the inbox of the product.
_email = env.email("EMAIL_URL")
EMAIL_CONFIGURED = bool(_email)
vars().update({name: value for name, value in _email.items() if name.startswith("EMAIL_")})
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", default="service@localhost")
PUBLIC_URL = env.text("PUBLIC_URL", default=f"http://127.0.0.1:{env.whole('PORT', 8000, low=1, high=65535)}")
if not PUBLIC_URL.startswith(("http://", "https://")):
    raise SettingError(f"PUBLIC_URL must be an address such as https://service.example.cn, not {PUBLIC_URL!r}.")

LOG_LEVEL = env.choice("LOG_LEVEL", default="INFO", allowed=("DEBUG", "INFO", "WARNING", "ERROR"))
LOGGING = configuration(LOG_LEVEL, env.choice("LOG_FORMAT", default="line", allowed=FORMATS))
# Without its secret an SMS gateway has no address here.
SMS_CALLBACK_SECRETS = {
    "aliyun": env.secret("SMS_SECRET_ALIYUN"),
    "tencent": env.secret("SMS_SECRET_TENCENT"),
}
# Without a token there is no /metrics.
METRICS_TOKEN = env.secret("METRICS_TOKEN")
