"""One's own inbox."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from accounts.models import Person
from core.errors import NotFound
from notifications.models import Notice
from notifications.selectors import PAGE, inbox, unread_count
from notifications.services import mark_all_read, mark_read, notify


@pytest.fixture
def tell(lin: Person, noon: datetime) -> Callable[..., Notice]:
    def _tell(title: str, *to: Person, url: str = "") -> Notice:
        notify(about="dispatched", title=title, subject=lin, to=to or [lin], url=url, now=noon)
        return Notice.objects.latest("pk")

    return _tell


def test_unread_notices_stand_before_read_ones(tell: Callable[..., Notice], lin: Person, noon: datetime) -> None:
    first, second, third = (tell(title) for title in ("一", "二", "三"))
    mark_read(notice_id=second.pk, actor=lin, now=noon)

    page = inbox(lin)

    assert (list(page.unread), list(page.read)) == ([third, first], [second])
    assert unread_count(lin) == 2


def test_nobody_reads_anothers_notice(tell: Callable[..., Notice], lin: Person, he: Person, noon: datetime) -> None:
    notice = tell("一", lin)

    with pytest.raises(NotFound):
        mark_read(notice_id=notice.pk, actor=he, now=noon)
    assert mark_all_read(actor=he, now=noon) == 0
    assert unread_count(lin) == 1


def test_the_first_reading_is_kept(tell: Callable[..., Notice], lin: Person, noon: datetime) -> None:
    from datetime import timedelta

    notice = tell("一")
    mark_read(notice_id=notice.pk, actor=lin, now=noon)
    again = mark_read(notice_id=notice.pk, actor=lin, now=noon + timedelta(hours=1))

    assert again.read_at == noon


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_costs_two_statements(
    count: int,
    tell: Callable[..., Notice],
    lin: Person,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    for number in range(count):
        tell(f"派工 {number}")

    with django_assert_num_queries(2):
        page = inbox(lin)

    assert len(page.unread) == count


def test_older_notices_are_a_page_away(tell: Callable[..., Notice], lin: Person, noon: datetime) -> None:
    for number in range(PAGE + 3):
        tell(f"派工 {number}")
    mark_all_read(actor=lin, now=noon)

    first = inbox(lin)
    second = inbox(lin, before=first.older)

    assert (len(first.read), len(second.read), second.older) == (PAGE, 3, None)


def test_opening_a_notice_marks_it_and_leads_on(tell: Callable[..., Notice], lin: Person, client: Client) -> None:
    client.force_login(lin)
    inside, outside = tell("一", url="/password/"), tell("二", url="https://evil.example/")

    answers = [client.post(f"/inbox/{notice.pk}/read/") for notice in (inside, outside)]

    assert [answer.headers["Location"] for answer in answers] == ["/password/", "/inbox/"]
    assert unread_count(lin) == 0


def test_a_foreign_notice_is_not_found_and_a_get_changes_nothing(
    tell: Callable[..., Notice], he: Person, client: Client
) -> None:
    notice = tell("一")
    client.force_login(he)

    assert client.post(f"/inbox/{notice.pk}/read/").status_code == 404
    assert client.get(f"/inbox/{notice.pk}/read/").status_code == 405
    assert client.get("/inbox/read-all/").status_code == 405


def test_all_are_marked_with_one_button(tell: Callable[..., Notice], lin: Person, client: Client) -> None:
    client.force_login(lin)
    tell("一")
    tell("二")

    assert client.post("/inbox/read-all/").headers["Location"] == "/inbox/"
    assert unread_count(lin) == 0


def test_the_page_shows_what_is_new_and_leads_on_by_a_button(
    tell: Callable[..., Notice], lin: Person, client: Client
) -> None:
    client.force_login(lin)
    tell("工单 T2603-0001 已派工", url="/password/")

    shown = client.get("/inbox/").content.decode()

    assert "工单 T2603-0001 已派工" in shown
    assert "全部标为已读" in shown
    mark = client.get("/inbox/?before=nonsense")
    assert mark.status_code == 200


def test_an_empty_inbox_says_what_will_come(lin: Person, client: Client) -> None:
    client.force_login(lin)

    assert "没有通知" in client.get("/inbox/").content.decode()


def test_an_engineer_reads_it_in_the_phone_shell(db: None, noon: datetime, client: Client) -> None:
    from accounts.services import hire
    from core.journal import SYSTEM

    en = hire(username="en", name="En", roles=["field_engineer"], actor=SYSTEM, now=noon)
    client.force_login(en)

    assert 'class="phone"' in client.get("/inbox/").content.decode()
