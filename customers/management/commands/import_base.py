"""`manage.py import_base FILE…`: bring customers and machines into the installed base."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts import selectors as people
from core import clock
from core.context import request_scope
from core.errors import ActError
from core.journal import SYSTEM, Actor
from customers import services
from customers.services import ImportReport, SourceFile


class Command(BaseCommand):
    help = "Import customers and machines from csv or xlsx files; customers go first in whatever order they are given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--classified-on", type=date.fromisoformat, help="day from which the classes count")
        parser.add_argument("--by", default="", help="user name of the person who imports; default: the system")
        parser.add_argument("--dry-run", action="store_true", help="try everything, keep nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with request_scope():
                self._import(**options)
        except ActError as error:
            raise CommandError(str(error)) from error

    def _import(self, *, files: list[Path], classified_on: date | None, by: str, dry_run: bool, **_rest: Any) -> None:
        reports = services.import_files(
            files=[_opened(path) for path in files], actor=_actor(by), now=clock.now(),
            dry_run=dry_run, classified_on=classified_on,
        )  # fmt: skip
        for report in reports:
            self._tell(report)

    def _tell(self, report: ImportReport) -> None:
        for problem in report.problems:
            self.stdout.write(f"{report.name}：{problem}")
        if report.ignored:
            ignored = _("未识别的列已忽略：%(names)s") % {"names": "、".join(report.ignored)}
            self.stdout.write(f"{report.name}：{ignored}")
        self.stdout.write(f"{report.name}：{report.summary}")


def _opened(path: Path) -> SourceFile:
    try:
        return services.open_source(path)
    except ActError as error:
        raise CommandError(f"{path.name}：{error}") from error


def _actor(username: str) -> Actor:
    if not username:
        return SYSTEM
    person = people.by_username(username)
    if person is None:
        raise CommandError(_("没有用户 %(name)s") % {"name": username})
    return person
