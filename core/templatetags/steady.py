"""What stays the same from page to page, written once for the life of the process."""

from functools import cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

from core.paths import path_of

register = template.Library()


@register.simple_tag
def once(template_name: str, **words: str) -> SafeString:
    """The template of this name, which may tell nothing of a person, a request or an instant; `words` are constants."""
    return _written(template_name, get_language(), get_script_prefix(), tuple(words.items()))


@cache
def _written(name: str, language: str | None, prefix: str, words: tuple[tuple[str, str], ...]) -> SafeString:
    return render_to_string(name, dict(words))


@register.simple_tag
def path(name: str) -> str:
    """The address of a page without arguments."""
    return path_of(name)


@register.simple_tag
def languages() -> tuple[tuple[str, str], ...]:
    """The languages on offer by code, each called as it calls itself."""
    return _called(tuple(code for code, _told in settings.LANGUAGES))


@cache
def _called(codes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((code, get_language_info(code)["name_local"]) for code in codes)
