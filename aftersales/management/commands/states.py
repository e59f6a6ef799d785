from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from aftersales.state_tables import document

PAGE = Path("docs/reference/states.md")


class Command(BaseCommand):
    help = "Print the state machines as Markdown, or write docs/reference/states.md with --write"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        text = document()
        if options["write"]:
            (Path(settings.BASE_DIR) / PAGE).write_text(text, encoding="utf-8")
            self.stdout.write(f"wrote {PAGE}")
        else:
            self.stdout.write(text)
