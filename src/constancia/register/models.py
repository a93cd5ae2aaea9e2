"""The register's tables. Every row is derived from the journal and can be rebuilt from it."""

from django.db import models

from constancia.ledger.models import Number
from constancia.register.roll.models import Headcount, RollDay, RollStay

__all__ = [
    "Custody",
    "Facility",
    "Ground",
    "Headcount",
    "Hold",
    "Identifier",
    "Link",
    "Name",
    "Person",
    "RollDay",
    "RollStay",
    "Uncovered",
    "WordSound",
]


class Facility(models.Model):
    """A place of detention."""

    derived = True

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=200)
    zone = models.CharField(max_length=64)
    authority = models.CharField(max_length=200)
    entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.facility`."""

        db_table = "register_facility"


class Person(models.Model):
    """A person with a file, and what the newest entries say; `facility` is where the open stay is, if there is one."""

    derived = True

    id = models.CharField(max_length=16, primary_key=True)
    name = models.CharField(max_length=500, blank=True)
    born_earliest = models.DateField(null=True)
    born_latest = models.DateField(null=True)
    sex = models.CharField(max_length=40, blank=True)
    facility = models.CharField(max_length=40, blank=True, db_index=True)
    state = models.CharField(max_length=16, blank=True)
    entry = models.BigIntegerField()
    last_entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.person`."""

        db_table = "register_person"


class Name(models.Model):
    """A name of a person that stands, as written, and its words in order, folded and as they sound, parted by spaces."""

    derived = True

    entry = Number(primary_key=True)
    person = models.CharField(max_length=16)
    kind = models.CharField(max_length=40)
    written = models.CharField(max_length=500)
    folded = models.TextField()
    sound = models.TextField()

    class Meta:
        """Written by `posting.names`; its words have an index of the engine's own kind (see `name_index.py`)."""

        db_table = "register_name"
        indexes = (models.Index(fields=["sound"], name="register_name_sound"),)


class WordSound(models.Model):
    """Under what a word of the names that stand is found: its sound, and its sound with one letter lost."""

    derived = True

    pk = models.CompositePrimaryKey("sound", "word")
    sound = models.CharField(max_length=60)
    word = models.CharField(max_length=60)

    class Meta:
        """Written by `posting.names`."""

        db_table = "register_word_sound"


class Identifier(models.Model):
    """A number by which an issuer knows a person; two persons may carry the same one, and then both are found.

    `compact` is the number without points, hyphens and spaces: the form by which it is searched.
    """

    derived = True

    person = models.CharField(max_length=16, db_index=True)
    kind = models.CharField(max_length=40)
    issuer = models.CharField(max_length=200)
    value = models.CharField(max_length=200)
    compact = models.TextField()
    entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.person`."""

        db_table = "register_identifier"
        indexes = (
            models.Index(fields=["issuer", "kind", "value"], name="register_identifier_value"),
            models.Index(fields=["compact"], name="register_identifier_compact"),
        )


class Custody(models.Model):
    """A version of a piece of a stay; see `timeline.Span` and `timeline.Version` for what each column means."""

    derived = True

    person = models.CharField(max_length=16)
    stay = models.CharField(max_length=16)
    facility = models.CharField(max_length=40)
    state = models.CharField(max_length=16)
    evidence = models.CharField(max_length=16)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField()
    status = models.CharField(max_length=40, blank=True)
    sex = models.CharField(max_length=40, blank=True)
    age = models.PositiveSmallIntegerField(null=True)
    entry = models.BigIntegerField()
    ended_by = models.BigIntegerField(null=True)
    known_from = models.BigIntegerField()
    end_known_from = models.BigIntegerField(null=True)
    known_until = models.BigIntegerField(null=True)

    class Meta:
        """Written by `posting.custody`; nobody can be recorded in two places at once (see `constraints.py`)."""

        db_table = "register_custody"
        indexes = (
            models.Index(fields=["person", "since"], name="register_custody_person"),
            models.Index(fields=["facility", "since", "until"], name="register_custody_when"),
        )


class Ground(models.Model):
    """A legal instrument as it stands."""

    derived = True

    id = models.CharField(max_length=16, primary_key=True)
    person = models.CharField(max_length=16, db_index=True)
    kind = models.CharField(max_length=40)
    issuer = models.CharField(max_length=200)
    reference = models.CharField(max_length=200)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    review_due_on = models.DateField(null=True, db_index=True)
    challenged = models.BooleanField()
    ended = models.CharField(max_length=16, blank=True)
    document_sha256 = models.CharField(max_length=64, blank=True)
    entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.custody`."""

        db_table = "register_ground"


class Uncovered(models.Model):
    """A piece of custody without a live ground, written ahead of time: it counts from the instant `since` is reached."""

    derived = True

    person = models.CharField(max_length=16, db_index=True)
    stay = models.CharField(max_length=16)
    facility = models.CharField(max_length=40)
    since = models.DateTimeField(db_index=True)
    until = models.DateTimeField(null=True)
    override = models.CharField(max_length=500, blank=True)

    class Meta:
        """Written by `posting.custody`."""

        db_table = "register_uncovered"


class Hold(models.Model):
    """A standing request not to release or transfer a person without asking first."""

    derived = True

    id = models.CharField(max_length=16, primary_key=True)
    person = models.CharField(max_length=16, db_index=True)
    kind = models.CharField(max_length=40)
    authority = models.CharField(max_length=200)
    reference = models.CharField(max_length=200)
    until = models.DateField(null=True)
    lifted = models.BooleanField()
    entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.custody`."""

        db_table = "register_hold"


class Link(models.Model):
    """A statement, seen from one of its two files, that they are or are not the same person."""

    derived = True

    link = models.CharField(max_length=16)
    person = models.CharField(max_length=16, db_index=True)
    other = models.CharField(max_length=16)
    relation = models.CharField(max_length=16)
    reason = models.CharField(max_length=500)
    ended = models.BooleanField()
    entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.links`; a link has one row for each of its two files."""

        db_table = "register_link"
        constraints = (models.UniqueConstraint(fields=["link", "person"], name="register_link_sides"),)
