"""The import of the installed base: good rows go in, bad rows are refused with a reason, one transaction a file.

Rows are cleaned and staged first, outside the transaction: what others wait for is the comparison and the writing.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts.permissions import authorize
from core import journal
from core.clock import local_day
from core.errors import OutOfRange, WrongState
from core.journal import Actor
from core.tables_io import Table, read_table
from customers.columns import Layout, laid_out, recognise
from customers.models import ImportRun
from customers.rows import Problem, Reader, Row
from customers.services.comparing import outcomes
from customers.services.history import person_of
from customers.services.loaders import LOADERS
from customers.services.loading import ADDED, UNCHANGED, UPDATED, Loader, Outcome
from customers.states import FileKind

BATCH = 5000
SHOWN_OUTCOMES = 200
MOST_TOLD = 10_000

# Called with the number of rows read so far; whoever was overtaken raises out of it.
Progress = Callable[[int], None]
# Called inside the transaction that writes, last of all: what it writes is there if and only if the rows are.
Seal = Callable[["ImportReport"], None]


class NotWhole(OutOfRange):
    """All or nothing was asked for, and some rows are refused."""

    code = "not_whole"


@dataclass(frozen=True)
class SourceFile:
    """A file that was read and recognised; nothing is written yet."""

    name: str
    sha256: str
    table: Table
    layout: Layout

    @property
    def kind(self) -> FileKind:
        return self.layout.kind


@dataclass
class ImportReport:
    """What an import did, or would do in a dry run.

    `problems` are the first ten thousand of all, `outcomes` the first changed rows.
    """

    name: str
    kind: FileKind
    counts: dict[str, int] = field(default_factory=lambda: {ADDED: 0, UPDATED: 0, UNCHANGED: 0})
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    ignored: tuple[str, ...] = ()
    run: ImportRun | None = None

    added = property(lambda self: self.counts[ADDED])
    updated = property(lambda self: self.counts[UPDATED])
    unchanged = property(lambda self: self.counts[UNCHANGED])

    @property
    def changed(self) -> bool:
        return bool(self.added or self.updated)

    @property
    def summary(self) -> str:
        """新增 3000, 更新 0, 未变 0, 拒绝 0"""
        return _("新增 %(added)s, 更新 %(updated)s, 未变 %(unchanged)s, 拒绝 %(refused)s") % {
            **self.counts,
            "refused": self.refused,
        }

    def refuse(self, row: Row) -> None:
        """Count a refused row with its reasons."""
        self.refused += 1
        if len(self.problems) < MOST_TOLD:
            self.problems += row.problems


def open_source(
    source: bytes | Path, name: str = "", kind: FileKind | None = None, columns: Mapping[str, int] | None = None
) -> SourceFile:
    """Read and recognise a file; raises with one sentence where it cannot be used.

    With `kind` and `columns` (field to place) a person has said what is what.
    """
    table = read_table(source)
    layout = recognise(table.headers) if kind is None else laid_out(kind, table.headers, columns or {})
    if isinstance(source, Path):
        return SourceFile(name or source.name, hashed(source.read_bytes()), table, layout)
    return SourceFile(name, hashed(source), table, layout)


def hashed(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def import_base(
    *,
    source: bytes | Path | SourceFile,
    name: str = "",
    actor: Actor,
    now: datetime,
    dry_run: bool = False,
    whole: bool = False,
    classified_on: date | None = None,
    progress: Progress | None = None,
    seal: Seal | None = None,
) -> ImportReport:
    """Bring one file into the installed base; a second import of the same file changes and writes nothing.

    Classes count from `classified_on`, else from the local day of the import (7.8a). With `dry_run` everything is
    compared and nothing written; with `whole` a single refused row keeps the others out (NotWhole).
    """
    authorize(actor, "import_base", now=now)
    file = source if isinstance(source, SourceFile) else open_source(source, name)
    report = ImportReport(file.name, file.kind, ignored=file.layout.ignored)
    loader = LOADERS[file.kind](actor=actor, now=now, since=classified_on or local_day(now))
    with _opened(loader):
        _stage(file, loader, report, progress)
        try:
            with transaction.atomic():
                _compare(loader, report, writing=not dry_run)
                if not dry_run:
                    _write(file, loader, report, actor=actor, now=now, whole=whole)
                if seal:
                    seal(report)
        except IntegrityError as error:
            raise WrongState(_("导入期间这些数据被他人修改，没有写入任何内容，请重新导入")) from error
    return report


def import_files(
    *,
    files: Iterable[SourceFile],
    actor: Actor,
    now: datetime,
    dry_run: bool = False,
    classified_on: date | None = None,
) -> Iterator[ImportReport]:
    """Several files, customers before machines in whatever order they are given; a transaction each.

    In a dry run one transaction holds them all, so that machines find the customers of the same run.
    """
    ordered = sorted(files, key=lambda file: list(FileKind).index(file.kind))
    if not dry_run:
        for file in ordered:
            yield import_base(source=file, actor=actor, now=now, classified_on=classified_on)
        return
    with transaction.atomic():
        reports = [import_base(source=file, actor=actor, now=now, classified_on=classified_on) for file in ordered]
        transaction.set_rollback(True)
    yield from reports


@contextmanager
def _opened(loader: Loader) -> Iterator[None]:
    loader.open()
    try:
        yield
    except BaseException:
        # A broken transaction takes no statement more, and takes its temporary tables away with it.
        if not connection.in_atomic_block:
            loader.close()
        raise
    loader.close()


def _stage(file: SourceFile, loader: Loader, report: ImportReport, progress: Progress | None) -> None:
    columns = [column.name for column, _place in file.layout.places]
    rows = _rows(file)
    while batch := list(islice(rows, BATCH)):
        loader.stage((row for row in batch if not row.problems), columns)
        for row in batch:
            if row.problems:
                report.refuse(row)
        if progress:
            progress(batch[-1].number)


def _rows(file: SourceFile) -> Iterator[Row]:
    """Every row cleaned; the second of two with the same key is refused, whatever became of the first."""
    seen: dict[str, int] = {}
    reader = Reader(file.layout)
    for number, line in file.table.numbered():
        row = reader.read(number, line)
        if key := row.key:
            first = seen.setdefault(key, number)
            if first != number:
                row.refuse(row.key_column, key, _("与第 %(row)s 行重复，请只保留一行") % {"row": first})
        yield row


def _compare(loader: Loader, report: ImportReport, *, writing: bool) -> None:
    for row in loader.judge(writing=writing):
        report.refuse(row)
    report.problems.sort(key=lambda problem: problem.row)
    report.counts = loader.counts()
    report.outcomes = outcomes(loader, SHOWN_OUTCOMES)


def _write(file: SourceFile, loader: Loader, report: ImportReport, *, actor: Actor, now: datetime, whole: bool) -> None:
    if whole and report.refused:
        raise NotWhole(
            _("有 %(count)s 行被拒绝，没有写入任何内容；请更正后重新上传，或只导入正确的行") % {"count": report.refused}
        )
    if report.changed:
        loader.write()
        report.run = _record(file, report, actor=actor, now=now)


def _record(file: SourceFile, report: ImportReport, *, actor: Actor, now: datetime) -> ImportRun:
    run = ImportRun.objects.create(
        kind=file.kind, file_name=file.name[-200:], sha256=file.sha256, by=person_of(actor), at=now,
        refused=report.refused, **report.counts,
    )  # fmt: skip
    data = {"file": run.file_name, "sha256": run.sha256, "kind": run.kind, "refused": run.refused, **report.counts}
    journal.record(run, "import_base", actor=actor, now=now, data=data)
    return run
