"""Finding a text inside others through an index, Chinese too.

PostgreSQL's own trigrams know words between spaces; Chinese has none, and is asked for by two characters. So every
pair and triple of neighbouring characters is indexed (GIN). Other databases look at every row.
"""

from typing import Any

from django.db.models import BooleanField, F, Func

PAIR, TRIPLE = 2, 3
_FUNCTION = """CREATE OR REPLACE FUNCTION neighbours(told text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT array_agg(substr(lower(told), i, 2)) || array_agg(substr(lower(told), i, 3))
    FROM generate_series(1, length(told) - 1) i $$"""


class Inside(Func):
    """Whether `text` stands in one of the columns `names`; `index` over the same columns finds it."""

    output_field = BooleanField()

    def __init__(self, *names: str, text: str, **extra: Any) -> None:
        super().__init__(*map(F, names), **extra)
        self.text = text

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        columns = [compiler.compile(one)[0] for one in self.get_source_expressions()]
        pattern = f"%{connection.ops.prep_for_like_query(self.text)}%"
        tests = " OR ".join(f"{column} LIKE %s ESCAPE '\\'" for column in columns)
        return f"({tests})", [pattern] * len(columns)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        sql, values = self.as_sql(compiler, connection)
        asked = pieces(self.text)
        if not asked:
            return sql, values
        columns = [compiler.compile(one)[0] for one in self.get_source_expressions()]
        return f"(neighbours({_together(columns)}) @> %s::text[] AND {sql})", [asked, *values]


def pieces(text: str) -> list[str]:
    """What a text that contains this one has in its index: its triples, of two characters the pair."""
    told = text.lower()
    length = TRIPLE if len(told) >= TRIPLE else PAIR
    return [told[start : start + length] for start in range(len(told) - length + 1)]


def index(name: str, table: str, *columns: str) -> tuple[Any, Any]:
    """What a migration runs to make such an index, and to drop it; nothing where the database is no PostgreSQL."""

    def make(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_FUNCTION, params=None)
            words = f"neighbours({_together(columns)})"
            schema_editor.execute(f"CREATE INDEX {name} ON {table} USING gin ({words})", params=None)

    def drop(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX IF EXISTS {name}", params=None)

    return make, drop


def _together(columns: Any) -> str:
    return " || ' ' || ".join(columns)
