"""The demo's tickets, one story each: every state, some late, one excused, one confirmed, one whose proof waits."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from fieldservice import services as fieldservice
from judgement.models import Proposal
from penalties import services as penalties
from scenarios.demo import decisions
from scenarios.demo.pictures import photo
from scenarios.demo.story import Story
from tickets import services as tickets
from tickets.models import Ticket


def sign(story: Story, by: str) -> Callable[[Ticket, datetime], Any]:
    """The engineer has the card signed on paper and puts it in."""

    def do(ticket: Ticket, now: datetime) -> None:
        fieldservice.sign_card(
            ticket=ticket, customer_signature=True, cause_analysis="密封件老化，压力下降",
            result="更换密封件，试机两小时运行正常", signer_name="王工", actor=story.people[by], now=now,
        )  # fmt: skip

    return do


def receive(story: Story) -> Callable[[Ticket, datetime], Any]:
    return decisions.take_card


def repaired(story: Story, start: float, serial: str, fault: str, by: str, **given: Any) -> Story:
    """A repair from the call to the signed card, in eight hours."""
    story.report(start, serial, fault, **given).act(start + 0.2, "dispatch", "liaison", engineer=by)
    story.act(start + 0.5, "accept", by).act(start + 4, "arrive", by, position="29.56,106.55")
    return story.act(start + 4.5, "start_work", by).with_ticket(start + 7.5, sign(story, by))


def waiting_for_dispatch(tell: Callable[[], Story]) -> list[Story]:
    return [
        tell().report(-2.2, "ZK502401003187", "主泵无压力，整线停机", urgent=True),
        tell().report(-5, "HD122309001204", "液压站漏油，压力不稳"),
        tell().report(-0.6, "ZK352506000871", "加工中心主轴异响"),
        tell().report(-3, "ZK502502003301", "备件咨询与现场支持"),
        tell().report(
            -1, "ZK999900000001", "控制柜报警 E17", customer_name="重庆大足五金厂", contact="李老板",
            phone="13896100099", site_province="重庆市",
        ),
    ]  # fmt: skip


def on_the_way(tell: Callable[[], Story]) -> list[Story]:
    late = (
        tell()
        .report(-14, "TB902511000051", "传送辊卡死", urgent=True)
        .act(-13.8, "dispatch", "liaison", engineer="wang")
    )
    near = tell().report(-10.4, "TB902511000052", "油温过高报警").act(-10, "dispatch", "liaison", engineer="wang")
    near.act(-9.5, "accept", "wang").act(-9, "appoint", "wang", visit_at=near.reference.replace(microsecond=0),
                                         work="检查冷却系统", place="二车间")  # fmt: skip
    far = tell().report(-6, "ZK352507000912", "伺服电机抖动").act(-5.5, "dispatch", "liaison", engineer="zhao")
    new = tell().report(-1.5, "PX62512000311", "传感器读数漂移").act(-1.2, "dispatch", "liaison", engineer="zhao")
    return [late, near, far.act(-5, "accept", "zhao"), new]


def at_work(tell: Callable[[], Story]) -> list[Story]:
    helpless = tell().report(-26, "ZK352506000872", "数控系统黑屏").act(-25, "dispatch", "liaison", engineer="zhang")
    helpless.act(-8, "arrive", "zhang", position="30.66,104.06")
    helpless.act(-7, "escalate", "zhang", description="主板自检不过，无法判断是否可现场修复")
    remote = tell().report(-9, "HD122601000077", "面板报警无法复位").act(-8.8, "dispatch", "liaison", engineer="li")
    remote.act(-8, "resolve_remotely", "li", reason="电话指导复位", described_by_user="报警消除，运行正常")
    working = tell().report(-7, "ZK502401003188", "齿轮箱异响").act(-6.9, "dispatch", "liaison", engineer="li")
    working.act(-3, "arrive", "li", position="29.57,106.53").act(-2.5, "start_work", "li")
    return [helpless, remote, working, repaired(tell(), -20, "HD122508000933", "行程开关失灵", "wang")]


def calling_back(tell: Callable[[], Story]) -> list[Story]:
    one = repaired(tell(), -50, "TB902503000042", "轧辊温度异常", "tian")
    two = repaired(tell(), -75, "ZK502502000655", "润滑系统堵塞", "zhang", notified_at=None)
    two.with_ticket(-60, receive(two))
    for hours in (-40, -30):
        two.act(hours, "follow_up", "liaison", outcome="no_answer")
    again = repaired(tell(), -140, "ZK352506000871", "主轴异响", "zhang")
    again.with_ticket(-120, receive(again)).act(-3.5, "follow_up", "liaison", outcome="unsolved")
    return [one.with_ticket(-30, receive(one)), two, again]


def done(tell: Callable[[], Story]) -> list[Story]:
    happy = repaired(tell(), -300, "ZK502401003187", "压力表失灵", "wang")
    happy.with_ticket(-280, receive(happy)).act(-276, "follow_up", "liaison", outcome="solved", authentic="genuine")
    silent = repaired(tell(), -400, "ZK502502000655", "减速机漏油", "zhang")
    silent.with_ticket(-380, receive(silent))
    for hours in (-370, -350, -330):
        silent.act(hours, "follow_up", "liaison", outcome="no_answer")
    silent.act(-320, "close_unreachable", "supervisor")
    cancelled = (
        tell().report(-100, "ZK352507000912", "夹具松动").act(-98, "cancel", "supervisor", reason="用户自行恢复")
    )
    return [happy, silent, cancelled]


def at_the_office(tell: Callable[[], Story]) -> list[Story]:
    handed = tell().report(-48, "TB902503000043", "电机更换咨询").at(0, lambda now: None)
    handed.with_ticket(-47, lambda ticket, now: hand_over(handed, ticket, now))
    ordered = tell().report(-70, "PX62512000310", "水泵不出水")
    ordered.with_ticket(-69, lambda ticket, now: hand_over(ordered, ticket, now))
    return [handed, ordered.act(-60, "instruct", "head", text="重点用户，请派员支援")]


def hand_over(story: Story, ticket: Ticket, now: datetime) -> None:
    tickets.hand_to_office(ticket=ticket, office=decisions.office("guiyang"), actor=story.people["liaison"], now=now)


def late_ones(tell: Callable[[], Story]) -> list[Story]:
    """Three late arrivals: confirmed, excused by a proof, and one whose proof waits for the head."""
    return [
        _late(tell(), -500, "HD122601000077", "li").with_ticket(-470, decisions.confirm),
        _late(tell(), -240, "TB902511000051", "wang")
        .with_ticket(-220, decisions.prove)
        .with_ticket(-200, decisions.accept),
        _late(tell(), -60, "ZK502401003188", "li").with_ticket(-40, decisions.prove),
    ]


def _late(story: Story, start: float, serial: str, by: str) -> Story:
    story.report(start, serial, "设备停机，原因不明").act(start + 0.3, "dispatch", "liaison", engineer=by)
    story.act(start + 15, "arrive", by).act(start + 15.5, "start_work", by).with_ticket(start + 17, sign(story, by))
    story.with_ticket(start + 18, receive(story))
    return story.act(start + 19, "follow_up", "liaison", outcome="solved", authentic="genuine")


def incidents(tell: Callable[[], Story]) -> list[Story]:
    """Breaches that people reported: one to decide, one confirmed, one range."""
    story = tell()
    story.at(
        -190,
        lambda now: confirm_incident(_incident(story, "card_falsified", "zhao", "签名与用户笔迹不符", now), now),
    )
    story.at(-20, lambda now: _incident(story, "conduct", "zhao", "用户来电：未着工装，态度生硬", now))
    return [story.at(-10, lambda now: _incident(story, "backup_sent", "zhang", "一般故障未能排除，另派人员", now))]


def _incident(story: Story, kind: str, person: str, facts: str, now: datetime) -> Proposal:
    incident = penalties.record_incident(
        kind=kind,
        person=story.people[person],
        facts=facts,
        evidence=photo(facts),
        actor=story.people["liaison"],
        now=now,
    )
    return Proposal.objects.get(subject_type="penalties.incident", subject_id=incident.pk)


def confirm_incident(proposal: Proposal, now: datetime) -> None:
    penalties.confirm_penalty(proposal=proposal, actor=decisions.person("head"), now=now)


ALL = (waiting_for_dispatch, on_the_way, at_work, calling_back, done, at_the_office, late_ones, incidents)
