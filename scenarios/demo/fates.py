"""What becomes of a call in the demo: served in time, late, solved by telephone, handed to an office and so on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from fieldservice import services as fieldservice
from scenarios.demo import care, decisions
from scenarios.demo.dice import Dice
from scenarios.demo.story import Story
from tickets import services as tickets
from tickets.models import Ticket

CAUSES = (
    ("密封件老化", "更换密封件，试机两小时运行正常"),
    ("接线端子松动", "紧固端子并做防松标记，连续运行无报警"),
    ("润滑不足导致轴承磨损", "更换轴承并清洗油路，温升正常"),
    ("参数被误改", "恢复出厂参数并备份，指导用户操作"),
    ("冷却水路堵塞", "清洗过滤器和管路，流量恢复"),
    ("传感器进水", "更换传感器并加装防护罩"),
)
# How many customers say what they think of it.
RATED = 0.3
CITIES = {True: "29.56,106.55", False: "30.66,104.06"}


@dataclass(frozen=True)
class Case:
    """One call: who, which machine, and hours from the demo's reference at which it comes in."""

    story: Story
    dice: Dice
    start: float
    serial: str
    fault: str
    caller: str
    engineer: str
    colleague: str
    home: bool

    @property
    def limit(self) -> float:
        """Hours to arrive, in the province and outside."""
        return 12 if self.home else 48

    def report(self, **given: object) -> Story:
        return self.story.report(self.start, self.serial, self.fault, contact=self.caller, **given)


def in_time(case: Case) -> Story:
    """Sent at once, on site within the limit, repaired, called back."""
    return _served(case, _prompt(case))


def urgent(case: Case) -> Story:
    return _served(case, case.dice.between(1.5, 9), urgent=True)


def late(case: Case) -> Story:
    """On site after the limit; the head has confirmed most of these."""
    arrival = case.limit + case.dice.between(0.4, 9)
    story = _served(case, arrival)
    if case.dice.between(0, 1) < 0.7:
        story.with_ticket(case.start + arrival + 30, decisions.confirm)
    return story


def excused(case: Case) -> Story:
    """Late, with a proof that the head accepted."""
    story = _served(case, case.limit + 3)
    story.with_ticket(case.start + case.limit + 20, decisions.prove)
    return story.with_ticket(case.start + case.limit + 44, decisions.accept)


def not_excused(case: Case) -> Story:
    """Late, with a proof that did not convince."""
    story = _served(case, case.limit + 5)
    story.with_ticket(case.start + case.limit + 26, decisions.prove)
    return story.with_ticket(case.start + case.limit + 50, decisions.refuse)


def by_telephone(case: Case) -> Story:
    """Solved before anybody had to travel."""
    story = _sent(case)
    story.act(case.start + 1.5, "resolve_remotely", case.engineer, reason="电话指导复位并校正参数",
              described_by_user="报警消除，运行正常")  # fmt: skip
    story.act(case.start + 1.8, "start_work", case.engineer)
    story.with_ticket(case.start + 2, _sign(case, site_supplement="经电话和视频确认，未到现场"))
    return _called_back(case, story, case.start + 26)


def again(case: Case) -> Story:
    """The first repair did not last: a second cycle."""
    story = _repaired(case, _prompt(case))
    second = case.start + case.limit + 40
    story.with_ticket(second - 20, _receive).act(second, "follow_up", "liaison", outcome="unsolved")
    story.act(second + 0.2, "dispatch", "liaison", engineer=case.engineer)
    story.act(second + 8, "arrive", case.engineer).act(second + 8.5, "start_work", case.engineer)
    story.with_ticket(second + 12, _sign(case))
    return _called_back(case, story, second + 36)


def silent(case: Case) -> Story:
    """Nobody answers the liaison's calls."""
    story = _repaired(case, _prompt(case)).with_ticket(case.start + case.limit + 20, _receive)
    calls = case.start + case.limit + 24
    for number in range(3):
        story.act(calls + 22 * number, "follow_up", "liaison2", outcome="no_answer")
    return story.act(calls + 90, "close_unreachable", "supervisor")


def withdrawn(case: Case) -> Story:
    return case.report().act(case.start + 2, "cancel", "supervisor", reason="用户来电：自行恢复，不需派人")


def swapped(case: Case) -> Story:
    """The first engineer could not do it; another one came."""
    story = _sent(case).act(case.start + 2, "dispatch", "liaison", engineer=case.colleague, reason="skill")
    story.act(case.start + 6, "arrive", case.colleague).act(case.start + 6.4, "start_work", case.colleague)
    story.with_ticket(case.start + 10, _sign(case, by=case.colleague))
    return _called_back(case, story, case.start + 40)


