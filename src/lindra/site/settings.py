"""Django's settings, all from the checked environment."""

from __future__ import annotations

from typing import Any

from lindra import clock
from lindra.site import databases, environment, rules

ENVIRONMENT = environment.read()
LINDRA_HOME = ENVIRONMENT.home
LINDRA_DEMO = ENVIRONMENT.demo
LINDRA_PSEUDONYM_KEY = ENVIRONMENT.pseudonym_key
LINDRA_PLAN_KEY = ENVIRONMENT.plan_key
LINDRA_DISCHARGE_MESSAGES = frozenset(ENVIRONMENT.discharge_messages)
PRODUCTION = ENVIRONMENT.mode == "production"
clock.fix(ENVIRONMENT.now)

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = False
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)

ROOMS = [
    "areas",
    "people",
    "frame",
    "record",
    "privacy",
    "forms",
    "deadlines",
    "care",
    "discharge",
    "registry",
    "measures",
    "access",
    "governance",
    "fhir",
    "synthetic",
    "site",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "axes",
    *(f"lindra.{room}" for room in ROOMS),
    "allauth",  # after our rooms: our templates and words go before the library's
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "lindra.site.forms.ReadableFormMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lindra.site.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lindra.site.sessions.SessionMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "lindra.privacy.web.ReaderMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "lindra.site.urls"
WSGI_APPLICATION = "lindra.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lindra.site.context.page",
            ],
        },
    }
]

DATABASES = databases.configure(ENVIRONMENT.database_url, LINDRA_HOME)
DATABASE_ROUTERS = ["lindra.site.databases.Router"]

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = rules.WRONG_PASSWORDS
AXES_COOLOFF_TIME = rules.LOCKED
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # who keeps trying waits no longer than the page says
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "lindra.site.signin.locked_out"
AXES_USERNAME_CALLABLE = "lindra.site.signin.short_username"
AXES_CLIENT_IP_CALLABLE = "lindra.site.signin.address_of"
AXES_VERBOSE = False
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if PRODUCTION else 0  # the one that ends the encryption
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "sign-in"

# Local accounts: a password, then a security key. Nobody signs up, nothing is mailed.
SECOND_FACTOR_DEMANDED = PRODUCTION  # offered elsewhere
ACCOUNT_ADAPTER = "lindra.site.signin.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"reauthenticate": "lindra.site.signin.PasswordAgain"}
ACCOUNT_RATE_LIMITS = {
    "login": f"{rules.ATTEMPTS}/m/ip",
    "login_failed": f"{rules.ATTEMPTS}/m/ip,{rules.WRONG_KEYS}/5m/key",
}
MFA_ADAPTER = "lindra.site.authenticators.MFAAdapter"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_FORMS = {
    "add_webauthn": "lindra.site.authenticators.AddForm",
    "edit_webauthn": "lindra.site.authenticators.NameForm",
    "authenticate_webauthn": "lindra.site.authenticators.ShowForm",
    "reauthenticate_webauthn": "lindra.site.authenticators.ShowAgainForm",
}

# E-identities: providers from the environment only, and only staff we have.
ID_PROVIDERS = ENVIRONMENT.oidc
SOCIALACCOUNT_ADAPTER = "lindra.site.oidc.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": provider.id,
                "name": provider.name,
                "client_id": provider.client_id,
                "secret": provider.client_secret,
                "settings": {"server_url": provider.issuer, "scope": list(provider.scopes)},
            }
            for provider in ID_PROVIDERS
        ]
    }
}

SESSION_ENGINE = "lindra.site.session_store"
SESSION_COOKIE_AGE = int(rules.LONGEST.total_seconds())  # sessions.py ends idle ones before
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"  # browsers send no Origin under "no-referrer", and forms are refused
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 31_536_000
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.csrf": {"level": "ERROR"},
        "pyhanko": {
            "level": "CRITICAL"
        },  # what is wrong with a signature is the answer of a check, not a fault
    },  # what was asked for and not found may be a number of somebody
}
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # other hosts of the domain are not ours to bind to https
    "security.W021",  # nor to put on the browsers' list
    "account.W001",  # nobody signs up
]
