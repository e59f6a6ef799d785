"""Off post at the desk and on the phone: the list, one act that hands all jobs over, and what holds for himself."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.models import Person
from accounts.services import take_off_post
from core import clock
from core.errors import NotAllowed, NotAssignable, OutOfRange, WrongState
from customers.services import edit_customer
from notifications.models import Notice
from penalties import services
from penalties.off_post import proposed, suspension_of
from tests.factories import company, dispatched, moment, working
from tests.support.company import engineer
from tickets.models import Ticket

NOON = moment("2026-03-02 12:00:00")


@pytest.fixture
def world(db):
    """E1 has two jobs that somebody else can take and one under repair, and is off post since noon."""
    world = company()
    world.jobs = [dispatched(world), dispatched(world)]
    world.repair = working(world)
    take_off_post(person=world.e1, actor=world.head, now=NOON, reason="私卖配件", clause="9.11")
    world.e1 = Person.objects.get(pk=world.e1.pk)
    return world


def opened(client, person, name, *args, **post):
    client.force_login(person)
    with clock.travel(NOON):
        address = reverse(f"penalties:{name}", args=args)
        return client.post(address, {"_key": uuid4().hex, **post}) if post else client.get(address)


def test_jobs_are_spread_over_those_of_the_region_with_the_fewest():
    people = [SimpleNamespace(pk=pk, name=name, regions=regions) for pk, name, regions in (
        (1, "甲", ["四川省"]), (2, "乙", ["四川省"]), (3, "丙", ["贵州省"]))]  # fmt: skip
    jobs = [SimpleNamespace(province=province) for province in ("四川省", "四川省", "四川省", "贵州省")]
    found = proposed(jobs, people, {1: 1})
    assert [row.best.pk for row in found] == [2, 2, 1, 3]
    assert [one.person.pk for one in found[0].options] == [2, 1, 3]


def test_one_act_hands_every_job_over_and_all_or_none(world):
    first, second = world.jobs
    given = {"person": world.e1, "actor": world.liaison, "now": NOON}
    with pytest.raises(NotAllowed):
        services.reassign_jobs(choices={first: world.e2}, person=world.e1, actor=world.head, now=NOON)
    away = take_off_post(person=engineer("e9", "钱进"), actor=world.head, now=NOON, clause="9.5")
    with pytest.raises(NotAssignable):
        services.reassign_jobs(choices={first: world.e2, second: away}, **given)
    assert not Ticket.objects.filter(engineer=world.e2).exists()
    services.reassign_jobs(choices={first: world.e2, second: world.e3}, **given)
    assert [Ticket.objects.get(pk=job.pk).engineer for job in world.jobs] == [world.e2, world.e3]
    with pytest.raises(OutOfRange, match=first.number):
        services.reassign_jobs(choices={first: world.e3}, **given)
    with pytest.raises(WrongState, match="没有下岗"):
        services.reassign_jobs(choices={first: world.e3}, person=world.e2, actor=world.liaison, now=NOON)
    assert [job.number for job in suspension_of(world.e1).jobs] == [world.repair.number]


def test_the_liaison_hands_over_from_the_list_and_the_general_manager_brings_back(client, world):
    text = opened(client, world.liaison, "off_post").content.decode()
    for words in (world.e1.name, "私卖配件", "改派 2 张工单", "维修中，由本人完工", *[job.number for job in world.jobs]):
        assert words in text, words
    assert "恢复上岗</a>" not in text
    form = opened(client, world.liaison, "reassign_jobs", "e1").context["form"]
    chosen = {name: field.initial for name, field in form.fields.items()}
    assert opened(client, world.liaison, "reassign_jobs", "e1", **chosen).status_code == 302
    assert not Ticket.objects.filter(engineer=world.e1, state="dispatched").exists()
    assert opened(client, world.gm, "reinstate", "e1", reason=" ").status_code == 422
    assert opened(client, world.head, "reinstate", "e1", reason="x").status_code == 403
    assert opened(client, world.gm, "reinstate", "e1", reason="培训合格").status_code == 302
    told = Notice.objects.filter(about="reinstated").values_list("person__username", flat=True)
    assert {"e1", "liaison", "head"} <= set(told)
    assert "没有下岗人员" in opened(client, world.gm, "off_post").content.decode()


def test_his_phone_says_what_holds(client, world):
    text = opened(client, world.e1, "my_post").content.decode()
    for words in ("不再派给您新的任务", "9.11", "私卖配件", world.jobs[0].number, "恢复上岗由总经理决定"):
        assert words in text, words
    assert "您已下岗" in opened(client, world.e1, "mine").content.decode()
    assert "您已下岗" not in opened(client, world.e2, "mine").content.decode()


def test_he_takes_on_no_visits(world):
    customer = world.jobs[0].customer
    with pytest.raises(NotAssignable, match="回访责任人"):
        edit_customer(customer=customer, visited_by=world.e1, actor=world.liaison, now=NOON)


@pytest.mark.parametrize("more", [0, 3])
def test_the_list_costs_the_same_however_many(client, world, django_assert_max_num_queries, more):
    for number in range(more):
        take_off_post(person=engineer(f"e{number + 30}", f"工程师{number}"), actor=world.head, now=NOON, clause="9.5")
    client.force_login(world.liaison)
    with clock.travel(NOON):
        client.get(reverse("penalties:off_post"))
        with django_assert_max_num_queries(26):
            client.get(reverse("penalties:off_post"))
