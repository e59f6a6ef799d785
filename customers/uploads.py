"""Reading uploaded files: each person his own, the columns with samples, what they were taken for last time."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from accounts.models import Person
from core import cells
from core.errors import NotFound
from core.tables_io import Table, read_table
from customers import matching
from customers.columns import COLUMNS
from customers.models import ImportMapping, ImportRun, ImportUpload
from customers.states import FileKind

SAMPLES = 50
SHOWN_SAMPLES = 3
RECENT = 10


@dataclass(frozen=True)
class FileColumn:
    """One column of a file: its header, what stands in it, and the field that it is or may be."""

    place: int
    header: str
    samples: list[str]
    field: str
    why: Any

    @property
    def guessed(self) -> bool:
        """Whether only its content speaks for it: to be looked at."""
        return self.why == matching.BY_CONTENT


def own_upload(pk: int, person: Person) -> ImportUpload:
    """One's own file; everybody else's does not exist here."""
    found = ImportUpload.objects.filter(pk=pk, by=person).select_related("run").first()
    if found is None:
        raise NotFound
    return found


def recent_uploads(person: Person) -> list[ImportUpload]:
    """One's last files, newest first."""
    return list(ImportUpload.objects.filter(by=person).select_related("run").order_by("-pk")[:RECENT])


def runs_of(person: Person) -> QuerySet[ImportRun]:
    """What a person imported, newest first."""
    return ImportRun.objects.filter(by=person).order_by("-pk")


def table_of(upload: ImportUpload) -> Table:
    """The file's table, read anew."""
    with upload.file.open("rb") as stream:
        return read_table(stream.read())


def samples_of(table: Table) -> list[list[Any]]:
    """The first rows that hold anything."""
    return [line for _number, line in islice(table.numbered(), SAMPLES)]


def remembered(headers: list[str]) -> tuple[FileKind | None, dict[str, str]]:
    """What a file with these headers was taken for last time, and its columns."""
    found = ImportMapping.objects.filter(digest=matching.digest(headers)).first()
    return (FileKind(found.kind), found.columns) if found else (None, {})


def columns_of(upload: ImportUpload, kind: FileKind) -> list[FileColumn]:
    """The file's columns as the page of columns shows them, with the guesses for `kind`, or what was chosen."""
    table = table_of(upload)
    samples = samples_of(table)
    known, before = remembered(table.headers)
    guesses = matching.guess(kind, table.headers, samples, before if known == kind else None)
    if upload.mapped_at and upload.kind == kind:
        chosen: dict[int, tuple[str, Any]] = {place: (name, "") for name, place in upload.columns.items()}
    else:
        chosen = {guess.place: (name, guess.why) for name, guess in guesses.items()}
    return [
        FileColumn(place, header, _shown(samples, place), *chosen.get(place, ("", "")))
        for place, header in enumerate(table.headers)
        if header or place in chosen or _shown(samples, place)
    ]


def _shown(samples: list[list[Any]], place: int) -> list[str]:
    told = (cells.text(line[place]) for line in samples)
    return list(dict.fromkeys(filter(None, told)))[:SHOWN_SAMPLES]


def fields_of(kind: FileKind) -> list[tuple[str, str, bool]]:
    """Our fields of a kind: name, label, whether required."""
    return [(column.name, column.label, column.required) for column in COLUMNS[kind]]
