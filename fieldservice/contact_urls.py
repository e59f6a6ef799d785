"""Addresses of reaching an engineer, and of calling back."""

from django.urls import path

from accounts.permissions import page
from fieldservice.views import contacts

URLS = [
    path("m/call-back/", page("fieldservice:call_back")(contacts.CallBack.as_view()), name="call_back"),
    path("m/call-back/banner/", contacts.banner, name="call_banner"),
    path("contacts/", contacts.contacts, name="contacts"),
    path("contacts/<str:username>/", contacts.strip, name="contact"),
    path("contacts/<str:username>/call/", contacts.call, name="call_engineer"),
]
