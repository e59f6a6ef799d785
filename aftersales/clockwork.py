"""The clock's own sign of life: a file that every tick touches. Beat has no database to write a heartbeat to."""

from pathlib import Path

from celery.beat import PersistentScheduler


class Ticking(PersistentScheduler):  # type: ignore[misc]  # Celery has no types
    def tick(self, *args: object, **kwargs: object) -> float:
        wait = super().tick(*args, **kwargs)
        alive_file(self.schedule_filename).touch()
        return float(wait)


def alive_file(schedule: str) -> Path:
    """`var/run/beat-alive` beside the schedule of `var/run/beat-schedule`."""
    return Path(schedule).with_name("beat-alive")
