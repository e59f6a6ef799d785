"""What the customer leaves on the card: the strokes of a finger, or a photographed stamp (6.11)."""

import json
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext as _
from PIL import Image

from core import files
from core.errors import Incomplete, OutOfRange
from core.journal import Actor
from core.models import StoredFile
from fieldservice.models import ServiceCard

# Darker than this is ink; a dot of the pad alone is smaller than so many of its pixels.
DARK, LEAST_INK = 128, 60
MOST_POINTS = 20_000


def keep_signature(data_url: str, card: ServiceCard, *, actor: Actor, now: datetime) -> StoredFile | None:
    """The drawn picture, encoded anew; None where nothing was sent, Incomplete where it is blank."""
    if not data_url:
        return None
    picture = files.signature_file(data_url)
    # Decoded safely first: what is no picture never reaches the counting.
    content, _type, _suffix = files.clean_picture(picture.read())
    if not _has_ink(content):
        raise Incomplete(_("签名是空白的，请客户在框内签名"), details={"customer_signature": _("签名是空白的")})
    return files.store_signature(data_url, card, actor=actor, now=now)


def keep_stamp(upload: "File[bytes] | None", card: ServiceCard, *, actor: Actor, now: datetime) -> StoredFile | None:
    return files.store_image(upload, card, kind="stamp", actor=actor, now=now) if upload else None


def strokes_of(told: str) -> str:
    """The strokes [[[x, y, ms], …], …] in one spelling, so that equal ones have one hash; OutOfRange for others."""
    if not told:
        return ""
    try:
        strokes = [[[int(number) for number in point] for point in stroke] for stroke in json.loads(told)]
    except (TypeError, ValueError):
        strokes = [[[]]]
    points = [point for stroke in strokes for point in stroke]
    if len(points) > MOST_POINTS or any(len(point) != len(("x", "y", "ms")) for point in points):
        raise OutOfRange(_("签名笔迹不完整，请重签"), details={"customer_signature": _("请重签")})
    return json.dumps(strokes, separators=(",", ":"))


def _has_ink(content: bytes) -> bool:
    with Image.open(BytesIO(content)) as picture:
        # A pad may be transparent where nothing was drawn.
        flat: Any = Image.new("RGBA", picture.size, "white")
        flat.alpha_composite(picture.convert("RGBA"))
        histogram = flat.convert("L").histogram()
    return sum(histogram[:DARK]) >= LEAST_INK
