"""A wrong book is told everything that is wrong with it: path, line and message."""

from collections.abc import Callable
from pathlib import Path

import pytest

from rulebook.errors import BookErrors
from rulebook.loader import SHIPPED, load

FIRST = (SHIPPED / "equipment-maker.yaml").read_text(encoding="utf-8")
Errors = Callable[..., list[str]]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.fixture
def errors() -> Errors:
    """The messages of the first book after replacing pieces of its text."""

    def read(*swaps: tuple[str, str]) -> list[str]:
        text = FIRST
        for old, new in swaps:
            assert old in text, f"the book no longer says {old}"
            text = text.replace(old, new, 1)
        with pytest.raises(BookErrors) as caught:
            load(text)
        return [str(error) for error in caught.value.errors]

    return read


def test_the_shipped_template_loads_with_two_blanks() -> None:
    assert load(SHIPPED / "equipment-maker.yaml").blanks() == ("home_province", "old_part_return")


BANDS = (
    "bands: [{le: 300, by: service_supervisor}, {gt: 300, le: 1000, by: dept_head}, {gt: 1000, by: general_manager}]"
)


@pytest.mark.parametrize(
    ("bands", "index", "message"),
    [
        (
            "{le: 300, by: dept_head}, {gt: 400, by: general_manager}",
            1,
            "与上一档之间有缺口：上一档到 300（含），此档从 400（不含）",
        ),
        (
            "{le: 300, by: dept_head}, {gt: 200, by: general_manager}",
            1,
            "与上一档重叠：上一档到 300（含），此档从 200（不含）",
        ),
        (
            "{le: 300, by: dept_head}, {ge: 300, by: general_manager}",
            1,
            "与上一档重叠：上一档到 300（含），此档从 300（含）",
        ),
        (
            "{lt: 300, by: dept_head}, {gt: 300, by: general_manager}",
            1,
            "与上一档之间有缺口：上一档到 300（不含），此档从 300（不含）",
        ),
        ("{gt: 10, by: dept_head}", 0, "第一档必须从 0 开始"),
        ("{le: 300, by: dept_head}, {gt: 300, le: 1000, by: general_manager}", 1, "最后一档必须没有上限"),
        ("{by: dept_head}, {gt: 300, by: general_manager}", 1, "上一档没有上限，此档永远用不到"),
        (
            "{le: 300, by: dept_head}, {gt: 300, le: 200, by: dept_head}, {gt: 200, by: general_manager}",
            1,
            "上限不高于下限",
        ),
    ],
)
def test_bands_leave_no_gap_and_no_overlap(errors: Errors, bands: str, index: int, message: str) -> None:
    line = line_of(FIRST, BANDS)

    assert errors((BANDS, f"bands: [{bands}]")) == [f"第 {line} 行 approvals.parts_issue.bands[{index}]：{message}"]


def test_bands_may_meet_at_a_lower_bound() -> None:
    assert load(FIRST.replace(BANDS, "bands: [{lt: 300, by: dept_head}, {ge: 300, by: general_manager}]", 1))


