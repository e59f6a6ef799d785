"""`manage.py import_parts FILE`: bring a parts file into the catalogue."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts import selectors as people
from core import clock
from core.context import request_scope
from core.errors import ActError
from core.journal import SYSTEM, Actor
from warranty import services
from warranty.models import Warehouse
from warranty.selectors import stock


class Command(BaseCommand):
    help = "Import parts with prices and safety stocks from a csv or xlsx file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--warehouse", default="", help="code of the warehouse whose safety stocks the file names")
        parser.add_argument("--whole", action="store_true", help="keep everything out where one row is refused")
        parser.add_argument("--by", default="", help="user name of the person who imports; default: the system")
        parser.add_argument("--dry-run", action="store_true", help="try everything, keep nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with request_scope():
                self._import(**options)
        except ActError as error:
            raise CommandError(str(error)) from error

    def _import(self, *, file: Path, warehouse: str, by: str, whole: bool, dry_run: bool, **_rest: Any) -> None:
        report = services.import_parts(
            source=file, warehouse=_warehouse(warehouse), whole=whole, dry_run=dry_run, actor=_actor(by),
            now=clock.now(),
        )  # fmt: skip
        for problem in report.problems:
            self.stdout.write(f"{file.name}：{problem}")
        if report.ignored:
            ignored = _("未识别的列已忽略：%(names)s") % {"names": "、".join(report.ignored)}
            self.stdout.write(f"{file.name}：{ignored}")
        self.stdout.write(f"{file.name}：{report.summary}")


def _warehouse(code: str) -> Warehouse | None:
    found = stock.warehouses().filter(code=code).first() if code else None
    if code and found is None:
        raise CommandError(_("没有库房 %(name)s") % {"name": code})
    return found


def _actor(username: str) -> Actor:
    person = people.by_username(username) if username else None
    if username and person is None:
        raise CommandError(_("没有用户 %(name)s") % {"name": username})
    return person or SYSTEM
