"""What SMS gateways push to us: no session, no cookie, a signature instead."""

import logging
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core import clock
from core.addresses import network_of
from fieldservice import services
from fieldservice.sms_gateways import GATEWAYS, Unreadable
from fieldservice.sms_signing import Signed
from tickets.public.services import TooMany, limits

MOST_BYTES = 64 * 1024
# A gateway that pushes message by message on a busy evening stays far below; who guesses is stopped early.
PUSHES = limits.Rule("sms_push", limits.MINUTE, soft=600, hard=600)
FORGED = limits.Rule("sms_forged", limits.MINUTE, soft=30, hard=30)

log = logging.getLogger(__name__)


# A gateway has no session that a foreign page could misuse: it signs every push instead (reliability S23).
@csrf_exempt
@login_not_required
@require_POST
def sms(request: HttpRequest, gateway: str) -> HttpResponse:
    """Take what `gateway` pushes. Whoever is not it learns nothing but that it was refused."""
    now, secret = clock.now(), settings.SMS_CALLBACK_SECRETS.get(gateway, "")
    if gateway not in GATEWAYS or not secret:
        return _refused(request, gateway, "no such gateway, or without a secret", HTTPStatus.NOT_FOUND)
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return _refused(request, gateway, "too large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        limits.refuse_beyond(FORGED, network_of(request), now=now)
        limits.pass_or_flag([PUSHES], {PUSHES.kind: gateway}, now=now)
    except TooMany:
        return _refused(request, gateway, "too many", HTTPStatus.TOO_MANY_REQUESTS)
    signed = Signed.of(request.headers, request.GET.dict())
    if why := signed.refusal(request.body, secret, now=now):
        limits.hit(FORGED, network_of(request), now=now)
        return _refused(request, gateway, why, HTTPStatus.FORBIDDEN)
    try:
        services.use_nonce(signed.nonce, now=now)
        messages = GATEWAYS[gateway].messages(request.body)
    except services.Replayed:
        return _refused(request, gateway, "replayed", HTTPStatus.FORBIDDEN)
    except Unreadable:
        return _refused(request, gateway, "unreadable", HTTPStatus.BAD_REQUEST)
    services.receive_messages(gateway=gateway, messages=messages, now=now)
    return JsonResponse(GATEWAYS[gateway].received, json_dumps_params={"ensure_ascii": False})


def _refused(request: HttpRequest, gateway: str, why: str, status: HTTPStatus) -> HttpResponse:
    # The name of the gateway comes from the address: anything could stand there.
    log.warning("SMS callback refused: %s from %s: %s", ascii(gateway)[:40], network_of(request), why)
    return HttpResponse(status=status)
