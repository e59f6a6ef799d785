"""The words of a bulletin about a confirmed penalty: who, what, when, by which clause, and what follows."""

from django.utils.translation import gettext as _

from accounts.models import Person
from core.clock import local_day
from judgement.models import Proposal
from judgement.showing import event_label
from tickets.models import Complaint
from tickets.showing import figure_of

MOST_OF_TITLE = 120


def what_of(proposal: Proposal) -> str:
    """The consequence as its book calls it, else its event."""
    entry = proposal.version.book.consequences.get(proposal.consequence)
    return (entry.title if entry else "") or event_label(proposal.fact.event)


def title_of(proposal: Proposal) -> str:
    """条款 9.9：王芳因技术水平改派"""
    told = {"clause": proposal.clause, "who": proposal.charged_to.name, "what": what_of(proposal)}
    return (_("条款 %(clause)s：%(who)s，%(what)s") % told)[:MOST_OF_TITLE]


def text_of(proposal: Proposal, reason: str) -> str:
    """One line each for the fact, the clause with what was decided, and the decider's reason where he gave one."""
    fact = proposal.fact
    about = str(fact.facts.get("title") or "")
    told = {
        "day": f"{local_day(fact.happened_at):%Y-%m-%d}", "who": _named(proposal.charged_to),
        "what": what_of(proposal), "about": f"（{about}）" if about else "", "clause": proposal.clause,
        "figure": figure_of(proposal.effects),
    }  # fmt: skip
    lines = [_("%(day)s，%(who)s：%(what)s%(about)s。") % told]
    if told["figure"]:
        lines.append(_("按制度条款 %(clause)s 考核 %(figure)s，现予通报。") % told)
    else:
        lines.append(_("按制度条款 %(clause)s 现予通报。") % told)
    return "\n".join([*lines, *([_("裁决理由：%s") % reason] if reason.strip() else [])])


def text_of_complaint(complaint: Complaint) -> str:
    """A first wording for who publishes; he writes what he wants to be known."""
    told = {
        "day": f"{local_day(complaint.received_at):%Y-%m-%d}", "to": complaint.get_addressee_display(),
        "finding": complaint.finding,
    }  # fmt: skip
    return _("%(day)s 收到用户投诉（%(to)s），经核实由服务引起。%(finding)s") % told


def _named(person: Person) -> str:
    place = person.office or person.department
    return f"{person.name}（{place}）" if place else person.name
