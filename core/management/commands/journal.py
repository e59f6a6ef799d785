from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock, heartbeats, journal
from core.models import JournalEntry


class Command(BaseCommand):
    help = "journal verify: recompute every chain of the journal and name each row that is not as it was written"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        broken = list(journal.verify())
        heartbeats.beat(heartbeats.JOURNAL, now=clock.now(), detail={"broken": len(broken)})
        for found in broken:
            self.stderr.write(
                f"{found.what}: {found.subject.type} {found.subject.id} #{found.seq} (row {found.entry_id})"
            )
        if broken:
            raise CommandError(f"{len(broken)} rows of the journal are not as they were written")
        self.stdout.write(f"journal whole: {JournalEntry.objects.count()} rows")
