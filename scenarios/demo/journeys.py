"""Where the demo's engineers are (9.1, 9.8): journeys, a report of every day away, calls, leaves, trainings."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from core.clock import local_day
from fieldservice import services as fieldservice
from fieldservice.models import ReportCall, Trip
from scenarios.demo.dice import Dice
from scenarios.demo.story import Story, open_what_begins

DAY = 24.0
Tell = Callable[[], Story]
# Who, where to, days ago of departure and of return (0: still away), and the days ago of which nothing came.
AWAY = (
    ("zhang", "四川省攀枝花市", 34, 2, (29, 25)),
    ("qin", "陕西省宝鸡市", 26, 0, (9,)),
    ("luo", "贵州省遵义市", 12, 0, (1,)),
    ("li", "四川省绵阳市", 10, 0, ()),
    ("zhao", "湖北省襄阳市", 7, 0, ()),
    ("peng", "湖北省宜昌市", 21, 15, (17,)),
)
AT = {
    "zhang": ("攀枝花钢城机械有限公司", "牟主任", "13896107701"), "qin": ("宝鸡秦川机床附件厂", "雷工", "13896107702"),
    "luo": ("遵义长征轴承有限公司", "冉科长", "13896107703"), "li": ("绵阳涪城精密模具有限公司", "蒲工", "13896107704"),
    "zhao": ("襄阳航空附件制造有限公司", "殷师傅", "13896107705"), "peng": ("宜昌夷陵水泵厂", "覃厂长", "13896107706"),
}  # fmt: skip
DOING = ("主机运行正常，日检记录完整", "更换滤芯后试机两小时，油温正常", "安装调试第二工位，精度复检合格", "等待配件，指导用户做好防护",
         "培训操作工四人，讲解润滑与点检")  # fmt: skip
# Who, days ago, and what calling back found.
FOUND = (
    ("zhang", 29, "missing", "当日在用户现场，忘记报送"), ("zhang", 25, "excused", "矿区停电，通信中断"),
    ("zhang", 20, "fake", "用户称当日未到厂"), ("peng", 17, "missing", "本人承认未报"),
)  # fmt: skip
# Who, days ago of the first and of the last day; negative ones are still to come.
LEAVES = (
    ("xie", 24, 20, "探亲"), ("tian", 15, 7, "陪护家人"), ("deng", -3, -7, "婚假"), ("wang", 49, 44, "年休假"),
)  # fmt: skip
TRAININGS = (
    ("yuan", 36, 33, "ZK-50 新控制系统", "ok", "ok", ""),
    ("peng", 41, 38, "液压系统故障诊断", "poor", "ok", "笔试 52 分，实操未能排除预设故障"),
    ("nima", 56, 53, "ZK-35 装配与调试", "ok", "breach", "两次无故缺课"),
    ("deng", -16, -18, "伺服驱动调试", "", "", ""),
)  # fmt: skip


def journeys(tell: Tell) -> list[Story]:
    """Six that began; one order for the day after tomorrow, one that nobody followed, one taken back."""
    told = [_journey(tell(), *given) for given in AWAY]
    told += [_ordered(tell(), "yuan", "四川省成都市", 1, -2), _ordered(tell(), "nima", "四川省雅安市", 5, 2)]
    taken_back = _ordered(tell(), "deng", "重庆市万州区", 31, 28)
    return [*told, _step(taken_back, 30, "deng", "cancel_departure", by="quality", reason="用户推迟安装")]


def _journey(story: Story, who: str, region: str, left: int, back: int, silent: tuple[int, ...]) -> Story:
    _step(_ordered(story, who, region, left + 2, left), left, who, "depart")
    for ago in range(left, back - 1 if back else -1, -1):
        if ago not in silent:
            _reported(story, who, region, ago)
    return _HOMEWARD.get(who, lambda story: story)(story)


def _home(story: Story) -> Story:
    """Called home, so that fewer than sixty days are no breach; allowed to return, reported back."""
    _step(story, 4, "zhang", "call_home", by="quality", reason="攀枝花项目提前验收，回厂装配新机")
    _step(story, 3.8, "zhang", "ask_return", reason="已验收，申请返厂")
    _step(story, 3.6, "zhang", "allow_return", by="quality")
    return _step(_step(story, 1.9, "zhang", "return_to_factory"), 1, "zhang", "report_back")


def _too_soon(story: Story) -> Story:
    """Without permission, after six days, and reported late."""
    return _step(_step(story, 14.9, "peng", "return_to_factory"), 12, "peng", "report_back")


def _asks(story: Story) -> Story:
    return _step(story, 0.1, "qin", "ask_return", reason="设备已验收，家中有急事")


def _called(story: Story) -> Story:
    return _step(story, 0.2, "li", "call_home", by="quality", reason="回厂参加新机型装配")


_HOMEWARD: dict[str, Callable[[Story], Story]] = {"zhang": _home, "peng": _too_soon, "qin": _asks, "li": _called}


def _ordered(story: Story, who: str, region: str, ago: int, leaves: int) -> Story:
    """The order given `ago` days ago to leave `leaves` days ago."""
    return story.at(-DAY * ago, lambda now: fieldservice.order_departure(
        engineer=story.people[who], depart_on=local_day(now) + timedelta(days=ago - leaves), region=region,
        actor=story.people["quality"], now=now))  # fmt: skip


def _step(story: Story, ago: float, who: str, act: str, by: str = "", **given: str) -> Story:
    """An act on the newest journey of `who`, by himself or by somebody else."""

    def do(now: datetime) -> None:
        trip = Trip.objects.filter(engineer=story.people[who]).latest("pk")
        getattr(fieldservice, act)(trip=trip, **given, actor=story.people[by or who], now=now)

    return story.at(-DAY * ago, do)


def _reported(story: Story, who: str, region: str, ago: int) -> Story:
    """Half an hour after the time of day at which the demo is made, on the same day; today's a little before it."""
    (customer, contact, phone), dice = AT[who], Dice(f"day {who} {ago}")
    made = story.reference
    later = 0.5 if local_day(made + timedelta(hours=0.5)) == local_day(made) else 0.0
    return story.at(-DAY * ago + later if ago else -0.2, lambda now: fieldservice.send_daily_report(
        customer=customer, contact=contact, phone=phone, equipment=dice.one(DOING), place=region,
        actor=story.people[who], now=now))  # fmt: skip


