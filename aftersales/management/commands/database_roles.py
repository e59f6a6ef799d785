from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from aftersales import database_roles


class Command(BaseCommand):
    help = "Give the role that the product runs under its rights on PostgreSQL; run as the owner after every migrate"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role", help="the product's own role, such as aftersales_app")
        parser.add_argument("--sql", action="store_true", help="print the statements instead of running them")

    def handle(self, *args: Any, role: str, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Roles exist on PostgreSQL only; set DATABASE_URL.")
        if options["sql"]:
            self.stdout.write("\n".join(f"{statement};" for statement in database_roles.statements(role)))
            return
        if not database_roles.exists(role):
            raise CommandError(f"There is no role {role}: CREATE ROLE {role} LOGIN PASSWORD '…';")
        if role == connection.settings_dict["USER"]:
            raise CommandError("Run this as the owner of the tables, who is another role than the product's.")
        with transaction.atomic():
            count = database_roles.grant(role)
        self.stdout.write(f"{role}: rights on {count} tables")
