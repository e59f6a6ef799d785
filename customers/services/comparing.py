"""What an import changes, row by row, as a preview shows it."""

from typing import Any

from core import staging
from customers import selectors
from customers.columns import COLUMNS
from customers.services.loading import ADDED, STAGE, TARGET, UPDATED, Loader, Outcome
from customers.states import FileKind


def outcomes(loader: Loader, limit: int) -> list[Outcome]:
    """The first rows that are new or differ."""
    names = [column.name for column in COLUMNS[loader.plan.kind]]
    told = ", ".join(f"s.{name}" for name in names)
    query = f"""SELECT t.held, t.line, {told} FROM {TARGET} t JOIN {STAGE} s ON s.line = t.line
        WHERE t.held IS NULL OR t.changed ORDER BY t.line LIMIT {int(limit)}"""  # noqa: S608 -- names of ours
    found = staging.rows(query)
    held = selectors.as_written(loader.plan.kind, [row[0] for row in found if row[0] is not None])
    return [_outcome(loader, line, dict(zip(names, cells, strict=True)), held.get(pk)) for pk, line, *cells in found]


def _outcome(loader: Loader, line: int, cells: dict[str, Any], held: dict[str, Any] | None) -> Outcome:
    values = {name: typed(loader.plan.kind, name, value) for name, value in cells.items() if value is not None}
    if held is None:
        return Outcome(line, ADDED, values, {})
    before = {name: held[name] for name, value in values.items() if held[name] != value}
    return Outcome(line, UPDATED, values, before)


def typed(kind: FileKind, name: str, value: Any) -> Any:
    """A staged value as its model reads it: SQLite tells days as text and decimals as numbers."""
    if name in selectors.LINKED[kind]:
        return value
    return selectors.BASE[kind]._meta.get_field(name).to_python(value)
