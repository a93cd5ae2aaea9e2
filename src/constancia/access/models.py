"""Tables of accounts: `User` and `ApiToken` hold secrets and stand alone; `Account` and `Grant` come from the journal."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Somebody who can sign in: name, password hash and language. What the person may do is in `Grant`, not here."""

    public_id = models.CharField(max_length=16, unique=True)
    language = models.CharField(max_length=8, default="es")
    must_change_password = models.BooleanField(default=False)

    class Meta:
        """The journal knows `public_id` only."""

        db_table = "access_user"


class Account(models.Model):
    """An account as the journal knows it: open or closed."""

    derived = True

    user = models.CharField(max_length=16, primary_key=True)
    is_open = models.BooleanField()
    entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.accounts`."""

        db_table = "access_account"


class Grant(models.Model):
    """A role that an account has now, at a facility or everywhere (`*`)."""

    derived = True

    user = models.CharField(max_length=16)
    role = models.CharField(max_length=40)
    facility = models.CharField(max_length=40)
    entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.accounts`."""

        db_table = "access_grant"
        constraints = (models.UniqueConstraint(fields=["user", "role", "facility"], name="access_grant_once"),)


class ApiToken(models.Model):
    """A key with which a program acts as its owner; only the SHA-256 of it is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """Never in the journal: a token is a secret, not a fact."""

        db_table = "access_token"
