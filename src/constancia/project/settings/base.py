"""Everything Django needs to know, in one plain list."""

from constancia.project.settings import environment
from constancia.project.settings.database import databases
from constancia.project.settings.web import *  # noqa: F403 - one part of the list
from constancia.project.settings.web import WEB_APPS

SECRET_KEY = environment.secret_key()
ALLOWED_HOSTS = environment.HOSTS.read().split(",")
DEBUG = False
DEMO = environment.DEMO.read() == "1"

INSTALLED_APPS = [
    "constancia.ledger",
    "constancia.register",
    "constancia.housing",
    "constancia.standards",
    *WEB_APPS,
]

DATABASES = databases()
CONSTANCIA_HOME = environment.home()
CONSTANCIA_CATALOGUE = "constancia.project.catalogue.POSTINGS"

LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
