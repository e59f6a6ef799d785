"""Two openers at the same instant, on a real server: every row once, and no round fails."""

from datetime import date

import pytest

from customers.models import ClassChange, Customer
from customers.services.owing import SOURCES
from deadlines import services
from deadlines.models import Deadline, OpenedPeriod
from tests.factories import company, moment
from tests.support.parallel import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

MARCH = moment("2026-03-02 09:00:00")
CUSTOMERS = 1500


@pytest.fixture
def many():
    company()
    Customer.objects.bulk_create(
        Customer(number=f"K{n}", name=f"客户{n}", customer_class="A", province="重庆市") for n in range(CUSTOMERS)
    )
    rows = Customer.objects.filter(number__startswith="K").values_list("pk", flat=True)
    ClassChange.objects.bulk_create(
        ClassChange(customer_id=pk, customer_class="A", since=date(2020, 1, 1)) for pk in rows
    )


def test_four_openers_at_once_open_each_period_once(many):
    def opened():
        return services.open_duties(SOURCES, now=MARCH, since=date(2026, 3, 1))

    answers = at_once([opened] * 4)
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    rows = Deadline.objects.filter(kind="visit_a")
    assert rows.count() == rows.values("subject_id").distinct().count() == CUSTOMERS + 1
    assert OpenedPeriod.objects.filter(kind="visit_a").count() == 1
