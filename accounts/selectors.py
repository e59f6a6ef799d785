"""Reading people: who there is, who can be sent out, and why somebody cannot."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.managers import PersonQuerySet
from accounts.models import Absence, Company, Delegation, Department, Office, Person, RoleAssignment
from accounts.permissions import own_roles_of, scopes_of
from accounts.roles import Role
from accounts.states import PersonState
from accounts.tenures import tenures_of
from core import clock, prepared


@dataclass(frozen=True)
class Unassignable:
    """Why an engineer cannot be sent out on a day: a code for machines, a sentence for people."""

    code: str
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Candidate:
    """An engineer as the dispatcher sees him before open load and history are added by tickets."""

    person: Person
    in_region: bool
    refusal: Unassignable | None


def company() -> Company | None:
    """The company of this installation, or None before it is set up.

    Not cached: another process or a rolled back act would leave a stale one behind.
    """
    return next(iter(prepared.objects("company", lambda _given: Company.objects.order_by("pk")[:1])), None)


def by_username(username: str) -> Person | None:
    return Person.objects.filter(username=username).first()


def departments() -> QuerySet[Department]:
    return Department.objects.order_by("name")


def offices() -> QuerySet[Office]:
    return Office.objects.order_by("province", "name")


def holders(*roles: str, now: datetime) -> PersonQuerySet:
    """Active people who hold one of `roles` themselves at `now`."""
    return Person.objects.holding(*roles, at=now)


def exercising(*roles: str, now: datetime) -> dict[str, list[Person]]:
    """For each of `roles` its holders and whoever stands in for them at `now`; two statements."""
    found: dict[str, dict[int, Person]] = {role: {} for role in roles}
    for held in _exercised(RoleAssignment.objects.lasting, roles, now):
        found[held.role][held.person_id] = held.person
    for given in _exercised(Delegation.objects.effective, roles, now):
        found[given.role][given.deputy_id] = given.deputy
    return {role: list(people.values()) for role, people in found.items()}


def _exercised(rows: Callable[[datetime], QuerySet[Any]], roles: tuple[str, ...], now: datetime) -> list[Any]:
    asked = tuple(sorted(set(roles)))
    return prepared.objects(
        ("exercised", rows.__name__, asked), lambda given: rows(given["now"]).filter(role__in=asked), now=now
    )


def departments_of(person: Any, role: str, *, now: datetime) -> frozenset[int]:
    """For which departments `person` exercises `role`: his own, and those of the holders he stands in for."""
    held = [tenure for tenure in tenures_of(person) if tenure.role == role and tenure.covers(now)]
    found = {person.department_id for tenure in held if tenure.principal is None}
    if principals := [tenure.principal for tenure in held if tenure.principal is not None]:
        found |= set(Person.objects.filter(pk__in=principals).values_list("department_id", flat=True))
    return frozenset(found - {None})


def engineers(now: datetime | None = None) -> PersonQuerySet:
    """Active people with the role field_engineer, those away or off post included."""
    return holders(Role.FIELD_ENGINEER, now=now or clock.now()).select_related("office", "department")


def works_on_phone(person: Any, *, now: datetime) -> bool:
    """Whether the phone pages are where `person` works: an engineer who holds no other role."""
    return own_roles_of(person, now=now) == {Role.FIELD_ENGINEER}


def assignability(person: Person, on: date) -> Unassignable | None:
    """None where `person` can be sent out on the local day `on`, else the reason (regulation 6.2a, X10)."""
    start = datetime.combine(on, time(), tzinfo=clock.zone())
    tenure = person.assignments.filter(
        Q(until=None) | Q(until__gt=start), role=Role.FIELD_ENGINEER, since__lt=start + timedelta(days=1)
    )
    return _refusal(person, on, is_engineer=tenure.exists(), absence=_absence_on(person, on))


def is_assignable(person: Person, on: date) -> str | None:
    """The reason why `person` cannot be sent out on `on`, in words, or None where he can."""
    refusal = assignability(person, on)
    return refusal.text if refusal else None


def candidates(*, now: datetime, province: str = "") -> list[Candidate]:
    """Every engineer, those who can be sent out first and among them those of `province`; two statements."""
    today = clock.local_day(now)
    away = Absence.objects.filter(first_day__lte=today, last_day__gte=today)
    rows = engineers(now).prefetch_related(Prefetch("absences", queryset=away, to_attr="away_today"))
    found = [_candidate(person, province, today) for person in rows]
    return sorted(found, key=lambda one: (one.refusal is not None, not one.in_region, one.person.name))


def status(person: Person, on: date) -> PersonState:
    """The technician's status of regulation B.2 on the local day `on`; off post outranks an absence."""
    if person.state == PersonState.OFF_POST:
        return PersonState.OFF_POST
    absence = _absence_on(person, on)
    if absence is None:
        return PersonState.ACTIVE
    return PersonState.TRAINING if absence.kind == "training" else PersonState.ON_LEAVE


