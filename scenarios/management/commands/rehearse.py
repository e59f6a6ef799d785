"""`manage.py rehearse FOLDER`: the process in which a worker plays the stories of a draft; one JSON entry a line."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from scenarios.rehearsals.playing import told
from scenarios.scratch import scratch_database

# Whoever waits for a page comes first.
POLITENESS = 5
KEPT = "scratch"


class Command(BaseCommand):
    help = "Plays the stories laid out in a folder; called by the worker, `scenario` is for people."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")

    def handle(self, *, folder: Path, **options: Any) -> None:
        os.nice(POLITENESS)
        with scratch_database(kept=settings.VAR / KEPT):
            for entry in told(folder):
                self.stdout.write(json.dumps(entry, ensure_ascii=False))
                self.stdout.flush()
