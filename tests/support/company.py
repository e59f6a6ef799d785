"""The smallest company that judgement and deadlines need, made without the apps above them."""

from datetime import UTC, datetime

from accounts.models import Company, Person, RoleAssignment
from core.journal import SYSTEM
from rulebook import services
from rulebook.models import RulebookVersion
from tests.support.replay import made_once

FOUNDED = datetime(2019, 1, 1, tzinfo=UTC)
BLANKS = {"home_province": "重庆市", "old_part_return": "30d"}


def found() -> Company:
    company = Company.objects.first()
    return company or Company.objects.create(name="示范设备有限公司", home_province="重庆市", created_at=FOUNDED)


def install_book(**params: str) -> RulebookVersion:
    """The shipped book with its blanks filled, in force for years."""
    return made_once(_installed, **params)


def _installed(**params: str) -> RulebookVersion:
    found()
    return services.install_book(slug="equipment-maker", params=BLANKS | params, actor=SYSTEM, now=FOUNDED)


def staff(username: str, name: str, *roles: str, **fields: object) -> Person:
    person = Person.objects.create_user(username, password="geheim-2026", name=name, **fields)
    RoleAssignment.objects.bulk_create(RoleAssignment(person=person, role=role, since=FOUNDED) for role in roles)
    return person


def engineer(username: str, name: str, kind: str = "company_stationed") -> Person:
    return staff(username, name, "field_engineer", kind=kind)
