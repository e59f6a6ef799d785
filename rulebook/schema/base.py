"""What every block of a book is made of: strictness, clause numbers, exact amounts, roles, paths, times of day."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainValidator, StringConstraints
from pydantic_core import PydanticCustomError

from accounts.roles import Role

CLAUSE = re.compile(r"\d+(\.\d+){0,3}")
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
ROLES = frozenset(Role.values)


class Block(BaseModel):
    """A part of a book: immutable, no unknown keys, no silent conversion."""

    # Built when the first book is read: most processes start without one.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


def wrong(message: str) -> PydanticCustomError:
    """An error whose message is shown as it is; braces in it are escaped for pydantic's formatter."""
    return PydanticCustomError("book", "{text}", {"text": message})


def _clauses(value: Any) -> str:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        raise wrong(f"条款号 {value} 必须加引号（6.10 不加引号会读成 6.1）")
    if not isinstance(value, str) or not all(CLAUSE.fullmatch(part) for part in clause_numbers(value)):
        raise wrong(f'“{value}”不是条款号，应如 "6.2" 或 "5, 6.2"')
    return value


def clause_numbers(text: str) -> tuple[str, ...]:
    """The single clause numbers of a citation such as "5, 6.2"."""
    return tuple(part.strip() for part in text.split(","))


def _exact(value: Any) -> Decimal:
    # repr gives back the digits that were written; the binary value never enters a calculation.
    written = repr(value) if isinstance(value, float) else value
    if isinstance(written, bool) or not isinstance(written, str | int | Decimal):
        raise wrong(f"“{value}”不是数字")
    try:
        number = Decimal(written)
    except InvalidOperation:
        raise wrong(f"“{value}”不是数字") from None
    if not number.is_finite() or number < 0:
        raise wrong(f"“{value}”应为不小于 0 的数字")
    return number


def _role(value: Any) -> str:
    if not isinstance(value, str) or value not in ROLES:
        raise wrong(f"没有“{value}”这个岗位")
    return str(value)


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else date(value.year, value.month, value.day)
    except (ValueError, AttributeError):
        raise wrong(f"“{value}”不是日期，应如 2019-07-06") from None


def _time_of_day(value: Any) -> str:
    if not isinstance(value, str) or not TIME.fullmatch(value):
        raise wrong(f'“{value}”不是时刻，应加引号写作 "17:00" 或 "24:00"')
    return value


Clause = Annotated[str, PlainValidator(_clauses)]
Number = Annotated[Decimal, PlainValidator(_exact)]
RoleCode = Annotated[str, PlainValidator(_role)]
TimeOfDay = Annotated[str, PlainValidator(_time_of_day)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Day = Annotated[date, PlainValidator(_day)]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_]+$")]
Path = Annotated[str, StringConstraints(pattern=r"^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*$")]
EventName = Path
