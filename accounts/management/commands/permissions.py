from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.permission_table import document

PAGE = Path("docs/reference/permissions.md")


class Command(BaseCommand):
    help = "Print who may do and see what as Markdown, or write docs/reference/permissions.md with --write"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        text = document()
        if options["write"]:
            (Path(settings.BASE_DIR) / PAGE).write_text(text, encoding="utf-8")
            self.stdout.write(f"wrote {PAGE}")
        else:
            self.stdout.write(text)
