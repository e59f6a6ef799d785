"""`manage.py rulebook check FILE…` prints every error of a book; `manage.py rulebook list` its versions."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from rulebook.errors import BookErrors
from rulebook.loader import load
from rulebook.models import RulebookVersion
from rulebook.selectors import NoRulebook, in_force


class Command(BaseCommand):
    help = "检查制度文件（check FILE…），或列出已安装的制度版本（list）。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        ways = parser.add_subparsers(dest="way", required=True)
        check = ways.add_parser("check", help="逐条列出文件中的错误")
        check.add_argument("files", nargs="+", type=Path, metavar="FILE")
        ways.add_parser("list", help="列出制度版本")

    def handle(self, *, way: str, **options: Any) -> None:
        if way == "list":
            self._list()
            return
        failed = sum(self._check(path) for path in options["files"])
        if failed:
            raise SystemExit(1)

    def _check(self, path: Path) -> bool:
        """Print what is wrong with one file; True where anything is."""
        try:
            book = load(path)
        except OSError as error:
            raise CommandError(f"{path}：{error.strerror}") from None
        except BookErrors as wrong:
            for found in wrong.errors:
                self.stdout.write(f"{path}: {found}")
            self.stdout.write(f"{len(wrong.errors)} errors")
            return True
        for name in book.blanks():
            self.stdout.write(f"{path}: params.{name}：待公司填写，发布前必填")
        self.stdout.write("ok")
        return False

    def _list(self) -> None:
        try:
            current = in_force(now=clock.now()).pk
        except NoRulebook:
            current = None
        for version in RulebookVersion.objects.order_by("slug", "number"):
            mark = "*" if version.pk == current else " "
            state = version.get_state_display()
            self.stdout.write(f"{mark} {version} {version.effective_from} {state} {version.digest[:12]}")
