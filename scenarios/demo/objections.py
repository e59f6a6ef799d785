"""What is decided besides, and what who is concerned says to it: bulletins, appeals, somebody off post (9.9, 9.11)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from core.clock import local_day
from judgement.models import Proposal
from penalties import services as penalties
from penalties.models import Appeal, Bulletin
from rulebook import services as rulebook
from scenarios.demo.pictures import photo
from scenarios.demo.story import Story

Tell = Callable[[], Story]
COUNTED = ("confirmed", "settled")


def bulletins(tell: Tell) -> list[Story]:
    """One that a confirmed penalty brought, one that a manager published; some have read them."""
    story = tell()
    story.at(-124, lambda now: _incident(story, "backup_sent", "peng", "变频器参数问题，两天未解决，另派王强处理", now))
    story.at(-118, lambda now: _confirm(story, "peng", "9.9", Decimal(300), now))
    story.at(-52, lambda now: _confirm(story, "zhao", "9.9", None, now))
    return [story.at(-40, lambda now: _read(story, now))]


def _incident(story: Story, kind: str, who: str, facts: str, now: datetime, **given: Any) -> None:
    penalties.record_incident(
        kind=kind, person=story.people[who], facts=facts, evidence=photo(facts), actor=story.people["supervisor"],
        now=now, **given,
    )  # fmt: skip


def _confirm(story: Story, who: str, clause: str, amount: Decimal | None, now: datetime) -> None:
    """The newest of the clause against somebody; nothing where there is none."""
    found = (
        Proposal.objects.filter(charged_to=story.people[who], clause=clause, state="proposed").order_by("-pk").first()
    )
    if found is not None:
        penalties.confirm_penalty(proposal=found, amount=amount, actor=story.people["head"], now=now)


def _read(story: Story, now: datetime) -> None:
    for bulletin in Bulletin.objects.order_by("pk"):
        for who in ("wang", "li", "deng", "liaison", "clerk"):
            penalties.acknowledge_bulletin(bulletin=bulletin, actor=story.people[who], now=now)


def appeals(tell: Tell) -> list[Story]:
    """One granted, so that a counter-entry stands in the ledger; one refused; one that waits for its decision."""
    story = tell()
    for ago, who, clause, reason in (
        (160, "zhao", "9.5", "签名由用户代班人员所签，可当面核对"), (110, "peng", "9.9", "配件未到，并非技术原因"),
        (27, "nima", "9.12", "防护罩是用户要求暂不装回"),
    ):  # fmt: skip
        _appeal(story, ago, who, clause, reason)
    story.at(-140, lambda now: _decide(story, "zhao", uphold=False, reason="经当面核对，签名属实，原认定有误", now=now))
    return [
        story.at(-90, lambda now: _decide(story, "peng", uphold=True, reason="备件在库，改派时间与陈述不符", now=now))
    ]


def _appeal(story: Story, ago: float, who: str, clause: str, reason: str) -> Story:
    def do(now: datetime) -> None:
        rows = Proposal.objects.filter(charged_to=story.people[who], clause=clause, state__in=COUNTED)
        penalties.file_appeal(proposal=rows.latest("pk"), reason=reason, evidence=photo(reason),
                              actor=story.people[who], now=now)  # fmt: skip

    return story.at(-ago, do)


def _decide(story: Story, who: str, *, uphold: bool, reason: str, now: datetime) -> None:
    waiting = Appeal.objects.get(person=story.people[who], state="submitted")
    penalties.decide_appeal(appeal=waiting, uphold=uphold, reason=reason, actor=story.people["gm"], now=now)


def off_post(tell: Tell) -> list[Story]:
    """Parts sold on his own account: off post, with a job that somebody else has to take over."""
    story = tell()
    story.report(-43, "TB902503000042", "操作台触摸屏无响应").act(-42.6, "dispatch", "liaison", engineer="tian")
    story.act(-42, "accept", "tian")
    story.at(-23, lambda now: _incident(
        story, "private_parts_sale", "tian", "用户提供转账记录：私自销售接触器两只", now, proceeds=Decimal(640)))  # fmt: skip
    return [story.at(-19, lambda now: _confirm(story, "tian", "9.11", None, now))]


def draft(tell: Tell) -> list[Story]:
    """The next version of the regulation, which waits for the general manager: the head wrote it."""
    story = tell()
    return [story.at(-28, lambda now: rulebook.draft_rulebook(
        effective_from=(local_day(now) + timedelta(days=31)).replace(day=1), actor=story.people["head"], now=now,
        changes={"reply_to_enquiry": "8h", "leave_max_days": 10, "monthly_due_day": 6}))]  # fmt: skip


ALL = (bulletins, appeals, off_post, draft)
