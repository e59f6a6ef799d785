"""Whether a person can be sent out: the technician's status of regulation B.2."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonState(models.TextChoices):
    ACTIVE = "active", _("在岗")
    ON_LEAVE = "on_leave", _("休假")
    TRAINING = "training", _("培训")
    OFF_POST = "off_post", _("下岗")


class EngineerKind(models.TextChoices):
    COMPANY_STATIONED = "company_stationed", _("公司派驻")
    OFFICE_BASED = "office_based", _("办事处")
