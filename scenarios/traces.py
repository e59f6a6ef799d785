"""Did an act leave a trace? A digest over every row of the scratch database."""

import hashlib
from collections.abc import Iterator

from django.apps import apps
from django.db import models


def fingerprint() -> dict[str, str]:
    """Per table a digest of its rows; tables of a scenario hold a few hundred rows, so this takes milliseconds."""
    return {model._meta.label: _digest(model) for model in _models()}


def changed(before: dict[str, str]) -> list[str]:
    """The models whose rows are no longer as they were."""
    return sorted(label for label, digest in fingerprint().items() if before.get(label) != digest)


def _models() -> Iterator[type[models.Model]]:
    """Every table of the product; Django's own hold permissions and sessions, which no act writes."""
    for model in apps.get_models(include_auto_created=True):
        options = model._meta
        if options.managed and not options.proxy and not options.app_config.name.startswith("django."):
            yield model


def _digest(model: type[models.Model]) -> str:
    rows = model._base_manager.order_by("pk").values_list()
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()
