"""`manage.py whatif --rulebook FILE --from DATE --to DATE`: what the book would have made of those days."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core import clock
from core.errors import ActError
from rulebook.errors import BookErrors
from rulebook.selectors import in_force
from scenarios.whatif.guard import reading_only
from scenarios.whatif.replay import Progress, replay
from scenarios.whatif.report import Report, report_of
from scenarios.whatif.span import Span
from scenarios.whatif.table import lines
from scenarios.whatif.trial import trial_of


class Command(BaseCommand):
    help = "Replays stored facts under another book and tells what would differ. Writes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rulebook", type=Path, required=True, metavar="FILE", help="the book to try")
        parser.add_argument("--from", type=date.fromisoformat, required=True, dest="first", metavar="DATE")
        parser.add_argument("--to", type=date.fromisoformat, required=True, dest="last", metavar="DATE",
                            help="last day, included")  # fmt: skip
        parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
        parser.add_argument("--progress", action="store_true", help="tell machines how far it is: lines of DONE WHOLE")

    def handle(self, *, rulebook: Path, first: date, last: date, **options: Any) -> None:
        if not rulebook.is_file():
            raise CommandError(f"no such file: {rulebook}")
        try:
            with reading_only():
                report = self._report(rulebook, first, last, self._teller(told=options["progress"]))
        except BookErrors as errors:
            raise CommandError("\n".join(str(error) for error in errors.errors)) from None
        except ActError as refusal:
            raise CommandError(str(refusal)) from None
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
            return
        for line in lines(report):
            self.stdout.write(line)

    def _report(self, rulebook: Path, first: date, last: date, progress: Progress | None) -> Report:
        now = clock.now()
        span = Span.of(first, last, now=now)
        trial = trial_of(rulebook, like=in_force(now=now).book)
        return report_of(replay(trial=trial, span=span, now=now, progress=progress))

    def _teller(self, *, told: bool) -> Progress | None:
        """How far it is goes to the error stream: as lines for machines, as one line for people, else not at all."""
        if told:
            return lambda done, whole: self.stderr.write(f"{done} {whole}")
        if not self.stderr.isatty():
            return None
        shown = _("  已回放 %(done)s / %(whole)s")
        return lambda done, whole: self.stderr.write(shown % {"done": done, "whole": whole}, ending="\r")
