"""English stands beside Chinese: every marked text is translated, with the same placeholders, and compiled."""

import re

import polib
import pytest

from tools import catalogue

PLACES = re.compile(r"%\(\w+\)\d*[sd]|%\d*[sd]|%%|\{\}|</?\w+>")
# What a person has to type or find in a file stays as it is in the file.
TYPED = re.compile(r"三包|[（(]?公司派驻|办事处|独立|贵阳办事处 贵州省|重庆市|国家|德国|李厂长|春节|国庆节调休|元旦|是|否|小时|工号.*邮箱")


@pytest.fixture(scope="module")
def english():
    return polib.pofile(str(catalogue.CATALOGUE))


def test_every_text_of_code_and_pages_is_in_the_catalogue(english):
    told = {entry.msgid for entry in english}
    assert sorted(set(catalogue.texts()) - told) == [], "run `make messages` and translate what is new"
    assert sorted(told - set(catalogue.texts())) == [], "run `make messages`"


def test_every_text_has_its_english(english):
    assert [entry.msgid for entry in english if not entry.msgstr] == []


def test_placeholders_and_tags_survive_translation(english):
    changed = [e.msgid for e in english if sorted(PLACES.findall(e.msgid)) != sorted(PLACES.findall(e.msgstr))]
    assert changed == []


def test_no_chinese_is_left_in_it_but_what_people_have_to_type(english):
    left = [e.msgstr for e in english if catalogue.CHINESE.search(TYPED.sub("", e.msgstr))]
    assert left == []


def test_the_compiled_catalogue_is_the_written_one(english):
    compiled = polib.mofile(str(catalogue.CATALOGUE.with_suffix(".mo")))
    assert {e.msgid: e.msgstr for e in compiled} == {e.msgid: e.msgstr for e in english}


def test_a_page_speaks_english_to_who_chose_it(client, version):
    assert "登录" in client.get("/login/").text
    client.post("/i18n/setlang/", {"language": "en", "next": "/login/"})
    answer = client.get("/login/").text
    assert "Sign in" in answer
    assert "登录" not in answer
