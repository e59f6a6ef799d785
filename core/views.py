"""The one way to a private file."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from core import clock, files

# Whatever was uploaded, a browser runs nothing of it.
PROTECTED = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}


@require_safe
def private_file(request: HttpRequest, pk: int) -> FileResponse:
    """A file for who may see its subject; everybody else learns nothing, not even that it exists."""
    stored = files.find(pk)
    if stored is None or not files.readable(stored, person=request.user, now=clock.now()):
        raise Http404
    response = FileResponse(
        stored.file.open(), as_attachment=stored.content_type == files.PDF, filename=stored.name,
        content_type=stored.content_type,
    )  # fmt: skip
    for name, value in PROTECTED.items():
        response[name] = value
    return response
