"""The runner: clock, timers, refusals and rollback; a scenario that must fail fails."""

from datetime import timedelta

import pytest

from core import clock, journal
from core.errors import NotAllowed
from core.subjects import Subject
from scenarios import runner, traces, verbs
from scenarios.runner import play_all
from scenarios.texts import PLAIN
from scenarios.times import moment
from scenarios.verbs.registry import VERBS
from tests.scenarios.conftest import OPENING, REPORT


@pytest.fixture
def play(stage):
    """Plays a story on the module's stage."""
    return lambda story: runner.play(story, stage)


DISPATCH = '{at: "2026-03-02 08:10:00", by: liaison, do: dispatch, ticket: T1, with: {engineer: e1}}'
LATE = '{at: "2026-03-02 21:00:00", by: e1, do: arrive, ticket: T1}'
FINE = '{clause: "6.2", person: e1, amount: 1000.00, state: proposed}'


def expecting(entries):
    return f"expect: {{penalties: {{of: T1, are: [{entries}]}}}}"


def deadline(state, at=None):
    when = f'at: "{at}", ' if at else ""
    return f'{{{when}expect: {{deadline: {{of: T1, kind: arrival, due: "2026-03-02 20:00:00", state: {state}}}}}}}'


def test_a_story_that_holds_passes_and_leaves_nothing_behind(play, scenario):
    play(scenario(REPORT))
    before = traces.fingerprint()

    result = play(scenario(REPORT, DISPATCH, LATE, expecting(FINE)))

    assert result.line() == "ok   a story"
    assert traces.changed(before) == []


@pytest.mark.parametrize(
    "wrong",
    ["", FINE.replace("1000.00", "999.99"), FINE.replace("1000.00", "1000.001"), FINE.replace("e1", "e2"),
     FINE.replace("proposed", "confirmed"), f"{FINE}, {FINE}", FINE.replace("state:", "kind: debit, state:"),
     FINE.replace("state:", "off_post: true, state:"), FINE.replace("amount: 1000.00", "range: [0, 1000.00]")],
)  # fmt: skip
def test_a_story_that_expects_other_penalties_fails_at_its_step(play, scenario, wrong):
    line = play(scenario(REPORT, DISPATCH, LATE, expecting(wrong))).line()

    assert line.startswith("FAIL a story … step 4: expected penalties [")
    assert line.endswith("got [{clause: 6.2, person: e1, state: proposed, amount: 1000.00}]")


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("ticket: {T1: {state: working}}", "expected ticket T1 state working got dispatched"),
        ("ticket: {T1: {engineer: e2}}", "expected ticket T1 engineer e2 got e1"),
        ("ticket: {T1: {in_warranty: unknown}}", "expected ticket T1 in_warranty unknown got True"),
        ("notified: {person: e2, about: dispatched}", "expected e2 notified about dispatched got nothing"),
        ("logged: {of: T1, do: dispatch, times: 2}", "expected dispatch of T1 logged 2 times got 1"),
        ("warning: {of: T1, code: out_of_warranty}", "expected warning out_of_warranty of T1 got none"),
        ("person: {e1: {status: off_post}}", "expected person e1 off_post got active"),
        (
            'total: {person: e1, month: "2026-03", penalties: 0.01}',
            "penalties of e1 in 2026-03 0.01 got 0.00",
        ),
        (
            'deadline: {of: T1, kind: arrival, due: "2026-03-02 20:00:00.001", state: open}',
            "got 2026-03-02 20:00:00",
        ),
    ],
)
def test_every_check_can_fail(play, scenario, check, said):
    assert said in play(scenario(REPORT, DISPATCH, f"expect: {{{check}}}")).message


def test_all_that_is_wrong_in_a_step_is_told(play, scenario):
    wrong = "expect: {ticket: {T1: {state: closed, cycle: 2}}}"

    assert play(scenario(REPORT, wrong)).message == (
        "expected ticket T1 state closed got reported; expected ticket T1 cycle 2 got 1"
    )


