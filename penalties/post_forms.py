"""What is asked about people off post: shape only."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from core.forms import ActForm, TextField
from penalties.off_post import Handover, Option
from tickets.models import Ticket

LATER = ""


class ReassignForm(ActForm):
    """One choice per open job, the fittest proposed; a job may be left for later."""

    def __init__(self, *args: Any, handovers: Sequence[Handover], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(one.person.pk): one.person for row in handovers for one in row.options}
        self.tickets = {_name(row.ticket): row.ticket for row in handovers}
        for row in handovers:
            choices = [(str(one.person.pk), _option(one)) for one in row.options]
            self.fields[_name(row.ticket)] = forms.ChoiceField(
                label=_told(row.ticket), choices=[*choices, (LATER, _("以后再定"))], required=False,
                initial=str(row.best.pk) if row.best else LATER,
            )  # fmt: skip

    def choices(self) -> dict[Ticket, Person]:
        """Only what was chosen."""
        told = self.cleaned_data
        return {ticket: self.people[told[name]] for name, ticket in self.tickets.items() if told.get(name)}


def _name(ticket: Ticket) -> str:
    return f"t{ticket.pk}"


def _told(ticket: Ticket) -> str:
    where = ticket.province or ticket.country
    told = {"number": ticket.number, "who": ticket.customer_name, "where": where, "state": ticket.get_state_display()}
    return _("%(number)s %(who)s（%(where)s，%(state)s）") % told


def _option(one: Option) -> str:
    told = {"name": one.person.name, "jobs": one.jobs}
    if one.in_region:
        return _("%(name)s · 负责该区域 · 在办 %(jobs)d 单") % told
    return _("%(name)s · 不负责该区域 · 在办 %(jobs)d 单") % told


class ReinstateForm(ActForm):
    reason = TextField(
        label=gettext_lazy("恢复上岗的理由"), required=False, must=True,
        help_text=gettext_lazy("例如培训、考核的结果；本人和派工人员都会看到"),
    )  # fmt: skip
