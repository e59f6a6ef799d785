"""Acts of the judgement: it records facts, proposes, withdraws and counts; it decides nothing."""

from judgement.inputs import FactInput
from judgement.services.amend import amend_fact
from judgement.services.correct import correct_fact
from judgement.services.escalate import hold_counts, recount
from judgement.services.record import record_fact, record_facts

__all__ = ["FactInput", "amend_fact", "correct_fact", "hold_counts", "record_fact", "record_facts", "recount"]
