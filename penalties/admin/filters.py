"""Filters over the rows that the person sees; values that nobody has are not offered."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter

from accounts.admin_rights import asker
from core.admin import instant
from judgement.states import ProposalState
from penalties.selectors import to_decide
from penalties.states import EntryKind

MINE, OPEN, ALL = "mine", "open", "all"


class Values(DropdownFilter):
    """The distinct values of one column."""

    column = label = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[Any, Any]]:
        columns = [self.column, *([self.label] if self.label else [])]
        rows = model_admin.scope(request).order_by().values_list(*columns).distinct().order_by(columns[-1])[:300]
        return [(str(row[0]), row[-1]) for row in rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = {str(value) for value, _label in self.lookup_choices}
        return queryset.filter(**{self.column: self.value()}) if self.value() in known else queryset


class MonthFilter(Values):
    title, parameter_name, column = _("月份"), "month", "month"


class ClauseFilter(Values):
    title, parameter_name, column = _("条款"), "clause", "clause"


class ChargedFilter(Values):
    title, parameter_name, column, label = _("承担人"), "person", "charged_to_id", "charged_to__name"


class PersonFilter(Values):
    title, parameter_name, column, label = _("人员"), "person", "person_id", "person__name"


class KindFilter(DropdownFilter):
    title, parameter_name = _("类别"), "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return EntryKind.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=self.value()) if self.value() in EntryKind.values else queryset


class TurnFilter(DropdownFilter):
    """What waits for me, first; then by state."""

    title, parameter_name = _("裁决状态"), "turn"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [(MINE, _("待我裁决")), (OPEN, _("待裁决")), *_decided(), (ALL, _("全部"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen not in {code for code, _label in self.lookup_choices}:
            chosen = vars(request)["default_turn"]
        if chosen == MINE:
            mine = to_decide(asker(request), now=instant(request)).order_by()
            return queryset.filter(pk__in=mine.values("pk"))
        if chosen == OPEN:
            return queryset.filter(state=ProposalState.PROPOSED)
        return queryset.filter(state=chosen) if chosen in ProposalState.values else queryset


def _decided() -> list[tuple[str, Any]]:
    return [(state.value, state.label) for state in ProposalState if state != ProposalState.PROPOSED]
