"""A file of one year's public holidays and make-up workdays: the columns date, working and name."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.errors import OutOfRange
from core.tables_io import read_table

HEADERS = {"date": ("date", "日期"), "working": ("working", "上班", "是否上班"), "name": ("name", "名称", "节日")}
WORKED = frozenset({"1", "true", "yes", "是", "上班", "调休", "班"})
FREE = frozenset({"0", "false", "no", "否", "放假", "休息", "休"})


@dataclass(frozen=True)
class FileDay:
    date: date
    working: bool
    name: str


def read_year(content: bytes) -> tuple[int, list[FileDay]]:
    """The year and its days in order; raises OutOfRange with every line that cannot be read, and takes nothing then."""
    table = read_table(content)
    columns = _columns([str(header).strip().lower() for header in table.headers])
    days: list[FileDay] = []
    problems: list[str] = []
    for number, cells in enumerate(table.rows, start=1):
        values = [str(cells[index]).strip() if index < len(cells) else "" for index in columns]
        if not any(values):
            continue
        try:
            days.append(_day(*values))
        except ValueError as error:
            problems.append(_("第 %(row)d 行：%(what)s") % {"row": number, "what": error})
    _refuse(problems or _whole(days))
    return days[0].date.year, sorted(days, key=lambda day: day.date)


def _columns(headers: list[str]) -> list[int]:
    found = [next((headers.index(name) for name in names if name in headers), -1) for names in HEADERS.values()]
    missing = [names[0] for names, index in zip(HEADERS.values(), found, strict=True) if index < 0]
    if missing:
        _refuse([_("缺少列 %(names)s，表头应为 date,working,name") % {"names": "、".join(missing)}])
    return found


def _day(day: str, working: str, name: str) -> FileDay:
    try:
        # A workbook gives a date with its midnight.
        parsed = date.fromisoformat(day[:10].replace("/", "-"))
    except ValueError:
        raise ValueError(_("“%(day)s”不是日期，应如 2027-01-01") % {"day": day}) from None
    told = working.lower()
    if told not in WORKED | FREE:
        raise ValueError(_("“%(working)s”应为 true（上班）或 false（放假）") % {"working": working})
    if not name:
        raise ValueError(_("缺少名称"))
    return FileDay(parsed, told in WORKED, name[:100])


def _whole(days: list[FileDay]) -> list[str]:
    """What is wrong with the file as a whole."""
    if not days:
        return [_("文件中没有任何日期")]
    years = sorted({day.date.year for day in days})
    if len(years) > 1:
        return [_("文件里有 %(years)s 几个年份，请每年一个文件") % {"years": "、".join(map(str, years))}]
    if len({day.date for day in days}) < len(days):
        return [_("同一日期出现了两次")]
    return [] if any(not day.working for day in days) else [_("文件中没有任何放假日")]


def _refuse(problems: list[Any]) -> None:
    if problems:
        raise OutOfRange("；".join(map(str, problems[:10])), details={"file": str(problems[0])})
