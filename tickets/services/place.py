"""Where the machine stands: what was said on the phone goes before what is on file (regulation 5f)."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from accounts.provinces import country_of, normalise
from core.errors import Incomplete, OutOfRange
from customers.models import Customer, Machine, Site
from tickets.models import Ticket

HOME_COUNTRY = "CN"


@dataclass(frozen=True)
class Place:
    country: str
    province: str
    address: str = ""
    city: str = ""
    area: str = ""

    @classmethod
    def of(cls, ticket: Ticket) -> "Place":
        """As it is noted on a ticket."""
        return cls(ticket.country, ticket.province, ticket.address, ticket.city, ticket.area)


def resolve(
    *,
    machine: Machine | None,
    customer: Customer | None,
    site_province: str | None = None,
    country: str | None = None,
    address: str = "",
    site_area: str | None = None,
) -> Place:
    """The place of service; raises Incomplete where a domestic site has no province, since zone hangs on it.

    City and area on file are those of the place on file: another province has neither until it is said.
    """
    filed = _filed(machine, customer)
    if site_province or country:
        place = _said(site_province or "", (country or "").upper(), filed, address)
    else:
        place = replace(filed, address=address or filed.address)
    if site_area:
        place = replace(place, area=site_area)
    if place.country == HOME_COUNTRY and not place.province:
        raise Incomplete(
            _("请填写现场省份，到场时限由它决定"), details={"site_province": _("请填写现场省份")}
        )
    return place


def _filed(machine: Machine | None, customer: Customer | None) -> Place:
    """The machine's own site, else the address of its customer."""
    site = machine.site if machine and machine.site_id else None
    held = site or customer
    if held is None:
        return Place(HOME_COUNTRY, "")
    province = normalise(held.province) or held.province
    # Hong Kong, Macao and Taiwan stand in address files as provinces of CN and are served as abroad.
    country = country_of(province) if held.country == HOME_COUNTRY else held.country
    return Place(country, province, _in_full(held, province), held.city, held.area)


def _in_full(held: Site | Customer, province: str) -> str:
    """The address with its city and district, which some files repeat in the street line and some do not."""
    around = [held.city, getattr(held, "district", "")]
    missing = (name for name in around if name and name != province and name not in held.address)
    return "".join(missing) + held.address


def _said(site_province: str, country: str, filed: Place, address: str) -> Place:
    if country and country != HOME_COUNTRY:
        return Place(country, site_province, address)
    province = normalise(site_province)
    if site_province and province is None:
        raise OutOfRange(
            _("没有名为“%(name)s”的省份，请从列表中选择") % {"name": site_province},
            details={"site_province": _("请从列表中选择省份")},
        )
    province = province or (filed.province if filed.country == HOME_COUNTRY else "")
    around = (filed.city, filed.area) if province == filed.province else ("", "")
    return Place(country_of(province), province, address, *around)