@pytest.mark.parametrize(
    ("old", "new", "path", "message"),
    [
        ("calendar: always\n", "calender: always\n", "slas.arrival.calender", "未知的键"),
        ("calendar: always\n", "calendar: nights\n", "slas.arrival.calendar", "没有“nights”这个日历"),
        (
            "within: 12h}",
            "within: 12 hours}",
            "slas.arrival.targets[0].within",
            "“12 hours”不是期限，应如 12h、30m、3d、2w、6mo、1y、5wh、3wd",
        ),
        ("within: $overseas_arrival", "within: $overseas", "slas.arrival.targets[2].within", "没有参数 overseas"),
        ("zone: overseas, within", "zone: moon, within", "slas.arrival.targets[2].zone", "没有“moon”这个区域"),
        (
            "by: dept_head, within: $waiver_submit",
            "by: boss, within: $waiver_submit",
            "slas.arrival.excuse.by",
            "没有“boss”这个岗位",
        ),
        ("start: ticket.notified_at", "start: ticket.heard_at", "slas.arrival.start", "没有“ticket.heard_at”这个事实"),
        ("stop: [ticket.arrived]", "stop: [ticket.landed]", "slas.arrival.stop", "没有“ticket.landed”这个事件"),
        (
            "event: incident.conduct\n",
            "event: incident.rudeness\n",
            "consequences.conduct.event",
            "没有“incident.rudeness”这个事件",
        ),
        (
            "event: sla.arrival.missed\n",
            "event: sla.response.missed\n",
            "consequences.late_arrival.event",
            "slas 中没有“response”",
        ),
        (
            "when: {trip.return_allowed: {eq: false}}",
            "when: {ticket.urgent: {eq: false}}",
            'consequences.unallowed_return.when."ticket.urgent"',
            "事件 trip.returned 没有“ticket.urgent”这个事实",
        ),
        (
            "when: {trip.return_allowed: {eq: false}}",
            "when: {trip.return_allowed: {eq: never}}",
            'consequences.unallowed_return.when."trip.return_allowed"',
            "“trip.return_allowed”是 bool 类型，不能与 never 比较",
        ),
        (
            "when: {trip.return_allowed: {eq: false}}",
            "when: {trip.return_allowed: {is: false}}",
            'consequences.unallowed_return.when."trip.return_allowed".is',
            "未知的键",
        ),
        (
            "who: part.handler",
            "who: part.owner",
            "consequences.part_overdue.who",
            "事件 old_part.overdue 没有“part.owner”这个事实",
        ),
        (
            "{debit: {equal: part.slip_price}}",
            "{debit: {equal: incident.proceeds}}",
            "consequences.part_overdue.do[0]",
            "事件 old_part.overdue 没有“incident.proceeds”这个事实",
        ),
        (
            "{debit: {equal: part.slip_price}}",
            "{debit: {fixed: 1, free: true}}",
            "consequences.part_overdue.do[0].debit",
            "金额只能写一种：fixed、range、free、percent、percent_range、times、equal、difference、choose",
        ),
        (
            "{debit: {equal: part.slip_price}}",
            "{debit: {range: [9, 2]}}",
            "consequences.part_overdue.do[0].debit",
            "下限 9 高于上限 2",
        ),
        (
            "{debit: {equal: part.slip_price}}",
            "{debit: {fixed: ten}}",
            "consequences.part_overdue.do[0].debit.fixed",
            "“ten”不是数字",
        ),
        ("counts: [deserted]", "counts: [deserting]", "escalations.desertion.counts", "没有“deserting”这项后果"),
        (
            "members: [summary_late, summary_careless]",
            "members: [summary_late, summary_lazy]",
            "groups.summary.members",
            "没有“summary_lazy”这项后果",
        ),
        (
            "same_by: [month, person]",
            "same_by: [trip, person]",
            "groups.summary.same_by",
            "后果 summary_careless 的事件没有“trip”这个事实",
        ),
        (
            "every: half_year\n    survey: visit",
            "every: half_year\n    survey: call",
            "obligations.visit_b.survey",
            "没有“call”这份问卷",
        ),
        (
            "{otherwise: true, for: 18mo}",
            "{when: {machine.export: {eq: true}}, for: 18mo}",
            "warranty.terms[2]",
            "最后一项必须是 otherwise: true",
        ),
        ("value: 60, origin: text", "value: sixty, origin: text", "params.trip_min_days", "“sixty”不是 int 类型的值"),
        (
            "per_ticket: 同一工单累计}, value: per_request",
            "per_ticket: 同一工单累计}, value: yearly",
            "params.approval_aggregate",
            "“yearly”不是 choice 类型的值",
        ),
        ("why: 一次未接不足以证明联系不上", "title2: x", "params.contact_attempts_min.title2", "未知的键"),
        (
            "value: 7, origin: text",
            "value: 7, origin: reading",
            "params.leave_max_days",
            "origin: reading 的参数须写明理由 why",
        ),
        ("tz: Asia/Shanghai", "tz: Asia/Atlantis", "tz", "没有“Asia/Atlantis”这个时区"),
        (
            "detect: auto\n    decide: dept_head\n    do: [{fine: {fixed: 1000}}]",
            "detect: auto\n    do: [{fine: {fixed: 1000}}]",
            "consequences.late_arrival.decide",
            "缺少必填项",
        ),
        ('"8.3": [statement]', '"8.3": []', 'coverage."8.3"', "须写明由什么执行，或写 statement"),
        ('"8.3": [statement]', '"8.3": [slas.speed]', 'coverage."8.3"[0]', "制度中没有“slas.speed”"),
        ('"8.3": [statement]', '"8.3": [statement, zones]', 'coverage."8.3"', "statement 不能与其他并列"),
    ],
)
def test_each_mistake_is_told_with_its_place(errors: Errors, old: str, new: str, path: str, message: str) -> None:
    found = errors((old, new))

    assert any(f" {path}：{message}" in error and error.startswith("第 ") for error in found), found


