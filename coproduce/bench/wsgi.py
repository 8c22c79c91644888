"""The same application as in `coproduce.wsgi`, with the floor page beside it."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coproduce.settings")

if settings.PRODUCTION:
    raise ImproperlyConfigured("The bench is not for production. Set COPRODUCE_MODE to test.")
settings.ROOT_URLCONF = "coproduce.bench.urls"

application = get_wsgi_application()
