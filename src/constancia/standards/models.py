"""The tables of the standards room: derived from the journal, except the few that say so. Verdicts are stored nowhere."""

from django.db import models

from constancia.ledger.models import Number


class Condition(models.Model):
    """A version of a recorded condition: a row of the fact table `kind`, its values as JSON text in `facts`.

    `record` is the entry that the record began with; `superseded_by` the entry that corrected this version, `withdrawn_by` the
    entry that took the whole record back.
    """

    derived = True

    entry = Number(primary_key=True)
    kind = models.CharField(max_length=16)
    record = models.BigIntegerField(db_index=True)
    subject = models.CharField(max_length=64)
    person = models.CharField(max_length=16, blank=True)
    facility = models.CharField(max_length=40)
    cell = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    facts = models.TextField()
    superseded_by = models.BigIntegerField(null=True)
    withdrawn_by = models.BigIntegerField(null=True)

    class Meta:
        """Written by `posting.conditions`."""

        db_table = "standards_condition"
        indexes = (
            models.Index(fields=["facility", "kind"], name="standards_condition_place"),
            models.Index(fields=["person", "kind"], name="standards_condition_person"),
            models.Index(fields=["cell", "kind"], name="standards_condition_cell"),
        )

    @property
    def stands(self) -> bool:
        """Tell whether nothing corrected or withdrew it."""
        return self.superseded_by is None and self.withdrawn_by is None


class Device(models.Model):
    """A measuring device and its place; a reading stands for `stands_for` seconds."""

    derived = True

    id = models.CharField(max_length=40, primary_key=True)
    facility = models.CharField(max_length=40, db_index=True)
    module = models.CharField(max_length=40, blank=True)
    cell = models.CharField(max_length=40, blank=True)
    model = models.CharField(max_length=200, blank=True)
    stands_for = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.devices`."""

        db_table = "standards_device"


class Calibration(models.Model):
    """For how long the readings of a device and kind count as calibrated."""

    derived = True

    entry = Number(primary_key=True)
    device = models.CharField(max_length=40, db_index=True)
    kind = models.CharField(max_length=24)
    since = models.DateTimeField()
    until = models.DateTimeField()
    checked_by = models.CharField(max_length=200)

    class Meta:
        """Written by `posting.devices`."""

        db_table = "standards_calibration"


class Reading(models.Model):
    """One reading of a device, in whole billionths of its unit; what is not physically possible is kept and marked."""

    derived = True

    device = models.CharField(max_length=40)
    kind = models.CharField(max_length=24)
    at = models.DateTimeField()
    value = models.BigIntegerField()
    plausible = models.BooleanField()
    entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.readings`; a device says one thing of a moment."""

        db_table = "standards_reading"
        constraints = (models.UniqueConstraint(fields=["device", "kind", "at"], name="standards_reading_once"),)


class FileRead(models.Model):
    """A file of conditions that was read to its end."""

    derived = True

    entry = Number(primary_key=True)
    facility = models.CharField(max_length=40)
    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    rows = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()

    class Meta:
        """Written by `posting.files`."""

        db_table = "standards_file"


class Segregation(models.Model):
    """A row of somebody's list of segregation placements; `person` is unknown, `key` the row's own content."""

    derived = True

    entry = Number(primary_key=True)
    key = models.CharField(max_length=32, unique=True)
    facility = models.CharField(max_length=40)
    place = models.CharField(max_length=200)
    cell = models.CharField(max_length=40, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    precision = models.CharField(max_length=8)
    stated_days = models.CharField(max_length=40, blank=True)
    listed_at = models.CharField(max_length=40, blank=True)
    sex = models.CharField(max_length=40, blank=True)
    citizenship = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    mental_illness = models.CharField(max_length=80, blank=True)
    medical_illness = models.CharField(max_length=200, blank=True)
    disability = models.CharField(max_length=200, blank=True)
    asked_by = models.CharField(max_length=200, blank=True)
    file = models.CharField(max_length=200)
    row = models.PositiveIntegerField()
    copy = models.PositiveIntegerField()

    class Meta:
        """Written by `posting.files`."""

        db_table = "standards_segregation"
        indexes = (models.Index(fields=["facility", "since"], name="standards_segregation_place"),)


class Finding(models.Model):
    """A finding as it stands; its history is the chain of its entries. `state` is a key of `codes.STATES`."""

    derived = True

    id = models.CharField(max_length=16, primary_key=True)
    facility = models.CharField(max_length=40)
    origin = models.CharField(max_length=16)
    norm = models.CharField(max_length=40)
    limb = models.CharField(max_length=40)
    rung = models.CharField(max_length=40)
    severity = models.CharField(max_length=1)
    subject_kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=64)
    record = models.CharField(max_length=64, blank=True)
    verdict = models.CharField(max_length=16)
    since = models.DateTimeField(null=True)
    measured = models.CharField(max_length=64, blank=True)
    threshold = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=16)
    assigned_to = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField(null=True)
    cured_at = models.DateTimeField(null=True)
    level = models.CharField(max_length=16)
    times = models.PositiveIntegerField()
    entry = models.BigIntegerField()
    last_entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.findings`."""

        db_table = "standards_finding"
        indexes = (
            models.Index(fields=["facility", "state"], name="standards_finding_place"),
            models.Index(fields=["subject", "norm"], name="standards_finding_subject"),
        )


class Recommendation(models.Model):
    """What an inspector asked for, and how far it is carried out."""

    derived = True

    id = models.CharField(max_length=16, primary_key=True)
    facility = models.CharField(max_length=40, db_index=True)
    finding = models.CharField(max_length=16, blank=True)
    asks = models.TextField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=16)
    entry = models.BigIntegerField()
    last_entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.recommendations`."""

        db_table = "standards_recommendation"


class DeviceToken(models.Model):
    """A secret by which a device is known; only its digest is kept. Not derived: secrets never enter the journal."""

    device = models.CharField(max_length=40, db_index=True)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Written by `actions.devices`."""

        db_table = "standards_device_token"


class Arrival(models.Model):
    """A reading that a device posted and that waits for its entry in the journal. Not derived: it is gone once recorded."""

    device = models.CharField(max_length=40)
    kind = models.CharField(max_length=24)
    at = models.DateTimeField()
    value = models.CharField(max_length=40)
    arrived_at = models.DateTimeField()

    class Meta:
        """Written by `actions.readings`."""

        db_table = "standards_arrival"
        constraints = (models.UniqueConstraint(fields=["device", "kind", "at"], name="standards_arrival_once"),)


class Look(models.Model):
    """What an inspector looked at. Kept for that inspector alone, so neither in the journal nor shown to anybody else."""

    actor = models.CharField(max_length=64)
    at = models.DateTimeField()
    what = models.CharField(max_length=200)

    class Meta:
        """Written by `actions.looks`."""

        db_table = "standards_look"
        indexes = (models.Index(fields=["actor", "at"], name="standards_look_actor"),)


class Board(models.Model):
    """The figures of a facility's board as last worked out, with the entry up to which they hold. Not derived: a cache.

    `wanted_at` is since when the work of bringing it up to date is queued; None when it is not. `base` is what the figures were
    added up from when everybody was last judged, so that what changed since can be taken out and put in.
    """

    facility = models.CharField(max_length=40, primary_key=True)
    wanted_at = models.DateTimeField(null=True)
    upto = models.BigIntegerField(default=0)
    as_of = models.DateTimeField(null=True)
    figures = models.TextField(blank=True)
    base = models.TextField(blank=True)

    class Meta:
        """Written by `follow_up` and `keeping`."""

        db_table = "standards_board"
