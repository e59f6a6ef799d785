"""What the first book makes of events: everything that the stories of offences expect."""

from typing import Any

import pytest

from rulebook.amounts import resolve
from rulebook.book import Book, validated
from rulebook.changes import changed
from rulebook.consequences import Match, matching
from rulebook.groups import group_of

LATE = {"ticket.urgent": False, "deadline.by_hand": False}
STATIONED = {"incident.person_kind": "company_stationed", "incident.claim": True}


def told(match: Match, facts: dict[str, Any]) -> tuple[Any, ...]:
    done = [resolve(effect, facts) for effect in match.effects]
    sums = [
        one.get("amount") or (one["low"], one["high"]) if one["mode"] not in ("none", "free") else one["do"]
        for one in done
    ]
    return match.id, match.clause, match.who, match.decide, sums


def proposed(book: Book, event: str, facts: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [told(match, facts) for match in matching(book, event, facts)]


def test_a_late_arrival_costs_a_thousand(book: Book) -> None:
    assert proposed(book, "sla.arrival.missed", LATE) == [
        ("late_arrival", "6.2", "ticket.engineer", "dept_head", ["1000.00"])
    ]


def test_an_urgent_one_matches_two_clauses_of_one_group(book: Book) -> None:
    found = matching(book, "sla.arrival.missed", LATE | {"ticket.urgent": True})
    group = group_of(book, "late_arrival")

    assert [match.clause for match in found] == ["6.2", "9.10"]
    assert group is not None
    assert group == group_of(book, "urgent_late")
    assert (group.members, group.waive_together) == (("late_arrival", "urgent_late"), True)


def test_a_clock_set_by_hand_proposes_nothing(book: Book) -> None:
    facts = {"ticket.urgent": True, "deadline.by_hand": True}

    assert matching(book, "sla.arrival.missed", facts) == []


@pytest.mark.parametrize(
    ("kind", "facts", "clause", "amount"),
    [
        ("message_falsified", {}, "9.1", "500.00"),
        ("report_refused_loss", {"incident.assessed_loss": "2400.00"}, "9.3", "2400.00"),
        ("card_falsified", {}, "9.5", "500.00"),
        ("sheet_falsified", {}, "9.5", "500.00"),
        ("conduct", {}, "9.6", "500.00"),
        ("disobeyed_dispatch", {}, "9.7", "1000.00"),
        ("no_effective_measure", {"ticket.urgent": True}, "9.10", "500.00"),
        ("deserted_with_claim", STATIONED, "9.10", ("1000.00", "2000.00")),
        ("other_brand_repair", {}, "9.11", "5000.00"),
    ],
)
def test_incidents_have_their_price(book: Book, kind: str, facts: dict[str, Any], clause: str, amount: Any) -> None:
    ((_, cited, _, decider, amounts),) = proposed(book, f"incident.{kind}", facts)

    assert (cited, decider, amounts) == (clause, "dept_head", [amount])


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("no_effective_measure", {"ticket.urgent": False}),
        ("no_effective_measure", {}),
        ("deserted_with_claim", STATIONED | {"incident.claim": False}),
        ("deserted_with_claim", STATIONED | {"incident.person_kind": "office_based"}),
    ],
)
def test_what_lacks_a_condition_is_free(book: Book, kind: str, facts: dict[str, Any]) -> None:
    assert matching(book, f"incident.{kind}", facts) == []


def test_bad_effects_cost_a_free_amount(book: Book) -> None:
    (match,) = matching(book, "incident.message_severe", {})

    assert resolve(match.effects[0], {})["mode"] == "free"


@pytest.mark.parametrize("kind", ["private_parts_sale", "overcharging"])
def test_private_money_is_confiscated_fined_and_ends_the_post(book: Book, kind: str) -> None:
    ((_, clause, _, _, effects),) = proposed(book, f"incident.{kind}", {"incident.proceeds": "3200.00"})

    assert (clause, effects) == ("9.11", ["3200.00", "5000.00", "off_post"])


@pytest.mark.parametrize(
    ("event", "facts"), [("incident.backup_sent", {}), ("ticket.replaced", {"reassignment.reason": "skill"})]
)
def test_help_for_lack_of_skill_is_fined_and_published(book: Book, event: str, facts: dict[str, Any]) -> None:
    ((_, clause, _, _, effects),) = proposed(book, event, facts)

    assert (clause, effects) == ("9.9", [("200.00", "500.00"), "publish"])


def test_a_replacement_for_absence_is_no_lack_of_skill(book: Book) -> None:
    assert matching(book, "ticket.replaced", {"reassignment.reason": "absence"}) == []


@pytest.mark.parametrize(
    ("kind", "shares"),
    [
        (
            "company_stationed",
            [("quality_service_supervisor", "10000.00"), ("dept_head", "10000.00"), ("incident.person", "5000.00")],
        ),
        ("office_based", [("quality_service_supervisor", "10000.00"), ("dept_head", "10000.00")]),
    ],
)
def test_media_exposure_is_shared(book: Book, kind: str, shares: list[tuple[str, str]]) -> None:
    found = proposed(book, "incident.media_exposure", {"incident.person_kind": kind})

    assert [(who, amounts[0]) for _, _, who, _, amounts in found] == shares
    assert {decider for _, _, _, decider, _ in found} == {"general_manager"}


RANGE = ("100.00", "500.00")


