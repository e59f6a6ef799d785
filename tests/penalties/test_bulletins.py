"""Bulletins: what the book publishes with a decision, what a manager publishes, who reads it, how it is taken back."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from core.errors import Incomplete, NotAllowed, OutOfRange, OwnCase, WrongState
from notifications.models import Notice
from penalties import services
from penalties.models import Bulletin, BulletinReceipt
from tickets import services as tickets


@pytest.fixture
def published(proposed, head, li, monday):
    """Wang could not cope and another engineer was sent: 200, and the bulletin that 9.9 ties to it."""
    proposal = services.confirm_penalty(
        proposal=proposed("backup_sent"), amount=Decimal(200), reason="初次", actor=head, now=monday
    )
    return Bulletin.objects.get(proposal=proposal)


def told(about):
    return {notice.person.username for notice in Notice.objects.filter(about=about).select_related("person")}


def test_confirming_what_the_book_publishes_tells_everybody_of_the_staff(published, head, lan, wang, li):
    assert (published.state, published.published_by, published.clause) == ("published", head, "9.9")
    assert list(published.persons.all()) == [wang]
    assert told("bulletin") == {head.username, lan.username, wang.username, li.username}
    for words in ("2026-03-02", wang.name, "另派人员", "条款 9.9", "200.00 元", "初次"):
        assert words in published.text, words


def test_a_revoked_penalty_takes_its_bulletin_back_and_everybody_hears_of_it(published, manager, monday):
    services.revoke_penalty(proposal=published.proposal, reason="另派是因为请假", actor=manager, now=monday)
    published = Bulletin.objects.get()
    assert (published.state, published.withdrawn_by, published.withdrawal) == ("withdrawn", manager, "另派是因为请假")
    assert told("bulletin_withdrawn") == told("bulletin") | {manager.username}


def test_words_stay_as_published(published, wang, monday):
    services.acknowledge_bulletin(bulletin=published, actor=wang, now=monday)
    later = monday.replace(hour=23)
    changes = [lambda: Bulletin.objects.update(text="改"), lambda: BulletinReceipt.objects.update(at=later)]
    for change in changes:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_it_is_read_once_and_withdrawn_once_by_a_manager_with_a_reason(published, head, lan, wang, monday):
    first = services.acknowledge_bulletin(bulletin=published, actor=wang, now=monday)
    assert services.acknowledge_bulletin(bulletin=published, actor=wang, now=monday) == first
    with pytest.raises(NotAllowed):
        services.withdraw_bulletin(bulletin=published, reason="有误", actor=lan, now=monday)
    with pytest.raises(Incomplete):
        services.withdraw_bulletin(bulletin=published, reason=" ", actor=head, now=monday)
    services.withdraw_bulletin(bulletin=published, reason="日期有误", actor=head, now=monday)
    with pytest.raises(WrongState):
        services.withdraw_bulletin(bulletin=published, reason="再撤", actor=head, now=monday)


def test_a_grave_complaint_is_published_once_it_is_verified_and_never_by_whom_it_names(head, manager, wang, monday):
    complaint = tickets.file_complaint(addressee="tech_quality", content="推诿", persons=[wang], actor=head, now=monday)
    words = {"title": "投诉通报", "text": "经核实由服务引起", "clause": "9.12", "complaint": complaint, "now": monday}
    with pytest.raises(WrongState, match="核实"):
        services.publish_bulletin(persons=[wang], actor=head, **words)
    words["complaint"] = tickets.verify_complaint(
        complaint=complaint, service_caused=True, finding="属实", actor=manager, now=monday
    )
    with pytest.raises(OwnCase):
        services.publish_bulletin(persons=[head, wang], actor=head, **words)
    with pytest.raises(OutOfRange, match=r"9\.99"):
        services.publish_bulletin(persons=[wang], actor=head, **{**words, "clause": "9.99"})
    done = services.publish_bulletin(persons=[wang], actor=head, **words)
    assert done.complaint == complaint


def test_a_penalty_is_published_only_when_confirmed_and_only_once(proposed, published, head, monday):
    words = {"title": "通报", "text": "内容", "clause": "9.6", "actor": head, "now": monday}
    with pytest.raises(WrongState, match="尚未确认"):
        services.publish_bulletin(proposal=proposed("conduct"), **words)
    with pytest.raises(WrongState, match="已经通报"):
        services.publish_bulletin(proposal=published.proposal, **words)


def test_leaving_ones_name_out_makes_it_nobody_elses(proposed, manager, head, monday):
    """The head is fined, and would publish and take back what is told of him."""
    own = services.confirm_penalty(proposal=proposed("conduct", person=head), actor=manager, now=monday)
    words = {"title": "通报", "text": "内容", "clause": "9.6", "proposal": own, "now": monday}
    with pytest.raises(OwnCase):
        services.publish_bulletin(**words, actor=head)
    bulletin = services.publish_bulletin(**words, actor=manager)
    with pytest.raises(OwnCase):
        services.withdraw_bulletin(bulletin=bulletin, reason="不实", actor=head, now=monday)
