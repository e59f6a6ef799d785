"""The life of a draft in the browser: written by the head, tried, published by the general manager, or refused."""

from datetime import date
from typing import Any

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Person
from core.idempotency import fresh_key
from rulebook.models import RulebookVersion
from rulebook.states import VersionState
from scenarios.models import Rehearsal
from scenarios.rehearsals import services as rehearsals
from tests.support import company

MOST = {"draft": 26, "versions": 14, "rehearsal": 16}


@pytest.fixture
def luo_at_desk(first: RulebookVersion, luo: Person) -> Client:
    client = Client()
    client.force_login(luo)
    return client


@pytest.fixture
def zhou_at_desk(zhou: Person) -> Client:
    client = Client()
    client.force_login(zhou)
    return client


def send(client: Client, name: str, *args: Any, **data: Any) -> Any:
    return client.post(reverse(f"rulebook:{name}", args=args), {**data, "_key": fresh_key()})


def text(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"rulebook:{name}", args=args))
    assert answer.status_code == 200, answer.content[:300]
    return str(answer.content.decode())


def params(client: Client, number: int, **changes: str) -> Any:
    """The page of parameters as it was offered, with changes."""
    form = client.get(reverse("rulebook:draft_params", args=[number])).context["form"]
    given = {field.html_name: field.value() for field in form}
    return send(client, "draft_params", number, **{**given, **changes})


def drafted(client: Client) -> RulebookVersion:
    assert send(client, "new_draft", effective_from="2027-06-01").status_code == 302
    return RulebookVersion.objects.get(state=VersionState.DRAFT)


@pytest.mark.django_db
def test_from_the_first_parameter_to_publication(luo_at_desk: Client, zhou_at_desk: Client, luo: Person) -> None:
    draft = drafted(luo_at_desk)

    wrong = params(luo_at_desk, 2, param_waiver_submit="一会儿", param_monthly_due_day="32")
    assert (wrong.status_code, wrong.content.decode().count("invalid-feedback")) == (422, 1)
    assert "应为时长" in wrong.content.decode()
    impossible = params(luo_at_desk, 2, param_monthly_due_day="32")
    assert (impossible.status_code, "month_day" in impossible.content.decode()) == (422, True)
    assert params(luo_at_desk, 2, param_waiver_submit="10天", effective_from="2027-07-01").status_code == 302
    draft = RulebookVersion.objects.get(pk=draft.pk)
    assert (draft.book.param("waiver_submit"), draft.effective_from) == ("10d", date(2027, 7, 1))

    page = text(luo_at_desk, "draft", 2)
    assert "<del>7天</del>" in page
    assert "由总经理发布" in page
    assert send(luo_at_desk, "publish_draft", 2, effective_from="2027-07-01").status_code == 403

    assert "这份草稿还没有用案例试算过" in text(zhou_at_desk, "draft", 2)
    early = send(zhou_at_desk, "publish_draft", 2, effective_from="2020-01-01")
    assert (early.status_code, "不能早于今天" in early.content.decode()) == (422, True)
    assert send(zhou_at_desk, "publish_draft", 2, effective_from="2027-07-01").status_code == 302
    draft = RulebookVersion.objects.get(pk=draft.pk)
    assert (draft.state, draft.hands) == (VersionState.PUBLISHED, [luo.pk])
    assert "<strong>10天</strong>" in text(zhou_at_desk, "changes", 2)


@pytest.mark.django_db
def test_a_file_comes_and_goes_and_is_refused_line_by_line(luo_at_desk: Client, first: RulebookVersion) -> None:
    whole = luo_at_desk.get(reverse("rulebook:book_file", args=[1])).content.decode()
    assert yaml.safe_load(whole) == first.document
    assert [*yaml.safe_load(whole)["coverage"]][:3] == ["5", "6.1", "6.2"]

    faulty = whole.replace("decide: dept_head", "decide: emperor", 1)
    line = faulty[: faulty.index("emperor")].count("\n") + 1
    file = SimpleUploadedFile("b.yaml", faulty.encode())
    answer = send(luo_at_desk, "new_draft", effective_from="2027-06-01", file=file)
    shown = answer.content.decode()
    assert (answer.status_code, RulebookVersion.objects.count()) == (422, 1)
    assert f"第 {line} 行" in shown
    assert "<code>decide: emperor</code>" in shown
    assert "没有“emperor”这个岗位" in shown

    better = whole.replace("fixed: 1000", "fixed: 1200", 1).encode()
    sent = send(luo_at_desk, "new_draft", effective_from="2027-06-01", file=SimpleUploadedFile("b.yaml", better))
    assert sent["Location"] == reverse("rulebook:draft", args=[2])
    again = send(luo_at_desk, "draft_file", 2, file=SimpleUploadedFile("b.yaml", whole.encode()))
    assert again.status_code == 302
    assert "内容相同" in text(luo_at_desk, "draft", 2)


