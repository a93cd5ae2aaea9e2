"""The table of import runs: operational, not a fact of the register, so neither in the journal nor rebuilt from it."""

from django.db import models

WAITING, READING, DONE, FAILED = "waiting", "reading", "done", "failed"


class ImportRun(models.Model):
    """One request to read files, from wherever it came, and how far it got.

    `kind` is a key of `codes.KINDS`, `origin` of `codes.ORIGINS`, `state` of `codes.STATES`. `names` is a JSON list of the
    files' own names, for people to read. `refusals` is a JSON list of reasons (`reasons.py`) why it failed. `settled_at` is
    when somebody put a failed run aside or a later run read the same files.
    """

    kind = models.CharField(max_length=16)
    origin = models.CharField(max_length=8)
    facility = models.CharField(max_length=40, blank=True)
    zone = models.CharField(max_length=64)
    definition = models.CharField(max_length=40, blank=True)
    producer = models.CharField(max_length=200, blank=True)
    names = models.TextField()
    size = models.BigIntegerField()
    by = models.CharField(max_length=64)
    state = models.CharField(max_length=8, default=WAITING)
    task = models.CharField(max_length=36, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    rolls = models.PositiveIntegerField(default=0)
    known_rolls = models.PositiveIntegerField(default=0)
    entries = models.PositiveBigIntegerField(default=0)
    rejects = models.PositiveIntegerField(default=0)
    reached = models.CharField(max_length=40, blank=True)
    refusals = models.TextField(default="[]")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    touched_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=64, blank=True)

    class Meta:
        """Written by `actions` and `reading`."""

        db_table = "imports_run"
        indexes = (models.Index(fields=["state", "facility"], name="imports_run_state"),)