def test_the_line_is_that_of_the_mistake(errors: Errors) -> None:
    line = line_of(FIRST, "counts: [deserted]")

    assert errors(("counts: [deserted]", "counts: [deserting]")) == [
        f"第 {line} 行 escalations.desertion.counts：没有“deserting”这项后果"
    ]


def test_a_clause_that_nothing_covers_is_told(errors: Errors) -> None:
    found = errors(('  "8.3": [statement]\n', ""))

    line = line_of(FIRST, '"8.3": {title')
    assert found == [f'第 {line} 行 clauses."8.3"：条款 8.3 未列入 coverage']


def test_a_clause_cited_but_not_covered_is_told(errors: Errors) -> None:
    found = errors(('clause: "9.7"\n    title: 不服从派工', 'clause: "9.13"\n    title: 不服从派工'))

    assert found[0].endswith("consequences.disobeyed_dispatch.clause：条款 9.13 未列入 coverage")


def test_a_clause_covered_twice_is_told(errors: Errors) -> None:
    found = errors(('  "8.4": [checklists', '  "8.3": [statement]\n  "8.4": [checklists'))

    assert [error.split(" 行 ")[1] for error in found] == ['coverage."8.3"：条款 8.3 出现了两次']


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"6.10": [workflow.ticket]', "6.10: [workflow.ticket]", "键 6.10 必须加引号（6.10 不加引号会读成 6.1）"),
        ('"6.10": {title: 现场服务', "6.10: {title: 现场服务", "键 6.10 必须加引号（6.10 不加引号会读成 6.1）"),
        (
            'clause: "9.10"\n    title: 急需服务未及',
            "clause: 9.10\n    title: 急需服务未及",
            "条款号 9.1 必须加引号（6.10 不加引号会读成 6.1）",
        ),
        ('"8.3": [statement]', "on: [statement]", "“on”在 YAML 中是真假值，不能作键"),
        ('"8.3": [statement]', "no: [statement]", "“no”在 YAML 中是真假值，不能作键"),
        (
            'value: "24:00", origin: reading, clause: "9.4"',
            'value: 24:00, origin: reading, clause: "9.4"',
            "时刻 24:00 必须加引号，否则会读成数字",
        ),
        ("required: true, clause", "required: yes, clause", "“yes”在 YAML 中是真假值，请写 true、false 或加引号"),
        ('clause: "6.6"', "clause: six", '“six”不是条款号，应如 "6.2" 或 "5, 6.2"'),
    ],
)
def test_the_traps_of_yaml_are_told(errors: Errors, old: str, new: str, message: str) -> None:
    assert any(message in error for error in errors((old, new)))


def test_every_mistake_is_told_at_once_in_the_order_of_the_file(errors: Errors) -> None:
    found = errors(("within: 12h}", "within: soon}"), ("fixed: 1000", "fixed: much"), ("tz: Asia/Shanghai", "tz: Mars"))

    assert [error.split(" 行 ")[1].split("：")[0] for error in found] == [
        "tz", "slas.arrival.targets[0].within", "consequences.late_arrival.do[0].fine.fixed",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["a: [1\nb: 2\n", "- a\n- b\n", "just\nwords\n"])
def test_what_is_no_mapping_is_told(text: str) -> None:
    with pytest.raises(BookErrors) as caught:
        load(text)

    assert len(caught.value.errors) == 1


def test_a_variant_extends_a_shipped_book(tmp_path: Path) -> None:
    path = tmp_path / "variant.yaml"
    path.write_text(
        "extends: equipment-maker\nid: variant\noverrides:\n  home_province: 四川省\n"
        "  slas.arrival.targets:\n    - {zone: in_province, within: 6h}\n    - {zone: out_province, within: 24h}\n"
        "    - {zone: overseas, within: 5d}\n",
        encoding="utf-8",
    )

    book = load(path)

    assert (book.id, book.param("home_province"), len(book.consequences)) == ("variant", "四川省", 42)
    assert book.slas["arrival"].targets[0].within is not None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("extends: nobody\nid: variant\n", "没有随产品提供的制度“nobody”"),
        ("extends: equipment-maker\nid: variant\noverrides:\n  moon.phase: full\n", "制度中没有“moon.phase”"),
    ],
)
def test_a_variant_of_nothing_is_told(text: str, message: str) -> None:
    with pytest.raises(BookErrors) as caught:
        load(text)

    assert any(message in str(error) for error in caught.value.errors)
