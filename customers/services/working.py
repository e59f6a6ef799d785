"""The work on an uploaded file: checking it, and importing it, at once or in a worker; and the file of refused rows.

A worker claims a file by a token of its own and gives signs of life while it reads. What it writes is committed
together with `finished_at` under that token: one who was taken for dead and is not writes nothing.
"""

import logging
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from core import cells, clock
from core.errors import ActError
from core.exports import to_xlsx
from customers.import_models import PATIENCE
from customers.matching import REASON
from customers.models import ImportUpload
from customers.services.importing import MOST_TOLD, ImportReport, SourceFile, import_base, open_source
from customers.states import FileKind

logger = logging.getLogger(__name__)

ADMIN_FOLDER = "django-import-export"
MOST_ATTEMPTS = 3
SHOWN_PROBLEMS, SHOWN_ROWS = 200, 20


class Overtaken(Exception):
    """Another worker has the file now."""


def work(*, limit: int = 20) -> int:
    """Check and import what waits, one file after the other; returns how many were worked on."""
    done = 0
    while done < limit and (upload := _claim(clock.now())):
        work_on(upload)
        done += 1
    return done


def _claim(now: datetime) -> ImportUpload | None:
    """The oldest file that waits, marked as ours; one that keeps killing its workers is set aside."""
    with transaction.atomic():
        rows = ImportUpload.objects.waiting().free(now - PATIENCE).order_by("pk")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        upload = rows.first()
        if upload is None:
            return None
        upload.claim, upload.beat_at, upload.rows_read = uuid.uuid4(), now, 0
        upload.attempts += 1
        if upload.attempts > MOST_ATTEMPTS:
            _broken(upload, _("处理多次中断，没有写入任何内容；请重试，仍不行请把文件拆小"), now)
        upload.save()
    return upload if not upload.broken_at else _claim(now)


def work_on(upload: ImportUpload) -> None:
    """Check the file, or import it where that is confirmed."""
    do = _import if upload.confirmed_at else _check
    try:
        if connection.in_atomic_block:
            # In the transaction of a request: what breaks off is taken back alone, and the file can say so.
            with transaction.atomic():
                do(upload)
        else:
            do(upload)
    except Overtaken:
        logger.warning("import %s was taken over by another worker", upload.pk)
    except ActError as error:
        _give_up(upload, str(error))
    except Exception:
        logger.exception("import %s broke off", upload.pk)
        _give_up(upload, _("导入没有完成，没有写入任何内容；请重试，仍不行请告诉管理员"))


def source_of(upload: ImportUpload) -> SourceFile:
    """The file with the columns that were chosen for it."""
    with upload.file.open("rb") as stream:
        content = stream.read()
    return open_source(content, upload.name, FileKind(upload.kind), upload.columns)


def _check(upload: ImportUpload) -> None:
    def seal(report: ImportReport) -> None:
        _finish(upload, checked_at=clock.now(), report=summary(report), claim=None, beat_at=None)

    now = upload.mapped_at or clock.now()
    import_base(
        source=source_of(upload), actor=upload.by, now=now, dry_run=True, progress=lambda read: _beat(upload, read),
        seal=seal,
    )  # fmt: skip


def _import(upload: ImportUpload) -> None:
    def seal(report: ImportReport) -> None:
        _finish(upload, finished_at=clock.now(), report=summary(report), run=report.run, claim=None, beat_at=None)

    # Dated by the person's act: that is when the classes count from, whoever works on it and however late.
    import_base(
        source=source_of(upload), actor=upload.by, now=upload.confirmed_at or clock.now(), whole=upload.whole,
        progress=lambda read: _beat(upload, read), seal=seal,
    )  # fmt: skip


def _beat(upload: ImportUpload, read: int) -> None:
    _finish(upload, rows_read=read, beat_at=clock.now())


def _finish(upload: ImportUpload, **fields: Any) -> None:
    """Write to the file's row while it is still ours."""
    if not ImportUpload.objects.filter(pk=upload.pk, claim=upload.claim, broken_at=None).update(**fields):
        raise Overtaken
    for name, value in fields.items():
        if name != "claim":
            setattr(upload, name, value)


def _give_up(upload: ImportUpload, told: str) -> None:
    rows = ImportUpload.objects.filter(pk=upload.pk, claim=upload.claim)
    rows.update(broken_at=clock.now(), error=told[:500], claim=None, beat_at=None)


def _broken(upload: ImportUpload, told: str, now: datetime) -> None:
    upload.broken_at, upload.error, upload.claim, upload.beat_at = now, told, None, None


def summary(report: ImportReport) -> dict[str, Any]:
    """A report as the row keeps it: figures, the first problems and the first rows, as text."""
    return {
        **report.counts,
        "refused": report.refused,
        "ignored": list(report.ignored),
        "problems": [
            {"row": one.row, "column": one.column, "value": cells.text(one.value)[:200], "advice": one.advice}
            for one in report.problems[:SHOWN_PROBLEMS]
        ],
        "rows": [
            {
                "row": one.row, "what": one.what,
                "values": {name: cells.text(value) for name, value in one.values.items()},
                "before": {name: cells.text(value) for name, value in one.before.items()},
            }
            for one in report.outcomes[:SHOWN_ROWS]
        ],
    }  # fmt: skip


def refused_file(upload: ImportUpload, *, now: datetime) -> bytes:
    """The refused rows as they stand in the file, with what is wrong in each; to be mended and uploaded again.

    They are found anew, so that what has been entered since is no reason any more. At most ten thousand.
    """
    source = source_of(upload)
    report = import_base(source=source, actor=upload.by, now=now, dry_run=True)
    reasons: dict[int, list[str]] = {}
    for problem in report.problems:
        reasons.setdefault(problem.row, []).append(str(replace(problem, row=0)))
    return to_xlsx([*source.table.headers, REASON], _refused(source, reasons))


def _refused(source: SourceFile, reasons: dict[int, list[str]]) -> Iterator[list[Any]]:
    told, width = 0, len(source.table.headers)
    for number, line in source.table.numbered():
        if number in reasons and told < MOST_TOLD:
            told += 1
            yield [*line[:width], "；".join(reasons[number])]
