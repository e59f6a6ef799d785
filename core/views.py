"""The one way to a private file."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.encoding import filepath_to_uri
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from core import clock, files
from core.models import StoredFile

# Whatever was uploaded, a browser runs nothing of it.
PROTECTED = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}


@login_not_required
@require_safe
def private_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file for who may see its subject; everybody else learns nothing, not even that it exists.

    Strangers are not led to the sign-in page either: a link to a file tells nobody that there is one.
    """
    stored = files.find(pk) if request.user.is_authenticated else None
    if stored is None or not files.readable(stored, person=request.user, now=clock.now()):
        raise Http404
    response = _handed_over(stored) if settings.PRIVATE_FILES_LOCATION else _streamed(stored)
    for name, value in PROTECTED.items():
        response[name] = value
    return response


def _streamed(stored: StoredFile) -> HttpResponseBase:
    return FileResponse(
        stored.file.open(), as_attachment=_downloads(stored), filename=stored.name, content_type=stored.content_type
    )


def _handed_over(stored: StoredFile) -> HttpResponseBase:
    """Let the web server before us send the content: it alone can reach the location, and only when told."""
    response = HttpResponse(content_type=stored.content_type)
    response["X-Accel-Redirect"] = settings.PRIVATE_FILES_LOCATION + filepath_to_uri(str(stored.file.name))
    response["Content-Disposition"] = content_disposition_header(_downloads(stored), stored.name) or "inline"
    return response


def _downloads(stored: StoredFile) -> bool:
    return stored.content_type == files.PDF
