"""Seals: over everything the customer signed, by version, checked every night, guarded by the database."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from aftersales.verification import verify_seals
from core.models import StoredFile
from fieldservice import seals
from fieldservice.models import ServiceCard
from notifications.models import Notice
from tests.factories import World, working
from tests.fieldservice.cards import AT, sign

CHANGES = {
    "cause": "其他", "conduct": {}, "parts": [{"used": 9}], "strokes": "[]", "amend_reason": "x", "revision": 2,
    "claimed_completed_at": AT, "claim_age_ms": 1, "on_phone": False, "signer_name": "李四", "result": "未修复",
}  # fmt: skip


@pytest.mark.parametrize("column", sorted(CHANGES))
def test_seal_covers_the_column(world: World, column: str) -> None:
    card = ServiceCard.objects.get(pk=sign(working(world)).pk)
    assert seals.intact(card)

    setattr(card, column, CHANGES[column])
    assert not seals.intact(card)


@pytest.mark.parametrize("name", ["signature", "stamp"])
def test_seal_covers_the_pictures(world: World, name: str) -> None:
    ticket = working(world)
    card = sign(ticket)
    setattr(card, name, StoredFile(pk=card.signature_id, sha256="0" * 64))

    assert not seals.intact(card)


def test_card_sealed_before_the_columns_came_still_verifies(world: World) -> None:
    card = ServiceCard.objects.get(pk=sign(working(world)).pk)
    card.seal_version = 1
    card.seal = seals.seal_of(card)
    assert seals.intact(card)

    card.cause = "其他"
    assert seals.intact(card), "no part of a seal of version 1"
    card.result = "未修复"
    assert not seals.intact(card)


def test_seals_of_version_1_are_as_they_were_computed_then(world: World) -> None:
    card = ServiceCard(
        ticket_id=1, cycle=1, engineer_id=2, number="C2603-0001", work_done="", cause_analysis="密封圈硬化",
        result="运行正常", training_done=True, cleaned_up=True, signed_at=AT, completed_at=AT, customer_signature=True,
        seal_version=1,
    )  # fmt: skip

    assert seals.seal_of(card) == "c0fa6e44080314971d6fe7be506e9fbbf39ebb8e896a032b0c2d2f030877fdf0"


def tampered(card: ServiceCard) -> None:
    """As somebody with the database's own rights would do it: past the guard."""
    table = ServiceCard._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            cursor.execute(f"DROP TRIGGER {table}_no_update")
        cursor.execute(f"UPDATE {table} SET result = %s WHERE id = %s", ["未修复", card.pk])
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = origin")


def test_command_names_the_card_that_was_changed(world: World) -> None:
    card, out, err = sign(working(world)), StringIO(), StringIO()
    sign(working(world, serial="P2"))
    call_command("seals", stdout=out)
    assert "2" in out.getvalue()

    tampered(card)
    with pytest.raises(CommandError, match="1"):
        call_command("seals", stderr=err)
    assert card.number in err.getvalue()


def test_nightly_look_tells_the_administrator_and_the_auditor(world: World) -> None:
    card = sign(working(world))
    assert verify_seals(now=AT) == []

    tampered(card)
    assert [found.number for found in verify_seals(now=AT)] == [card.number]
    assert Notice.objects.filter(about="alarm", text__contains=card.number).exists()


def test_guard_stands_after_the_table_was_rebuilt(db: None) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        names = {name for (name,) in cursor.fetchall()}
    assert {"fieldservice_servicecard_no_update", "fieldservice_servicecard_no_delete"} <= names


def test_guard_names_every_sealed_column(db: None) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            told = "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'fieldservice_servicecard_no_update'"
            cursor.execute(told)
        else:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'fieldservice_servicecard_no_update'")
        (definition,) = cursor.fetchone()
    assert [name for name in ServiceCard.SEALED if not re.search(rf"\.\"?{name}\b", definition)] == []