@pytest.mark.django_db
def test_whoever_wrote_in_it_is_told_why_he_cannot_publish(luo_at_desk: Client, zhou_at_desk: Client) -> None:
    drafted(luo_at_desk)
    params(zhou_at_desk, 2, param_monthly_due_day="8")

    assert "须由未参与起草的总经理" in text(zhou_at_desk, "draft", 2)
    assert send(zhou_at_desk, "publish_draft", 2, effective_from="2027-06-01").status_code == 403

    blank = send(zhou_at_desk, "discard_draft", 2, reason="")
    assert blank.status_code == 422
    assert send(zhou_at_desk, "discard_draft", 2, reason="改为下半年修订").status_code == 302
    assert "已放弃" in text(zhou_at_desk, "draft", 2)
    assert params(luo_at_desk, 2, param_monthly_due_day="9").status_code == 409


@pytest.mark.django_db
def test_what_was_written_since_the_page_was_opened_is_neither_published_nor_overwritten(
    luo_at_desk: Client, zhou_at_desk: Client
) -> None:
    drafted(luo_at_desk)
    read = zhou_at_desk.get(reverse("rulebook:draft", args=[2])).context["publish"]["read"].value()
    opened = {field.html_name: field.value() for field in
              luo_at_desk.get(reverse("rulebook:draft_params", args=[2])).context["form"]}  # fmt: skip
    assert params(luo_at_desk, 2, param_monthly_due_day="9").status_code == 302

    assert send(luo_at_desk, "draft_params", 2, **opened).status_code == 409
    published = send(zhou_at_desk, "publish_draft", 2, effective_from="2027-07-01", read=read)
    assert (published.status_code, "又被修改过" in published.content.decode()) == (409, True)
    draft = RulebookVersion.objects.get(number=2)
    assert (draft.state, draft.book.param("monthly_due_day")) == (VersionState.DRAFT, 9)
    assert send(zhou_at_desk, "publish_draft", 2, effective_from="2027-07-01", read=draft.digest).status_code == 302


@pytest.mark.django_db
def test_stories_are_played_in_the_background_and_told_one_by_one(luo_at_desk: Client) -> None:
    drafted(luo_at_desk)
    nothing = send(luo_at_desk, "rehearse", 2, scope="changed")
    assert (nothing.status_code, "没有改动任何条款" in nothing.content.decode()) == (422, True)
    params(luo_at_desk, 2, param_contact_attempts_min="3")
    bad = send(luo_at_desk, "rehearse", 2, scope="own", stories=SimpleUploadedFile("x.yaml", b"scenario: x\n"))
    assert (bad.status_code, "missing key" in bad.content.decode()) == (422, True)

    asked = send(luo_at_desk, "rehearse", 2, scope="changed")
    assert asked.status_code == 302
    page = luo_at_desk.get(asked["Location"]).content.decode()
    assert f'hx-get="{asked["Location"]}"' in page
    assert luo_at_desk.get(asked["Location"], headers={"HX-Request": "true"}).status_code == 200

    fine = {"scenario": "三次才算", "clause": "9.7", "file": "x.yaml", "step": 4, "message": "expected 200 got nothing"}
    rehearsals.work(player=lambda folder: iter([fine, {"scenario": "三次才算", "file": "x.yaml", "before": True}]))
    through = luo_at_desk.get(asked["Location"], headers={"HX-Request": "true"})
    assert (through.status_code, through["HX-Redirect"]) == (204, asked["Location"])
    page = luo_at_desk.get(asked["Location"]).content.decode()
    assert "应为 200，实为 nothing" in page
    assert '<span class="pill tone-warn">结果改变</span>' in page
    assert Rehearsal.objects.get().finished_at is not None

    for name, args in (("draft", [2]), ("versions", []), ("rehearsal", [2, Rehearsal.objects.get().pk])):
        with CaptureQueriesContext(connection) as asked_for:
            text(luo_at_desk, name, *args)
        assert len(asked_for) <= MOST[name], (name, len(asked_for))


@pytest.mark.django_db
def test_who_has_no_part_in_it_stays_outside(luo_at_desk: Client) -> None:
    drafted(luo_at_desk)
    engineer, clerk = Client(), Client()
    engineer.force_login(company.engineer("wang", "王工"))
    clerk.force_login(company.staff("xu", "徐内勤", "clerk"))

    assert engineer.get(reverse("rulebook:draft", args=[2])).status_code == 403
    page = text(clerk, "draft", 2)
    assert not any(button in page for button in ("修改参数", "开始试算", "放弃草稿"))
    assert send(clerk, "rehearse", 2, scope="all").status_code == 403
