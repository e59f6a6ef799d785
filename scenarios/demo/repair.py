"""A repair that needs parts, step by step: report, signatures, claim, freight, old part (6.3 to 6.7, 9.2).

Steps are given in hours after the call; how far a repair went and when, counts back from today.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from core.clock import local_day
from fieldservice import services as fieldservice
from scenarios.demo import stories
from scenarios.demo.dice import Dice
from scenarios.demo.story import Story
from tickets.models import Ticket
from warranty import services as warranty
from warranty.models import AnomalyReport, Claim, PartsRequest
from warranty.states import LARGE

# Each step of the straight way, and how long after the call.
STEPS: Mapping[str, float] = {
    "called": 0, "reported": 5, "accepted": 6, "asked": 7, "judged": 9, "approved": 11, "issued": 13, "signed": 16,
    "drawn": 20, "handed": 22, "shipped": 30, "informed": 31, "received": 55, "finished": 59, "closed": 80,
}  # fmt: skip
REVIEWERS = {"production": "lossrep", "supply_sales": "supplyrep"}
ARRIVES_IN = timedelta(days=2)


@dataclass(frozen=True)
class Need:
    """What failed where, and which parts it takes: `{"YF-4562": 2}`."""

    by: str
    serial: str
    fault: str
    analysis: str
    parts: Mapping[str, int] = field(default_factory=dict)
    department: str = "production"
    mode: str = "courier"


@dataclass
class Repair:
    """One ticket on its way through the papers; `start` in hours from the reference instant."""

    story: Story
    need: Need
    start: float
    # The newest of each, once its step was played.
    report: AnomalyReport = field(init=False)
    request: PartsRequest = field(init=False)
    claim: Claim = field(init=False)

    def until(self, last: str) -> "Repair":
        """Every step of the straight way up to `last`."""
        for name, hours in STEPS.items():
            getattr(self, name)(hours)
            if name == last:
                break
        return self

    def do(self, hours: float, act: Callable[[datetime], Any]) -> "Repair":
        self.story.at(self.start + hours, act)
        return self

    def with_ticket(self, hours: float, act: Callable[[Ticket, datetime], Any]) -> "Repair":
        self.story.with_ticket(self.start + hours, act)
        return self

    def by(self, name: str) -> Any:
        return self.story.people[name]

    def called(self, hours: float) -> "Repair":
        """Taken, sent and on site within the limit of the province."""
        start, need = self.start + hours, self.need
        self.story.report(start, need.serial, need.fault).act(start + 0.2, "dispatch", "liaison", engineer=need.by)
        self.story.act(start + 3, "arrive", need.by, position="29.56,106.55")
        return self

    def reported(self, hours: float, **given: Any) -> "Repair":
        return self.with_ticket(hours, lambda ticket, now: self._report(ticket, now, given))

    def accepted(self, hours: float) -> "Repair":
        return self.do(hours, lambda now: self._keep(report=warranty.accept_report(
            report=self.report, actor=self.by("liaison"), now=now)))  # fmt: skip

    def refused(self, hours: float, reasons: str) -> "Repair":
        return self.do(hours, lambda now: warranty.refuse_report(
            report=self.report, reasons=reasons, actor=self.by("liaison"), now=now))  # fmt: skip

    def asked(self, hours: float, parts: Mapping[str, int] | None = None) -> "Repair":
        lines = [{"part": code, "qty": count} for code, count in (parts or self.need.parts).items()]
        return self.do(hours, lambda now: self._keep(request=warranty.request_parts(
            report=self.report, lines=lines, actor=self.by("liaison"), now=now)))  # fmt: skip

    def judged(self, hours: float, department: str = "") -> "Repair":
        bears = department or self.need.department
        return self.do(hours, lambda now: warranty.judge(
            document=self.request, department=bears, actor=self.by("supervisor"), now=now))  # fmt: skip

    def approved(self, hours: float) -> "Repair":
        return self.do(hours, lambda now: warranty.approve(
            document=self.request, actor=self.by(signer(self.request.total)), now=now))  # fmt: skip

    def rejected(self, hours: float, reason: str) -> "Repair":
        return self.do(hours, lambda now: warranty.reject(
            document=self.request, reason=reason, actor=self.by(signer(self.request.total)), now=now))  # fmt: skip

    def issued(self, hours: float) -> "Repair":
        return self.do(hours, lambda now: self._keep(claim=warranty.issue_claim(
            request=self.request, actor=self.by("statistician"), now=now)))  # fmt: skip

    def signed(self, hours: float, department: str = "") -> "Repair":
        reviewer = REVIEWERS[department or self.need.department]
        return self.do(hours, lambda now: warranty.sign_claim(claim=self.claim, actor=self.by(reviewer), now=now))

    def not_ours(self, hours: float, reason: str) -> "Repair":
        """The department does not bear the loss."""
        reviewer = REVIEWERS[self.need.department]
        return self.do(hours, lambda now: warranty.refuse_claim(
            claim=self.claim, reason=reason, actor=self.by(reviewer), now=now))  # fmt: skip

    def drawn(self, hours: float) -> "Repair":
        return self.do(hours, lambda now: warranty.draw_parts(
            claim=self.claim, actor=self.by("statistician"), now=now))  # fmt: skip

    def handed(self, hours: float) -> "Repair":
        return self.do(hours, lambda now: warranty.hand_over(
            claim=self.claim, mode=self.need.mode, actor=self.by("statistician"), now=now))  # fmt: skip

    def shipped(self, hours: float) -> "Repair":
        return self.do(hours, self._ship)

    def informed(self, hours: float) -> "Repair":
        return self.do(hours, lambda now: warranty.inform_engineer(
            claim=self.claim, actor=self.by("liaison"), now=now))  # fmt: skip

    def received(self, hours: float) -> "Repair":
        return self.do(hours, lambda now: warranty.receive_parts(
            claim=self.claim, actor=self.by(self.need.by), now=now))  # fmt: skip

    def finished(self, hours: float) -> "Repair":
        self.story.act(self.start + hours - 3, "start_work", self.need.by)
        return self.with_ticket(hours, self._sign)

    def closed(self, hours: float) -> "Repair":
        self.with_ticket(hours - 2, stories.receive(self.story))
        self.story.act(self.start + hours, "follow_up", "liaison2", outcome="solved", authentic="genuine")
        return self

    def _report(self, ticket: Ticket, now: datetime, given: Mapping[str, Any]) -> None:
        told = {"work_done": f"到场检查：{self.need.fault}，拆检并测量", "analysis": self.need.analysis,
                "proposal": "更换损坏的配件后试机", **given}  # fmt: skip
        self.report = warranty.submit_report(ticket=ticket, actor=self.by(self.need.by), now=now, **told)

    def _ship(self, now: datetime) -> None:
        large = self.need.mode in LARGE
        number = int(Dice(f"waybill {self.need.serial}").between(10**9, 10**10))
        warranty.ship(
            claim=self.claim, waybill=f"{'HY' if large else 'SF'}{number}", expected_on=local_day(now + ARRIVES_IN),
            actor=self.by("freight" if large else "statistician"), now=now,
        )  # fmt: skip

    def _sign(self, ticket: Ticket, now: datetime) -> None:
        fieldservice.sign_card(
            ticket=ticket, customer_signature=True, cause_analysis=self.need.analysis, result="更换配件，试机运行正常",
            signer_name=ticket.contact or "用户代表", actor=self.by(self.need.by), now=now,
        )  # fmt: skip

    def _keep(self, **rows: Any) -> None:
        for name, row in rows.items():
            setattr(self, name, row)


def ended(story: Story, need: Need, last: str, ago: float) -> Repair:
    """A repair that came as far as `last`, `ago` hours before today's reference."""
    return Repair(story, need, -ago - STEPS[last]).until(last)


def signer(amount: Any) -> str:
    """By 6.4: up to 300 the supervisor, up to 1000 the head, above the general manager."""
    return "supervisor" if amount <= 300 else "head" if amount <= 1000 else "gm"
