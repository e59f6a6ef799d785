"""The engineer's statement on his phone: lines that add up, a receipt, and a way to object."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import page
from accounts.requests import SignedRequest
from core.acting import ActPage
from core.forms import ActForm
from penalties import services
from penalties.models import Statement
from penalties.month_forms import AppealForm
from penalties.selectors import month_appeals_of, newest_statement, statement_of, statements_of
from penalties.statement_showing import shown_statement


@page("penalties:statement")
@require_safe
def statement(request: SignedRequest, month: str = "") -> HttpResponse:
    """One closed month, the newest where none is named."""
    found = statement_of(request.user, month) if month else newest_statement(request.user)
    if month and found is None:
        raise Http404
    context = {
        "shown": shown_statement(found) if found else None, "others": statements_of(request.user),
        "appeals": month_appeals_of(request.user, found.month) if found else [],
    }  # fmt: skip
    return render(request, "penalties/statement.html", context)


@page("penalties:acknowledge_statement")
@require_POST
def acknowledge(request: SignedRequest, month: str) -> HttpResponseBase:
    """The person has read it."""
    services.acknowledge_statement(statement=_own(request, month), actor=request.user, now=request.now)
    messages.success(request, _("已确认阅读 %s 的结算单") % month)
    return redirect("penalties:statement_at", month=month)


def _own(request: SignedRequest, month: str) -> Statement:
    found = statement_of(request.user, month)
    if found is None:
        raise Http404
    return found


class AppealMonth(ActPage):
    """Object to the month's workload."""

    request: SignedRequest
    form_class = AppealForm
    title, button = gettext_lazy("对本月工作量申诉"), gettext_lazy("提交申诉")
    done = gettext_lazy("申诉已提交，由总经理裁定")
    hint = gettext_lazy("写明少计了哪张服务卡或哪一项；裁定结果计入下一个未结账的月份。")
    template = "fieldservice/expense.html"

    def perform(self, form: ActForm) -> None:
        services.appeal_month(month=self.kwargs["month"], actor=self.request.user, now=self.now, **form.cleaned_data)

    def done_url(self) -> str:
        return reverse("penalties:statement_at", args=[self.kwargs["month"]])
