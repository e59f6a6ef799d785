"""Tokens of labels and links: 128 bits, kept as a hash.

A token is made from a random salt and the installation's key, so that the desk can print a label or copy a link
again while a copy of the database alone opens no page. Whoever changes the key keeps every sticker alive, since the
hash decides; only printing one again then needs a new one, or the old key in SECRET_KEY_FALLBACKS.
"""

import base64
import hashlib
import hmac
import secrets

from django.conf import settings
from django.utils.encoding import force_bytes

BYTES = 16


def fresh_salt() -> str:
    return secrets.token_hex(BYTES)


def token(purpose: str, salt: str, *, key: str | bytes = "") -> str:
    """22 characters that nobody can make without the installation's key."""
    made = hmac.new(force_bytes(key or settings.SECRET_KEY), f"{purpose}:{salt}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(made.digest()[:BYTES]).rstrip(b"=").decode()


def hashed(given: str) -> str:
    return hashlib.sha256(given.encode()).hexdigest()


def remade(purpose: str, salt: str, token_hash: str) -> str:
    """The token of this hash; empty where the key it was made with is gone."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    candidates = (token(purpose, salt, key=key) for key in keys)
    return next((one for one in candidates if hmac.compare_digest(hashed(one), token_hash)), "")


def keyed(kind: str, told: str) -> str:
    """What stands in a table in place of an address, a phone number or a text."""
    made = hmac.new(settings.SECRET_KEY.encode(), f"{kind}:{told}".encode(), hashlib.sha256)
    return made.hexdigest()[:32]