def declined(case: Case) -> Story:
    story = _sent(case).act(case.start + 0.6, "decline", case.engineer, reason="正在外省出差，当日无法返回")
    story.act(case.start + 1, "dispatch", "liaison", engineer=case.colleague, reason="absence")
    story.act(case.start + 7, "arrive", case.colleague).act(case.start + 7.2, "start_work", case.colleague)
    story.with_ticket(case.start + 11, _sign(case, by=case.colleague))
    return _called_back(case, story, case.start + 33)


def helped(case: Case) -> Story:
    """The engineer asked the department from the site, and was answered."""
    story = _sent(case).act(case.start + 5, "arrive", case.engineer, position=CITIES[case.home])
    story.act(case.start + 6, "escalate", case.engineer, description="主板自检不过，无法判断是否可现场修复")
    story.act(case.start + 7.5, "answer_escalation", "supervisor", text="先更换电源板，仍不过则拆回主板")
    story.act(case.start + 8, "start_work", case.engineer).with_ticket(case.start + 12, _sign(case))
    return _called_back(case, story, case.start + 36)


def moved(case: Case) -> Story:
    """The province had been noted wrongly: the clock was counted anew."""
    elsewhere = "湖南省" if case.home else "重庆市"
    story = case.report(site_province=elsewhere)
    right = "重庆市" if case.home else "四川省"
    story.act(case.start + 0.4, "correct_site", "liaison", site_province=right, reason="用户更正了现场地址")
    story.act(case.start + 0.6, "dispatch", "liaison", engineer=case.engineer)
    return _called_back(case, _work(case, story, 7), case.start + 34)


def to_office(case: Case) -> Story:
    """Out of warranty: the office coordinates."""
    story = case.report().with_ticket(case.start + 1, _hand_over)
    if case.dice.between(0, 1) < 0.7:
        story.act(case.start + 50, "office_done", "liaison")
        story.act(case.start + 60, "follow_up", "liaison", outcome="solved")
    return story


def by_order(case: Case) -> Story:
    """Out of warranty, but the department ordered the service."""
    story = case.report().act(case.start + 0.3, "instruct", "head", text="重点用户，请派员有偿服务")
    story.act(case.start + 0.5, "dispatch", "liaison", engineer=case.engineer)
    return _called_back(case, _work(case, story, 6), case.start + 40)


Fate = Callable[[Case], Story]
OUT_OF_WARRANTY: Mapping[Fate, int] = {by_order: 5, to_office: 4, by_telephone: 2, withdrawn: 1}
IN_WARRANTY: Mapping[Fate, int] = {
    in_time: 62, urgent: 7, late: 8, excused: 3, not_excused: 2, by_telephone: 7, again: 4, silent: 2, withdrawn: 3,
    swapped: 2, declined: 2, helped: 3, moved: 2,
}  # fmt: skip


def _prompt(case: Case) -> float:
    return case.dice.between(1.5, 0.8 * case.limit)


def _sent(case: Case, **given: object) -> Story:
    return case.report(**given).act(case.start + 0.2, "dispatch", "liaison", engineer=case.engineer)


def _repaired(case: Case, arrival: float, **given: object) -> Story:
    return _work(case, _sent(case, **given).act(case.start + 0.6, "accept", case.engineer), arrival)


def _work(case: Case, story: Story, arrival: float) -> Story:
    at = case.start + arrival
    story.act(at, "arrive", case.engineer, position=CITIES[case.home])
    return story.act(at + 0.5, "start_work", case.engineer).with_ticket(at + 4, _sign(case))


def _served(case: Case, arrival: float, **given: object) -> Story:
    return _called_back(case, _repaired(case, arrival, **given), case.start + arrival + 26)


def _called_back(case: Case, story: Story, at: float) -> Story:
    caller = case.dice.one(("liaison", "liaison2"))
    story.with_ticket(at, _receive).act(at + 3, "follow_up", caller, outcome="solved", authentic="genuine")
    if case.dice.between(0, 1) < RATED:
        story.with_ticket(at + 5, care.rating(case.dice))
    return story


def _sign(case: Case, *, by: str = "", site_supplement: str = "") -> Callable[[Ticket, datetime], None]:
    cause, result = case.dice.one(CAUSES)

    def do(ticket: Ticket, now: datetime) -> None:
        fieldservice.sign_card(
            ticket=ticket, customer_signature=True, cause_analysis=cause, result=result, signer_name=case.caller,
            site_supplement=site_supplement, actor=case.story.people[by or case.engineer], now=now,
        )  # fmt: skip

    return do


def _receive(ticket: Ticket, now: datetime) -> None:
    decisions.take_card(ticket, now)


def _hand_over(ticket: Ticket, now: datetime) -> None:
    tickets.hand_to_office(
        ticket=ticket, office=decisions.office("guiyang"), actor=decisions.person("liaison"), now=now
    )
