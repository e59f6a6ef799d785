"""People in the admin with the way back on post, which is told further than accounts can."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin import PersonAdmin
from accounts.models import Person
from accounts.states import PersonState
from core.admin import object_act
from penalties import services

admin.site.unregister(Person)


@admin.register(Person)
class PostAdmin(PersonAdmin):
    object_acts = ("reinstate", *PersonAdmin.object_acts)

    def why_not(self, request: HttpRequest, name: str, obj: Any) -> Any:
        if name == "reinstate":
            return "" if obj.state == PersonState.OFF_POST else None
        return super().why_not(request, name, obj)

    @object_act("reinstate", gettext_lazy("恢复上岗"), icon="how_to_reg", tone="primary")
    def reinstate(self, obj: Person, *, actor: Person, now: datetime, reason: str) -> str:
        services.reinstate(person=obj, reason=reason, actor=actor, now=now)
        return _("%s 已恢复上岗，可以派工") % obj.name
