"""The clock's own sign of life: a file that every tick touches. Beat has no database to write a heartbeat to."""

from pathlib import Path

from celery.beat import PersistentScheduler


class Ticking(PersistentScheduler):
    def setup_schedule(self) -> None:
        Path(self.schedule_filename).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        super().setup_schedule()

    def tick(self, *args: object, **kwargs: object) -> float:
        wait = super().tick(*args, **kwargs)
        # Beside `var/run/beat-schedule`; aftersales.alive looks how old it is.
        Path(self.schedule_filename).with_name("beat-alive").touch()
        return float(wait)
