"""What is written once stays true for every language and every address of the site."""

from django.template import Context, Template
from django.urls import set_script_prefix
from django.utils import translation

from core.paths import path_of


def test_a_part_written_once_speaks_the_readers_language() -> None:
    part = Template("{% load steady %}{% once 'components/help.html' %}")

    told = {}
    for language in ("zh-hans", "en", "zh-hans"):
        with translation.override(language):
            told.setdefault(language, []).append(part.render(Context()))

    assert "键盘快捷键" in told["zh-hans"][0]
    assert told["zh-hans"][0] == told["zh-hans"][1] != told["en"][0]


def test_parts_of_one_template_differ_by_their_words() -> None:
    icons = Template(
        "{% load steady %}{% once 'components/icon.html' name='bell' %}|{% once 'components/icon.html' name='more' %}"
    )

    bell, more = icons.render(Context()).split("|")

    assert "#bell" in bell
    assert "#more" in more


def test_an_address_follows_the_place_of_the_site() -> None:
    plain = path_of("tickets:queue")
    set_script_prefix("/service/")
    try:
        assert path_of("tickets:queue") == f"/service{plain}"
    finally:
        set_script_prefix("/")
