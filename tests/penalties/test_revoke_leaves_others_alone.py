"""A revoked entry of no group pulls nobody else's entries along."""

from judgement.models import Proposal
from penalties import services


def test_what_waits_for_other_people_still_waits(confirmed, proposed, manager, li, monday):
    entry = confirmed("conduct")
    other = proposed("message_severe", person=li)

    services.revoke_penalty(proposal=entry, reason="用户更正说法", actor=manager, now=monday)

    assert Proposal.objects.get(pk=other.pk).state == "proposed"
