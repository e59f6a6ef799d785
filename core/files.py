"""Private files: what may come in, how it is kept, and who may read it (reliability S3, S4, S10).

Pictures are decoded and encoded anew, so that nothing survives but the picture: no EXIF with a position, no script
behind it. Names are ours. A file is read through `/files/<id>/` only, by who may see its subject.
"""

import base64
import binascii
import hashlib
import secrets
import warnings
from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import ActError, Incomplete
from core.journal import Actor
from core.models import StoredFile
from core.subjects import Subject

LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
PICTURES = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png"), "WEBP": ("image/webp", ".webp")}
PDF = "application/pdf"
NAME_LENGTH = 120

# May `person` read files of the subject with this id at `now`? Types that nobody declared are read by nobody.
Guard = Callable[..., bool]
_guards: dict[str, Guard] = {}


class FileRefused(ActError):
    code = "file_refused"
    status = 422
    message = _("只能上传 JPG、PNG、WEBP 图片或 PDF 文件")


def guard(subject_type: str, may_read: Guard) -> None:
    """Declare who reads the files of `subject_type`: `may_read(subject_id, person=, now=)`."""
    _guards[subject_type] = may_read


def readable(stored: StoredFile, *, person: Any, now: datetime) -> bool:
    may_read = _guards.get(stored.subject_type)
    return may_read is not None and may_read(stored.subject_id, person=person, now=now)


def find(pk: int) -> StoredFile | None:
    return StoredFile.objects.filter(pk=pk).first()


def known_names(names: Sequence[str]) -> set[str]:
    """Those of these storage names that a row names."""
    return set(StoredFile.objects.filter(file__in=names).values_list("file", flat=True))


def files_of(subject: models.Model | Subject) -> list[StoredFile]:
    """The files of a subject, oldest first."""
    about = Subject.of(subject)
    return list(StoredFile.objects.filter(subject_type=about.type, subject_id=about.id).order_by("id"))


def store_file(
    upload: "File[bytes]", subject: models.Model | Subject, *, kind: str = "", actor: Actor, now: datetime
) -> StoredFile:
    """Keep an uploaded picture (encoded anew) or PDF (as it is, served as attachment only)."""
    content = _read(upload)
    if content.startswith(b"%PDF-"):
        return _keep(content, PDF, ".pdf", upload.name, subject, kind, actor, now)
    return store_image(ContentFile(content, upload.name), subject, kind=kind, actor=actor, now=now)


def store_image(
    upload: "File[bytes]", subject: models.Model | Subject, *, kind: str = "", actor: Actor, now: datetime
) -> StoredFile:
    """Keep a picture, encoded anew and without its metadata."""
    encoded, content_type, suffix = clean_picture(_read(upload))
    return _keep(encoded, content_type, suffix, upload.name, subject, kind, actor, now)


def store_signature(data_url: str, subject: models.Model | Subject, *, actor: Actor, now: datetime) -> StoredFile:
    """Keep what the customer drew: the `data:image/png;base64,…` of the signature pad."""
    return store_image(signature_file(data_url), subject, kind="signature", actor=actor, now=now)


def signature_file(data_url: str) -> "ContentFile[bytes]":
    """The picture inside a data URL of the signature pad; Incomplete where nothing was drawn."""
    head, _comma, body = data_url.partition(",")
    if not body:
        raise Incomplete(_("请客户签名"), details={"customer_signature": _("请客户签名")})
    if head != "data:image/png;base64":
        raise FileRefused
    try:
        return ContentFile(base64.b64decode(body, validate=True), "signature.png")
    except binascii.Error:
        raise FileRefused from None


def clean_picture(content: bytes) -> tuple[bytes, str, str]:
    """The picture alone, upright: encoded anew, its content type and suffix; FileRefused for anything else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=list(PICTURES))
            # The header is enough to refuse a bomb; nothing has been decoded yet.
            if picture.width * picture.height > MOST_PIXELS:
                raise FileRefused(_("图片过大：最多 4000 万像素"))
            format_ = str(picture.format)
            # A damaged picture may open and only fail while it is written again.
            encoded = _encoded(ImageOps.exif_transpose(picture), format_)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning):
        raise FileRefused from None
    return encoded, *PICTURES[format_]


def _encoded(picture: Image.Image, format_: str) -> bytes:
    out = BytesIO()
    plain = picture.convert("RGB" if format_ == "JPEG" else "RGBA")
    # Only the pixels are taken over: info holds EXIF, comments and colour profiles.
    plain.info = {}
    plain.save(out, format_, **({"quality": 88} if format_ != "PNG" else {"optimize": False}))
    return out.getvalue()


def _read(upload: "File[bytes]") -> bytes:
    if upload.size > LARGEST:
        raise FileRefused(_("文件过大：最多 10 MB"))
    upload.seek(0)
    content = upload.read()
    if not content:
        raise FileRefused(_("文件是空的"))
    return content


def _keep(
    content: bytes, content_type: str, suffix: str, name: str | None, subject: models.Model | Subject, kind: str,
    actor: Actor, now: datetime,
) -> StoredFile:  # fmt: skip
    about = Subject.of(subject)
    return StoredFile.objects.create(
        subject_type=about.type, subject_id=about.id, kind=kind,
        file=ContentFile(content, secrets.token_hex(16) + suffix),
        name=_shown(name, suffix), content_type=content_type, size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), uploaded_by_id=actor.pk, uploaded_at=now,
    )  # fmt: skip


def _shown(name: str | None, suffix: str) -> str:
    """The uploader's name for people to read: no path, no control characters, with the suffix of what it is."""
    stem = PurePath((name or "").replace("\\", "/")).name
    stem = "".join(char for char in stem if char.isprintable()).rsplit(".", 1)[0].strip(" .")
    return (stem or "file")[:NAME_LENGTH] + suffix
