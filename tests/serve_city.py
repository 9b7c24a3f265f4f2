"""A server of the small city for browser tests: `python -m tests.serve_city PORT`."""

import os
import signal
import sys
from socketserver import ThreadingMixIn
from types import FrameType
from wsgiref.simple_server import WSGIServer, make_server

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django
from django.conf import settings

django.setup()

from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402

from tests.city import build  # noqa: E402


class Server(ThreadingMixIn, WSGIServer):
    """One thread a request, as a browser expects."""

    daemon_threads = True


def main() -> None:
    """Migrate, build the city, serve until told to stop."""
    call_command("migrate", verbosity=0, interactive=False)
    build()
    settings.DEBUG = True  # StaticFilesHandler serves nothing otherwise
    signal.signal(signal.SIGTERM, _leave)
    application = StaticFilesHandler(get_wsgi_application())
    settings.DEBUG = False
    with make_server("127.0.0.1", int(sys.argv[1]), application, Server) as server:
        server.serve_forever()


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)  # so that the settings' temporary home is removed


if __name__ == "__main__":
    main()
