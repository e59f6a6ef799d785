"""What people type into a cell of a table, turned into values; every refusal says what to write instead.

Cleaning twice gives the same as cleaning once. `prose` leaves Chinese punctuation alone, `plain` is for numbers and
codes.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from core.money import yuan

FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2100, 12, 31)
MOST_MONEY = Decimal("9999999999.99")
SHORTEST_LAND_LINE = 10

# Invisible marks, bidirectional overrides and lone surrogates: none can be read, some cannot be stored.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_LINES = re.compile("[\t\n\x0b\x0c\r\x85\u2028\u2029]+")
_HALF = {0xFF10 + i: 0x30 + i for i in range(10)} | {
    wide + i: half + i for wide, half in ((0xFF21, 0x41), (0xFF41, 0x61)) for i in range(26)
}
_UPPER = {0x61 + i: 0x41 + i for i in range(26)}
_DAY = re.compile(
    r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月)(\d{1,2})日?(?:T?00:00(?::00(?:\.0+)?)?)?"
)
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
_SERVICE_LINE = re.compile(r"[48]00\d{7}")
_LAND_LINE = re.compile(r"(?:(?:\+|00)86)?0?(10|2\d|[3-9]\d{2})(\d{7,8})")
_ABROAD = re.compile(r"(?:\+|00)(?!86)([1-9]\d{5,14})")
_EXTENSION = re.compile(r"(.+?)(?:-|#|转|分机|EXT\.?|X)[:\-]?(\d{1,6})")
_YES, _NO = {"是", "Y", "YES", "TRUE", "1", "有", "√", "✓"}, {"否", "N", "NO", "FALSE", "0", "无", "×"}


class CellError(ValueError):
    """The cell cannot be used; the message tells the reader what to write instead."""


def text(value: Any) -> str:
    """The cell as one line of visible text without spaces around it; otherwise as given."""
    if isinstance(value, str) and value.isprintable():  # nearly every cell; nothing to take out
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == value.min.time():
        return value.date().isoformat()
    return _LINES.sub(" ", _UNSEEN.sub("", str(value))).strip()


def prose(value: Any) -> str:
    """A name or an address: full-width digits and letters become half-width, everything else stays."""
    return text(value).translate(_HALF)


def plain(value: Any) -> str:
    """A number or a code: compatibility forms and inner spaces are gone."""
    written = text(value)
    if written.isascii():
        return "".join(written.split())
    # Twice, because taking spaces out can bring a letter and its accent together.
    once = "".join(unicodedata.normalize("NFKC", written).split())
    return text(unicodedata.normalize("NFKC", once))


def code(value: Any) -> str:
    """`plain` in capital letters, as serial numbers are compared."""
    return plain(value).translate(_UPPER)


def day(value: Any) -> date:
    """A calendar day: a date cell, 2024-01-31, 2024/1/31, 2024.1.31, 2024年1月31日, 20240131 or Excel's day count."""
    found = _day(value)
    if found is None or not FIRST_DAY <= found <= LAST_DAY:
        raise CellError(_("不是有效日期，请写成 2024-01-31 的形式"))
    return found


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    written = plain(value)
    match = _DAY.fullmatch(written) or _COMPACT_DAY.fullmatch(written)
    if match:
        year, month, last = (int(part) for part in match.groups() if part)
        try:
            return date(year, month, last)
        except ValueError:
            return None
    if isinstance(value, int | float) and 0 < value < 100_000:
        return date(1899, 12, 30) + timedelta(days=int(value))
    return None


def amount(value: Any) -> Decimal:
    """Yuan with two places, rounded half up; ¥, 元 and thousands separators are allowed."""
    written = plain(value).replace(",", "").removeprefix("¥").removeprefix("CNY").removeprefix("RMB").removesuffix("元")
    try:
        number = Decimal(written) if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", written) else None
    except InvalidOperation:
        number = None
    if number is None:
        raise CellError(_("不是金额，请只写数字，例如 52000.00"))
    if not 0 <= number <= MOST_MONEY:
        raise CellError(_("金额不能为负，也不能超过 9999999999.99"))
    return yuan(number)


def flag(value: Any) -> bool:
    """Yes or no."""
    written = code(value)
    if written not in _YES | _NO:
        raise CellError(_("请填写“是”或“否”"))
    return written in _YES


def phone(value: Any) -> str:
    """A telephone number in the one form in which it is stored and searched.

    Mobile 13800138000, land line 023-68001234 or 023-68001234-801, service line 4008001234, abroad +49301234567.
    """
    written = code(value).replace("(", "").replace(")", "").replace("—", "-").replace("–", "-")
    digits = _bare(written)
    if match := _MOBILE.fullmatch(digits):
        return match[1]
    if match := _SERVICE_LINE.fullmatch(digits):
        return match[0]
    if match := _ABROAD.fullmatch(digits):
        return f"+{match[1]}"
    return _land_line(written)


def _land_line(written: str) -> str:
    body, extension = written, ""
    split = _EXTENSION.fullmatch(written)
    # 023-6800-1234 ends in a group of digits too: only what follows a whole number is an extension.
    if split and len(_bare(split[1])) >= SHORTEST_LAND_LINE:
        body, extension = split[1], f"-{split[2]}"
    match = _LAND_LINE.fullmatch(_bare(body))
    if not match or not body.startswith(("0", "+86")):
        raise CellError(_("不是有效电话，请填写 11 位手机号，或带区号的座机（如 023-68001234-801）"))
    return f"0{match[1]}-{match[2]}{extension}"


def _bare(written: str) -> str:
    return re.sub(r"[-.]", "", written)


def masked_phone(number: str) -> str:
    """138****8000: enough to recognise, too little to call."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 9 else "****" if number else ""
