"""What an import changes, row by row."""

from collections.abc import Iterator
from typing import Any

from core import staging
from customers import selectors
from customers.columns import COLUMNS
from customers.services.loading import ADDED, STAGE, TARGET, UPDATED, Loader, Outcome
from customers.states import FileKind


def outcomes(loader: Loader, limit: int) -> list[Outcome]:
    """The first rows that are new or differ, with what is on file now."""
    found = list(changed_rows(loader, limit))
    held = selectors.as_written(loader.plan.kind, [pk for pk, _line, _values in found if pk is not None])
    return [_outcome(line, values, held.get(pk) if pk else None) for pk, line, values in found]


def changed_rows(loader: Loader, limit: int | None = None) -> Iterator[tuple[int | None, int, dict[str, Any]]]:
    """Every row that is new or differs, in the order of the file: the id on file, its line, its filled cells."""
    kind = loader.plan.kind
    names = [column.name for column in COLUMNS[kind]]
    told = ", ".join(f"s.{name}" for name in names)
    most = f"LIMIT {int(limit)}" if limit else ""
    query = f"""SELECT t.held, t.line, {told} FROM {TARGET} t JOIN {STAGE} s ON s.line = t.line
        WHERE t.held IS NULL OR t.changed ORDER BY t.line {most}"""  # noqa: S608 -- names of ours
    for pk, line, *cells in staging.rows(query):
        filled = zip(names, cells, strict=True)
        yield pk, line, {name: typed(kind, name, value) for name, value in filled if value is not None}


def _outcome(line: int, values: dict[str, Any], held: dict[str, Any] | None) -> Outcome:
    if held is None:
        return Outcome(line, ADDED, values, {})
    return Outcome(line, UPDATED, values, {name: held[name] for name, value in values.items() if held[name] != value})


def typed(kind: FileKind, name: str, value: Any) -> Any:
    """A staged value as its model reads it: SQLite tells days as text and decimals as numbers."""
    if name in selectors.LINKED[kind]:
        return value
    return selectors.BASE[kind]._meta.get_field(name).to_python(value)
