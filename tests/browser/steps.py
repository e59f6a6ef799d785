"""What people do in a browser again and again; nothing here waits by the clock."""

from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect

from core import clock
from tests import factories
from tests.factories import World

PASSWORD = "geheim-2026"
PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
    b"\x00\x00\x00\x0cIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\r\xefF\xb8\x00\x00\x00\x00IEND\xaeB`\x82"
)
PHOTO = FilePayload(name="封路告示.png", mimeType="image/png", buffer=PIXEL)


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    """As anybody: whoever was signed in here before is gone."""
    page.context.clear_cookies()
    page.goto("/login/")
    page.fill("#id_username", username)
    page.fill("#id_password", password)
    page.click("button.btn-primary")
    page.wait_for_url(lambda url: "/login/" not in url)


def open_act(page: Page, number: str, label: str) -> None:
    """The dialog of an act on a ticket, from the one button or from the menu beside it."""
    page.goto(f"/tickets/{number}/")
    link = page.locator("section.next a", has_text=label).first
    if not link.is_visible():
        page.click("section.next summary")
    link.click()
    expect(page.locator("dialog")).to_be_visible()


def confirm(page: Page, told: str) -> None:
    """Send the dialog's form and read what the page says then."""
    page.locator("#dialog .form-foot button").click()
    expect(page.locator(".notice").first).to_contain_text(told)


def send(page: Page) -> None:
    """Send the form of an act in the admin."""
    page.click("form.act-sheet button[type=submit]")


def upload(page: Page, url: str, file: Path) -> None:
    """Choose a file on an import page of the admin and look at the preview."""
    page.goto(url)
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("button", name="确认导入")).to_be_visible(timeout=60_000)


def draw(phone: Page) -> None:
    pad = phone.locator("#pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    phone.mouse.move(box["x"] + 40, box["y"] + 60)
    phone.mouse.down()
    for step in range(12):
        phone.mouse.move(box["x"] + 40 + step * 15, box["y"] + 60 + step % 4 * 20)
    phone.mouse.up()


def write_card(phone: Page, number: str, analysis: str, result: str, cause: str = "正常磨损或老化") -> None:
    """The steps of a service card up to the page that the customer reads."""
    phone.goto(f"/m/{number}/card/")
    phone.fill("#id_cause_analysis", analysis)
    phone.fill("#id_result", result)
    phone.select_option("#id_cause", cause)
    phone.get_by_role("button", name="下一步：用件").click()
    phone.get_by_role("button", name="下一步：培训与规范").click()
    phone.check("#id_training_done")
    for button in phone.get_by_role("button", name="都做到了").all():
        button.click()
    phone.get_by_role("button", name="下一步：请客户过目").click()


def draft_saved(phone: Page) -> None:
    """A card saves itself: nothing of it is on its way any more."""
    expect(phone.locator("form[data-unsaved]")).to_have_count(0)


def sign_card(phone: Page, signer: str = "王工") -> None:
    """The customer has read it and signs with a finger."""
    phone.get_by_role("button", name="内容无误，去签字").click()
    phone.fill("#id_signer_name", signer)
    draw(phone)
    phone.get_by_role("button", name="确认签字").click()
    expect(phone.locator(".notice.tone-ok, .notice").first).to_contain_text("服务卡已签字")


def do_next(phone: Page, number: str, label: str, told: str) -> None:
    """The one big button of a job."""
    phone.goto(f"/m/{number}/")
    phone.click(f".btn-big:has-text('{label}')")
    expect(phone.locator(".notice").first).to_contain_text(told)


def fresh_serial(world: World) -> str:
    """A machine in warranty in the company's own province: somebody has to be sent within twelve hours."""
    made = clock.local_day(clock.now()).replace(day=1)
    return factories.machine("NEW-1", world.customers["c1"], ex_factory_on=made).serial
