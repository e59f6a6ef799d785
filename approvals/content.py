"""What a signature binds to: one hash over everything that was to be decided (reliability W5)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from core.subjects import Subject
from rulebook.book import digest_of


def hash_of(
    *, approval: str, subject: Subject, version_id: int, amount: Decimal, content: Mapping[str, Any],
    judgement: Mapping[str, Any],
) -> str:  # fmt: skip
    """SHA-256; equal for equal content whatever the order of its keys, different for any other."""
    told = {
        "approval": approval, "subject": [subject.type, subject.id], "version": version_id, "amount": f"{amount:.2f}",
        "content": dict(content), "judgement": dict(judgement),
    }  # fmt: skip
    return digest_of(told)
