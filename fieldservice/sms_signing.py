"""The signature that a gateway's message comes with: HMAC-SHA256 over timestamp, nonce and body (reliability S23)."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

# How far a callback's time may be from ours, both ends included.
WINDOW = timedelta(minutes=5)
_NONCE = re.compile(r"[A-Za-z0-9_-]{8,64}")
_TIME = re.compile(r"\d{10}")
_HEADERS = {"signature": "X-Signature", "timestamp": "X-Timestamp", "nonce": "X-Nonce"}


@dataclass(frozen=True)
class Signed:
    """What came beside a body: hexadecimal signature, seconds since 1970, a word used once."""

    signature: str
    timestamp: str
    nonce: str

    @classmethod
    def of(cls, headers: Mapping[str, str], query: Mapping[str, str]) -> "Signed":
        """From the headers, or from the address where they are left out."""
        return cls(**{name: headers.get(header) or query.get(name, "") for name, header in _HEADERS.items()})

    def refusal(self, body: bytes, secret: str, *, now: datetime) -> str:
        """Why it does not hold, for the log; empty where it does. The signature is compared before the time is read."""
        if not (_TIME.fullmatch(self.timestamp) and _NONCE.fullmatch(self.nonce)):
            return "unsigned"
        wanted = signature(body, self.timestamp, self.nonce, secret)
        if not hmac.compare_digest(self.signature.encode(), wanted.encode()):
            return "bad signature"
        late = abs(now.timestamp() - int(self.timestamp)) > WINDOW.total_seconds()
        return "stale" if late else ""


def signature(body: bytes, timestamp: str, nonce: str, secret: str) -> str:
    signed = f"{timestamp}\n{nonce}\n".encode() + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
