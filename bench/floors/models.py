"""The few columns of the product's tables that the floors read."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import models


class Reader(AbstractBaseUser):
    username = models.CharField(max_length=150, unique=True)
    is_active = models.BooleanField(default=True)
    USERNAME_FIELD = "username"

    class Meta:
        managed = False
        db_table = "accounts_person"


class Ticket(models.Model):
    number = models.CharField(max_length=20)
    state = models.CharField(max_length=20)
    customer_name = models.CharField(max_length=200)
    province = models.CharField(max_length=40)
    fault = models.TextField()
    notified_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    waits_until = models.DateTimeField()
    engineer = models.ForeignKey(Reader, models.DO_NOTHING)

    class Meta:
        managed = False
        db_table = "tickets_ticket"
