"""The demo's months (9.4): papers handed in, read and scored, months closed, statements read and objected to."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from core.clock import local_day, zone
from fieldservice import months
from fieldservice import services as fieldservice
from fieldservice.models import MonthDocument
from fieldservice.states import DocumentKind
from judgement.models import Proposal
from penalties import services as penalties
from penalties.models import MonthAppeal, Statement
from scenarios.demo.dice import Dice
from scenarios.demo.journeys import AWAY
from scenarios.demo.people import ENGINEERS, founding
from scenarios.demo.story import Story

Tell = Callable[[], Story]
CITIES = {
    "wang": "重庆市江北区", "li": "重庆市永川区", "zhang": "成都市", "zhao": "武汉市", "tian": "贵阳市", "deng": "重庆市涪陵区",
    "xie": "重庆市江津区", "yuan": "绵阳市", "nima": "成都市", "peng": "宜昌市", "qin": "西安市", "luo": "遵义市",
}  # fmt: skip
COSTS = {"service_travel": ("36.00", "58.50", "124.00", "212.00"), "subsidy": ("80.00", "160.00"), "other": ("25.00",)}
SUMMARY = (
    "本月完成全部派工，无重复维修；两台 ZK-50 的主轴温升偏高，建议安排专项检查。",
    "本月以涪陵、永川片区为主，配合安装一台 TB-90；备件到货偏慢，影响两单工期。",
    "完成维修与回访，用户反映操作培训不足，已在现场补训三次。",
)
THIN = "正常。"
# Days of the month after. Hand-in by whom in which order; what comes on the seventh is void.
HANDED_IN, LATE, READ, SCORED, DECIDED, CLOSED, SEEN, OBJECTED, ANSWERED = 2, 7, 6, 8, 9, 10, 11, 12, 15
PAY = ("6200.00", "5800.00", "7100.00", "5400.00")
# Days ago on which the chapter of the journeys needs to have heard nothing.
SILENT = {who: silent for who, _region, _left, _back, silent in AWAY}
DECIDERS = {"dept_head": "head", "clerk": "clerk", "general_manager": "gm", "quality_service_supervisor": "quality"}
# What is decided before a month is closed; of the rest of it the closing tells that it is open.
BY_TABLE = ("9.1", "9.4", "9.8", "9.9")
WITHIN_RANGE = {"9.9": Decimal(300)}


def ended(reference: datetime) -> list[str]:
    """The months between the founding and `reference` that are over, the oldest first."""
    found, month = [], f"{local_day(reference):%Y-%m}"
    while (month := months.previous_month(month)) >= f"{founding(reference):%Y-%m}":
        found.append(month)
    return found[::-1]


def hand_ins(tell: Tell) -> Iterator[Story]:
    """Everybody's papers; in each month somebody is late, and of the newest somebody's are missing still."""
    over = ended(tell().reference)
    for month in over:
        for number, who in enumerate(ENGINEERS):
            dice = Dice(f"papers {who} {over.index(month) - len(over)}")
            late = number == (over.index(month) * 5 + 4) % len(ENGINEERS)
            if not (month == over[-1] and who == "nima"):
                yield _month_of(tell(), month, who, number, dice, late=late)


def _month_of(story: Story, month: str, who: str, number: int, dice: Dice, *, late: bool) -> Story:
    lines = [_line(story, month, who, dice, day) for day in (4 + number, 18 + number % 9)]
    at = _at(month, LATE if late else HANDED_IN + number % 3, 9 + number * 0.6)
    text = THIN if dice.between(0, 1) < 0.12 else dice.one(SUMMARY)
    return _on(story, at, lambda now: fieldservice.submit_month(
        month=month, kinds=[kind.value for kind in DocumentKind], lines=[line for line in lines if line], text=text,
        actor=story.people[who], now=now))  # fmt: skip


def _line(story: Story, month: str, who: str, dice: Dice, day: int) -> dict[str, Any] | None:
    """A cost of that day, and mostly the report of where he was; None where nothing may be told of it."""
    kind, at = dice.one(list(COSTS)), _at(month, day, 19.5, after=False)
    cost, told = Decimal(dice.one(COSTS[kind])), dice.between(0, 1) < 0.85
    if at < founding(story.reference) or (local_day(story.reference) - local_day(at)).days in SILENT.get(who, ()):
        return None
    if told:
        _on(story, at, lambda now: fieldservice.send_daily_report(
            customer="片区用户巡访", contact="设备科", phone="13896100111", equipment=f"在{CITIES[who]}片区服务，设备正常",
            place=CITIES[who], actor=story.people[who], now=now))  # fmt: skip
    return {"day": local_day(at), "place": CITIES[who], "kind": kind, "amount": cost}


def closings(tell: Tell) -> Iterator[Story]:
    """All but the newest month are closed; of that one the clerk has read the first summaries."""
    over = ended(tell().reference)
    for month in over:
        yield _read(tell(), month, all_of_them=month != over[-1])
    for month in over[:-1]:
        yield _settled(tell(), month)
    yield _objection(tell(), over[-2])


def _read(story: Story, month: str, *, all_of_them: bool) -> Story:
    def read(now: datetime) -> None:
        documents = MonthDocument.objects.filter(month=month, kind=DocumentKind.WORK_SUMMARY).order_by("pk")
        for document in documents if all_of_them else documents[:5]:
            fieldservice.mark_summary(engineer=document.engineer, month=month, careless=document.text == THIN,
                                      actor=story.people["clerk"], now=now)  # fmt: skip

    def score(now: datetime) -> None:
        for who in ENGINEERS if all_of_them else ENGINEERS[:4]:
            given = Dice(f"score {who} {month[-2:]}").one((100, 100, 98, 96, 95, 92, 88))
            fieldservice.score_month(engineer=story.people[who], month=month, score=given, now=now,
                                     reason="" if given > 90 else "两次回访反映等候久", actor=story.people["head"])  # fmt: skip

    return _on(_on(story, _at(month, READ, 15), read), _at(month, SCORED, 10), score)


def _settled(story: Story, month: str) -> Story:
    """Undecided proposals of the papers are decided, then the month is closed and statements are read."""
    _on(story, _at(month, DECIDED, 9), lambda now: _decide(story, month, now))
    _on(story, _at(month, CLOSED, 9), lambda now: penalties.close_month(
        month=month, actor=story.people["clerk"], now=now))  # fmt: skip
    return _on(story, _at(month, SEEN, 12), lambda now: _acknowledge(month, now))


def _decide(story: Story, month: str, now: datetime) -> None:
    """Confirmed as the clause says; every fifth is waived."""
    open_ones = Proposal.objects.filter(state="proposed", month__lte=month, clause__in=BY_TABLE).order_by("pk")
    for count, proposal in enumerate(open_ones.select_related("charged_to")):
        actor = story.people[DECIDERS[proposal.decider_role]]
        if count % 5 == 4:
            penalties.waive_penalty(proposal=proposal, reason="当月在外连续抢修，部长同意免除", actor=actor, now=now)
        else:
            amount = WITHIN_RANGE.get(proposal.clause)
            penalties.confirm_penalty(proposal=proposal, amount=amount, actor=actor, now=now)


def _acknowledge(month: str, now: datetime) -> None:
    for statement in Statement.objects.filter(closing__month=month).select_related("person")[:9]:
        penalties.acknowledge_statement(statement=statement, actor=statement.person, now=now)


def _objection(story: Story, month: str) -> Story:
    """Two object to their workload; one is answered."""
    for who, why in (("li", "漏计一张远程解决的服务卡"), ("yuan", "陪同培训的两天未计入")):
        _objected(story, month, who, why)
    return _on(story, _at(month, ANSWERED, 16), lambda now: penalties.decide_month_appeal(
        appeal=MonthAppeal.objects.get(person=story.people["li"], month=month), uphold=True,
        reason="该卡由用户自行处理，不计工作量", actor=story.people["gm"], now=now))  # fmt: skip


def pay(tell: Tell) -> list[Story]:
    """What finance enters, so that the table for the pay says where a deduction is too high."""
    story = tell()
    first = f"{founding(story.reference):%Y-%m}"

    def do(now: datetime) -> None:
        penalties.set_pay_limit(percent=Decimal(20), minimum_wage=Decimal(2330), actor=story.people["finance"], now=now)
        for number, who in enumerate(ENGINEERS):
            penalties.set_pay(person=story.people[who], since=first, amount=Decimal(PAY[number % len(PAY)]),
                              actor=story.people["finance"], now=now)  # fmt: skip

    return [story.at(-24.0 * 60, do)]


def _objected(story: Story, month: str, who: str, why: str) -> Story:
    return _on(story, _at(month, OBJECTED, 10), lambda now: penalties.appeal_month(
        month=month, reason=why, actor=story.people[who], now=now))  # fmt: skip


def _at(month: str, day: int, hour: float, *, after: bool = True) -> datetime:
    """A day of the month after, or of the month itself."""
    first = date.fromisoformat(f"{month}-01")
    begin = (first + timedelta(days=32)).replace(day=1) if after else first
    return datetime.combine(begin + timedelta(days=day - 1), time(), tzinfo=zone()) + timedelta(hours=hour)


def _on(story: Story, at: datetime, do: Callable[[datetime], Any]) -> Story:
    return story.at((at - story.reference).total_seconds() / 3600, do)


ALL = (hand_ins, closings, pay)
