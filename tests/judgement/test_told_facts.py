"""What a page tells of a fact: words and names, never the number of a row."""

from core.journal import SYSTEM
from judgement.models import Fact
from judgement.services import record_fact
from judgement.showing import told_facts


def test_a_reader_meets_names_and_no_numbers_of_rows(late, wang, eight):
    given = late(urgent=True)
    given.facts.update({"customer": 8, "trip": 4, "claim_line": 10, "document": 3})
    record_fact(given, actor=SYSTEM, now=eight)

    told = dict(told_facts(Fact.objects.get()))

    assert told["急需服务"] == "是"
    assert wang.name in told.values()
    assert {"客户", "出差", "报销行", "单据", "工单轮次"} & told.keys() == set()
