"""A file on its way into the base at the desk: uploaded, its columns told, checked, confirmed, or thrown away."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from accounts.permissions import authorize
from core.errors import WrongState
from core.tables_io import LARGEST_FILE, UnreadableTable, read_table
from customers import matching
from customers.columns import laid_out
from customers.models import ImportMapping, ImportUpload
from customers.services import working
from customers.services.importing import NotWhole, hashed
from customers.states import FileKind, ImportPhase
from customers.uploads import remembered, samples_of

# Smaller files are worked on at once: the person would wait longer for the worker than for the work.
AT_ONCE = {FileKind.CUSTOMERS: 5000, FileKind.MACHINES: 5000, FileKind.CONTRACTS: 100}
FOLDER = "imports"
LONGEST_NAME = 200
_MOVED_ON = gettext_lazy("这个文件已经进入下一步，请刷新后查看")


@transaction.atomic
def upload_file(*, file: "File[bytes]", actor: Person, now: datetime) -> ImportUpload:
    """Keep a file that can be read as a table, with what its columns probably are; nothing of it is imported yet."""
    authorize(actor, "import_base", now=now)
    if file.size > LARGEST_FILE:
        raise UnreadableTable(_("文件超过 60 MB，请拆分后再导入"))
    content = file.read()
    table = read_table(content)
    samples = samples_of(table)
    kind, before = remembered(table.headers)
    kind = kind or matching.guess_kind(table.headers, samples)
    guesses = matching.guess(kind, table.headers, samples, before)
    upload = ImportUpload(
        name=_shown(file.name), sha256=hashed(content), headers=table.headers, rows=len(table), kind=kind,
        columns={name: guess.place for name, guess in guesses.items()}, by=actor, uploaded_at=now,
    )  # fmt: skip
    upload.file.save(f"{upload.sha256[:16]}{_suffix(content)}", ContentFile(content), save=False)
    try:
        upload.save()
    except BaseException:
        upload.file.delete(save=False)
        raise
    return upload


@transaction.atomic
def map_columns(
    *, upload: ImportUpload, kind: FileKind, columns: Mapping[str, int], actor: Person, now: datetime
) -> ImportUpload:
    """Say which field stands in which column, to be remembered for the next file with these headers; then check."""
    authorize(actor, "import_base", now=now)
    locked = _locked(upload)
    if locked.confirmed_at:
        raise WrongState(_MOVED_ON)
    layout = laid_out(kind, locked.headers, columns)
    told = {locked.headers[place]: column.name for column, place in layout.places if locked.headers[place]}
    ImportMapping.objects.update_or_create(
        digest=matching.digest(locked.headers), defaults={"kind": kind, "columns": told, "by": actor, "saved_at": now}
    )
    locked.kind, locked.columns = kind, {column.name: place for column, place in layout.places}
    locked.mapped_at, locked.checked_at, locked.report = now, None, {}
    return _begin(locked)


@transaction.atomic
def confirm_import(*, upload: ImportUpload, whole: bool, actor: Person, now: datetime) -> ImportUpload:
    """Import what the preview showed; with `whole` a refused row keeps all others out. Confirming twice is once."""
    authorize(actor, "import_base", now=now)
    locked = _locked(upload)
    if locked.confirmed_at:
        return locked
    if locked.phase != ImportPhase.CHECKED:
        raise WrongState(_MOVED_ON)
    if whole and (count := locked.report["refused"]):
        told = _("有 %(count)s 行被拒绝，没有写入任何内容；请更正后重新上传，或只导入正确的行") % {"count": count}
        raise NotWhole(told, details={"whole": told})
    locked.whole, locked.confirmed_at = whole, now
    return _begin(locked)


@transaction.atomic
def restart_import(*, upload: ImportUpload, actor: Person, now: datetime) -> ImportUpload:
    """Try once more what broke off: nothing of it had been written. A check of the file comes first."""
    authorize(actor, "import_base", now=now)
    locked = _locked(upload)
    if locked.phase != ImportPhase.BROKEN:
        raise WrongState(_MOVED_ON)
    locked.broken_at = locked.confirmed_at = locked.checked_at = None
    locked.error, locked.report = "", {}
    return _begin(locked)


@transaction.atomic
def discard_upload(*, upload: ImportUpload, actor: Person, now: datetime) -> None:
    """Throw away a file that is not to be imported."""
    authorize(actor, "import_base", now=now)
    locked = _locked(upload)
    if locked.confirmed_at and not locked.broken_at:
        raise WrongState(_MOVED_ON)
    _remove(locked)


def forget_uploads(*, before: datetime) -> int:
    """Remove files that nobody confirmed or that are long done, and stray ones; returns how many.

    What was imported is told by its run and the journal.
    """
    removed = _strays(before)
    for upload in ImportUpload.objects.left_lying(before):
        _remove(upload)
        removed += 1
    return removed


def _strays(before: datetime) -> int:
    """Files whose row was never written (an upload cut off), and previews of the administration."""
    known = set(ImportUpload.objects.values_list("file", flat=True))
    removed = 0
    for folder in (FOLDER, working.ADMIN_FOLDER):
        names = default_storage.listdir(folder)[1] if default_storage.exists(folder) else []
        for name in (f"{folder}/{name}" for name in names):
            if name not in known and default_storage.get_modified_time(name) < before:
                default_storage.delete(name)
                removed += 1
    return removed


def _locked(upload: ImportUpload) -> ImportUpload:
    rows = ImportUpload.objects.all()
    if connection.features.has_select_for_update:
        rows = rows.select_for_update()
    found = rows.filter(pk=upload.pk).first()
    if found is None:
        raise WrongState(_("这个文件已被清除，请重新上传"))
    return found


def _begin(upload: ImportUpload) -> ImportUpload:
    """Work on a small file at once, leave a large one to the worker."""
    upload.claim = upload.beat_at = None
    upload.attempts = upload.rows_read = 0
    upload.save()
    if upload.rows <= AT_ONCE[FileKind(upload.kind)]:
        working.work_on(upload)
    return upload


def _remove(upload: ImportUpload) -> None:
    name = str(upload.file.name)
    upload.delete()
    transaction.on_commit(lambda: default_storage.delete(name))


def _shown(name: str | None) -> str:
    stem = PurePath((name or "").replace("\\", "/")).name
    return "".join(char for char in stem if char.isprintable())[-LONGEST_NAME:] or _("未命名文件")


def _suffix(content: bytes) -> str:
    return ".xlsx" if content.startswith(b"PK") else ".xls" if content.startswith(b"\xd0\xcf") else ".csv"
