"""Contracts from a file: compared like everything else, but written by their own acts, on which limits hang."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from core import staging
from customers import selectors
from customers.models import Contract
from customers.rows import Row
from customers.services import plans
from customers.services.comparing import changed_rows
from customers.services.contracts import add_contract, amend_contract
from customers.services.loading import STAGE, Loader, unknown_customers
from customers.states import FileKind

BATCH = 500


class ContractLoader(Loader):
    """Contracts by number; their customers and the machines that they name must be there."""

    plan = plans.CONTRACTS

    def refusals(self) -> Iterable[Row]:
        unknown = list(unknown_customers(FileKind.CONTRACTS))
        found = {row.number for row in unknown}
        others = [row for row in (*self._settled(), *self._unnamed()) if row.number not in found]
        return [*unknown, *{row.number: row for row in others}.values()]

    def _settled(self) -> Iterable[Row]:
        """A contract stays with its customer, and one that ended stays as it is."""
        query = f"""SELECT s.line, s.number, h.customer_id <> c.id, s.starts_on > COALESCE(s.ends_on, h.ends_on)
            FROM {STAGE} s JOIN customers_customer c ON c.number = s.customer
            JOIN customers_contract h ON h.number = s.number
            WHERE h.customer_id <> c.id OR h.ended_at IS NOT NULL
               OR s.starts_on > COALESCE(s.ends_on, h.ends_on)"""  # noqa: S608 -- names of ours
        for line, number, moved, reversed_ in staging.rows(query):
            row = Row(line, FileKind.CONTRACTS)
            if moved:
                row.refuse("number", number, _("该合同属于另一客户，请更正合同编号或客户编号"))
            elif reversed_:
                row.refuse("starts_on", number, _("晚于系统中的到期日期，请一并填写到期日期"))
            else:
                row.refuse("number", number, _("该合同已终止，不能再修改，请另签合同"))
            yield row

    def _unnamed(self) -> Iterable[Row]:
        """Machines that are not the customer's; along the way, which contracts name others than before."""
        query = f"""SELECT line, number, customer, machines FROM {STAGE}
            WHERE machines IS NOT NULL ORDER BY line"""  # noqa: S608 -- names of ours
        told, renamed = staging.rows(query), []
        for start in range(0, len(told), BATCH):
            batch = told[start : start + BATCH]
            owners = selectors.owners_of({serial for *_rest, written in batch for serial in written.split(",")})
            named = selectors.named_by({number for _line, number, *_rest in batch})
            for line, number, customer, written in batch:
                strange = [serial for serial in written.split(",") if owners.get(serial) != customer]
                if strange:
                    row = Row(line, FileKind.CONTRACTS)
                    advice = _("该客户名下没有设备 %(serials)s") % {"serials": "、".join(strange)}
                    row.refuse("machines", written, advice)
                    yield row
                elif named.get(number, "") != written:
                    renamed.append(line)
        for start in range(0, len(renamed), BATCH):
            marks = ", ".join(["%s"] * len(renamed[start : start + BATCH]))
            update = f"UPDATE {STAGE} SET renamed = TRUE WHERE line IN ({marks})"  # noqa: S608 -- names of ours
            staging.run(update, renamed[start : start + BATCH])

    def write(self) -> None:
        for pk, _line, values in changed_rows(self):
            self._write(pk, values)

    def _write(self, pk: int | None, values: Mapping[str, Any]) -> None:
        terms = dict(values)
        number, customer, serials = terms.pop("number"), terms.pop("customer"), terms.pop("machines", None)
        if serials is not None:
            terms["serials"] = serials.split(",")
        if pk is None:
            owner = selectors.customers_by_number([customer])[customer]
            add_contract(customer=owner, number=number, actor=self.actor, now=self.now, **terms)
        else:
            amend_contract(contract=Contract.objects.get(pk=pk), actor=self.actor, now=self.now, **terms)
