"""Addresses of pages that stand on every other page, looked for once: Django's own search asks three thread-locals."""

from functools import cache

from django.urls import get_script_prefix, get_urlconf, reverse


def path_of(name: str) -> str:
    """`reverse(name)` of a page without arguments."""
    return _found(name, get_script_prefix(), get_urlconf())


@cache
def _found(name: str, prefix: str, urlconf: str | None) -> str:
    return reverse(name)
