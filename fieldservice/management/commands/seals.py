from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock, heartbeats
from fieldservice import seals


class Command(BaseCommand):
    help = "seals: compute the seal of every signed card anew and name each card that does not read as it was signed"

    def handle(self, *args: Any, **options: Any) -> None:
        broken = list(seals.broken())
        heartbeats.beat(heartbeats.SEALS, now=clock.now(), detail={"broken": len(broken)})
        for card in broken:
            self.stderr.write(f"{card.number}: not as it was signed (row {card.pk})")
        if broken:
            raise CommandError(f"{len(broken)} cards are not as they were signed")
        self.stdout.write(f"seals whole: {seals.count()} cards")
