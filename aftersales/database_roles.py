"""Rights of the role that the product runs under, on PostgreSQL: nothing that no act needs (rule 4, S19, S22).

Two roles: an owner, who migrates, backs up and restores, and the product's own, which these statements are for. It
reads and adds everywhere; it changes what may change; it deletes only what is kept for a while.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from core.append_only import AppendOnly

# Kept for a while, or a mere link between two rows. Everything else is never deleted: a correction is a new row.
DELETABLE = (
    "django_session", "axes_accessattempt", "axes_accesslog", "axes_accessfailurelog", "axes_accessattemptexpiration",
    "core_idempotencykey", "core_calendarday", "core_calendaryear", "customers_contractmachine",
    "customers_importupload",
    "accounts_absence", "accounts_signincount", "deadlines_openedperiod", "fieldservice_callbacknonce",
    "scenarios_whatif", "tickets_hit", "tickets_savedview",
)  # fmt: skip
# Written by `migrate`, which the owner runs.
READ_ONLY = ("django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions")


def append_only_tables() -> set[str]:
    """The tables whose migrations refuse every change of every row, and the histories of master data."""
    guarded = {row.table for row in _guards() if not row.condition and not row.columns}
    histories = {model._meta.db_table for model in apps.get_models() if hasattr(model, "history_object")}
    return guarded | histories


def statements(role: str) -> Iterator[str]:
    """SQL that gives `role` exactly these rights in the schema public; run again after every migrate."""
    quoted = connection.ops.quote_name(role)
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {quoted}"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {quoted}"
    yield f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {quoted}"
    yield f"GRANT USAGE ON SCHEMA public TO {quoted}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}"
    for table, rights in rights_by_table().items():
        yield f"GRANT {', '.join(rights)} ON {connection.ops.quote_name(table)} TO {quoted}"


def rights_by_table() -> dict[str, tuple[str, ...]]:
    """What the product may do with each table that exists."""
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
    frozen, links = append_only_tables(), _link_tables()
    return {table: _rights(table, frozen, links) for table in tables}


def _rights(table: str, frozen: set[str], links: set[str]) -> tuple[str, ...]:
    if table in READ_ONLY:
        return ("SELECT",)
    if table in frozen:
        return ("SELECT", "INSERT")
    if table in DELETABLE or table in links:
        return ("SELECT", "INSERT", "UPDATE", "DELETE")
    return ("SELECT", "INSERT", "UPDATE")


def grant(role: str) -> int:
    """Give `role` its rights; how many tables they name. The role must exist."""
    with connection.cursor() as cursor:
        for statement in statements(role):
            cursor.execute(statement)
    return len(rights_by_table())


def exists(role: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        return cursor.fetchone() is not None


def _guards() -> Iterator[AppendOnly]:
    for migration in MigrationLoader(None).disk_migrations.values():
        yield from (operation for operation in migration.operations if isinstance(operation, AppendOnly))


def _link_tables() -> set[str]:
    """Tables of many-to-many fields, whose rows say nothing but that two others belong together."""
    fields = (field for model in apps.get_models() for field in model._meta.local_many_to_many)
    through = (field.remote_field.through for field in fields)
    return {link._meta.db_table for link in through if link is not None and link._meta.auto_created}