def calls_about_reports(tell: Tell) -> list[Story]:
    """Most of what came is true; one message was not, one missing day was excused, two were not."""
    return [*(_called_back(tell(), *given) for given in FOUND), _read_all(tell())]


def _read_all(story: Story) -> Story:
    """What came until four days ago was true, as far as nothing else was found."""

    def do(now: datetime) -> None:
        calls = ReportCall.objects.filter(done_at=None, day__lt=local_day(now) - timedelta(days=3))
        for call in calls.select_related("report__engineer").order_by("pk"):
            fieldservice.verify_daily_report(engineer=call.report.engineer, day=call.day, result="genuine", now=now,
                                             report=call.report, actor=story.people["clerk"])  # fmt: skip

    return story.at(-25, do)


def _called_back(story: Story, who: str, ago: int, result: str, note: str) -> Story:
    # Not counted from the act: late in the evening it falls on the next day.
    day = local_day(story.reference) - timedelta(days=ago)

    def do(now: datetime) -> None:
        # A day of which nothing came is owed only once a round has opened it.
        open_what_begins(now)
        fieldservice.verify_daily_report(
            engineer=story.people[who], day=day, result=result, note=note,
            actor=story.people["clerk"], now=now,
        )  # fmt: skip

    return story.at(-DAY * (ago - 1) + 2, do)


def absences(tell: Tell) -> list[Story]:
    """Leaves, one of them longer than allowed, and trainings with what came of them."""
    return [_leave(tell(), *given) for given in LEAVES] + [_training(tell(), *given) for given in TRAININGS]


def _leave(story: Story, who: str, first: int, last: int, why: str) -> Story:
    ahead = max(first, 0) + 3
    return story.at(-DAY * ahead, lambda now: fieldservice.take_leave(
        engineer=story.people[who], first_day=_after(now, ahead - first), last_day=_after(now, ahead - last),
        reason=why, actor=story.people["quality"], now=now))  # fmt: skip


def _training(
    story: Story, who: str, first: int, last: int, subject: str, result: str, discipline: str, note: str
) -> Story:
    ahead = max(first, 0) + 5
    story.at(-DAY * ahead, lambda now: fieldservice.plan_training(
        engineer=story.people[who], first_day=_after(now, ahead - first), last_day=_after(now, ahead - last),
        subject=subject, actor=story.people["head"], now=now))  # fmt: skip
    if not result:
        return story
    return story.at(-DAY * last + 1, lambda now: fieldservice.record_training(
        engineer=story.people[who], result=result, discipline=discipline, note=note, actor=story.people["head"],
        now=now))  # fmt: skip


def _after(now: datetime, days: int) -> date:
    return local_day(now) + timedelta(days=days)


ALL = (journeys, calls_about_reports, absences)
