"""How long something took, counted by the database itself."""

from typing import Any

from django.db.models import Func, IntegerField


class TenthsBetween(Func):
    """Tenths of an hour from the first instant to the second, rounded; null where one of them is missing."""

    arity = 2
    output_field = IntegerField()
    template = "CAST(ROUND(EXTRACT(EPOCH FROM (%(expressions)s)) / 360) AS integer)"
    arg_joiner = " - "

    def __init__(self, start: Any, end: Any) -> None:
        super().__init__(end, start)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        # Django's own difference calls Python for every row; here the database counts days by itself.
        start_and_end = self.copy()
        start_and_end.set_source_expressions([_Julian(one) for one in self.get_source_expressions()])
        template = "CAST(ROUND((%(expressions)s) * 240) AS integer)"
        return start_and_end.as_sql(compiler, connection, template=template, **context)


class _Julian(Func):
    function = "JULIANDAY"
    arity = 1
