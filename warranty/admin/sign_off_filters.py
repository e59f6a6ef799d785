"""Filters of the sign-off inbox: what waits for me, first; then by state, kind, role and department."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter

from accounts.admin_rights import asker
from approvals.selectors import waiting_for
from approvals.states import OPEN, SignOffState
from core.admin import instant
from rulebook.book import Book
from rulebook.selectors import in_force
from warranty.sign_off_showing import names_of_departments, role_name

MINE, WAITING, ALL = "mine", "open", "all"
TURNS: list[tuple[str, Any]] = [
    (MINE, _("待我处理")), (WAITING, _("待签批")), (SignOffState.APPROVED, _("已批准")),
    (SignOffState.REJECTED, _("已驳回")), (ALL, _("全部")),
]  # fmt: skip


def turn_of(request: HttpRequest) -> str:
    """Which of TURNS the list shows."""
    given = request.GET.get("turn")
    return given if given in dict(TURNS) else vars(request).get("default_turn", MINE)


def departments_named(request: HttpRequest) -> dict[str, str]:
    """Departments by code, read once a request."""
    kept = vars(request)
    if "departments_named" not in kept:
        kept["departments_named"] = names_of_departments()
    return kept["departments_named"]


def book_now(request: HttpRequest) -> Book:
    """The book in force, read once a request."""
    kept = vars(request)
    if "book_now" not in kept:
        kept["book_now"] = in_force(now=instant(request)).book
    return kept["book_now"]


class TurnFilter(DropdownFilter):
    title, parameter_name = _("处理状态"), "turn"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return TURNS

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        turn = turn_of(request)
        if turn == MINE:
            mine = waiting_for(asker(request), now=instant(request)).order_by()
            return queryset.filter(pk__in=mine.values("pk"))
        if turn == WAITING:
            return queryset.filter(state__in=OPEN)
        return queryset if turn == ALL else queryset.filter(state=turn)


class KindFilter(DropdownFilter):
    title, parameter_name = _("种类"), "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        book = book_now(request)
        return [(code, entry.title or code) for code, entry in book.approvals.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = {code for code, _label in self.lookup_choices}
        return queryset.filter(approval=self.value()) if self.value() in known else queryset


class RoleFilter(DropdownFilter):
    """Whose turn it is."""

    title, parameter_name = _("待谁处理"), "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        book = book_now(request)
        judging = {entry.first.by for entry in book.approvals.values() if entry.first}
        roles = judging | {band.by for entry in book.approvals.values() for band in entry.bands}
        return [(role, role_name(role)) for role in sorted(roles)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = {code for code, _label in self.lookup_choices}
        return queryset.filter(next_role=self.value()) if self.value() in known else queryset


class DepartmentFilter(DropdownFilter):
    title, parameter_name = _("损失责任部门"), "department"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return departments_named(request).items()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = {code for code, _label in self.lookup_choices}
        return queryset.filter(judgement__loss_department=self.value()) if self.value() in known else queryset