def engineers_of(province: str, *, now: datetime) -> list[Person]:
    """The engineers whose regions name `province`."""
    return [person for person in engineers(now) if province in person.regions]


def visible_people(viewer: Any, *, now: datetime) -> PersonQuerySet:
    """The people whom `viewer` may see by the matrix; nobody by default."""
    scopes = scopes_of(viewer, "people", now=now)
    if "all" in scopes:
        return Person.objects.get_queryset()
    seen = Q(pk__in=[])
    if "own" in scopes or "department" in scopes:
        seen |= Q(pk=viewer.pk)
    if "department" in scopes and viewer.department_id:
        seen |= Q(department_id=viewer.department_id)
    return Person.objects.get_queryset().filter(seen)


def people_page(viewer: Any, *, now: datetime, search: str = "") -> PersonQuerySet:
    """People with department, office and current roles, for a list; three statements however many rows."""
    current = RoleAssignment.objects.lasting(now)
    people = visible_people(viewer, now=now).select_related("department", "office")
    if search:
        people = people.filter(
            Q(name__icontains=search) | Q(username__icontains=search) | Q(employee_no__iexact=search)
        )
    return people.prefetch_related(Prefetch("assignments", queryset=current, to_attr="current_roles"))


def delegations_of(person: Person, *, now: datetime) -> QuerySet[Delegation]:
    """Delegations given or held by `person` that still run at `now`."""
    running = Delegation.objects.involving(person).running(now)
    return running.select_related("principal", "deputy").order_by("until")


def tenures(person: Person) -> QuerySet[RoleAssignment]:
    """Every role that `person` holds or held, newest first."""
    return person.assignments.order_by("-since", "-pk")


def assignments_seen_by(viewer: Any, *, now: datetime) -> QuerySet[RoleAssignment]:
    """Tenures of the people whom `viewer` may see."""
    people = visible_people(viewer, now=now).order_by()
    return RoleAssignment.objects.filter(person__in=people).select_related("person").order_by("-since", "-pk")


def delegations_seen_by(viewer: Any, *, now: datetime) -> QuerySet[Delegation]:
    """Delegations of the people whom `viewer` may see, past ones too."""
    people = visible_people(viewer, now=now).order_by()
    return Delegation.objects.filter(principal__in=people).select_related("principal", "deputy").order_by("-pk")


def _absence_on(person: Person, on: date) -> Absence | None:
    return person.absences.filter(first_day__lte=on, last_day__gte=on).order_by("-last_day").first()


def _candidate(person: Person, province: str, today: date) -> Candidate:
    away: list[Absence] = person.away_today  # type: ignore[attr-defined]  # set by candidates()
    longest = max(away, key=lambda absence: absence.last_day, default=None)
    refusal = _refusal(person, today, is_engineer=True, absence=longest)
    return Candidate(person, bool(province) and province in person.regions, refusal)


def _refusal(person: Person, on: date, *, is_engineer: bool, absence: Absence | None) -> Unassignable | None:
    if not person.is_active:
        return Unassignable("left", str(_("已离职")))
    if not is_engineer:
        return Unassignable("no_engineer", str(_("不是服务人员")))
    if person.state == PersonState.OFF_POST:
        return Unassignable("off_post", str(_("已下岗")))
    if absence is None:
        return None
    until = f"{absence.last_day.month}月{absence.last_day.day}日"
    if absence.kind == "training":
        return Unassignable("training", _("培训至 %(day)s") % {"day": until})
    return Unassignable("on_leave", _("休假至 %(day)s") % {"day": until})
