"""What only a person can report: incidents with their evidence."""

from typing import Any

from penalties import services
from scenarios.acting import Act
from scenarios.verbs.registry import verb


@verb
def record_incident(act: Act) -> Any:
    about = act.fields.get("about")
    return services.record_incident(
        person=act.person("person"), evidence=act.papers("evidence"), happened_at=act.moment_if_given("happened_at"),
        about=act.world.object(about) if about else None, **act.given("kind", "facts", "claim"),
        **act.amounts("proceeds", "assessed_loss"), **act.by,
    )  # fmt: skip


@verb
def amend_incident(act: Act) -> Any:
    amounts = act.amounts("proceeds", "assessed_loss")
    return services.amend_incident(incident=act.object("incident"), **amounts, **act.by)
