"""However an amount is split over requests of a ticket, no limit is passed unseen (W4): a property of all splits."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import NotAllowed
from rulebook import bands
from tests.approvals.papers import Paper, asked, undone
from tests.factories import World

pytestmark = pytest.mark.django_db
SIGNERS = ("supervisor", "head", "gm")
FEW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
CENT = Decimal("0.01")
BOUNDS = st.sampled_from([bound + step for bound in (Decimal(300), Decimal(1000)) for step in (-CENT, 0, CENT)])
AMOUNTS = BOUNDS | st.decimals("0.02", "3000.00", places=2)


@st.composite
def splits(draw: st.DrawFn) -> tuple[Decimal, list[Decimal]]:
    """An amount, and up to five parts above zero of which it is the sum."""
    whole = draw(AMOUNTS)
    cents = int(whole * 100)
    cuts = sorted(draw(st.sets(st.integers(1, cents - 1), max_size=min(4, cents - 1))))
    edges = [0, *cuts, cents]
    return whole, [Decimal(right - left) / 100 for left, right in pairwise(edges)]


def level(world: World, amount: Decimal) -> int:
    return bands.index_of(world.book.book, "parts_issue", amount)


def sign_with_the_lowest(world: World, papers: list[Paper]) -> int:
    """Let each sign who may, the lowest first; the highest level that any of them needed."""
    highest = 0
    for paper in papers:
        for place, name in enumerate(SIGNERS):
            try:
                paper.approve(world.people[name])
            except NotAllowed:
                continue
            highest = max(highest, place)
            break
    return highest


@FEW
@given(split=splits(), between=st.lists(st.booleans(), min_size=5, max_size=5))
def test_added_up_any_split_needs_the_level_of_its_sum(adding, split, between):
    """`between`: whether a part is signed before the next is asked for."""
    whole, parts = split
    with undone():
        papers, highest = [], 0
        for part, at_once in zip(parts, between, strict=False):
            papers.append(asked(adding, part))
            papers[-1].judge(adding.supervisor)
            if at_once:
                highest = max(highest, sign_with_the_lowest(adding, papers[-1:]))
        rest = [paper for paper in papers if paper.sign_off.state == "waiting"]
        highest = max(highest, sign_with_the_lowest(adding, rest))

        assert all(paper.payable for paper in papers)
        assert highest == level(adding, whole)


@FEW
@given(split=splits(), signed=st.booleans())
def test_else_the_request_that_crosses_says_so(world, split, signed):
    _whole, parts = split
    with undone():
        total = Decimal(0)
        for part in parts:
            paper = asked(world, part)
            paper.judge(world.supervisor)
            total += part
            assert bool(paper.sign_off.warnings) == (level(world, total) > level(world, part))
            if signed:
                sign_with_the_lowest(world, [paper])
