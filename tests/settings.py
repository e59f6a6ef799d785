"""The product's settings with what makes tests quick and keeps their files apart."""

import os
import tempfile
from pathlib import Path

_scratch = tempfile.TemporaryDirectory(prefix="aftersales-tests-")
os.environ.setdefault("VAR_DIR", _scratch.name)

from aftersales.settings import *  # noqa: E402,F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405
MEDIA_ROOT = Path(_scratch.name) / "media"
# Nobody reads the pages' Manifest names here, and collecting files would cost every run seconds.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Every test client would look through all static files; so only what is asked for is looked for.
WHITENOISE_AUTOREFRESH = True
SECURE_SSL_REDIRECT = False