def test_a_timer_fires_after_its_instant_and_not_at_it(play, scenario):
    steps = [deadline("open", "2026-03-02 20:00:00"), deadline("missed", "2026-03-02 20:00:00.000001")]

    assert play(scenario(REPORT, DISPATCH, *steps)).ok


def test_milliseconds_count(play, scenario):
    late = LATE.replace("21:00:00", "20:00:00.001")

    assert play(scenario(REPORT, DISPATCH, late, deadline("missed"))).ok
    assert play(scenario(REPORT, DISPATCH, late.replace("20:00:00.001", "19:59:59.999"), deadline("met"))).ok


def test_the_clock_may_be_set_to_the_end_of_a_day(play, scenario):
    result = play(
        scenario(REPORT, DISPATCH, '{at: "2026-03-02 24:00", by: e1, do: arrive, ticket: T1}', deadline("missed"))
    )

    assert result.ok


def test_the_clock_is_given_back(play, scenario):
    before = clock.now()
    play(scenario(REPORT))

    assert clock.now() - before < timedelta(minutes=1)


def test_the_clock_stands_where_the_last_step_put_it(play, scenario, monkeypatch):
    seen = []
    monkeypatch.setitem(VERBS, "accept", lambda act: seen.append((clock.now(), act.by["now"])))
    play(scenario(REPORT, DISPATCH, "{by: e1, do: accept, ticket: T1}"))

    assert seen == [(moment("2026-03-02 08:10:00"), moment("2026-03-02 08:10:00"))]


def test_params_fill_the_blanks_of_the_book(play, scenario):
    told = OPENING + "params: {overseas_arrival: 72h}"
    due = 'expect: {deadline: {of: T1, kind: arrival, due: "2026-03-05 08:00:00", state: open}}'

    assert play(scenario(REPORT.replace("P1", "P3"), due, opening=told)).ok
    assert not play(scenario(REPORT.replace("P1", "P3"), due)).ok


def test_given_changes_the_cast(play, scenario):
    told = OPENING + 'given: {products: {P1: {ex_factory: "2024-01-31"}}}'
    ends = 'expect: {ticket: {T1: {in_warranty: false, warranty_ends: "2025-07-31"}}}'

    assert play(scenario(REPORT, ends, opening=told)).ok
    assert not play(scenario(REPORT, ends)).ok


@pytest.mark.parametrize("refused", ["true", "not_allowed"])
def test_a_refusal_is_what_it_expects(play, scenario, refused):
    step = DISPATCH.replace("by: liaison", "by: salesperson").replace("with:", f"refused: {refused}, with:")

    assert play(scenario(REPORT, step)).ok


def test_another_code_than_expected_fails(play, scenario):
    step = DISPATCH.replace("by: liaison", "by: salesperson").replace("with:", "refused: own_case, with:")

    assert play(scenario(REPORT, step)).message.startswith("expected refusal own_case got not_allowed")


def test_an_act_that_should_have_been_refused_fails(play, scenario):
    step = DISPATCH.replace("with:", "refused: true, with:")

    assert play(scenario(REPORT, step)).message == "expected refusal of dispatch, but it was done"


def test_an_unexpected_refusal_tells_code_and_reason(play, scenario):
    result = play(scenario(REPORT, DISPATCH.replace("by: liaison", "by: salesperson")))

    assert (result.step, result.message.split(": ")[:2]) == (2, ["dispatch was refused", "not_allowed"])


def _careless(act):
    ticket = act.object("ticket")
    journal.record(Subject.of(ticket), "cancel", actor=act.by["actor"], now=act.by["now"])
    raise NotAllowed


def _silent(act):
    ticket = act.object("ticket")
    type(ticket).objects.filter(pk=ticket.pk).update(fault="changed")
    raise NotAllowed


@pytest.mark.parametrize(("verb", "trace"), [(_careless, "core.JournalEntry"), (_silent, "tickets.Ticket")])
def test_a_refused_act_that_leaves_a_trace_fails(play, scenario, monkeypatch, verb, trace):
    monkeypatch.setitem(VERBS, "cancel", verb)
    step = '{at: "2026-03-02 08:10:00", by: clerk, do: cancel, ticket: T1, with: {reason: x}, refused: true}'
    message = play(scenario(REPORT, step)).message

    assert message.startswith("the refused cancel left a trace in")
    assert trace in message


