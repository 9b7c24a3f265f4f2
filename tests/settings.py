"""Settings of the test run: a home of its own, fixed keys, SQLite in a file or a given database."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

TEST_DATABASE_URL = os.environ.get("DANGJIANYUN_TEST_DATABASE_URL", "")
# Set before the real settings are read, and outranking them: a test never sees a developer's var/.
_home = Path(tempfile.mkdtemp(prefix="dangjianyun-test-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ.update(
    DANGJIANYUN_HOME=str(_home),
    DANGJIANYUN_MODE="demo",
    DANGJIANYUN_DATABASE_URL=TEST_DATABASE_URL,
    DANGJIANYUN_SECRET_KEY="0" * 50,
    DANGJIANYUN_FIELD_KEY="11" * 32,
    DANGJIANYUN_INDEX_KEY="22" * 32,
    DANGJIANYUN_AUDIT_KEY="33" * 32,
    DANGJIANYUN_HOSTS="127.0.0.1,localhost,testserver",
)

from dangjianyun.config.settings import *  # noqa: E402, F403 - everything, with few changes
from dangjianyun.config.settings import DATABASES, STATIC_ROOT, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the threads of a live server open connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(_home / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    # A connection kept by a live server's thread would forbid dropping the test database.
    DATABASES["default"]["CONN_MAX_AGE"] = 0

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir(parents=True)
