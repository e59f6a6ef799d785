"""Private files: what may come in, how it is kept, and who may read it (reliability S3, S4, S10).

Pictures are decoded and encoded anew, so that nothing survives but the picture: no EXIF with a position, no script
behind it. Names are ours. A file is read through `/files/<id>/` only, by who may see its subject.
"""

import base64
import binascii
import hashlib
import secrets
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import pdf
from core.errors import FileRefused, Incomplete
from core.journal import Actor
from core.models import StoredFile
from core.pictures import MOST_PIXELS, PICTURES, PLACE, TAKEN_AT, claims_of, clean_picture
from core.subjects import Subject

__all__ = ["MOST_PIXELS", "PICTURES", "PLACE", "TAKEN_AT", "FileRefused", "clean_picture"]

LARGEST = 10 * 1024 * 1024
PDF = "application/pdf"
NAME_LENGTH = 120

# May `person` read files of the subject with this id at `now`? Types that nobody declared are read by nobody.
Guard = Callable[..., bool]
_guards: dict[str, Guard] = {}
# Who reads them besides, for a reason that only an app above the subject's own knows of.
_admitted: dict[str, list[Guard]] = {}


def guard(subject_type: str, may_read: Guard) -> None:
    """Declare who reads the files of `subject_type`: `may_read(subject_id, person=, now=)`."""
    _guards[subject_type] = may_read


def admit(subject_type: str, may_read: Guard) -> None:
    """Let others read files of `subject_type` too: `may_read` as for `guard`."""
    _admitted.setdefault(subject_type, []).append(may_read)


def readable(stored: StoredFile, *, person: Any, now: datetime) -> bool:
    may_read, others = _guards.get(stored.subject_type), _admitted.get(stored.subject_type, [])
    asked = [may_read, *others] if may_read is not None else []
    return any(may(stored.subject_id, person=person, now=now) for may in asked)


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
    """Keep an uploaded picture (encoded anew) or PDF (as it is if it does nothing, served as attachment only)."""
    content = _read(upload)
    if content.startswith(pdf.MAGIC):
        pdf.check(content)
        return _keep(content, PDF, ".pdf", upload.name, subject, kind, actor, now)
    return store_image(ContentFile(content, upload.name), subject, kind=kind, actor=actor, now=now)


def store_image(
    upload: "File[bytes]", subject: models.Model | Subject, *, kind: str = "", claims: Collection[str] = (),
    actor: Actor, now: datetime,
) -> StoredFile:  # fmt: skip
    """Keep a picture, encoded anew and without its metadata; of that, `claims` are read before and kept beside it."""
    content = _read(upload)
    encoded, content_type, suffix = clean_picture(content)
    told = claims_of(content, claims) or None
    return _keep(encoded, content_type, suffix, upload.name, subject, kind, actor, now, told)


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


def _read(upload: "File[bytes]") -> bytes:
    if upload.size > LARGEST:
        raise FileRefused(_("文件过大：最多 10 MB。照片请调低分辨率后重拍，PDF 请压缩后再选"))
    upload.seek(0)
    content = upload.read()
    if not content:
        raise FileRefused(_("文件是空的，请重新选择"))
    return content


def _keep(
    content: bytes, content_type: str, suffix: str, name: str | None, subject: models.Model | Subject, kind: str,
    actor: Actor, now: datetime, claims: dict[str, Any] | None = None,
) -> StoredFile:  # fmt: skip
    about = Subject.of(subject)
    return StoredFile.objects.create(
        subject_type=about.type, subject_id=about.id, kind=kind,
        file=ContentFile(content, secrets.token_hex(16) + suffix),
        name=_shown(name, suffix), content_type=content_type, size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), uploaded_by_id=actor.pk, uploaded_at=now, claims=claims,
    )  # fmt: skip


def _shown(name: str | None, suffix: str) -> str:
    """The uploader's name for people to read: no path, no control characters, with the suffix of what it is."""
    stem = PurePath((name or "").replace("\\", "/")).name
    stem = "".join(char for char in stem if char.isprintable()).rsplit(".", 1)[0].strip(" .")
    return (stem or "file")[:NAME_LENGTH] + suffix
