"""What the worker does when beat wakes it."""

from aftersales.celery import app
from aftersales.sweeping import sweep_round


@app.task
def sweep() -> None:
    sweep_round()
