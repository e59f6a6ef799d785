"""A text message read as a daily report: commas of both widths, spaces, labels; nothing is guessed."""

import pytest

from fieldservice.sms_text import read

WHOLE = {"customer": "成都锦江水务", "contact": "刘工", "phone": "13912345678", "equipment": "运行正常"}


@pytest.mark.parametrize("text", [
    "成都锦江水务，刘工，13912345678，运行正常",
    "成都锦江水务,刘工,13912345678,运行正常",
    " 成都锦江水务 , 刘工，13912345678 ,运行正常 。",
    "成都锦江水务 刘工 13912345678 运行正常",
    "成都锦江水务　刘工　13912345678　运行正常",
    "成都锦江水务；刘工；13912345678；运行正常",
    "客户：成都锦江水务，联系人：刘工，电话：13912345678，设备状况：运行正常",
    "客户:成都锦江水务 联系人:刘工 电话:13912345678 设备:运行正常",
    "联系人：刘工\n电话：13912345678\n客户：成都锦江水务\n设备状况：运行正常",
    "所在用户： 成都锦江水务；联系人： 刘工；联系电话： 13912345678；设备状况： 运行正常",
])  # fmt: skip
def test_four_fields_are_read_however_they_are_written(text):
    assert read(text) == WHOLE


@pytest.mark.parametrize("text", [
    "成都锦江水务，刘工，13912345678，运行正常，成都",
    "客户：成都锦江水务，联系人：刘工，电话：13912345678，设备状况：运行正常，地点：成都",
])  # fmt: skip
def test_the_fifth_is_where_he_is(text):
    assert read(text) == {**WHOLE, "place": "成都"}


def test_a_sentence_about_the_machine_keeps_its_commas():
    told = read("成都锦江水务，刘工，13912345678，轴承异响，已更换，运行正常，成都")
    assert (told["equipment"], told["place"]) == ("轴承异响，已更换，运行正常", "成都")
    told = read("客户：成都锦江水务，联系人：刘工，电话：13912345678，设备状况：轴承异响，已更换")
    assert told["equipment"] == "轴承异响，已更换"


@pytest.mark.parametrize(("text", "told"), [
    ("", {}), ("  ，，, ", {}), ("你好", {"customer": "你好"}), ("TD", {"customer": "TD"}),
    ("成都锦江水务，，13912345678", {"customer": "成都锦江水务", "phone": "13912345678"}),
    ("客户：，电话：13912345678", {"phone": "13912345678"}),
])  # fmt: skip
def test_what_is_not_told_is_left_out(text, told):
    assert read(text) == told


def test_a_label_inside_a_word_is_no_label():
    assert read("重庆客户服务中心，王工，13800000000，正常")["customer"] == "重庆客户服务中心"


@pytest.mark.parametrize("text", ["，" * 50_000, "客户：" * 20_000, "\x00\u202e<script>" * 9_000, "a " * 40_000])
def test_hostile_text_is_read_at_once(text):
    assert all(len(value) <= 1000 for value in read(text).values())
