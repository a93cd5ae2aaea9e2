"""What the web needs: applications, middleware, sign-in, security headers, cookies, static files, languages."""

from pathlib import Path

from csp.constants import NONE, SELF

from constancia.project.settings import environment

WEB_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "constancia.access",
    "constancia.imports",
    "constancia.web",
    "constancia.api",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "constancia.web.middleware.log_requests",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "constancia.web.middleware.keep_nothing",
    "constancia.web.middleware.stay_signed_in",
    "constancia.web.middleware.who_asks",
    "constancia.web.middleware.finish_signing_in",
    "constancia.web.middleware.show_refusals",
]

ROOT_URLCONF = "constancia.project.urls"
WSGI_APPLICATION = "constancia.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "constancia.web.context.shell",
            ]
        },
    }
]
LOCALE_PATHS = [Path(__file__).resolve().parents[2] / "web" / "locale"]
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

# One cache for all server processes: limits on failed sign-ins count what every one of them sees.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "web_cache"}}

# Work in the background waits in the store itself, so that what is asked for and what is queued commit together.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Files are received only where a view asks for them (`imports.uploads.expect_files`), into a private folder.
FILE_UPLOAD_HANDLERS = ["constancia.imports.uploads.NoFiles"]
DATA_UPLOAD_MAX_NUMBER_FILES = 1000

# Signing in
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "constancia.web.adapters.AccountAdapter"
ACCOUNT_FORMS = {"change_password": "constancia.web.forms.ChangePassword"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/5m/ip,5/5m/key", "reauthenticate": "10/m/user"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(environment.PROXIES.read())
MFA_ADAPTER = "constancia.web.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Constancia"
MFA_TOTP_TOLERANCE = 1  # a code typed as the half minute turns, or on a clock a little off (RFC 6238, section 5.2)
CONSTANCIA_DEMO_PASSWORD = "constancia-demo-2026"  # noqa: S105 - known to all; only a demonstration makes such accounts

# Sessions end after half an hour without a request; their cookie is out of reach for scripts and other sites.
SESSION_COOKIE_AGE = 30 * 60  # `web.middleware.stay_signed_in` moves it on, once a minute at most
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "constancia_session"
CSRF_COOKIE_NAME = "constancia_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "constancia.web.errors.csrf_failure"
LANGUAGE_COOKIE_NAME = "constancia_language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

# What browsers may do with our pages
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

HTTPS = environment.HTTPS.read() == "1"
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None

LOGGING_CONFIG = "constancia.project.settings.logs.configure"
LOGGING = {"level": "INFO"}
