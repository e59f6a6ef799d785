"""People who report faults while the product is being killed, and remember what was acknowledged."""

import http.client
import threading
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from tests.chaos.installation import Installation
from tickets.models import Ticket

TOKEN = "c" * 32


@dataclass
class Caller:
    """One liaison at a browser: reports a fault, and sends the same form again until it is answered."""

    product: Installation
    person: Person
    name: str
    acknowledged: dict[str, str] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        client = Client()
        client.force_login(self.person)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        self.thread = threading.Thread(target=self._report_on_and_on, daemon=True)

    def _report_on_and_on(self) -> None:
        number = 0
        while not self.over.is_set():
            number += 1
            self._report(f"{self.name} {number}")

    def _report(self, fault: str) -> None:
        self.unknown.add(fault)
        while not self.over.is_set():
            try:
                answer = self._send(fault)
            except (OSError, http.client.HTTPException):
                # Nobody knows whether it was done: the same key makes a second copy harmless.
                self.over.wait(0.3)
                continue
            if answer.status in (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.NO_CONTENT):
                self.acknowledged[fault] = answer.headers["Location"].rstrip("/").rpartition("/")[2]
                self.unknown.discard(fault)
                return
            if answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                self.refused.append(f"{fault}: {answer.status}")
                return
            self.over.wait(0.3)

    def _send(self, fault: str) -> http.client.HTTPResponse:
        form = {"serial": "P1", "fault": fault, "source": "phone", "contact": "王工", "phone": "13800000000"}
        return self.product.request(
            "POST", reverse("tickets:report"), urlencode(form), Content_Type="application/x-www-form-urlencoded",
            Cookie=self.cookies, X_CSRFToken=TOKEN, Idempotency_Key=fault.replace(" ", "-"),
        )  # fmt: skip


def nothing_acknowledged_is_lost(callers: list[Caller]) -> int:
    """I1, I2: what was answered is there once, as it was answered; what was not is there at most once."""
    for caller in callers:
        assert caller.refused == []
        for fault, number in caller.acknowledged.items():
            assert list(Ticket.objects.filter(fault=fault).values_list("number", flat=True)) == [number]
        for fault in caller.unknown:
            assert Ticket.objects.filter(fault=fault).count() <= 1
    return sum(len(caller.acknowledged) for caller in callers)
