"""The WSGI application that gunicorn serves: `gunicorn snn.wsgi`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "snn.settings")

application = get_wsgi_application()
