"""A web process starts without looking through what no page has asked for."""

from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from aftersales.middleware import StaticFiles


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("page")


def test_static_files_are_looked_for_when_the_first_is_asked_for(tmp_path: Path, settings: Any) -> None:
    settings.STATIC_ROOT = str(tmp_path)
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = False
    (tmp_path / "app.css").write_text("a{}")
    served = StaticFiles(page)
    ask = RequestFactory()

    assert served(ask.get("/")).content == b"page"
    assert served.files == {}
    assert b"".join(served(ask.get("/static/app.css")).streaming_content) == b"a{}"
    assert set(served.files) == {"/static/app.css"}
    assert served(ask.get("/static/none.css")).content == b"page"
