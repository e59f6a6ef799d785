"""Printed papers: who may print them, what they say, and whether a print still is what the product holds."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from approvals.selectors import current
from core import clock
from rulebook.book import digest_of
from tests.approvals import desk as real
from tests.approvals.papers import NOW
from warranty import contents, services
from warranty.models import Claim, Warehouse
from warranty.papers.checking import hash_now

pytestmark = pytest.mark.django_db
HEADERS = {"Content-Type": "application/pdf", "Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


@pytest.fixture
def world(world):
    """It is noon."""
    real.departments()
    with clock.travel(NOW):
        yield world


@pytest.fixture
def claim(world):
    """三包单 of one board for 250.00, issued after the supervisor's signature."""
    request = real.waiting(world, "250.00")
    services.approve(document=request, actor=world.supervisor, now=NOW)
    return services.issue_claim(request=request, actor=world.statistician, now=NOW)


def text_of(answer):
    assert answer.status_code == 200
    return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


def test_a_claim_is_printed_with_lines_sum_and_signatures(world, claim):
    told = text_of(real.sign_in(world.statistician).get(f"/w/claims/{claim.number}/pdf/"))

    for words in ("三包单", claim.number, claim.serial, "控制板 250.00", "生产部", "苏敏", "佟丽"):
        assert words in told


def test_a_print_is_no_file_for_strangers_and_caches(world, claim):
    answer = real.sign_in(world.statistician).get(f"/w/claims/{claim.number}/pdf/")

    assert {name: answer[name] for name in HEADERS} == HEADERS
    assert real.sign_in(world.e2).get(f"/w/claims/{claim.number}/pdf/").status_code == 404


def test_a_shipping_notice_exists_only_for_what_goes_by_freight(world, claim):
    assert real.sign_in(world.statistician).get(f"/w/claims/{claim.number}/shipping-notice/").status_code == 404


def test_a_report_is_printed_with_its_photo(world):
    report = real.reported(world)

    answer = real.sign_in(world.liaison).get(f"/w/reports/{report.number}/pdf/")

    assert "密封件老化导致压力下降" in text_of(answer)
    assert len(PdfReader(BytesIO(answer.content)).pages[0].images) >= 1


def test_a_fee_is_printed_before_and_after_its_signature(world):
    fee = real.fee(world, "280.00")

    told = text_of(real.sign_in(world.supervisor).get(f"/w/fees/{fee.number}/pdf/"))

    assert all(words in told for words in ("现场服务费申请表", "吊车", "280.00"))


def test_the_code_on_a_print_says_that_nothing_has_changed(world, claim):
    page = real.sign_in(world.statistician).get(f"/w/check/claim/{claim.number}/{claim.content_hash}/")

    assert "与系统记录一致" in page.content.decode()


def test_another_hash_is_told_as_changed(world, claim):
    page = real.sign_in(world.statistician).get(f"/w/check/claim/{claim.number}/{'0' * 64}/")

    assert "与系统记录不一致" in page.content.decode()


def test_an_unknown_kind_of_paper_is_not_found(world, claim):
    assert real.sign_in(world.statistician).get(f"/w/check/secret/{claim.number}/ab/").status_code == 404


def test_hashes_are_computed_from_the_rows(world, claim):
    report = claim.request.report

    assert hash_now("claim", claim) == claim.content_hash == digest_of(contents.of_claim(claim))
    assert hash_now("report", report) == hash_now("report", report)
    fee = real.fee(world, "120.00")
    assert hash_now("fee", fee) == current(fee).content_hash


def test_a_freight_notice_names_how_it_goes(world, claim):
    store = Warehouse.objects.create(code="main", name="主库房")
    line = claim.lines.get()
    services.book_stock(part=line.part, warehouse=store, quantity=3, kind="opening", note="期初", actor=world.keeper,
                        now=NOW)  # fmt: skip
    world.loss_rep.department = claim.loss_department
    world.loss_rep.save(update_fields=["department"])
    services.sign_claim(claim=claim, actor=world.loss_rep, now=NOW)
    services.draw_parts(claim=claim, actor=world.statistician, now=NOW)
    services.hand_over(claim=claim, mode="freight", actor=world.statistician, now=NOW)

    told = text_of(real.sign_in(world.freight).get(f"/w/claims/{claim.number}/shipping-notice/"))

    assert all(words in told for words in ("发运通知单", "货运", Claim.objects.get().notice_number))
