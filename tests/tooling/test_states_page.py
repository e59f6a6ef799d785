"""The page of state machines is what the code does."""

from aftersales.state_tables import arrows, document, machines


def test_the_page_is_up_to_date(root):
    written = (root / "docs/reference/states.md").read_text(encoding="utf-8")
    assert written == document(), "run `manage.py states --write`"


def test_every_machine_is_on_it_with_its_transitions():
    names = {model._meta.label_lower for model in machines()}
    assert {"tickets.ticket", "judgement.proposal", "penalties.writtenproof", "fieldservice.servicecard"} <= names
    assert all(arrows(model) for model in machines())
