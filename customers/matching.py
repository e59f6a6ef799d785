"""What the columns of a file probably are: as last time, by their headers, else by what stands in them."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import provinces
from core import cells
from customers import columns as known
from customers.columns import COLUMNS, NARROWEST_FIRST, bare, places_of, required
from customers.states import FileKind

ENOUGH = 0.7
LEAST_SAMPLES = 2
# A column that we add to the file of refused rows: the same file once mended is still the same set of headers.
REASON = "拒绝原因"
REMEMBERED, BY_HEADER, BY_CONTENT = _("与上次相同"), _("按表头"), _("按内容推测")
_COMPANY = re.compile(r"公司|厂|集团|医院|学校|学院|中心|酒店|银行|店$|局$|所$|院$|社$|Ltd|GmbH|Inc", re.IGNORECASE)
_ADDRESS = re.compile(r"[省市区县镇乡路街道巷号村]")
_SERIAL = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9./_-]{5,39}")


@dataclass(frozen=True)
class Guess:
    """A field's place in the file, and why."""

    place: int
    why: Any


def digest(headers: Sequence[str]) -> str:
    """The set of headers as a key, whatever their order and ornaments."""
    names = sorted(bare(header) for header in headers if header and header != REASON)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def guess_kind(headers: Sequence[str], samples: Sequence[Sequence[Any]]) -> FileKind:
    """The kind whose required columns are found, by header before content; customers where nothing tells."""
    by_header = known.kind_of(headers)
    if by_header is not None:
        return by_header
    scores = {kind: _found(kind, headers, samples) for kind in reversed(NARROWEST_FIRST)}
    return max(scores, key=lambda kind: scores[kind])


def _found(kind: FileKind, headers: Sequence[str], samples: Sequence[Sequence[Any]]) -> tuple[float, int]:
    found = guess(kind, headers, samples)
    wanted = required(kind)
    return len(wanted & set(found)) / len(wanted), len(found)


def guess(
    kind: FileKind, headers: Sequence[str], samples: Sequence[Sequence[Any]], before: Mapping[str, str] | None = None
) -> dict[str, Guess]:
    """The probable place of each field; `before` is what headers were taken for last time."""
    found: dict[str, Guess] = {}
    if before:
        for place, header in enumerate(headers):
            if (name := before.get(header)) and name not in found:
                found[name] = Guess(place, REMEMBERED)
        return found
    for name, places in places_of(kind, headers).items():
        found[name] = Guess(places[0], BY_HEADER)
    taken = {one.place for one in found.values()}
    free = [place for place in range(len(headers)) if place not in taken]
    for column in COLUMNS[kind]:
        tells = _TELLS.get(column.name)
        if column.name in found or tells is None:
            continue
        fitting = [place for place in free if _tells(tells, _values(samples, place))]
        if fitting:
            found[column.name] = Guess(fitting[0], BY_CONTENT)
            free.remove(fitting[0])
    return found


def _values(samples: Sequence[Sequence[Any]], place: int) -> list[Any]:
    return [line[place] for line in samples if place < len(line) and cells.text(line[place])]


def _tells(tells: Callable[[Any], bool], values: Sequence[Any]) -> bool:
    return len(values) >= LEAST_SAMPLES and sum(map(tells, values)) >= ENOUGH * len(values)


def _cleans(clean: Callable[[Any], Any]) -> Callable[[Any], bool]:
    def tells(value: Any) -> bool:
        try:
            clean(value)
        except ValueError:
            return False
        return True

    return tells


def _number(value: Any) -> bool:
    return bool(_SERIAL.fullmatch(cells.code(value))) and not _cleans(cells.day)(value) and not _phone(value)


def _phone(value: Any) -> bool:
    return len(cells.plain(value)) >= known.SHORTEST_PHONE and _cleans(cells.phone)(value)


# Only what can be told apart: a date may be any date, a name any word.
_TELLS: dict[str, Callable[[Any], bool]] = {
    "phone": _phone,
    "province": lambda value: provinces.normalise(cells.plain(value)) is not None,
    "customer_class": _cleans(known.customer_class),
    "export": lambda value: cells.text(value) in ("是", "否"),
    "warranty_class": lambda value: not cells.text(value).isdigit() and cells.code(value) in known.WARRANTY_CLASSES,
    "number": _number,
    "serial": _number,
    "customer": _number,
    "name": lambda value: bool(_COMPANY.search(cells.text(value))),
    "ex_factory_on": lambda value: not isinstance(value, int | float) and _cleans(cells.day)(value),
    "starts_on": lambda value: not isinstance(value, int | float) and _cleans(cells.day)(value),
    "ends_on": lambda value: not isinstance(value, int | float) and _cleans(cells.day)(value),
    "address": lambda value: len(cells.text(value)) > 5 and len(_ADDRESS.findall(cells.text(value))) > 1,
    "install_address": lambda value: len(cells.text(value)) > 5 and len(_ADDRESS.findall(cells.text(value))) > 1,
}
