"""Tables of daily rolls, derived from the journal like every other."""

from django.db import models


class RollDay(models.Model):
    """One roll that was read; `stale_of` names the day it merely repeats, and then it is no count."""

    derived = True

    facility = models.CharField(max_length=40)
    day = models.DateField()
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    persons = models.PositiveIntegerField()
    stays = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()
    stale_of = models.DateField(null=True)
    entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.rolls`."""

        app_label = "register"
        db_table = "register_roll_day"
        constraints = (models.UniqueConstraint(fields=["facility", "day"], name="register_roll_once"),)


class RollStay(models.Model):
    """A stay as rolls list it: first and last day, gaps as pairs of days, and what the newest roll says of it.

    `last_day` is null while the newest roll still lists the stay. `gaps` and `attributes` are JSON text.
    """

    derived = True

    stay = models.CharField(max_length=16, primary_key=True)
    person = models.CharField(max_length=16, db_index=True)
    facility = models.CharField(max_length=40, db_index=True)
    number = models.CharField(max_length=200)
    admitted = models.CharField(max_length=19)
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    rows = models.PositiveIntegerField()
    gaps = models.TextField()
    attributes = models.TextField()

    class Meta:
        """Written by `posting.person`."""

        app_label = "register"
        db_table = "register_roll_stay"


class Headcount(models.Model):
    """A count that somebody published for one facility and day, under their own definition; never mixed with ours."""

    derived = True

    facility = models.CharField(max_length=40)
    day = models.DateField()
    definition = models.CharField(max_length=40)
    producer = models.CharField(max_length=200)
    count = models.PositiveIntegerField()
    entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.headcounts`."""

        app_label = "register"
        db_table = "register_headcount"
        constraints = (
            models.UniqueConstraint(
                fields=["facility", "definition", "producer", "day"], name="register_headcount_once"
            ),
        )
