"""What was answered to requests that carry an idempotency key; operational, kept for a day."""

from django.db import models


class Answered(models.Model):
    """One act that was done for an account under a key of its choice, and what was answered (numbers only, no names)."""

    user = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    request = models.CharField(max_length=64)
    answer = models.TextField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        """Written by `once`."""

        db_table = "api_answered"
        constraints = (models.UniqueConstraint(fields=["user", "key"], name="api_answered_once"),)
