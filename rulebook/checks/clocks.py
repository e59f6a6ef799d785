"""SLAs, deadlines and obligations start and stop with events that exist, in calendars, zones and forms that exist."""

from collections.abc import Container, Iterable, Iterator

from rulebook.checks.conditions import unknown_fields
from rulebook.errors import Steps
from rulebook.events import EVENTS
from rulebook.fields import FIELDS
from rulebook.schema.clocks import Sla
from rulebook.schema.document import Document

Problems = Iterator[tuple[Steps, str]]


def problems(document: Document) -> Problems:
    for name, sla in document.slas.items():
        yield from _sla(document, sla, ("slas", name))
    yield from _deadlines(document)
    yield from _obligations(document)
    for name, approval in document.approvals.items():
        used = {"amount": (approval.amount,), "of": approval.of, "price": (approval.price,)}
        for key, paths in used.items():
            yield from _facts(paths, ("approvals", name, key))
    for name, form in document.forms.items():
        for field, spec in form.fields.items():
            if spec.required_when is not None:
                at: Steps = ("forms", name, "fields", field, "required_when")
                yield from _form_fields(spec.required_when.paths(), form.fields, at)
            if spec.type == "checklists":
                yield from _checklists(document, spec.options, ("forms", name, "fields", field, "options"))


def _form_fields(paths: frozenset[str], fields: Container[str], at: Steps) -> Problems:
    for path in sorted(paths):
        if path not in fields and path not in FIELDS:
            yield (*at, path), f"表单没有“{path}”这一栏"


def _checklists(document: Document, names: Iterable[str], at: Steps) -> Problems:
    for name in names:
        if name not in document.checklists:
            yield (*at, name), f"没有“{name}”这张检查单"


def _sla(document: Document, sla: Sla, at: Steps) -> Problems:
    yield from _facts((sla.start,), (*at, "start"))
    for key in ("stop", "end_without_breach", "pause", "resume"):
        yield from _events(getattr(sla, key), (*at, key))
    if sla.calendar not in document.calendars:
        yield (*at, "calendar"), f"没有“{sla.calendar}”这个日历"
    zones = {zone.id for zone in document.zones}
    for index, target in enumerate(sla.targets):
        if target.zone is not None and target.zone not in zones:
            yield (*at, "targets", index, "zone"), f"没有“{target.zone}”这个区域"
        if target.when is not None:
            yield from unknown_fields(target.when, FIELDS, (*at, "targets", index, "when"))
    named = {target.zone for target in sla.targets}
    missing = sorted(zones - named) if None not in named else []
    if missing:
        yield (*at, "targets"), f"没有区域 {'、'.join(missing)} 的时限"


def _deadlines(document: Document) -> Problems:
    for name, deadline in document.deadlines.items():
        at: Steps = ("deadlines", name)
        if deadline.start is not None and deadline.start not in EVENTS:
            yield from _facts((deadline.start,), (*at, "start"))
        yield from _facts((deadline.on_date,), (*at, "on_date"))
        yield from _events((deadline.stop,), (*at, "stop"))
        yield from _events((deadline.missed,), (*at, "missed"))
        if deadline.survey is not None and deadline.survey not in document.surveys:
            yield (*at, "survey"), f"没有“{deadline.survey}”这份问卷"
        if deadline.when is not None:
            yield from unknown_fields(deadline.when, FIELDS, (*at, "when"))


def _obligations(document: Document) -> Problems:
    for name, duty in document.obligations.items():
        at: Steps = ("obligations", name)
        yield from _events((duty.stop,), (*at, "stop"))
        yield from _events((duty.after,), (*at, "after"))
        for key, condition in (("when", duty.when), ("while", duty.during)):
            if condition is not None:
                yield from unknown_fields(condition, FIELDS, (*at, key))
        if duty.survey is not None and duty.survey not in document.surveys:
            yield (*at, "survey"), f"没有“{duty.survey}”这份问卷"
        if duty.form is not None and duty.form not in document.forms:
            yield (*at, "form"), f"没有“{duty.form}”这份表单"


def _events(names: tuple[str | None, ...], at: Steps) -> Problems:
    for name in names:
        if name is not None and name not in EVENTS:
            yield at, f"没有“{name}”这个事件"


def _facts(paths: tuple[str | None, ...], at: Steps) -> Problems:
    for path in paths:
        if path is not None and path not in FIELDS:
            yield at, f"没有“{path}”这个事实"
