"""Two workers that wake in the same moment, and a question sent twice: one replay at a time, each asked once."""

from datetime import date

import pytest

from core.errors import WrongState
from rulebook.book import canonical
from rulebook.models import RulebookVersion
from scenarios.whatif import services
from scenarios.whatif.models import WhatIf
from tests.factories import company, moment
from tests.support.parallel import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOON = moment("2026-03-02 12:00:00")
DAY = date(2026, 3, 1)


def test_of_two_workers_one_plays(transactional_db):
    world = company()
    for _ in range(6):
        for by in (world.gm, world.head):
            WhatIf.objects.create(name="x", book="x", first=DAY, last=DAY, by=by, asked_at=NOON)
        told = at_once([lambda: services._claim(NOON)] * 2)
        assert [type(one).__name__ for one in told].count("WhatIf") == 1, told
        WhatIf.objects.all().delete()


def test_a_question_sent_twice_is_asked_once(transactional_db):
    world = company()
    book = canonical(RulebookVersion.objects.get().document).encode()
    for _ in range(3):
        told = at_once([
            lambda: services.ask_what_if(first=DAY, last=DAY, actor=world.gm, now=NOON, name="x.yaml", book=book)
        ] * 2)  # fmt: skip
        assert sorted(type(one).__name__ for one in told) == ["WhatIf", "WrongState"]
        assert any(isinstance(one, WrongState) for one in told)
        WhatIf.objects.all().delete()
