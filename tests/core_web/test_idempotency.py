"""One key, one effect (reliability W2)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Person
from core import clock, idempotency
from core.models import Counter, IdempotencyKey


def taken() -> int:
    """How many numbers were really taken."""
    return sum(Counter.objects.values_list("value", flat=True))


def test_same_form_sent_twice_has_one_effect_and_one_answer(browser: Client) -> None:
    first, second = (browser.post("/take/", {"_key": "k1", "what": "泵"}) for _ in range(2))

    assert taken() == 1
    assert (first.status_code, first.content) == (second.status_code, second.content) == (201, second.content)


def test_stored_redirect_leads_to_the_same_place(browser: Client) -> None:
    answers = [browser.post("/take/", {"_key": "k1", "go": "1"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]


def test_key_may_come_in_the_header(browser: Client) -> None:
    for _ in range(2):
        browser.post("/take/", b'{"a": 1}', content_type="application/json", headers={"Idempotency-Key": "k1"})

    assert taken() == 1


def test_a_new_key_is_a_new_act(browser: Client) -> None:
    for key in ("k1", "k2"):
        browser.post("/take/", {"_key": key})

    assert taken() == 2


def test_same_key_with_other_content_is_refused_with_a_clear_sentence(browser: Client) -> None:
    browser.post("/take/", {"_key": "k1", "what": "泵"})

    answer = browser.post("/take/", {"_key": "k1", "what": "阀"})

    assert answer.status_code == 422
    assert "已经提交过" in answer.content.decode()
    assert taken() == 1


def test_same_key_at_another_address_is_refused(browser: Client) -> None:
    browser.post("/take/", {"_key": "k1"})

    assert browser.post("/take/?again", {"_key": "k1"}).status_code == 422


def test_other_bytes_in_an_uploaded_file_are_other_content(browser: Client) -> None:
    codes = [
        browser.post("/take/", {"_key": "k1", "photo": SimpleUploadedFile("a.jpg", content)}).status_code
        for content in (b"one", b"one", b"two")
    ]

    assert codes == [201, 201, 422]


def test_cross_site_token_is_no_content(browser: Client) -> None:
    codes = [browser.post("/take/", {"_key": "k1", "csrfmiddlewaretoken": text}).status_code for text in "ab"]

    assert codes == [201, 201]


def test_form_without_key_asks_to_open_the_page_again(browser: Client) -> None:
    answer = browser.post("/take/", {"what": "泵"})

    assert answer.status_code == 400
    assert "请重新打开页面" in answer.content.decode()
    assert taken() == 0


def test_a_key_of_excessive_length_is_no_key(browser: Client) -> None:
    assert browser.post("/take/", {"_key": "k" * 65}).status_code == 400


def test_view_marked_keyless_needs_no_key(browser: Client) -> None:
    assert browser.post("/out/").status_code == 200


def test_reading_needs_no_key_and_stores_none(browser: Client) -> None:
    browser.get("/take/")

    assert IdempotencyKey.objects.count() == 0


def test_refused_act_leaves_neither_row_nor_key(browser: Client) -> None:
    assert browser.post("/refuse/", {"_key": "k1"}).status_code == 409

    assert Counter.objects.count() == IdempotencyKey.objects.count() == 0


def test_failed_act_leaves_neither_row_nor_key(browser: Client) -> None:
    assert browser.post("/crash/", {"_key": "k1"}).status_code == 500

    assert Counter.objects.count() == IdempotencyKey.objects.count() == 0


def test_mended_form_may_come_again_under_the_key_of_the_refused_one(browser: Client) -> None:
    browser.post("/refuse/", {"_key": "k1"})

    assert browser.post("/take/", {"_key": "k1"}).status_code == 201


def test_two_people_may_happen_to_use_the_same_key(browser: Client, li: Person) -> None:
    browser.post("/take/", {"_key": "k1"})
    other = Client()
    other.force_login(li)

    assert other.post("/take/", {"_key": "k1"}).status_code == 201
    assert taken() == 2


def test_old_keys_are_forgotten(browser: Client) -> None:
    browser.post("/take/", {"_key": "k1"})
    now = clock.now()

    assert idempotency.forget(before=now - timedelta(days=1)) == 0
    assert idempotency.forget(before=now + timedelta(seconds=1)) == 1


@pytest.mark.django_db
def test_nobody_signed_in_is_not_asked_for_a_key(client: Client) -> None:
    assert client.post("/login/").status_code == 200


@pytest.mark.parametrize("key", ["a\0b", "a b", "钥匙", "x" * 65])
def test_a_key_of_another_shape_is_no_key(browser: Client, key: str) -> None:
    assert browser.post("/take/", {"_key": key}).status_code == 400
