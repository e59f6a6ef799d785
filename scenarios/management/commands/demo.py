from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.errors import ActError
from scenarios.demo.build import build
from scenarios.demo.people import logins


class Command(BaseCommand):
    help = "Make the demo company in an empty database and print who may sign in"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            build(clock.now())
        except ActError as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(logins())
