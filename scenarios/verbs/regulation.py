"""Changes of the rulebook."""

from typing import Any

from rulebook import services
from scenarios.acting import Act
from scenarios.verbs.registry import verb


@verb
def publish_rulebook(act: Act) -> Any:
    changes = plain(act.fields.get("set") or {})
    return services.publish_rulebook(slug=act.world.slug, effective_from=act.day("from"), changes=changes, **act.by)


@verb
def edit_rulebook(act: Act) -> Any:
    changes = plain(act.fields.get("set") or {})
    return services.edit_rulebook(slug=act.world.slug, number=act.needed("version"), changes=changes, **act.by)


def plain(value: Any) -> Any:
    """Amounts as decimal text, the way a rulebook document holds them."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)
