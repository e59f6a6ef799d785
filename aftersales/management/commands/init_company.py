"""`manage.py init_company`: set up the company of this installation, asking at a terminal for what is missing."""

import getpass
import secrets
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.models import DEFAULT_RULEBOOK
from accounts.people_file import BadStaffList
from accounts.selectors import company
from aftersales.setup import services
from aftersales.setup.blanks import blanks
from core import clock
from core.context import request_scope
from core.errors import ActError
from rulebook.offers import offers


class Command(BaseCommand):
    help = "Set up the company: name, seat, blanks of the rulebook, offices, people, first administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", default="", help="name of the company")
        parser.add_argument(
            "--rulebook", default=DEFAULT_RULEBOOK, metavar="SLUG", help="the shipped book to start from (see --books)"
        )
        parser.add_argument("--books", action="store_true", help="list the shipped books and do nothing")
        parser.add_argument("--home-province", default="", help="province of its seat, e.g. 重庆市")
        parser.add_argument(
            "--param", action="append", default=[], metavar="NAME=VALUE", help="a blank of the rulebook"
        )
        parser.add_argument("--department", action="append", default=[], help="besides those that the regulation names")
        parser.add_argument("--office", action="append", default=[], metavar="'NAME PROVINCE [独立]'")
        parser.add_argument("--people", type=Path, help="staff list (xlsx or csv)")
        parser.add_argument("--admin", default="", help="user name of the first administrator")
        parser.add_argument("--admin-name", default="", help="his name; default: the user name")
        parser.add_argument("--admin-password-file", type=Path, help="file with his password; default: a random one")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["books"]:
            for offer in offers():
                self.stdout.write(f"{offer.slug}  {offer.title}  {offer.about}")
            return
        if company() is not None:
            raise CommandError(_("公司已经设立"))
        try:
            with request_scope():
                founded, password = self._found(options)
        except BadStaffList as refused:
            raise CommandError("\n".join([str(refused), *refused.problems])) from refused
        except ActError as refused:
            raise CommandError(str(refused)) from refused
        self._tell(founded, password)

    def _found(self, options: dict[str, Any]) -> tuple[services.Founded, str]:
        ask = Asker(options)
        name, seat = ask("name", _("公司名称")), ask("home_province", _("公司所在省份"))
        slug = options["rulebook"]
        params = _params(options["param"], ask, slug)
        username = ask("admin", _("管理员用户名"))
        password, random = _password(options["admin_password_file"], ask.at_terminal)
        first = services.Administrator(username, options["admin_name"] or username, password, must_change=random)
        founded = services.init_company(
            name=name, home_province=seat, params=params, administrator=first,
            departments=options["department"], offices=[services.office_line(line) for line in options["office"]],
            people=options["people"].read_bytes() if options["people"] else None, now=clock.now(),
            slug=slug,
        )  # fmt: skip
        return founded, password if random else ""

    def _tell(self, founded: services.Founded, password: str) -> None:
        self.stdout.write(_("%(name)s 已设立。") % {"name": founded.company.name})
        if password:
            told = {"username": founded.administrator.username, "password": password}
            self.stdout.write(_("管理员 %(username)s 的初始密码（首次登录须修改）：%(password)s") % told)
        if founded.staff.passwords:
            self.stdout.write(founded.staff.summary)
        for username, first in founded.staff.passwords.items():
            self.stdout.write(f"{username}\t{first}")


class Asker:
    """Gives the option, or asks for it at a terminal; without one, a missing option is an error."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options, self.at_terminal = options, sys.stdin.isatty()

    def __call__(self, name: str, label: str) -> str:
        given = self.options[name]
        if not given and not self.at_terminal:
            raise CommandError(_("缺少 --%(option)s（%(label)s）") % {"option": name.replace("_", "-"), "label": label})
        return given or self.line(label)

    def line(self, label: str) -> str:
        return input(f"{label}：").strip()


def _params(given: Sequence[str], ask: Asker, slug: str) -> dict[str, str]:
    """The blanks of the book: as given, and at a terminal asked for one by one."""
    if wrong := [pair for pair in given if "=" not in pair]:
        raise CommandError(_("--param 请写成 名称=值，而不是 %(given)s") % {"given": wrong[0]})
    params = dict(pair.split("=", 1) for pair in given)
    missing = [blank for blank in blanks(slug) if blank.name not in params] if ask.at_terminal else []
    return params | {blank.name: ask.line(f"{blank.label}（{blank.hint}）") for blank in missing}


def _password(file: Path | None, at_terminal: bool) -> tuple[str, bool]:
    """The administrator's password, and whether it is a random one that must be changed."""
    if file:
        return file.read_text(encoding="utf-8").strip(), False
    typed = getpass.getpass(_("管理员密码（留空则自动生成）：")) if at_terminal else ""
    return (typed, False) if typed else (secrets.token_urlsafe(9), True)
