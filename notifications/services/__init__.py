"""Telling people: into the inbox within the act, out of the house afterwards."""

from notifications.services.inbox import mark_all_read, mark_read
from notifications.services.notify import Message, notify, notify_many
from notifications.services.relay import RelayResult, relay

__all__ = ["Message", "RelayResult", "mark_all_read", "mark_read", "notify", "notify_many", "relay"]
