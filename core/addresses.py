"""Whose address a request counts for: what the outermost trusted proxy saw, never what a client says."""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The address that the outermost trusted proxy saw; without proxies, the peer's. A client cannot choose it."""
    if settings.TRUSTED_PROXIES:
        seen = request.headers.get("X-Forwarded-For", "").split(",")
        if len(seen) >= settings.TRUSTED_PROXIES:
            # No header at all splits into one empty part: then the peer is all that is known.
            return seen[-settings.TRUSTED_PROXIES].strip() or request.META.get("REMOTE_ADDR")
    return request.META.get("REMOTE_ADDR")


def network_of(request: HttpRequest) -> str:
    """What limits count by: the address, for IPv6 its /64, which one subscriber owns whole."""
    told = client_address(request) or ""
    try:
        address = ip_address(told.partition("%")[0])
    except ValueError:
        return told
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped) if mapped else address.exploded[:19]
    return str(address)
