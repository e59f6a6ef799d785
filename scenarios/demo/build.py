"""Build the demo company into an empty database."""

from datetime import datetime

from django.db import transaction

from accounts.models import Person
from core.clock import local_day, travel
from core.errors import WrongState
from deadlines.services import sweep
from scenarios.demo import base, care, history, journeys, months, objections, office, papers, people, stories
from scenarios.demo.haste import know_rights, undisturbed
from scenarios.demo.story import Story, play

CHAPTERS = (
    history.calls,
    *stories.ALL,
    *care.ALL,
    *papers.ALL,
    *journeys.ALL,
    *office.ALL,
    *months.ALL,
    *objections.ALL,
)


@transaction.atomic
def build(now: datetime) -> int:
    """Found the company long ago, play every story up to `now`, and judge what fell due; the number of acts.

    Raises WrongState where somebody has an account already: the demo never mixes with real data.
    """
    if Person.objects.exists():
        raise WrongState("这里已有数据：演示公司只能建在空数据库里")
    founded = people.founding(now)
    with undisturbed():
        with travel(founded):
            staff = people.found(founded)
            base.deliver(staff, founded, local_day(now))
        told = [story for chapter in CHAPTERS for story in chapter(lambda: Story(staff, now))]
        for story in told:
            story.acts = [act for act in story.acts if act.at <= now]
        count = _played(told, staff)
        sweep(now=now)
    return count


def _played(told: list[Story], staff: dict[str, Person]) -> int:
    """How many acts were played; each by people whose rights are known."""
    know_rights(staff.values())
    count = 0
    for _at in play(told):
        know_rights(staff.values())
        count += 1
    return count