@pytest.mark.django_db
def test_a_defect_of_the_product_fails_its_scenario_only(write, monkeypatch):
    def broken(act):
        raise ZeroDivisionError("once")

    monkeypatch.setitem(VERBS, "accept", broken)
    file = write(REPORT, DISPATCH, "{by: e1, do: accept, ticket: T1}")
    with file.open("a", encoding="utf-8") as more:
        more.write(f"---\nscenario: another\nclause: '5'\nsteps:\n  - {REPORT}\n")

    assert [result.line() for result in play_all([file])] == [
        "FAIL a story … step 3: ZeroDivisionError: once", "ok   another",
    ]  # fmt: skip


@pytest.mark.parametrize("refused", ["", "refused: true, "])
def test_a_verb_of_a_later_part_fails_and_never_passes(play, scenario, monkeypatch, refused):
    monkeypatch.delitem(VERBS, "take_leave", raising=False)
    leave = 'with: {engineer: e1, from: "2026-03-03", to: "2026-03-04"}'
    step = f'{{at: "2026-03-02 08:00:00", by: quality_supervisor, do: take_leave, {refused}{leave}}}'
    result = play(scenario(step))

    assert result.line() == "FAIL a story … step 1: not built yet: take_leave"
    assert result.not_built


@pytest.mark.django_db
def test_a_name_told_twice_is_an_error(write):
    files = [write(REPORT, name="one.yaml"), write(REPORT, name="two.yaml")]

    assert [result.ok for result in play_all(files)] == [True, False]
    assert "also in" in list(play_all(files))[1].message


def test_unknown_words_fail_before_anything_runs(play, scenario, monkeypatch):
    monkeypatch.setattr(verbs, "do", None)
    result = play(scenario(REPORT, DISPATCH.replace("dispatch", "despatch")))

    assert result.line() == "FAIL a story … step 2: unknown verb despatch"


def test_a_blank_text_reaches_the_service_and_is_not_judged_by_the_runner(play, scenario, monkeypatch):
    seen = []
    monkeypatch.setitem(VERBS, "cancel", lambda act: seen.append(act.given("reason")))
    step = '{{at: "2026-03-02 08:10:00", by: supervisor, do: cancel, ticket: T1, with: {{{}}}}}'
    play(scenario(REPORT, step.format('reason: ""'), step.format("")))

    assert [told["reason"] for told in seen] == ["", PLAIN["reason"]]


def test_a_refused_act_without_what_it_needs_is_incomplete(play, scenario):
    step = '{at: "2026-03-02 08:10:00", by: liaison, do: dispatch, ticket: T1, refused: incomplete}'

    assert play(scenario(REPORT, step)).ok


def test_ordinary_answers_stand_for_yes_and_no_left_out(play, scenario):
    work = [
        '{at: "2026-03-02 11:00:00", by: e1, do: arrive, ticket: T1}',
        '{at: "2026-03-02 11:30:00", by: e1, do: start_work, ticket: T1}',
        '{at: "2026-03-02 12:00:00", by: e1, do: sign_card, card: C1, ticket: T1}',
        "{by: clerk, do: receive_card, card: C1}",
        "expect: {document: {C1: received}, credits: {C1: {workload: true, commission: true}}}",
    ]

    assert play(scenario(REPORT, DISPATCH, *work)).ok


def test_one_file_is_handed_in_where_none_is_counted(play, scenario):
    proof = '{at: "2026-03-03 09:00:00", by: e1, do: file_proof, proof: W1, ticket: T1}'

    assert play(scenario(REPORT, DISPATCH, LATE, proof, "expect: {document: {W1: submitted}}")).ok
    none = proof.replace("ticket: T1", "ticket: T1, with: {files: 0}, refused: incomplete")
    assert play(scenario(REPORT, DISPATCH, LATE, none)).ok
