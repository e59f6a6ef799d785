"""A book as a file that somebody wrote: read strictly, every fault with its line, and the document of the book."""

from typing import Any

from django.utils.translation import gettext as _

from rulebook.book import validated
from rulebook.errors import BookError, BookErrors
from rulebook.loader import written_of
from rulebook.reader import LARGEST
from rulebook.services.validity import InvalidBook


def document_of(content: bytes, *, slug: str) -> dict[str, Any]:
    """The document in an uploaded YAML file, variants composed; it must be a valid book of the name `slug`.

    InvalidBook tells every fault with line, path and sentence.
    """
    written = written_of(_text(content))
    try:
        validated(written.document, written.lines, written.errors)
    except BookErrors as errors:
        raise InvalidBook.of(errors.errors) from None
    document: dict[str, Any] = written.document
    if document["id"] != slug:
        told = _("这是制度“%(other)s”，本公司执行的是“%(slug)s”") % {"other": document["id"], "slug": slug}
        raise InvalidBook.of([BookError("id", told, written.lines.get(("id",)))])
    return document


def _text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise InvalidBook.of([BookError("", _("文件超过 2 MB，不像是一份制度"))])
    try:
        # A text without a line break would be taken for the name of a file.
        return content.decode("utf-8-sig") + "\n"
    except UnicodeDecodeError:
        raise InvalidBook.of([BookError("", _("文件不是 UTF-8 编码的文本，请另存为 UTF-8 后再上传"))]) from None
