"""The first page of who has neither a desk nor jobs: what is his here."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.permissions import may_open
from accounts.requests import SignedRequest

DOORS = (
    ("penalties:months", _("月度结算"), _("月度结算、扣款清单和费用报销")),
    ("warranty:purchase_reports", _("急需购件报告"), _("用户现场急需购买时，凭工单号提交带预算的报告")),
    ("admin:index", _("管理台"), _("客户与设备、考核和人员中与您的岗位有关的部分")),
    ("tickets:search", _("查找"), _("按出厂编号、电话或名称查找工单、设备和客户")),
    ("notifications:inbox", _("通知"), _("发给您的消息；每一条都带您到它说的那件事")),
    ("penalties:mine", _("我的考核"), _("与您有关的考核：条款、算法、证据，以及提交书面证明")),
    ("rulebook:clauses", _("制度"), _("现行制度的条款原文和参数")),
    ("accounts:password", _("修改密码"), _("只有您自己知道的密码")),
)


@dataclass(frozen=True)
class Door:
    url: str
    label: Any
    hint: Any


def welcome(request: SignedRequest) -> HttpResponse:
    """Never an empty page: every door that is open to the person."""
    now = request.now
    doors = [Door(reverse(name), label, hint) for name, label, hint in DOORS if may_open(request.user, name, now=now)]
    return render(request, "tickets/welcome.html", {"doors": doors})
