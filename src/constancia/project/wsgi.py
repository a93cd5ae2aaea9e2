"""Where a web server finds the application."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "constancia.project.settings")
application = get_wsgi_application()
# Every page is loaded here, once, before the server forks: otherwise each worker's first visitor waits for it.
import_module(settings.ROOT_URLCONF)
