"""The import of the installed base: good rows go in, bad rows are refused with a reason, one transaction a file."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.permissions import authorize
from core import journal
from core.clock import local_day
from core.errors import WrongState
from core.journal import Actor
from core.tables_io import LARGEST_FILE, Table, UnreadableTable, read_table
from customers.columns import Layout, recognise
from customers.models import ImportRun
from customers.rows import Problem, Row, read_row
from customers.services.history import person_of
from customers.services.loading import ADDED, LOADERS, UNCHANGED, UPDATED, Outcome
from customers.states import FileKind

BATCH = 1000
SHOWN_OUTCOMES = 200


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
    """What an import did, or would do in a dry run; `outcomes` shows the first changed rows."""

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

    def note(self, outcome: Outcome) -> None:
        """Count a taken row."""
        self.counts[outcome.what] += 1
        if outcome.what != UNCHANGED and len(self.outcomes) < SHOWN_OUTCOMES:
            self.outcomes.append(outcome)

    def refuse(self, row: Row) -> None:
        """Count a refused row with its reasons."""
        self.refused += 1
        self.problems += row.problems


def open_source(source: bytes | Path, name: str = "") -> SourceFile:
    """Read and recognise a file; raises with one sentence where it cannot be used."""
    if isinstance(source, Path):
        if not source.is_file():
            raise UnreadableTable(_("找不到文件 %(name)s") % {"name": source})
        if source.stat().st_size > LARGEST_FILE:
            raise UnreadableTable(_("文件超过 60 MB，请拆分后再导入"))
        name, source = name or source.name, source.read_bytes()
    table = read_table(source)
    return SourceFile(name, hashlib.sha256(source).hexdigest(), table, recognise(table.headers))


def import_base(
    *,
    source: bytes | Path | SourceFile,
    name: str = "",
    actor: Actor,
    now: datetime,
    dry_run: bool = False,
    classified_on: date | None = None,
) -> ImportReport:
    """Bring one file into the installed base; a second import of the same file changes and writes nothing.

    Classes count from `classified_on`, else from the local day of the import (7.8a). With `dry_run` everything is
    tried and nothing kept.
    """
    authorize(actor, "import_base", now=now)
    file = source if isinstance(source, SourceFile) else open_source(source, name)
    report = ImportReport(file.name, file.kind, ignored=file.layout.ignored)
    try:
        with transaction.atomic():
            _load(file, report, actor=actor, now=now, since=classified_on or local_day(now))
            if report.changed and not dry_run:
                report.run = _record(file, report, actor=actor, now=now)
            transaction.set_rollback(dry_run)
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
    ordered = sorted(files, key=lambda file: file.kind == FileKind.MACHINES)
    if not dry_run:
        for file in ordered:
            yield import_base(source=file, actor=actor, now=now, classified_on=classified_on)
        return
    with transaction.atomic():
        reports = [import_base(source=file, actor=actor, now=now, classified_on=classified_on) for file in ordered]
        transaction.set_rollback(True)
    yield from reports


def _load(file: SourceFile, report: ImportReport, *, actor: Actor, now: datetime, since: date) -> None:
    loader = LOADERS[file.kind](actor=actor, now=now, since=since)
    rows = _rows(file)
    while batch := list(islice(rows, BATCH)):
        for outcome in loader.load([row for row in batch if not row.problems]):
            report.note(outcome)
        for row in batch:
            if row.problems:
                report.refuse(row)


def _rows(file: SourceFile) -> Iterator[Row]:
    """Every row cleaned; the second of two with the same key is refused, whatever became of the first."""
    seen: dict[str, int] = {}
    for number, line in file.table.numbered():
        row = read_row(number, line, file.layout)
        if row.key:
            first = seen.setdefault(row.key, number)
            if first != number:
                advice = _("与第 %(row)s 行重复，请只保留一行") % {"row": first}
                row.refuse(row.key_column, row.key, advice)
        yield row


def _record(file: SourceFile, report: ImportReport, *, actor: Actor, now: datetime) -> ImportRun:
    run = ImportRun.objects.create(
        kind=file.kind, file_name=file.name[-200:], sha256=file.sha256, by=person_of(actor), at=now,
        refused=report.refused, **report.counts,
    )  # fmt: skip
    data = {"file": run.file_name, "sha256": run.sha256, "kind": run.kind, "refused": run.refused, **report.counts}
    journal.record(run, "import_base", actor=actor, now=now, data=data)
    return run