@pytest.mark.parametrize(
    ("addressee", "independent", "decider", "shares"),
    [
        ("tech_quality", False, "dept_head", [("complaint.persons", RANGE)]),
        ("office", False, "dept_head", [("complaint.persons", RANGE)]),
        (
            "general_manager",
            False,
            "general_manager",
            [("quality_service_supervisor", "500.00"), ("dept_head", "500.00"), ("complaint.persons", "500.00")],
        ),
        (
            "tech_quality",
            True,
            "general_manager",
            [("complaint.persons", RANGE), ("complaint.office_head.person", RANGE), ("sales_director", RANGE)],
        ),
        (
            "general_manager",
            True,
            "general_manager",
            [("complaint.persons", "500.00"), ("complaint.office_head.person", "500.00"), ("sales_director", "500.00")],
        ),
    ],
)
def test_complaints_have_tiers(
    book: Book, addressee: str, independent: bool, decider: str, shares: list[tuple[str, Any]]
) -> None:
    facts = {"complaint.addressee": addressee, "complaint.independent": independent}
    found = proposed(book, "complaint.verified", facts)

    assert [(who, amounts[0]) for _, _, who, _, amounts in found] == shares
    assert {by for _, _, _, by, _ in found} == {decider}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"trip.days": 60, "trip.called_home": False, "trip.return_allowed": True}, []),
        ({"trip.days": 59, "trip.called_home": False, "trip.return_allowed": True}, ["short_trip"]),
        ({"trip.days": 59, "trip.called_home": True, "trip.return_allowed": True}, []),
        ({"trip.days": 73, "trip.called_home": False, "trip.return_allowed": False}, ["unallowed_return"]),
        (
            {"trip.days": 40, "trip.called_home": False, "trip.return_allowed": False},
            ["short_trip", "unallowed_return"],
        ),
    ],
)
def test_each_breach_of_a_trip_counts(book: Book, facts: dict[str, Any], expected: list[str]) -> None:
    assert [match.id for match in matching(book, "trip.returned", facts)] == expected


@pytest.mark.parametrize(
    ("attempts", "minimum", "expected"), [(1, 2, []), (2, 2, ["unreachable"]), (2, 3, []), (3, 3, ["unreachable"])]
)
def test_unreachable_takes_so_many_attempts(
    document: dict[str, Any], attempts: int, minimum: int, expected: list[str]
) -> None:
    strict = validated(changed(document, {"contact_attempts_min": minimum}))

    assert [match.id for match in matching(strict, "contact.unreachable", {"contact.attempts": attempts})] == expected


def test_a_mismatch_costs_a_share_of_the_chosen_base(document: dict[str, Any]) -> None:
    facts = {"part.ex_works_price": "800", "part.assessed_loss": "2000"}
    other = validated(changed(document, {"mismatch_base": "assessed_loss"}))

    assert proposed(validated(document), "old_part.mismatched", facts)[0][-1] == [("80.00", "160.00")]
    assert proposed(other, "old_part.mismatched", facts)[0][-1] == [("200.00", "400.00")]


def test_half_of_the_return_journey_is_unresolved_until_it_is_claimed(book: Book) -> None:
    (match,) = matching(book, "trip.report_back_missed", {})
    fine, half = (resolve(effect, {}) for effect in match.effects)

    assert (fine["amount"], half["do"], half["unresolved"]) == ("500.00", "reimburse", True)


@pytest.mark.parametrize(
    ("result", "discipline", "count"), [("poor", "ok", 1), ("ok", "breach", 1), ("poor", "breach", 1), ("ok", "ok", 0)]
)
def test_a_poor_training_costs_once(book: Book, result: str, discipline: str, count: int) -> None:
    facts = {"training.result": result, "training.discipline": discipline}

    assert len(matching(book, "training.recorded", facts)) == count


def test_a_late_summary_is_void_and_fined_and_a_late_card_is_void_and_uncredited(book: Book) -> None:
    ids = {
        kind: [match.id for match in matching(book, "month.document_late", {"document.kind": kind})]
        for kind in ("work_summary", "service_cards", "expense_claim")
    }

    assert ids == {
        "work_summary": ["document_void", "summary_late"],
        "service_cards": ["document_void", "late_card_uncredited"],
        "expense_claim": ["document_void"],
    }


def test_without_its_consequence_clause_6_2_costs_nothing(document: dict[str, Any]) -> None:
    without = validated(
        changed(
            document,
            {
                "consequences.late_arrival": None,
                "groups.late": None,
                "coverage.6.2": ["slas.arrival"],
                "coverage.9.10": ["consequences.urgent_late", "consequences.deserted", "escalations.desertion"],
            },
        )
    )

    assert matching(without, "sla.arrival.missed", LATE) == []
    assert [match.id for match in matching(without, "sla.arrival.missed", LATE | {"ticket.urgent": True})] == [
        "urgent_late"
    ]


def test_a_changed_fine_is_another_fine(document: dict[str, Any]) -> None:
    dearer = validated(changed(document, {"consequences.message_missing.do": [{"fine": {"fixed": 150}}]}))

    assert proposed(dearer, "obligation.daily_report.missed", {})[0][-1] == ["150.00"]


def test_the_book_says_whom_to_tell(book: Book) -> None:
    (late,) = book.notices_for("deadline.shipping.missed")
    major = book.notices_for("complaint.recorded", {"complaint.major": True})

    assert (late.about, late.to) == ("shipping_late", ("service_supervisor",))
    assert [notice.to for notice in major] == [("dept_head",)]
    assert book.notices_for("complaint.recorded", {"complaint.major": False}) == ()
