"""A register as it is usually built: current tables, and a history row for every save."""

from django.db import models
from simple_history.models import HistoricalRecords


class Person(models.Model):
    """Somebody with a file."""

    name = models.CharField(max_length=500)
    state = models.CharField(max_length=16, blank=True)
    history = HistoricalRecords()


class Ground(models.Model):
    """A legal instrument."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    issuer = models.CharField(max_length=200)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    history = HistoricalRecords()


class Hold(models.Model):
    """A request not to release."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    lifted = models.BooleanField(default=False)
    history = HistoricalRecords()


class Link(models.Model):
    """Another file of the same person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    history = HistoricalRecords()


class Stay(models.Model):
    """A time in custody."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    facility = models.CharField(max_length=40)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    status = models.CharField(max_length=40, blank=True)
    received_from = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    destination = models.CharField(max_length=200, blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    history = HistoricalRecords()


class StatusChange(models.Model):
    """A legal status from some moment on."""

    stay = models.ForeignKey(Stay, on_delete=models.PROTECT)
    status = models.CharField(max_length=40)
    since = models.DateTimeField()
    history = HistoricalRecords()
