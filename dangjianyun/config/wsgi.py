"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from dangjianyun.foundation.keyring import keyring

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangjianyun.config.settings")
application = get_wsgi_application()
# A process without its keys must not answer at all: better found at the start than at a first save.
keyring()
