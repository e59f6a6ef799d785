"""Unknown words are errors of the scenario, found before anything of it runs."""

from decimal import Decimal
from pathlib import Path

import pytest

from scenarios.errors import FormatError
from scenarios.format import read
from scenarios.reading import SHIPPED, scenario_files
from scenarios.validation import validate
from tests.scenarios.conftest import OPENING, REPORT

DISPATCH = '{at: "2026-03-02 08:10:00", by: liaison, do: dispatch, ticket: T1, with: {engineer: e1}}'


def problem(scenario):
    with pytest.raises(FormatError) as caught:
        validate(scenario)
    return str(caught.value)


@pytest.mark.parametrize("file", sorted((SHIPPED / "equipment-maker").glob("*.yaml")), ids=lambda file: file.stem)
def test_every_shipped_scenario_is_valid(file):
    for scenario in read(file):
        validate(scenario)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (REPORT.replace("report_fault", "report_falt"), "unknown verb report_falt"),
        (REPORT.replace("by:", "bye:"), "unknown key bye"),
        (REPORT.replace("serial: P1", "serial: P1, colour: red"), "report_fault has no field colour"),
        (REPORT.replace("serial: P1", ""), "report_fault needs serial"),
        (REPORT.replace("liaison", "nobody"), "nobody is not one of the people"),
        (REPORT.replace("P1", "P77"), "P77 is not one of the products"),
        (REPORT.replace("ticket: T1, ", ""), "report_fault needs a label for ticket"),
        (REPORT.replace("ticket: T1", "ticket: T1, card: C1"), "report_fault takes no card"),
        (REPORT.replace('at: "2026-03-02 08:00:00", ', ""), "the first step has no time"),
        (REPORT.replace('"2026-03-02 08:00:00"', "2026-03-02"), "is not a quoted time"),
        (REPORT.replace("with:", "refused: perhaps, with:"), "unknown error code perhaps"),
        (DISPATCH, "T1 is no ticket yet"),
        ('{at: "2026-03-02 08:00:00"}', "neither acts nor expects"),
        ('{at: "2026-03-02 08:00:00", by: liaison, expect: {}}', "by without an act"),
    ],
)
def test_a_wrong_act_is_named_with_its_step(scenario, step, said):
    read_ = scenario(step)

    assert said in problem(read_)


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("weather: {of: T1}", "unknown check weather"),
        ("ticket: {T2: {state: reported}}", "ticket: T2 is not bound"),
        ("ticket: {T1: {colour: red}}", "ticket has no field colour"),
        ("deadline: {of: T1, kind: arrival}", "deadline needs state"),
        ("deadline: {of: T1, kind: lunch, state: open}", "unknown kind or state in lunch"),
        ('deadline: {of: T1, kind: arrival, state: open, due: "noon"}', "is not a quoted time"),
        ("penalties: {of: T1, are: [{clause: 6.10, person: e1, state: proposed}]}", "no quoted clause"),
        ('penalties: {of: T1, are: [{clause: "6.2", person: e9, state: proposed}]}', "unknown person e9"),
        (
            'penalties: {of: T1, are: [{clause: "6.2", person: e1, cost: 3, state: proposed}]}',
            "no field cost",
        ),
        ("penalties: {person: e1, clause: 9.1, are: []}", "clause is not quoted"),
        ("notified: {person: nurse, about: dispatched}", "unknown person nurse"),
        ("person: {e9: {status: active}}", "e9 is not bound"),
    ],
)
def test_a_wrong_expectation_is_named(scenario, check, said):
    read_ = scenario(REPORT, f"expect: {{{check}}}")

    assert said in problem(read_)


def test_a_role_may_stand_for_a_person_in_notified_only(scenario):
    validate(scenario(REPORT, "expect: {notified: {person: field_engineer, about: bulletin}}"))

    assert "unknown person" in problem(scenario(REPORT, 'expect: {total: {person: field_engineer, month: "2026-03"}}'))


def test_steps_do_not_go_back_in_time(scenario):
    with pytest.raises(FormatError, match="goes back in time") as caught:
        validate(scenario(REPORT, DISPATCH.replace("08:10", "07:10")))

    assert caught.value.step == 2


def test_a_label_is_bound_once_and_never_by_a_refused_act(scenario):
    assert "T1 is bound twice" in problem(scenario(REPORT, REPORT))
    refused = REPORT.replace("with:", "refused: not_allowed, with:")
    assert "T1 is no ticket yet" in problem(scenario(refused, DISPATCH))


def test_a_refused_act_may_leave_out_what_it_would_need(scenario):
    validate(scenario(REPORT.replace("with: {serial: P1}", "refused: incomplete")))


@pytest.mark.parametrize(
    ("opening", "said"),
    [
        (OPENING + "colour: red", "unknown key colour"),
        ("clause: '6.2'", "missing key scenario"),
        (OPENING.replace('"6.2"', "6.2"), "the clause is not quoted"),
        (OPENING + "given: {animals: {}}", "given has an unknown key animals"),
        (OPENING + "given: {people: {e1: gone}}", "given.people is not a mapping of mappings"),
    ],
)
def test_wrong_keys_at_the_top_are_named(scenario, opening, said):
    assert said in problem(scenario(REPORT, opening=opening))


def test_a_key_written_twice_is_an_error_and_not_a_silent_loss(scenario):
    assert "is written twice" in problem(scenario(REPORT.replace("by: liaison", "by: clerk, by: liaison")))


def test_a_file_that_is_no_yaml_is_one_failing_scenario(tmp_path):
    file = tmp_path / "broken.yaml"
    file.write_text("steps: [", "utf-8")

    assert "broken.yaml" in read(file)[0].name
    assert problem(read(file)[0])


def test_amounts_are_decimals_to_the_last_digit(scenario):
    told = "incident: I1, with: {kind: conduct, person: e1, proceeds: 300.10}"
    step = f'{{at: "2026-03-02 08:00:00", by: liaison, do: record_incident, {told}}}'

    assert scenario(step).steps[0].fields["proceeds"] == Decimal("300.10")


def test_given_changes_single_fields_and_adds_entries(scenario):
    told = (
        OPENING
        + 'given: {products: {P1: {ex_factory: "2026-01-31"}, P9: {customer: c1}}}\nparams: {old_part_return: 10d}'
    )
    cast = scenario(REPORT, opening=told).cast

    assert (cast["products"]["P1"]["customer"], cast["products"]["P1"]["ex_factory"]) == ("c1", "2026-01-31")
    assert cast["products"]["P9"] == {"customer": "c1"}
    assert cast["params"] == {"home_province": "重庆市", "old_part_return": "10d"}


def test_the_cast_beside_a_file_comes_before_the_shipped_one(tmp_path, write):
    shipped = (SHIPPED / "cast.yaml").read_text("utf-8")
    (tmp_path / "cast.yaml").write_text(shipped.replace("示范设备有限公司", "别家公司"), "utf-8")

    assert read(write(REPORT))[0].cast["company"]["name"] == "别家公司"


def test_folders_are_searched_and_each_file_is_taken_once(tmp_path, write):
    file = write(REPORT)
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "cast.yaml").write_text("people: {}", "utf-8")

    assert list(scenario_files([tmp_path, file, Path(str(tmp_path))])) == [file]
