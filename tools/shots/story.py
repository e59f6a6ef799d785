"""One job from the call to the decision, photographed while it happens."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tools.shots.camera import NOBODY, PHONE, SCREEN, Studio

# Two machines in guarantee in the own province with nothing open; the second reports itself by its label.
SERIAL, LABELLED = "ZK352608016031", "ZK502408010777"
FAULT = "主轴异响，加工面有振纹"


def tell(studio: Studio, label: str) -> None:
    """Every step of the tutorial; `label` is the path behind a QR code."""
    number = _call(studio)
    _dispatch(studio, number)
    _on_site(studio, number)
    _card(studio, number)
    _finish(studio, number)
    _late(studio)
    _customer(studio, label)


def _call(studio: Studio) -> str:
    desk = studio.page("liaison", SCREEN)
    desk.goto("/tickets/new/")
    desk.fill("#id_serial", SERIAL)
    expect(desk.locator("#side")).to_contain_text("小时")
    desk.fill("#id_fault", FAULT)
    studio.take(desk, "01-call")
    desk.get_by_role("button", name="登记，开始计时").click()
    desk.wait_for_url(re.compile(r"/tickets/[A-Z]+[0-9-]+/"))
    studio.take(desk, "02-ticket")
    return desk.url.rstrip("/").split("/")[-1]


def _dispatch(studio: Studio, number: str) -> None:
    desk = studio.page("liaison", SCREEN)
    _open_act(desk, number, "派工")
    desk.locator("dialog label", has_text="王强").locator("input").check()
    studio.take(desk, "03-dispatch")
    _send_dialog(desk)


def _on_site(studio: Studio, number: str) -> None:
    phone = studio.page("wang", PHONE)
    phone.goto(f"/m/{number}/")
    studio.take(phone, "04-accept")
    _next(phone, number, "接单")
    phone.goto(f"/m/{number}/appoint/")
    soon = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(hours=1)
    phone.fill("#id_visit_at", f"{soon:%Y-%m-%dT%H:00}")
    phone.fill("#id_work", "检查主轴轴承")
    phone.fill("#id_place", "一车间")
    studio.take(phone, "05-appointment")
    phone.locator("form button.btn-primary").first.click()
    expect(phone.locator(".notice").first).to_be_visible()
    phone.goto(f"/m/{number}/arrive/")
    studio.take(phone, "06-check-in")
    phone.click("form[data-position] button")
    expect(phone.locator(".notice").first).to_contain_text("已打卡")
    _next(phone, number, "开始维修")


def _card(studio: Studio, number: str) -> None:
    phone = studio.page("wang", PHONE)
    phone.goto(f"/m/{number}/card/")
    phone.fill("#id_work_done", "拆检主轴，更换前轴承，重新注脂")
    phone.select_option("#id_cause", "操作或保养不当")
    phone.fill("#id_cause_analysis", "轴承缺油磨损")
    phone.fill("#id_result", "更换轴承，试机两小时正常")
    studio.take(phone, "07-card")
    phone.get_by_role("button", name="下一步：用件").click()
    phone.get_by_role("button", name="下一步：培训与规范").click()
    phone.check("#id_training_done")
    for button in phone.get_by_role("button", name="都做到了").all():
        button.click()
    phone.get_by_role("button", name="下一步：请客户过目").click()
    phone.get_by_role("button", name="内容无误，去签字").click()
    phone.fill("#id_signer_name", "刘厂长")
    _draw(phone)
    studio.take(phone, "08-signature")
    phone.click("text=确认签字")
    expect(phone.locator(".notice").first).to_contain_text("服务卡已签字")


def _finish(studio: Studio, number: str) -> None:
    clerk = studio.page("clerk", SCREEN)
    _open_act(clerk, number, "接收服务卡")
    studio.take(clerk, "09-receive")
    _send_dialog(clerk)
    desk = studio.page("liaison", SCREEN)
    _open_act(desk, number, "回访")
    desk.locator("dialog label", has_text="已解决").locator("input").check()
    studio.take(desk, "10-follow-up")
    _send_dialog(desk)
    studio.take(desk, "11-closed")


def _late(studio: Studio) -> None:
    phone = studio.page("wang", PHONE)
    phone.goto("/m/me/")
    phone.locator(".fine", has_text="6.2").first.click()
    studio.take(phone, "12-why")
    phone.get_by_role("link", name="提交书面证明").click()
    phone.fill("textarea", "高速封路，绕行三小时；公告照片附后。")
    phone.set_input_files("input[type=file]", Path(__file__).parent / "road-closed.png")
    studio.take(phone, "13-proof")
    phone.get_by_role("button", name="提交").click()
    expect(phone.locator(".notice").first).to_contain_text("书面证明已提交")
    head = studio.page("head", SCREEN)
    head.goto("/inbox/")
    head.get_by_role("button", name="王强 提交了书面证明").first.click()
    head.wait_for_load_state("networkidle")
    studio.take(head, "14-decide")
    head.get_by_role("link", name="采纳").first.click()
    head.fill("textarea", "封路公告属实")
    studio.take(head, "15-accept-proof")


def _customer(studio: Studio, label: str) -> None:
    desk, phone = studio.page("liaison", SCREEN), studio.page(NOBODY, PHONE)
    desk.goto(f"/labels/?q={LABELLED}")
    desk.locator("input[name=machine]").first.check()
    desk.get_by_role("button", name="打印所选标签").click()
    expect(desk.locator(".label").first).to_be_visible()
    studio.take(desk, "16-label")
    phone.goto(label)
    phone.fill("#id_fault", "主泵压力上不来")
    phone.fill("#id_phone", "13896100021")
    studio.take(phone, "17-scan")
    phone.get_by_role("button", name="提交报修").click()
    expect(phone.locator(".public-done")).to_be_visible()
    studio.take(phone, "18-sent")
    phone.get_by_role("link", name="查看进度").click()
    phone.wait_for_load_state("networkidle")
    studio.take(phone, "19-status")


def _open_act(page: Page, number: str, label: str) -> None:
    """The dialog of an act, from the one button or from the menu beside it."""
    page.goto(f"/tickets/{number}/")
    link = page.locator("section.next a", has_text=label).first
    if not link.is_visible():
        page.click("section.next summary")
    link.click()
    expect(page.locator("dialog[open]")).to_be_visible()


def _send_dialog(page: Page) -> None:
    page.locator("#dialog .form-foot button").click()
    expect(page.locator(".notice").first).to_be_visible()


def _next(phone: Page, number: str, label: str) -> None:
    phone.goto(f"/m/{number}/")
    phone.click(f".btn-big:has-text('{label}')")
    expect(phone.locator(".notice").first).to_be_visible()


def _draw(phone: Page) -> None:
    pad = phone.locator("#pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box() or {"x": 0, "y": 0}
    phone.mouse.move(box["x"] + 40, box["y"] + 60)
    phone.mouse.down()
    for step in range(16):
        phone.mouse.move(box["x"] + 40 + step * 15, box["y"] + 50 + (step * 37) % 60)
    phone.mouse.up()
