"""Old parts: the office's list, the engineer's drop-off list on his phone, and one of them with its evidence."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import may, page
from accounts.requests import SignedRequest
from core import files, journal
from core.middleware import is_partial
from core.subjects import Subject
from deadlines.selectors import current
from judgement.selectors import proposals
from tickets.selectors.timeline import label_of
from tickets.showing import due_panel, proposal
from warranty import old_part_showing as showing
from warranty.models import OldPart
from warranty.selectors import old_parts as selectors
from warranty.selectors.old_parts import Wanted

PAGE, IN_SECTION = 50, 6
# What each desk sees first: its own work. Who has none sees what is late.
FIRST = {"inspect_part": "to_inspect", "return_part": "owed", "exempt_return": "owed"}
ALL = "all"


@page("warranty:old_parts")
@require_safe
def old_parts(request: SignedRequest) -> HttpResponse:
    """The list, narrowed by the address; asked for as a part of a page, only what waits for the reader."""
    wanted = Wanted.read({"state": _first(request), **request.GET.dict()})
    if is_partial(request):
        return _section(request, wanted)
    start = _start(request.GET.get("from", ""))
    found = list(selectors.listed(request.user, wanted, now=request.now)[start : start + PAGE + 1])
    context = {
        "rows": showing.shown(found[:PAGE], request.user, now=request.now), "wanted": wanted,
        "chips": _chips(request, wanted), "handlers": selectors.handlers(request.user, now=request.now),
        "clear_url": _url(Wanted(state=ALL)), "narrowed": wanted != Wanted(state=ALL),
        "page": {"first_url": _url(wanted) if start else "",
                 "next_url": _url(wanted, **{"from": str(start + PAGE)}) if len(found) > PAGE else ""},
    }  # fmt: skip
    return render(request, "warranty/old_parts.html", context)


def _section(request: SignedRequest, wanted: Wanted) -> HttpResponse:
    rows = selectors.listed(request.user, wanted, now=request.now)
    context = {"rows": showing.shown(rows[:IN_SECTION], request.user, now=request.now), "all_url": _url(wanted),
               "wanted": wanted, "counts": selectors.counts(request.user, wanted, now=request.now)}  # fmt: skip
    return render(request, "warranty/old_parts_section.html", context)


def _first(request: SignedRequest) -> str:
    return next((state for act, state in FIRST.items() if may(request.user, act, now=request.now)), "overdue")


def _start(told: str) -> int:
    return int(told) if told.isdecimal() and len(told) < 7 else 0


def _chips(request: SignedRequest, wanted: Wanted) -> list[dict[str, Any]]:
    counts = selectors.counts(request.user, wanted, now=request.now)
    names = {"owed": _("待返回"), "overdue": _("逾期未返"), "soon": _("七天内到期"), "to_inspect": _("待检验"),
             "settled": _("已检验"), "exempt": _("免返"), ALL: _("全部")}  # fmt: skip
    return [
        {"label": label, "count": counts[code], "here": wanted.state == code, "late": code == "overdue",
         "url": _url(Wanted(state=code, handler=wanted.handler, q=wanted.q))}
        for code, label in names.items()
    ]  # fmt: skip


def _url(wanted: Wanted, **more: str) -> str:
    return f"{reverse('warranty:old_parts')}?{urlencode({**wanted.given, **more})}"


@page("warranty:drop_off")
@require_safe
def drop_off(request: SignedRequest) -> HttpResponse:
    """旧件返回清单: what I owe, until when, and what each costs that does not come back."""
    owed = selectors.owed_by(request.user)
    context: dict[str, Any] = {"sum": selectors.owed_sum(owed, now=request.now)}
    if is_partial(request):
        return render(request, "warranty/drop_off_line.html", {**context, "next": owed.first()})
    settled = selectors.recently_settled(request.user, now=request.now)[:20]
    context |= {"rows": showing.shown(owed, request.user, now=request.now),
                "settled": showing.shown(settled, request.user, now=request.now)}  # fmt: skip
    return render(request, "warranty/drop_off.html", context)


@page("warranty:old_part")
@require_safe
def old_part(request: SignedRequest, number: str) -> HttpResponse:
    """One old part: where it stands, why, and everything that it is compared with."""
    row = selectors.visible_part(number, request.user, now=request.now)
    (shown,) = showing.shown([row], request.user, now=request.now)
    limit = current(Subject.of(row), "old_part")
    decided = proposals(of=Subject.of(row)).visible_to(request.user, now=request.now)
    context = {
        **evidence(row, request), "one": shown, "part": row,
        "due": limit and due_panel(limit, limit.version, now=request.now),
        "acts": [(label_of(act), showing.url_of(act, row), act) for act in shown.acts],
        "proposals": [proposal(entry) for entry in decided],
        "lots": list(selectors.lots_of(row).exclude(pk=row.pk)),
        "history": [(_told(entry), []) for entry in journal.told(row)],
    }  # fmt: skip
    return render(request, "warranty/old_part.html", context)


def evidence(row: OldPart, request: SignedRequest) -> dict[str, Any]:
    """What the part is compared with: report and photos, the claim's lines, and what was photographed of it."""
    report = row.claim.request.report
    return {
        "report": report, "claim": row.claim, "lines": list(row.claim.lines.select_related("part")),
        "report_files": _readable(report, request), "part_files": _readable(row, request),
    }  # fmt: skip


def _readable(subject: Any, request: SignedRequest) -> list[Any]:
    found = files.files_of(subject)
    return found if not found or files.readable(found[0], person=request.user, now=request.now) else []


def _told(entry: Any) -> dict[str, Any]:
    states = {code: str(name) for code, name in OldPart._meta.get_field("state").flatchoices}
    return {
        "label": label_of(entry.act), "who": entry.actor_name, "at": entry.at, "reason": entry.reason,
        "clause": entry.clause, "source": states.get(entry.source, ""), "target": states.get(entry.target, ""),
    }  # fmt: skip
