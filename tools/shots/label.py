"""The path behind a machine's QR code, as a customer's phone would read it: python -m tools.shots.label SERIAL."""

import sys
from urllib.parse import urlsplit

import django


def path(serial: str) -> str:
    """Issues the label where the machine has none yet."""
    from django.contrib.auth import get_user_model

    from core import clock
    from tickets.public import selectors, services

    liaison = get_user_model()._default_manager.get(username="liaison")
    found = list(selectors.machines_to_label(q=serial)[:1])
    labels = services.issue_labels(machines=found, actor=liaison, now=clock.now())
    return urlsplit(selectors.label_address(labels[0])).path


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(path(sys.argv[1]) + "\n")
